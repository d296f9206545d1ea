"""Our own declarations, read from their tables: RGESN, RGAA, footprint, page weights."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from canivet.deliverables import french
from canivet_web.publications.own_footprint import FOLDER

VALIDATED, NOT_APPLICABLE = "validé", "non applicable"
STATES = (VALIDATED, "en cours", "non validé", "à évaluer", NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the RGESN and how the platform stands."""

    id: str
    theme: str
    priority: str
    subject: str
    state: str
    reason: str

    @property
    def theme_number(self) -> int:
        """First part of its number."""
        return int(self.id.split(".")[0])


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, its criteria by state, and its score."""

    number: int
    label: str
    counts: dict[str, int]
    score: float | None

    @property
    def left(self) -> int:
        """Criteria that apply and are not validated."""
        return sum(n for state, n in self.counts.items() if state not in (VALIDATED, NOT_APPLICABLE))


def text_of(name: str) -> Any:
    """One of the JSON files of the declarations."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def rows_of(name: str) -> list[dict[str, str]]:
    """One of the tables of the declarations."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def criteria() -> tuple[Criterion, ...]:
    """The criteria of the RGESN, in order."""
    return tuple(Criterion(*row.values()) for row in rows_of("rgesn-2024.csv"))


@cache
def eco_design() -> dict[str, Any]:
    """What introduces the RGESN declaration."""
    found: dict[str, Any] = text_of("rgesn.json")
    return found


def score(items: tuple[Criterion, ...], weights: dict[str, float]) -> float | None:
    """Weights of what is validated over weights of what applies; None when nothing applies.

    Under way, not validated and to be assessed all count for nothing above and for their weight below.
    """
    applicable = sum(weights[item.priority] for item in items if item.state != NOT_APPLICABLE)
    if not applicable:
        return None
    return sum(weights[item.priority] for item in items if item.state == VALIDATED) / applicable


def themes() -> tuple[Theme, ...]:
    """The nine themes."""
    weights = eco_design()["poids"]
    numbers = sorted({item.theme_number for item in criteria()})
    return tuple(_theme(number, weights) for number in numbers)


def _theme(number: int, weights: dict[str, float]) -> Theme:
    mine = tuple(item for item in criteria() if item.theme_number == number)
    return Theme(number, mine[0].theme, counts(mine), score(mine, weights))


def counts(items: tuple[Criterion, ...]) -> dict[str, int]:
    """Criteria by state."""
    return {state: sum(item.state == state for item in items) for state in STATES}


@cache
def accessibility() -> dict[str, Any]:
    """The RGAA declaration."""
    rows = rows_of("rgaa-4.1.2.csv")
    return {
        **text_of("rgaa.json"),
        "rows": rows,
        "not_applicable": sum(int(row["non_applicables"]) for row in rows),
    }


@cache
def footprint() -> dict[str, Any]:
    """The platform's own footprint, as kept for this version."""
    kept = text_of("empreinte.json")
    criteria_rows = [
        {
            **item,
            "unit": french.unit_label(item["unit"]),
            "span": french.span(item["low"], item["central"], item["high"]),
            "between": french.between(
                item["low"], item["central"], item["high"], french.unit_label(item["unit"])
            ),
        }
        for item in kept["criteria"].values()
    ]
    total = kept["criteria"]["gwp"]["central"]
    parts = [
        {"label": label, "value": value, "share": value / total}
        for label, value in kept["by_service"].items()
    ]
    return {**kept, "rows": criteria_rows, "climate": criteria_rows[0], "parts": parts}


@cache
def page_weights() -> dict[str, Any]:
    """What a browser measured of the main pages."""
    found: dict[str, Any] = text_of("pages.json")
    return found
