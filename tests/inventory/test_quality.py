import pytest
from inventory_samples import build, laptop, sample_commons, table

from canivet.inventory.quality import ORIGIN_OF, assess_quality


@pytest.fixture
def commons(tmp_path):
    return sample_commons(tmp_path)


def best(**cells):
    return laptop(
        quantity="1",
        in_service_date="2022-01-01",
        lifetime_years="5",
        annual_kwh="30",
        country="France",
        service="DSI",
        **cells,
    )


def test_all_declared_is_a_hundred(commons):
    quality = assess_quality(build(commons, table(best())), commons)
    assert quality["score"] == pytest.approx(100)
    assert quality["improvements"] == []
    assert quality["by_origin"]["lifetime"] == {"declared": 1.0}


def test_weights_and_shares_sum_to_one(commons):
    inventory = build(commons, table(best(), laptop(quantity="3"), {"model": "???", "quantity": "2"}))
    quality = assess_quality(inventory, commons)
    assert sum(quality["weights"].values()) == pytest.approx(1)
    assert set(quality["by_origin"]) == set(ORIGIN_OF)
    for shares in quality["by_origin"].values():
        assert sum(shares.values()) == pytest.approx(1)


def test_score_by_hand(commons):
    # Three units of four lack date, kWh, lifetime, country and service; all quantities and families are sure.
    inventory = build(commons, table(best(), laptop(quantity="3")))
    quality = assess_quality(inventory, commons)
    assert quality["by_origin"]["service"] == {"declared": 0.25, "missing": 0.75}
    # family 0.25 + quantity 0.10 + date 0.20 × 0.25 + lifetime and kWh 0.15 × (0.25 + 0.75 × 0.4) each
    # + country 0.05 × (0.25 + 0.75 × 0.2) + service 0.10 × 0.25
    assert quality["score"] == pytest.approx(100 * (0.35 + 0.05 + 2 * 0.0825 + 0.02 + 0.025))


def test_improvements_name_the_datum_that_gains_most_first(commons):
    quality = assess_quality(build(commons, table(best(), laptop(quantity="3"))), commons)
    first = quality["improvements"][0]
    assert (first["datum"], first["units"], first["share"]) == ("start_date", 3.0, 0.75)
    assert first["gain"] == pytest.approx(15)  # 100 × 0.20 × 0.75
    gains = [item["gain"] for item in quality["improvements"]]
    assert gains == sorted(gains, reverse=True)


def test_what_is_not_recognised_lowers_the_score(commons):
    sure = assess_quality(build(commons, table(best())), commons)
    less = assess_quality(build(commons, table(best(), {"model": "???", "quantity": "1"})), commons)
    assert less["by_origin"]["family"] == {"declared": 0.5, "missing": 0.5}
    assert sure["score"] - less["score"] == pytest.approx(12.5)  # 100 × 0.25 × 0.5
