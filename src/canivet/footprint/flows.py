"""From counted lines to flows: how much of which factor, per year.

    embodied flow   quantity × usage_rate / lifetime_years      of the device's factors   (amortised)
    embodied flow   quantity × usage_rate                       of the device's factors   (purchases)
    use flow        quantity × usage_rate × annual_kwh × pue    of the country's electricity

Both accountings share the use flow; they are never mixed in one result.

A line of an inventory is a fact. A lot that somebody counted from memory, or that a ratio gives, is an
estimate: it carries a pedigree class, and its quantity is drawn (see ``footprint.uncertainty``). Its age is
that of no device in particular, so its lifetime is drawn too, even where an age was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from canivet.commons.factors import EQUIPMENT, SERVICE
from canivet.footprint.cells import CellKey, Weights, age_class
from canivet.inventory.assets import Asset
from canivet.units import years_between

Method = Literal["amortie", "achats"]
ORGANISATION = "organisation"
NO_SERVICE = "non renseigné"


@dataclass(frozen=True, slots=True)
class Use:
    """One line of what is used without being owned, in the unit of its kind, per year."""

    service: str
    kind: str
    quantity: float
    origin: str = "declared"
    #: Metered electricity in kWh per unit of the kind, PUE included; None when the factor holds it all.
    kwh_per_unit: float | None = None
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """One line's key and weights."""

    key: CellKey
    weights: Weights


def age_at_end_of(year: int, start: date | None) -> float | None:
    """Age in years on 31 December of ``year``, or None when the start is unknown.

    >>> age_at_end_of(2024, date(2020, 12, 31))
    4.0
    """
    if start is None:
        return None
    return years_between(start.toordinal(), date(year, 12, 31).toordinal())


def asset_flow(asset: Asset, *, year: int, method: Method, archetype_lifetime: float | None) -> Flow:
    """Flow of one counted line under one accounting."""
    in_use = asset.quantity * asset.usage_rate
    age = age_at_end_of(year, asset.start_date)
    if method == "amortie":
        embodied_gap = "" if asset.lifetime_years > 0 else "lifetime_unknown"
        embodied = 0.0 if embodied_gap else in_use / asset.lifetime_years
        lifetime_drawn = asset.lifetime_origin == "archetype" or (
            bool(asset.quantity_pedigree) and asset.lifetime_origin == "deduced"
        )
    else:
        bought = asset.purchase_date or asset.start_date
        embodied_gap = "" if bought is not None else "start_date_unknown"
        embodied = in_use if bought is not None and bought.year == year else 0.0
        lifetime_drawn = False
    kwh_known = asset.annual_kwh is not None
    key = CellKey(
        scope=ORGANISATION,
        service=asset.service or NO_SERVICE,
        category=asset.family,
        subject=f"{EQUIPMENT}:{asset.archetype}",
        country=asset.country,
        age_class=age_class(age),
        beyond_lifetime=age is not None and archetype_lifetime is not None and age > archetype_lifetime,
        lifetime_drawn=lifetime_drawn,
        kwh_drawn=asset.kwh_origin == "archetype",
        pue_drawn=asset.pue_origin == "default",
        embodied_gap=embodied_gap,
        kwh_known=kwh_known,
        has_use_stage=True,
        quantity_pedigree=asset.quantity_pedigree,
    )
    kwh = in_use * (asset.annual_kwh or 0.0) * asset.pue
    return Flow(key, Weights(asset.quantity, embodied, kwh))


def use_flow(use: Use, *, country: str) -> Flow:
    """Flow of one line of uses; it counts for one unit, since kinds have units that cannot be added."""
    metered = use.kwh_per_unit is not None
    key = CellKey(
        scope=ORGANISATION,
        service=use.service or NO_SERVICE,
        category=use.kind,
        subject=f"{SERVICE}:{use.kind}",
        country=country,
        age_class=age_class(None),
        beyond_lifetime=False,
        lifetime_drawn=False,
        kwh_drawn=metered,
        pue_drawn=False,
        embodied_gap="",
        kwh_known=metered,
        has_use_stage=metered,
    )
    return Flow(key, Weights(1.0, use.quantity, use.quantity * (use.kwh_per_unit or 0.0)))


def build_flows(
    assets: Sequence[Asset],
    uses: Iterable[Use],
    *,
    year: int,
    method: Method,
    country: str,
    lifetimes: dict[str, float],
) -> list[Flow]:
    """Flows of an estate: one per asset in their order, then one per line of uses."""
    flows = [
        asset_flow(asset, year=year, method=method, archetype_lifetime=lifetimes.get(asset.archetype))
        for asset in assets
    ]
    return flows + [use_flow(use, country=country) for use in uses]
