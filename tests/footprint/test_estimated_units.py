"""Units that were estimated and not listed: drawn by family, with the spread of their pedigree class."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from canivet import commons as commons_module
from canivet.commons.factors import load_factors, spreads
from canivet.footprint.assessment import Assessment, assess_estate
from canivet.footprint.uncertainty import Streams, Uncertainty, load_settings
from canivet.inventory.assets import Asset
from canivet.problems import Place

COMMONS = commons_module.load()
BOOK = load_factors(COMMONS)
LAPTOPS = Asset(
    Place("reponses.csv", "", 4), 8.0, "laptop", "laptop", 0.95, "type", lifetime_years=6.5,
    lifetime_origin="declared", annual_kwh=50.0, kwh_origin="declared",
)  # fmt: skip


def assessed(*assets: Asset) -> Assessment:
    return assess_estate(
        assets, (), COMMONS, BOOK, factor_set=BOOK.central_set, year=2025, method="amortie", country="FRA"
    )


def width(found: Assessment) -> float:
    low, high = found.intervals["gwp"].total
    return high - low


def test_listed_units_are_not_drawn_and_estimated_ones_are() -> None:
    """The worse the class (1.5 then 2.2), the wider; the central figure is the same."""
    found = [assessed(replace(LAPTOPS, quantity_pedigree=pedigree)) for pedigree in ("", "B", "C", "E")]
    assert len({item.footprint.total("gwp") for item in found}) == 1
    widths = [width(item) for item in found]
    assert widths == sorted(widths)
    assert len(set(widths)) == 4


def test_the_spread_is_that_of_the_class() -> None:
    settings = load_settings(COMMONS)
    uncertainty = Uncertainty(settings, Streams(settings), [], {}, None, spreads(COMMONS))
    (key,) = assessed(replace(LAPTOPS, quantity_pedigree="B")).cells.keys
    draws = uncertainty.quantity_multiplier(key)
    # Class B: the 90 % bound is 1.5 times the value. σ = ln 1.5 ÷ 1.645 = 0.2465.
    assert np.std(np.log(draws)) == pytest.approx(0.2465, rel=0.05)
    assert np.mean(draws) == pytest.approx(1.0, abs=0.02)
    assert uncertainty.quantity_multiplier(key._replace(quantity_pedigree="")) == 1.0


def test_a_class_that_is_not_known_is_the_widest() -> None:
    assert width(assessed(replace(LAPTOPS, quantity_pedigree="Z"))) == width(
        assessed(replace(LAPTOPS, quantity_pedigree="E"))
    )


def test_making_and_using_the_same_units_move_together() -> None:
    """One count is wrong for both: parts drawn apart would narrow their sum."""
    whole = assessed(replace(LAPTOPS, quantity_pedigree="E"))
    settings = load_settings(COMMONS)
    uncertainty = Uncertainty(settings, Streams(settings), [], {}, None, spreads(COMMONS))
    (key,) = whole.cells.keys
    first, second = uncertainty.quantity_multiplier(key), uncertainty.quantity_multiplier(key)
    assert np.array_equal(np.asarray(first), np.asarray(second))
    other = key._replace(category="desktop", subject="equipment:desktop")
    assert not np.array_equal(np.asarray(first), np.asarray(uncertainty.quantity_multiplier(other)))


def test_the_age_of_an_estimated_lot_leaves_its_lifetime_uncertain() -> None:
    """What five people remember of an age is no date of purchase."""
    aged = replace(LAPTOPS, lifetime_origin="deduced")
    listed, estimated = assessed(aged), assessed(replace(aged, quantity_pedigree="B"))
    assert not listed.cells.keys[0].lifetime_drawn
    assert estimated.cells.keys[0].lifetime_drawn
    # A lifetime that was declared is a declaration all the same.
    declared = assessed(replace(LAPTOPS, quantity_pedigree="B"))
    assert not declared.cells.keys[0].lifetime_drawn


def test_lots_of_two_classes_are_two_cells() -> None:
    found = assessed(
        LAPTOPS, replace(LAPTOPS, quantity_pedigree="B"), replace(LAPTOPS, quantity_pedigree="C")
    )
    assert len(found.cells) == 3
    assert found.footprint.total("gwp") == pytest.approx(3 * assessed(LAPTOPS).footprint.total("gwp"))
