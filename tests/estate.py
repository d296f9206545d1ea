"""Counted assets made by hand, for the cases and the properties."""

from __future__ import annotations

from datetime import date
from typing import Any

from canivet.commons.factors import load_factors
from canivet.commons.store import Commons
from canivet.footprint.assessment import Assessment, assess_estate
from canivet.footprint.flows import Use
from canivet.inventory.assets import Asset
from canivet.problems import Place


def make_asset(archetype: str, quantity: float = 1.0, **changes: Any) -> Asset:
    """An asset whose lifetime and electricity were declared unless said otherwise."""
    given: dict[str, Any] = {
        "place": Place("parc.csv", "", 2),
        "quantity": quantity,
        "family": archetype,
        "archetype": archetype,
        "confidence": 1.0,
        "rule": "test",
        "lifetime_years": 5.0,
        "lifetime_origin": "declared",
        "annual_kwh": 50.0,
        "kwh_origin": "declared",
        "start_date": date(2022, 12, 31),
        "purchase_date": date(2022, 12, 31),
    }
    return Asset(**(given | changes))


def assess_mini(
    commons: Commons,
    assets: list[Asset],
    uses: list[Use] | None = None,
    *,
    method: Any = "amortie",
    year: int = 2024,
    set_id: str = "one",
    country: str = "FRA",
) -> Assessment:
    """Assess assets under the tiny commons."""
    book = load_factors(commons)
    found = book.find_set(set_id)
    assert found is not None
    return assess_estate(
        assets, uses or [], commons, book, factor_set=found, year=year, method=method, country=country
    )
