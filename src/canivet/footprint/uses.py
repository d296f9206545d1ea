"""What is used without being owned: from the lines of ``usages.csv`` to uses in the unit of their kind.

A use line never fails silently: an unknown kind or unit is a missing factor with its reason, not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from canivet.commons.factors import spreads
from canivet.commons.store import Commons, number
from canivet.footprint.flows import Use
from canivet.inventory.uses_file import UseLine
from canivet.problems import InputProblem
from canivet.text import fold
from canivet.units import convert

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of use, with its unit and the words that name it."""

    id: str
    label: str
    unit: str
    group: str
    names: tuple[str, ...]
    blank_reason: str
    """Why no open figure is known; blank where there is one."""
    note: str


def load_kinds(commons: Commons) -> dict[str, Kind]:
    """Kinds of use by identifier."""
    return {
        row["id"]: Kind(
            row["id"],
            row["label_fr"],
            row["unit"],
            row["group_fr"],
            tuple(fold(n) for n in (row["id"], row["label_fr"], *row["aliases"].split(";")) if n),
            row["blank_reason"],
            row["note"],
        )
        for row in commons.rows("services/kinds")
    }


def energy_per_unit(commons: Commons) -> dict[str, float]:
    """Metered electricity by kind, in kWh per unit of the kind."""
    return {kind: value for kind, (value, _) in _energy(commons).items()}


def energy_bounds(commons: Commons) -> dict[str, Interval]:
    """90 % bounds of the metered electricity by kind."""
    return {kind: interval for kind, (_, interval) in _energy(commons).items()}


def _energy(commons: Commons) -> dict[str, tuple[float, Interval]]:
    spread_of = spreads(commons)
    found: dict[str, tuple[float, Interval]] = {}
    for name in ("services/energy", "odbl/services_energy"):
        for row in commons.rows(name) if commons.has(name) else ():
            value = number(row["value"])
            if value is None or row["kind"] in found:
                continue
            low, high = number(row["low"]), number(row["high"])
            if low is None or high is None:
                low, high = value / spread_of[row["pedigree"]], value * spread_of[row["pedigree"]]
            found[row["kind"]] = (value, (low, high))
    return found


def _in_unit(quantity: float, unit: str, target: str) -> float | None:
    """A quantity in the unit of its kind; what is kept all year may be said in Go as well as in Go.an."""
    if not unit:
        return quantity
    given, wanted = fold(unit), fold(target)
    found = convert(quantity, given, wanted)
    if found is None and wanted.endswith(".an"):
        return convert(quantity, f"{given}.an", wanted)
    return found


def read_uses(lines: Iterable[UseLine], commons: Commons) -> list[Use]:
    """Uses of a file, each in the unit of its kind; a bad line stops with its place and the cure."""
    kinds = load_kinds(commons)
    by_name = {name: kind for kind in kinds.values() for name in kind.names}
    energy = energy_per_unit(commons)
    uses = []
    for line in lines:
        kind = by_name.get(fold(line.kind_text))
        if kind is None:
            known = ", ".join(sorted(kinds))
            raise InputProblem(
                f"le type d'usage « {line.kind_text} » n'est pas connu.",
                cure=f"employez l'un de ces types : {known}.",
                place=line.place,
            )
        quantity = _in_unit(line.quantity, line.unit, kind.unit)
        if quantity is None:
            raise InputProblem(
                f"l'unité « {line.unit} » ne convient pas au type « {kind.id} ».",
                cure=f"donnez la quantité annuelle en « {kind.unit} ».",
                place=line.place,
            )
        uses.append(
            Use(
                service=line.service,
                kind=kind.id,
                quantity=quantity,
                origin=line.origin or "declared",
                kwh_per_unit=energy.get(kind.id),
                file=line.place.file,
                line=line.place.line,
            )
        )
    return uses


def in_the_words_of(uses: Iterable[Use], services: Iterable[str]) -> list[Use]:
    """Uses whose service is spelt as the inventory spells it, its first spelling when it has several.

    >>> use = Use("écoles", "email", 1.0)
    >>> [u.service for u in in_the_words_of([use], ["DSI", "Écoles", "ECOLES"])]
    ['Écoles']
    """
    known = list(dict.fromkeys(services))
    spelt = {fold(name): name for name in reversed(known)}
    spelt |= {name: name for name in known}
    return [
        replace(use, service=spelt.get(use.service) or spelt.get(fold(use.service), use.service))
        for use in uses
    ]
