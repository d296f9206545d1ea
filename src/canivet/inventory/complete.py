"""What an inventory does not say, completed from the archetype, with the origin of each datum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from canivet.commons.archetypes import Parameter, load_archetypes, load_parameters
from canivet.commons.store import Commons
from canivet.inventory.assets import Asset, Origin
from canivet.inventory.draft import Draft
from canivet.inventory.interpret import years_in_use

PUE_PARAMETER: Final = "pue_default"


@dataclass(frozen=True, slots=True)
class Completion:
    """Figures of the commons that complete a line."""

    parameters: Mapping[tuple[str, str], Parameter]
    in_server_room: frozenset[str]
    pue: float
    """Power usage effectiveness (no unit) of a server room whose own is not known."""

    def asset(self, draft: Draft, *, year: int) -> Asset:
        """The counted asset of a line; ``year`` is the year studied, at whose end ages are taken."""
        lifetime = self._parameter(draft.archetype, "lifetime_years")
        age = years_in_use(draft, date(year, 12, 31))
        lifetime_years, lifetime_origin = choose_lifetime(draft.declared_lifetime, lifetime, age)
        annual_kwh, kwh_origin = choose_kwh(
            draft.declared_kwh, self._parameter(draft.archetype, "annual_kwh")
        )
        cell = draft.line.cells.get
        pue, pue_origin = self._pue(draft)
        return Asset(
            place=draft.place,
            quantity=draft.quantity,
            family=draft.family,
            archetype=draft.archetype,
            confidence=draft.confidence,
            rule=draft.rule,
            manufacturer=cell("manufacturer", ""),
            model=cell("model", "") or cell("designation", ""),
            name=cell("name", ""),
            serial=draft.serial,
            inventory_number=cell("inventory_number", ""),
            status=draft.status,
            service=draft.service,
            country=draft.country,
            country_origin=draft.country_origin,
            quantity_origin=draft.quantity_origin,
            quantity_pedigree=draft.quantity_pedigree,
            usage_rate=draft.usage_rate,
            screen_in=draft.screen_in,
            start_date=draft.start_date,
            start_basis=draft.start_basis,
            purchase_date=draft.purchase_date,
            retired_date=draft.retired_date,
            lifetime_years=lifetime_years,
            lifetime_origin=lifetime_origin,
            annual_kwh=annual_kwh,
            kwh_origin=kwh_origin,
            pue=pue,
            pue_origin=pue_origin,
            merged_from=[merged.place for merged in draft.merged],
        )

    def _pue(self, draft: Draft) -> tuple[float, Origin]:
        """PUE that applies to a device, and its origin; 1 outside a server room."""
        if draft.archetype not in self.in_server_room:
            return 1.0, "declared"
        return (self.pue, "default") if draft.declared_pue is None else (draft.declared_pue, "declared")

    def _parameter(self, archetype: str, name: str) -> float | None:
        found = self.parameters.get((archetype, name))
        return None if found is None else found.value


def choose_lifetime(
    declared: float | None, archetype: float | None, age: float | None
) -> tuple[float, Origin]:
    """Lifetime in years of a device in use, and its origin.

    The declared one; else the archetype's, raised to the age when the device already outlived it. Without
    either, 0 and ``missing``: the age alone says how long it lasted so far, not how long it lasts.

    >>> choose_lifetime(7, 5, 9), choose_lifetime(None, 5, 9), choose_lifetime(None, 5, 2)
    ((7, 'declared'), (9, 'deduced'), (5, 'archetype'))
    """
    if declared is not None:
        return declared, "declared"
    if archetype is None:
        return 0.0, "missing"
    if age is not None and age > archetype:
        return age, "deduced"
    return archetype, "archetype"


def choose_kwh(declared: float | None, archetype: float | None) -> tuple[float | None, Origin]:
    """Electricity in kWh per year of one device, and its origin.

    >>> choose_kwh(None, 30.0), choose_kwh(None, None)
    ((30.0, 'archetype'), (None, 'missing'))
    """
    if declared is not None:
        return declared, "declared"
    return (None, "missing") if archetype is None else (archetype, "archetype")


def load_completion(commons: Commons) -> Completion:
    """Parameters of the archetypes and the default PUE."""
    engine = {row["id"]: row["value"] for row in commons.rows("engine/parameters")}
    return Completion(
        parameters=load_parameters(commons),
        in_server_room=frozenset(
            archetype.id for archetype in load_archetypes(commons).values() if archetype.in_server_room
        ),
        pue=float(engine[PUE_PARAMETER]),
    )
