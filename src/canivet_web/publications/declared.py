"""Our own declarations, read from their tables: RGESN, RGAA, footprint, page weights."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from canivet.deliverables import french
from canivet.rgesn.assessment import Answer, DigitalService, ServiceAssessment, Standing, standings
from canivet.rgesn.referential import NOT_APPLICABLE, VALIDATED, Referential, load_referential, named
from canivet.rgesn.scoring import Score, by_theme, score
from canivet_web.commons import commons
from canivet_web.publications.own_footprint import FOLDER

#: Edition of the RGESN that the platform declares itself against.
EDITION = "2024"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the RGESN and how the platform stands."""

    id: str
    theme_number: int
    priority: str
    subject: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, its criteria by state, and its score."""

    number: int
    label: str
    counts: dict[str, int]
    score: float | None
    left: int
    """Criteria that apply and are not validated."""


def text_of(name: str) -> Any:
    """One of the JSON files of the declarations."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def rows_of(name: str) -> list[dict[str, str]]:
    """One of the tables of the declarations."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def eco_design() -> dict[str, Any]:
    """What introduces the RGESN declaration."""
    found: dict[str, Any] = text_of("rgesn.json")
    return found


@cache
def referential() -> Referential:
    """The edition of the RGESN that the platform declares itself against."""
    return load_referential(commons(), EDITION)


@cache
def own_standings() -> tuple[Standing, ...]:
    """Where the platform stands on every criterion, from its table of answers."""
    book = referential()
    labels = {state.id: state.label for state in book.states.values()}
    answers = {
        row["critere"]: Answer(named(labels, row["etat"]), reason=row["justification"])
        for row in rows_of(f"rgesn-{EDITION}.csv")
    }
    established = date.fromisoformat(eco_design()["etabli_le"])
    service = DigitalService("canivet", "Canivet", "", "site", EDITION, established, "")
    return tuple(standings(ServiceAssessment(service, answers), book).values())


@cache
def criteria() -> tuple[Criterion, ...]:
    """The criteria of the RGESN, in order."""
    book = referential()
    return tuple(
        Criterion(
            item.criterion.id,
            item.criterion.theme,
            book.priorities[item.criterion.priority],
            item.criterion.subject,
            book.states[item.state].label,
            item.answer.reason,
        )
        for item in own_standings()
    )


@cache
def whole() -> Score:
    """Score of the platform, by the rule of the library."""
    return score(own_standings(), referential())


@cache
def themes() -> tuple[Theme, ...]:
    """The nine themes."""
    found = by_theme(own_standings(), referential())
    return tuple(
        Theme(theme.id, theme.label, counts(found[theme.id]), found[theme.id].value, _left(found[theme.id]))
        for theme in referential().themes
    )


def counts(found: Score) -> dict[str, int]:
    """Criteria by state, under the French name of each."""
    return {referential().states[state].label: number for state, number in found.counts.items()}


def _left(found: Score) -> int:
    return sum(n for state, n in found.counts.items() if state not in (VALIDATED, NOT_APPLICABLE))


def weights() -> str:
    """Weights of the priorities, in words."""
    book = referential()
    return " ; ".join(
        f"{label.lower()} {french.number(book.weights[id_])}" for id_, label in book.priorities.items()
    )


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
