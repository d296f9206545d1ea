"""What the page of a result says, from its document: nothing is computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from canivet.deliverables.french import (
    NOT_COMPUTED,
    count,
    counted,
    day,
    number,
    percent,
    points,
    typeset,
)
from canivet_web.diagnostics.parts import SHOWN, Amount, PartRow, Parts, parts_of, per, total_of
from canivet_web.diagnostics.standing import RatioLine, short_ratios, standing_note
from canivet_web.wording import here

FIXES, MISSING, WARNINGS = 3, 4, 4
#: View of the document → name of its full list in addresses.
WORDS = {"by_stage": "etapes", "by_category": "categories", "by_service": "services"}
_TITLES = {
    "by_stage": ("Par étape de vie", "Étape", "étapes"),
    "by_category": ("Par catégorie", "Catégorie", "catégories"),
    "by_service": ("Par service", "Service", "services"),
}


@dataclass(frozen=True)
class PartTable:
    """A table of parts, ready to be shown."""

    parts: Parts
    title: str
    column: str
    plural: str
    """What its rows are, several of them."""
    rows: list[PartRow]
    more: bool
    """Whether the full list says more."""
    word: str
    """Its name in the address of the full list."""


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Something counted whose impact has no factor."""

    label: str
    stages: str
    units: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that would make the result better."""

    label: str
    advice: str
    gain: str


@dataclass(frozen=True)
class Dashboard:
    """The whole page, for one criterion."""

    criterion: str
    label: str
    criteria: list[tuple[str, str]]
    total: Amount
    per_agent: Amount | None
    agents: str
    coverage: str
    level: str
    tables: list[PartTable]
    ratios: list[RatioLine]
    ratios_note: str
    quality: str
    fixes: list[Fix]
    missing: list[MissingLine]
    missing_count: int
    warnings: list[str]
    warnings_count: int
    obligation: dict[str, Any]
    deadlines: list[str]
    units: str
    uses_covered: bool


def dashboard(document: dict[str, Any], criterion: str) -> Dashboard:
    """The page of a result for one criterion of its document."""
    item = document["footprint"][criterion]
    authority = document["authority"]
    missing = missing_lines(document, criterion)
    return Dashboard(
        criterion=criterion,
        label=typeset(item["label"]),
        criteria=[(name, typeset(other["label"])) for name, other in document["footprint"].items()],
        total=total_of(item),
        per_agent=per(item, authority["agents"]) if authority["agents"] else None,
        agents=count(authority["agents"] or 0),
        coverage=percent(item["coverage"]),
        level=percent(document["interval_level"]),
        tables=[part_table(document, criterion, view) for view in SHOWN],
        ratios=(ratios := short_ratios(document)),
        ratios_note=standing_note(ratios),
        quality=quality_of(document),
        fixes=fixes(document)[:FIXES],
        missing=missing[:MISSING],
        missing_count=len(missing),
        warnings=warnings_of(document)[:WARNINGS],
        warnings_count=len(warnings_of(document)),
        obligation=authority["reen_obligation"],
        deadlines=[_deadline(step) for step in authority["reen_obligation"]["deadlines"]],
        units=counted(document["inventory"]["units_counted"], "équipement compté", "équipements comptés"),
        uses_covered=document["uses"]["covered"],
    )


def part_table(document: dict[str, Any], criterion: str, view: str) -> PartTable:
    """The heaviest parts of one view, the others added up."""
    parts = parts_of(document, criterion, view)
    title, column, plural = _TITLES[view]
    rows = parts.shown(SHOWN[view])
    return PartTable(parts, title, column, plural, rows, bool(rows) and not rows[-1].name, WORDS[view])


def quality_of(document: dict[str, Any]) -> str:
    """Score of the data over a hundred."""
    score = document["quality"].get("score")
    return NOT_COMPUTED if score is None else number(round(score))


def fixes(document: dict[str, Any]) -> list[Fix]:
    """What would raise the score most, first."""
    return [
        Fix(typeset(row["label"]), typeset(here(row["advice"])), points(row["gain"]))
        for row in document["quality"].get("improvements", ())
    ]


def warnings_of(document: dict[str, Any]) -> list[str]:
    """Warnings of the reading, each once."""
    return [typeset(here(text)) for text in dict.fromkeys(document["warnings"])]


def missing_lines(document: dict[str, Any], criterion: str) -> list[MissingLine]:
    """What is counted without a factor for a criterion, most units first, its stages together."""
    stages = document["labels"]["stages"]
    merged: dict[tuple[str, str], tuple[list[str], float]] = {}
    for row in document["missing"]:
        if criterion in row["criteria"]:
            key = (row["label"], row["reason_label"])
            named, most = merged.setdefault(key, ([], 0.0))
            units = row["units_by_criterion"].get(criterion, row["units"])
            merged[key] = ([*named, stages[row["stage"]].lower()], max(most, units))
    ordered = sorted(merged.items(), key=lambda pair: (-pair[1][1], pair[0]))
    return [
        MissingLine(label, ", ".join(dict.fromkeys(named)), count(units), reason)
        for (label, reason), (named, units) in ordered
    ]


def _deadline(step: dict[str, str]) -> str:
    when = f"au plus tard le {day(date.fromisoformat(step['date']))}" if step["date"] else "chaque année"
    return typeset(f"{step['label'][:1].upper()}{step['label'][1:]} : {when} ({step['article']}).")
