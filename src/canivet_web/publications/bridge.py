"""What pages of publications read of a stored result: the document as it was frozen, never the lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from canivet.deliverables import french
from canivet.deliverables.content.comparison import READ_BESIDE
from canivet.footprint.assessment import CLIMATE
from canivet.outputs import DOCUMENTS
from canivet_web.diagnostics.parts import CriterionTotal, criterion_of, parts_of

#: Documents without any line of the inventory: what a link may show outside.
COMMITTEE = ("rapport.pdf", "rapport.html", "tableaux.xlsx")
#: Documents for every member who reads results.
FIGURES = "resultat.json"
#: Rows of a table of parts; the last one adds up what is lighter.
PARTS = 11


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the climate figure, rounded so that the parts shown add up to it."""

    label: str
    amount: str
    percent: str
    span: str
    width: int
    """Length of its bar, in hundredths."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the law asks, and by when."""

    label: str
    due: str
    article: str


@dataclass(frozen=True, slots=True)
class RatioRow:
    """A ratio beside the references it may be read with."""

    label: str
    unit: str
    value: float
    span: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a committee reads of a result."""

    document: dict[str, Any]
    climate: CriterionTotal
    criteria: tuple[CriterionTotal, ...]
    stages: tuple[Part, ...]
    categories: tuple[Part, ...]
    total: str
    """What the parts of a table add up to, in the same unit."""
    ratios: tuple[RatioRow, ...]
    deadlines: tuple[Deadline, ...]


def purposes() -> dict[str, str]:
    """File name → what it is for."""
    return dict(DOCUMENTS)


def size_label(size: int) -> str:
    """Weight of a file."""
    kilo = max(size / 1000, 1.0)
    return f"{french.number(kilo / 1000, 2)}{french.HARD}Mo" if kilo >= 1000 else f"{kilo:.0f}{french.HARD}Ko"


def summary(document: str) -> Summary:
    """What a committee reads, from the stored text of a result."""
    data = json.loads(document)
    criteria = tuple(criterion_of(item) for item in data["footprint"].values())
    return Summary(
        document=data,
        climate=criterion_of(data["footprint"][CLIMATE]),
        criteria=criteria,
        stages=_parts(data, "by_stage", keep_order=True),
        categories=_parts(data, "by_category"),
        total=parts_of(data, CLIMATE, "by_stage").total,
        ratios=tuple(_ratio(item) for item in data["ratios"] if item["value"] is not None),
        deadlines=tuple(_deadline(step) for step in data["authority"]["reen_obligation"]["deadlines"]),
    )


def _deadline(step: dict[str, Any]) -> Deadline:
    try:
        due = f"au plus tard le {french.day(date.fromisoformat(step['date']))}"
    except ValueError:
        due = ""
    return Deadline(step["label"], due, step["article"])


def _parts(document: dict[str, Any], view: str, *, keep_order: bool = False) -> tuple[Part, ...]:
    found = parts_of(document, CLIMATE, view)
    total = found.rounded.total or 1.0
    rows = found.shown(PARTS)
    if keep_order:
        order = list(document["footprint"][CLIMATE][view])
        rows.sort(key=lambda row: order.index(row.name) if row.name else len(order))
    return tuple(
        Part(row.label, row.amount, row.share, row.interval, round(100 * max(row.exact / total, 0.0)))
        for row in rows
    )


def _ratio(item: dict[str, Any]) -> RatioRow:
    references = tuple(
        f"{french.number(reference['value'])} ({reference['source']}, {reference['year']})"
        for reference in item["references"]
        if reference["value"] is not None and reference["comparability"] in READ_BESIDE
    )
    return RatioRow(
        item["label"],
        french.unit_label(item["unit"]),
        item["value"],
        french.span(item["low"], item["value"], item["high"]),
        references[:2],
    )
