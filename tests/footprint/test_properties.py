"""Properties that hold for any estate: conservation, linearity, order, intervals, common draws."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canivet.commons.store import Commons
from canivet.criteria import STAGES
from canivet.footprint.cells import build_cells, merge
from canivet.footprint.flows import Use, build_flows
from canivet.inventory.assets import Asset
from estate import assess_mini, make_asset

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def assets(draw: st.DrawFn) -> Asset:
    archetype = draw(st.sampled_from(["laptop", "monitor", "server", "dock"]))
    known_kwh = draw(st.booleans())
    return make_asset(
        archetype,
        draw(st.integers(1, 500)),
        service=draw(st.sampled_from(["", "DSI", "Finances"])),
        lifetime_years=draw(st.floats(0.5, 15)),
        lifetime_origin=draw(st.sampled_from(["declared", "archetype", "deduced"])),
        annual_kwh=draw(st.floats(0, 3000)) if known_kwh else None,
        kwh_origin=draw(st.sampled_from(["declared", "archetype"])) if known_kwh else "missing",
        start_date=draw(st.none() | st.dates(date(2005, 1, 1), date(2024, 12, 31))),
        country=draw(st.sampled_from(["FRA", "XXX"])),
    )


uses = st.builds(Use, st.sampled_from(["", "DSI"]), st.sampled_from(["email", "vm"]), st.floats(0, 1e6))
estates = st.tuples(st.lists(assets(), min_size=1, max_size=25), st.lists(uses, max_size=4))


@few
@given(estates)
def test_every_view_sums_to_the_total(mini: Commons, estate: tuple[list[Asset], list[Use]]) -> None:
    footprint = assess_mini(mini, *estate).footprint
    for criterion in ("gwp", "adpe"):
        total = footprint.total(criterion)
        assert sum(footprint.by_stage(criterion).values()) == pytest.approx(total, rel=1e-12)
        assert sum(footprint.by(criterion, lambda key: key.category).values()) == pytest.approx(
            total, rel=1e-12
        )
        assert sum(footprint.by(criterion, lambda key: key.service).values()) == pytest.approx(
            total, rel=1e-12
        )


@few
@given(estates)
def test_intervals_hold_the_central_figure_and_the_span_of_the_sets(
    mini: Commons, estate: tuple[list[Asset], list[Use]]
) -> None:
    result = assess_mini(mini, *estate)
    for criterion, interval in result.intervals.items():
        totals = [footprint.total(criterion) for footprint in result.footprints.values()]
        assert interval.total[0] <= min(totals)
        assert interval.total[1] >= max(totals)
        for part, value in result.footprint.by(criterion, lambda key: key.category).items():
            low, high = interval.by_view["by_category"][part]
            assert low <= value <= high
        for stage, value in result.footprint.by_stage(criterion).items():
            low, high = interval.by_stage[stage]
            assert low <= value <= high


@few
@given(estates, st.integers(0, 2**32))
def test_the_order_of_the_lines_changes_no_digit(
    mini: Commons, estate: tuple[list[Asset], list[Use]], seed: int
) -> None:
    before = assess_mini(mini, *estate)
    shuffled = list(estate[0])
    random.Random(seed).shuffle(shuffled)
    after = assess_mini(mini, shuffled, estate[1])
    assert after.footprint.total("gwp") == before.footprint.total("gwp")
    assert after.intervals == before.intervals


@few
@given(estates, st.integers(2, 9))
def test_an_estate_taken_n_times_has_n_times_the_impact(
    mini: Commons, estate: tuple[list[Asset], list[Use]], times: int
) -> None:
    once = assess_mini(mini, *estate)
    again = assess_mini(mini, estate[0] * times, estate[1] * times)
    assert again.footprint.total("gwp") == pytest.approx(times * once.footprint.total("gwp"), rel=1e-9)
    assert again.footprint.coverage("gwp") == pytest.approx(once.footprint.coverage("gwp"), rel=1e-9)
    # Draws are common: the whole interval scales too.
    scaled = [times * bound for bound in once.intervals["gwp"].total]
    assert again.intervals["gwp"].total == pytest.approx(tuple(scaled), rel=1e-9)


@few
@given(st.lists(assets(), min_size=2, max_size=30), st.integers(1, 29))
def test_cells_made_apart_add_up(listed: list[Asset], cut: int) -> None:
    flows = build_flows(listed, [], year=2024, method="amortie", country="FRA", lifetimes={"laptop": 5.0})
    whole, _ = build_cells([flow.key for flow in flows], [flow.weights for flow in flows])
    parts = [
        build_cells([flow.key for flow in part], [flow.weights for flow in part])[0]
        for part in (flows[:cut], flows[cut:])
        if part
    ]
    added = merge(parts)
    assert added.keys == whole.keys
    np.testing.assert_allclose(added.units, whole.units, rtol=1e-12)
    np.testing.assert_allclose(added.embodied_units, whole.embodied_units, rtol=1e-12)
    np.testing.assert_allclose(added.kwh, whole.kwh, rtol=1e-12)


@few
@given(st.lists(assets(), min_size=1, max_size=10))
def test_a_declared_estate_is_no_less_certain_than_an_assumed_one(mini: Commons, listed: list[Asset]) -> None:
    def width(origin: str) -> float:
        same = [
            make_asset("laptop", asset.quantity, lifetime_origin=origin, kwh_origin=origin)
            for asset in listed
        ]
        low, high = assess_mini(mini, same).intervals["gwp"].by_stage["manufacturing"]
        return high - low

    assert width("declared") <= width("archetype")


@few
@given(estates)
def test_the_impacts_of_the_lines_sum_to_the_total(
    mini: Commons, estate: tuple[list[Asset], list[Use]]
) -> None:
    result = assess_mini(mini, *estate)
    sums = result.line_impacts().sum(axis=0)
    for position, criterion in enumerate(result.footprint.criteria):
        assert sums[position] == pytest.approx(result.footprint.total(criterion.id), rel=1e-9, abs=1e-12)


def test_stages_are_a_closed_list(mini: Commons) -> None:
    result = assess_mini(mini, [make_asset("laptop")], [Use("", "email", 1.0)])
    assert set(result.footprint.by_stage("gwp")) <= set(STAGES)


def test_all_screens_move_together(mini: Commons) -> None:
    one = assess_mini(mini, [make_asset("monitor", 1)])
    hundred = assess_mini(mini, [make_asset("monitor", 1) for _ in range(100)])
    low, high = one.intervals["gwp"].total
    assert hundred.intervals["gwp"].total == pytest.approx((100 * low, 100 * high), rel=1e-9)
