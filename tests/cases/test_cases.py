"""Hand arithmetic: each case writes its sum in a comment, from the round figures of the tiny commons."""

from __future__ import annotations

from datetime import date

import pytest

from canivet.commons.store import Commons
from canivet.footprint.explain import Question, explain
from canivet.footprint.flows import Use
from estate import assess_mini, make_asset


def test_ten_laptops(mini: Commons) -> None:
    result = assess_mini(mini, [make_asset("laptop", 10)])
    footprint = result.footprint
    assert footprint.by_stage("gwp") == pytest.approx(
        {
            "manufacturing": 360.0,  # 10 × 180 / 5
            "distribution": 30.0,  # 10 × 15 / 5
            "use": 25.0,  # 10 × 50 kWh × 0.05
            "end_of_life": 10.0,  # 10 × 5 / 5
        }
    )
    assert footprint.total("gwp") == pytest.approx(425.0)
    assert footprint.coverage("gwp") == 1.0
    # Metals: one total without stages, and no open factor for electricity: 3 stages of 4.
    assert footprint.by_stage("adpe") == pytest.approx({"embodied_unsplit": 0.02})  # 10 × 0.01 / 5
    assert footprint.coverage("adpe") == pytest.approx(0.75)
    assert [(m.stage, m.reason, m.units) for m in footprint.missing if m.criterion == "adpe"] == [
        ("use", "no_electricity_factor", 10.0)
    ]


def test_server_behind_a_pue(mini: Commons) -> None:
    server = make_asset("server", 2, annual_kwh=1500.0, pue=1.6)
    footprint = assess_mini(mini, [server]).footprint
    assert footprint.by_stage("gwp") == pytest.approx(
        {
            "use": 240.0,  # 2 × 1500 kWh × PUE 1.6 × 0.05
            "embodied_unsplit": 400.0,  # 2 × 1000 / 5, from the second table: the first has no server
        }
    )


def test_usage_rate_shares_a_device(mini: Commons) -> None:
    footprint = assess_mini(mini, [make_asset("laptop", 10, usage_rate=0.5)]).footprint
    assert footprint.total("gwp") == pytest.approx(212.5)  # 425 / 2


def test_missing_factor_is_an_error_not_a_zero(mini: Commons) -> None:
    dock = make_asset("dock", 30, annual_kwh=None, kwh_origin="missing")
    footprint = assess_mini(mini, [make_asset("laptop", 10), dock]).footprint
    assert footprint.total("gwp") == pytest.approx(425.0)
    # 10 laptops × 4 stages out of 40 devices × 4 stages
    assert footprint.coverage("gwp") == pytest.approx(0.25)
    reasons = {(m.stage, m.reason, m.units) for m in footprint.missing if m.criterion == "gwp"}
    assert reasons == {
        ("manufacturing", "no_factor", 30.0),
        ("distribution", "no_factor", 30.0),
        ("end_of_life", "no_factor", 30.0),
        ("use", "kwh_unknown", 30.0),
    }


def test_estate_with_uses(mini: Commons) -> None:
    uses = [Use("DSI", "email", 100_000.0), Use("DSI", "vm", 4.0, kwh_per_unit=200.0)]
    result = assess_mini(mini, [make_asset("laptop", 10, service="DSI")], uses)
    footprint = result.footprint
    assert footprint.by("gwp", lambda key: key.category) == pytest.approx(
        {
            "email": 600.0,  # 100 000 × (0.001 + 0.002 + 0.003)
            "laptop": 425.0,
            "vm": 160.0,  # 4 × 30 + 4 × 200 kWh × 0.05
        }
    )
    assert footprint.by("gwp", lambda key: key.service) == pytest.approx({"DSI": 1185.0})
    assert footprint.by_stage("gwp")["service_unsplit"] == pytest.approx(100.0)  # 100 000 × 0.001
    assert footprint.by_stage("gwp")["use"] == pytest.approx(365.0)  # 25 + 300 + 40


def test_purchases_of_the_year(mini: Commons) -> None:
    bought = make_asset("laptop", 3, purchase_date=date(2024, 5, 1))
    older = make_asset("laptop", 7)
    unknown = make_asset("laptop", 10, purchase_date=None, start_date=None)
    footprint = assess_mini(mini, [bought, older, unknown], method="achats").footprint
    assert footprint.by_stage("gwp") == pytest.approx(
        {
            "manufacturing": 540.0,  # 3 × 180, not amortised; the 7 of 2022 were counted in 2022
            "distribution": 45.0,  # 3 × 15
            "use": 50.0,  # 20 × 50 kWh × 0.05: all that ran in the year
            "end_of_life": 15.0,  # 3 × 5
        }
    )
    # The ten of unknown date: 1 stage of 4; the ten others: 4 of 4.
    assert footprint.coverage("gwp") == pytest.approx((10 * 4 + 10 * 1) / (20 * 4))
    assert {m.reason for m in footprint.missing if m.criterion == "gwp"} == {"start_date_unknown"}


def test_bridge_gives_the_same_estate_under_each_set(mini: Commons) -> None:
    result = assess_mini(mini, [make_asset("laptop", 10), make_asset("monitor", 10, lifetime_years=6.0)])
    bridge = result.bridge()
    assert bridge["one"]["gwp"] == pytest.approx(550.0)  # 425 + 10 × 60 / 6 + 10 × 50 × 0.05
    assert bridge["two"]["gwp"] == pytest.approx(1050.0)  # 10 × 250 / 5 + 25 + 10 × 300 / 6 + 25
    assert result.own_share("one", "gwp") == 1.0
    assert result.own_share("two", "adpe") == 0.0
    low, high = result.intervals["gwp"].total
    assert low <= 550.0
    assert high >= 1050.0


def test_explanation_goes_down_to_lines_and_sums_to_the_figure(mini: Commons) -> None:
    assets = [make_asset("laptop", 10), make_asset("laptop", 2, annual_kwh=100.0, lifetime_years=4.0)]
    result = assess_mini(mini, assets)
    whole = explain(result, Question("gwp", "laptop"))
    assert whole.total == pytest.approx(result.footprint.total("gwp"))
    # 10 laptops as above; 2 × 200 / 4 + 2 × 100 × 0.05
    assert [(share.flow, share.impact) for share in whole.shares] == [
        (0, pytest.approx(425.0)),
        (1, pytest.approx(110.0)),
    ]
    use = explain(result, Question("gwp", "laptop", "use"))
    assert use.total == pytest.approx(35.0)  # (10 × 50 + 2 × 100) × 0.05
    assert {term.factor.subject for term in use.terms} == {"electricity:FRA"}


def test_a_pue_that_is_not_known_widens_the_interval(shipped: Commons) -> None:
    def width(origin: str) -> float:
        server = make_asset("server", 10, annual_kwh=1760.0, pue=1.75, pue_origin=origin)
        low, high = assess_mini(shipped, [server], set_id="ademe_be2").intervals["gwp"].by_stage["use"]
        return high - low

    assert width("default") > 1.2 * width("declared")
