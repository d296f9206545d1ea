"""Archetypes: typical devices that complete what an inventory does not say, with cited parameters."""

from __future__ import annotations

from dataclasses import dataclass

from canivet.commons.factors import spreads
from canivet.commons.store import Commons, number


@dataclass(frozen=True, slots=True)
class Archetype:
    """A typical device: family it belongs to, whether a server room's PUE applies to it."""

    id: str
    label: str
    family: str
    is_default: bool
    in_server_room: bool
    embodied_blank_reason: str
    screen_min_in: float | None = None
    screen_max_in: float | None = None
    """Diagonals in inches that it stands for: from the first to just below the second."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One cited figure of an archetype, with 90 % bounds, in the unit its name carries."""

    value: float
    low: float
    high: float
    source: str
    locator: str
    year: str
    licence: str


def load_archetypes(commons: Commons) -> dict[str, Archetype]:
    """Archetypes by identifier."""
    return {
        row["id"]: Archetype(
            row["id"],
            row["label_fr"],
            row["family"],
            row["is_default"] == "1",
            row["in_server_room"] == "1",
            row["embodied_blank_reason"],
            number(row["screen_min_in"]),
            number(row["screen_max_in"]),
        )
        for row in commons.rows("archetypes/archetypes")
    }


def load_parameters(commons: Commons) -> dict[tuple[str, str], Parameter]:
    """Parameters by (archetype, name): ``lifetime_years``, ``annual_kwh``, ``mass_kg``.

    The share-alike table only fills what the free one leaves blank.
    """
    spread_of = spreads(commons)
    found: dict[tuple[str, str], Parameter] = {}
    for name in ("archetypes/parameters", "odbl/parameters"):
        for row in commons.rows(name) if commons.has(name) else ():
            value = number(row["value"])
            key = (row["archetype"], row["parameter"])
            if value is None or key in found:
                continue
            low, high = number(row["low"]), number(row["high"])
            if low is None or high is None:
                spread = spread_of[row["pedigree"]]
                low, high = value / spread, value * spread
            found[key] = Parameter(
                value, low, high, row["source"], row["locator"], row["year"], row["licence"]
            )
    return found
