"""What pages of publications read of a stored result: the document as it was frozen, never the lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from canivet.deliverables import french
from canivet.outputs import DOCUMENTS

#: Documents without any line of the inventory: what a link may show outside.
COMMITTEE = ("rapport.pdf", "rapport.html", "tableaux.xlsx")
#: Documents for every member who reads results.
FIGURES = "resultat.json"
#: References that a ratio may be read beside; the report says why the others do not compare.
COMPARED = ("comparable", "indicative")
#: Rows of a table of parts; what is lighter is added in one row.
PARTS = 10


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its interval, in the unit shown."""

    label: str
    unit: str
    central: float
    span: str
    """The interval in a cell."""
    between: str
    """The interval in a sentence, empty when there is none."""
    coverage: float
    """Share of what is counted, 0 to 1, that has a factor."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the climate figure, in the same unit."""

    label: str
    value: float
    share: float
    span: str

    @property
    def width(self) -> int:
        """Length of its bar, in hundredths."""
        return round(100 * max(self.share, 0.0))


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
    climate: Amount
    criteria: tuple[Amount, ...]
    stages: tuple[Part, ...]
    categories: tuple[Part, ...]
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
    criteria = tuple(_amount(item) for item in data["footprint"].values())
    gwp = data["footprint"]["gwp"]
    return Summary(
        document=data,
        climate=_amount(gwp),
        criteria=criteria,
        stages=_parts(gwp, "by_stage", data["labels"]["stages"], keep_order=True),
        categories=_parts(gwp, "by_category", data["labels"]["categories"]),
        ratios=tuple(_ratio(item) for item in data["ratios"] if item["value"] is not None),
        deadlines=tuple(_deadline(step) for step in data["authority"]["reen_obligation"]["deadlines"]),
    )


def _deadline(step: dict[str, Any]) -> Deadline:
    try:
        due = f"au plus tard le {french.day(date.fromisoformat(step['date']))}"
    except ValueError:
        due = ""
    return Deadline(step["label"], due, step["article"])


def _amount(item: dict[str, Any]) -> Amount:
    scale = french.scale_for(item["unit"], item["central"])
    low, high = (None if item[name] is None else scale.of(item[name]) for name in ("low", "high"))
    central = scale.of(item["central"])
    return Amount(
        label=item["label"],
        unit=scale.unit,
        central=central,
        span=french.span(low, central, high),
        between=french.between(low, central, high, scale.unit),
        coverage=item["coverage"],
    )


def _parts(
    criterion: dict[str, Any], view: str, labels: dict[str, str], *, keep_order: bool = False
) -> tuple[Part, ...]:
    total = criterion["central"] or 1.0
    scale = french.scale_for(criterion["unit"], criterion["central"])
    intervals = criterion["intervals"].get(view, {})
    rows = [
        Part(
            label=labels.get(key, key),
            value=scale.of(value),
            share=value / total,
            span=french.span(*_around(intervals.get(key), value, scale)),
        )
        for key, value in criterion[view].items()
        if value > 0
    ]
    if keep_order:
        return tuple(rows)
    rows.sort(key=lambda part: -part.value)
    kept, left = rows[:PARTS], rows[PARTS:]
    if left:
        share = sum(part.share for part in left)
        kept.append(Part(f"Les {len(left)} autres", sum(part.value for part in left), share, "—"))
    return tuple(kept)


def _around(
    pair: list[float] | None, value: float, scale: french.Scale
) -> tuple[float | None, float, float | None]:
    low, high = (scale.of(bound) for bound in pair) if pair else (None, None)
    return (low, scale.of(value), high)


def _ratio(item: dict[str, Any]) -> RatioRow:
    references = tuple(
        f"{french.number(reference['value'])} ({reference['source']}, {reference['year']})"
        for reference in item["references"]
        if reference["value"] is not None and reference["comparability"] in COMPARED
    )
    return RatioRow(
        item["label"],
        french.unit_label(item["unit"]),
        item["value"],
        french.span(item["low"], item["value"], item["high"]),
        references[:2],
    )
