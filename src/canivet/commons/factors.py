"""Impact factors of the commons and of the user, and the factor sets that choose among them.

A *table* is what one source publishes; a *set* is an order of preference between tables. For one subject and
one criterion a set takes every stage from the first table that has it: stages of two sources never mix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from canivet.commons.store import Commons, Row, number

#: Subjects are archetypes of equipment, kinds of service, or a country's electricity.
EQUIPMENT, SERVICE, ELECTRICITY = "equipment", "service", "electricity"


@dataclass(frozen=True, slots=True)
class Factor:
    """One published figure: impact per device over its life, per unit of service, or per kWh."""

    table: str
    subject: str
    stage: str
    criterion: str
    unit: str
    value: float
    low: float
    high: float
    interval_basis: str
    """``published`` when the source gives bounds, else ``pedigree:<class>``."""
    source: str
    locator: str
    year: str
    licence: str
    note: str


@dataclass(frozen=True, slots=True)
class FactorSet:
    """A named order of preference between factor tables."""

    id: str
    label: str
    tables: tuple[str, ...]
    central: bool
    own_table: str
    """The first table: what the set brings of its own; the others only fill its gaps."""


@dataclass(frozen=True, slots=True)
class FactorBook:
    """All factors loaded, by kind and subject, and the sets that read them."""

    equipment: tuple[Factor, ...]
    services: tuple[Factor, ...]
    electricity: tuple[Factor, ...]
    sets: tuple[FactorSet, ...]

    def find_set(self, set_id: str) -> FactorSet | None:
        """The set of that identifier, or None."""
        return next((item for item in self.sets if item.id == set_id), None)

    @property
    def central_set(self) -> FactorSet:
        """The set used when the user names none."""
        return next(item for item in self.sets if item.central)

    def with_table(self, set_id: str, label: str, factors: Iterable[Factor]) -> FactorBook:
        """A book with one more table and its set: the user's figures first, then the central set's order."""
        own = FactorSet(set_id, label, (set_id, *self.central_set.tables), central=False, own_table=set_id)
        return replace(self, equipment=(*self.equipment, *factors), sets=(*self.sets, own))


@dataclass(frozen=True, slots=True)
class ChosenFactors:
    """What one set says: for each subject and criterion, its factors by stage, all from one table."""

    factor_set: FactorSet
    by_subject: dict[tuple[str, str], dict[str, Factor]]

    def stages(self, subject: str, criterion: str) -> dict[str, Factor]:
        """Factors by stage of one subject (``equipment:laptop``…), empty when no table has any."""
        return self.by_subject.get((subject, criterion), {})


def spreads(commons: Commons) -> dict[str, float]:
    """Pedigree class → ratio between the 90 % bound and the value."""
    return {row["class"]: float(row["spread"]) for row in commons.rows("uncertainty/pedigree")}


def read_factor(row: Row, subject: str, spread_of: dict[str, float]) -> Factor | None:
    """The factor of one row, or None for a named blank; bounds not published come from its pedigree."""
    value = number(row["value"])
    if value is None:
        return None
    low, high = number(row["low"]), number(row["high"])
    if low is not None and high is not None:
        basis = "published"
    else:
        spread = spread_of[row["pedigree"]]
        low, high, basis = value / spread, value * spread, f"pedigree:{row['pedigree']}"
    return Factor(
        table=row["table"],
        subject=subject,
        stage=row.get("stage", "use"),
        criterion=row["criterion"],
        unit=row["unit"],
        value=value,
        low=low,
        high=high,
        interval_basis=basis,
        source=row["source"],
        locator=row["locator"],
        year=row["year"],
        licence=row["licence"],
        note=row["note"],
    )


def _load(commons: Commons, names: tuple[str, ...], kind: str, column: str) -> tuple[Factor, ...]:
    spread_of = spreads(commons)
    rows = [row for name in names if commons.has(name) for row in commons.rows(name)]
    factors = (read_factor(row, f"{kind}:{row[column]}", spread_of) for row in rows)
    return tuple(factor for factor in factors if factor is not None)


def load_factors(commons: Commons) -> FactorBook:
    """Every factor shipped: the free tables, and the share-alike ones when their folder is there."""
    equipment = _load(commons, ("factors/equipment", "odbl/equipment"), EQUIPMENT, "archetype")
    present = {factor.table for factor in equipment}
    sets = []
    for row in commons.rows("factors/sets"):
        tables = tuple(row["tables"].split(";"))
        if tables[0] in present:
            sets.append(FactorSet(row["id"], row["label_fr"], tables, row["central"] == "1", tables[0]))
    return FactorBook(
        equipment=equipment,
        services=_load(commons, ("services/factors", "odbl/services"), SERVICE, "kind"),
        electricity=_load(commons, ("electricity/mixes", "odbl/mixes"), ELECTRICITY, "country"),
        sets=tuple(sets),
    )


def choose(book: FactorBook, factor_set: FactorSet) -> ChosenFactors:
    """Apply a set: for each subject and criterion, the stages of its preferred table.

    Services and electricity are the same under every set; they take the first table met.
    """
    rank = {table: position for position, table in enumerate(factor_set.tables)}
    best: dict[tuple[str, str], tuple[int, dict[str, Factor]]] = {}
    for factor in (*book.equipment, *book.services, *book.electricity):
        shared = not factor.subject.startswith(EQUIPMENT)
        position = 0 if shared else rank.get(factor.table, -1)
        if position < 0:
            continue
        key = (factor.subject, factor.criterion)
        held = best.get(key)
        if held is None or position < held[0]:
            best[key] = (position, {factor.stage: factor})
        elif position == held[0]:
            held[1].setdefault(factor.stage, factor)
    return ChosenFactors(factor_set, {key: stages for key, (_, stages) in best.items()})
