"""What separates a result from the one before, in words. Central figures only: intervals do not subtract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from canivet.deliverables.french import HARD, fixed, number, percent
from canivet_web.diagnostics.models import Result
from canivet_web.diagnostics.parts import Amount, scale_of, total_of

#: Rule or datum of a summary → what is said when it changed.
_CHANGES = {
    "year": "année étudiée",
    "method": "comptabilité de la fabrication",
    "factor_set": "jeu de facteurs",
    "commons_fingerprint": "données de référence",
    "engine_version": "version de Canivet",
    "agents": "nombre d'agents",
    "units": "nombre d'équipements comptés",
}
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Row:
    """One result of the history."""

    result: Result
    total: Amount
    coverage: str
    difference: str
    changed: str


def rows(results: Sequence[Result], shown: int) -> list[Row]:
    """The first ``shown`` results, newest first, each against the next one of the sequence."""
    found = []
    for position, result in enumerate(results[:shown]):
        before = results[position + 1] if position + 1 < len(results) else None
        summary = result.summary
        found.append(
            Row(
                result,
                total_of(summary),
                percent(summary["coverage"]),
                difference(before.summary, summary) if before else "",
                changes(before.summary, summary) if before else "",
            )
        )
    return found


def difference(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The difference of the central figures, in the unit of the later one.

    >>> unit = {"unit": "kg CO2 eq"}
    >>> difference({**unit, "central": 100_000.0}, {**unit, "central": 92_000.0}).replace(HARD, " ")
    '−8 t CO₂e (−8 %)'
    """
    scale = scale_of(after)
    delta = scale.of(after["central"] - before["central"])
    if not delta:
        return "même valeur centrale"
    sign = "+" if delta > 0 else MINUS
    text = f"{sign}{number(abs(delta))}{HARD}{scale.unit}"
    if not before["central"]:
        return text
    share = 100 * abs(after["central"] / before["central"] - 1)
    return f"{text} ({sign}{fixed(share, 0 if share >= 2 else 1)}{HARD}%)"


def changes(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What is not the same between two calculations, besides their figures."""
    named = [label for name, label in _CHANGES.items() if before.get(name) != after.get(name)]
    if not named and before.get("dossier_fingerprint") != after.get("dossier_fingerprint"):
        named = ["données de la collectivité"]
    return ", ".join(named)
