"""Parts of a figure (by stage, category or service), rounded so that what is shown adds up to what is shown.

The rounding is the one of the report and of the workbook: a category has the same amount on every door.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from canivet.deliverables.french import NOT_COMPUTED, Scale, between, number, scale_for, span
from canivet.deliverables.partition import Partition, partition

VIEWS = {"by_stage": "etape", "by_category": "categorie", "by_service": "service"}
"""View of the document → parameter of the explanation."""
#: Rows shown of each view, by the table and by the chart alike; the others are added up in the last one.
SHOWN = {"by_stage": 6, "by_category": 7, "by_service": 6}
#: Written for a part at zero that may be so for want of a factor.
MAYBE_ZERO = "0 ou non calculé"
_GAPS = {"by_stage": "stage", "by_category": "category"}
_LABELS = {"by_stage": "stages", "by_category": "categories"}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part; ``name`` is blank for the sum of the others."""

    name: str
    label: str
    exact: float
    low: float | None
    high: float | None
    amount: str
    interval: str
    share: str


@dataclass(frozen=True)
class Parts:
    """The parts of one criterion in one view, heaviest first."""

    criterion: str
    criterion_label: str
    view: str
    unit: str
    total: str
    interval: str
    rows: tuple[PartRow, ...]
    rounded: Partition

    @property
    def parameter(self) -> str:
        """Name of the part in the address of its explanation."""
        return VIEWS[self.view]

    def shown(self, at_most: int) -> list[PartRow]:
        """The heaviest parts, then the others added up in one row; those that weigh nothing are left out."""
        heavy = [row for row in self.rows if row.exact]
        if len(heavy) <= at_most:
            return heavy
        head, rest = heavy[: at_most - 1], heavy[at_most - 1 :]
        names = [row.name for row in rest]
        others = PartRow(
            "",
            f"Les {len(rest)} autres",
            sum(row.exact for row in rest),
            None,
            None,
            self.rounded.amount(*names),
            "–",
            self.rounded.share(*names),
        )
        return [*head, others]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as it is written: its value, its unit, its interval in words."""

    value: str
    unit: str
    interval: str
    computed: bool


def is_computed(item: dict[str, Any]) -> bool:
    """Whether a criterion has any factor: none is not a zero."""
    return bool(item["coverage"] or item["central"])


def scale_of(item: dict[str, Any]) -> Scale:
    """The unit in which a criterion is shown."""
    return scale_for(item["unit"], item["central"])


def total_of(item: dict[str, Any]) -> Amount:
    """The total of one criterion of a document (or of a stored summary)."""
    scale = scale_of(item)
    if not is_computed(item):
        return Amount(NOT_COMPUTED, "", "", False)
    low, central, high = (scale.of(item[name]) for name in ("low", "central", "high"))
    return Amount(number(central), scale.unit, between(low, central, high, scale.unit), True)


@dataclass(frozen=True, slots=True)
class CriterionTotal:
    """The total of one criterion beside those of the others, as any page of it writes it."""

    label: str
    amount: Amount
    span: str
    """Its interval in a cell."""
    coverage: float
    """Share of what is counted, 0 to 1, that has a factor."""

    @property
    def written(self) -> str:
        """The value with its unit, or that it could not be computed."""
        return f"{self.amount.value} {self.amount.unit}".strip()


def criterion_of(item: dict[str, Any]) -> CriterionTotal:
    """The total of one criterion of a document."""
    total, scale = total_of(item), scale_of(item)
    low, central, high = (scale.of(item[name]) for name in ("low", "central", "high"))
    interval = span(low, central, high) if total.computed else span(None, 0.0, None)
    return CriterionTotal(item["label"], total, interval, item["coverage"])


def per(item: dict[str, Any], base: float) -> Amount:
    """The same, divided by a number of agents or of inhabitants."""
    divided = {**item, **{name: item[name] / base for name in ("low", "central", "high")}}
    return total_of(divided)


def parts_of(document: dict[str, Any], criterion: str, view: str) -> Parts:
    """The parts of a criterion."""
    item = document["footprint"][criterion]
    scale = scale_of(item)
    rounded = partition(item[view], scale)
    labels = document["labels"].get(_LABELS.get(view, ""), {})
    intervals = item.get("intervals", {}).get(view, {})
    unknown = _without_factor(document, criterion, view)
    rows = []
    for name in rounded.largest():
        exact = rounded.parts[name].exact
        silent = not exact and name in unknown
        low, high = (scale.of(bound) for bound in intervals.get(name, (exact, exact)))
        rows.append(
            PartRow(
                name,
                labels.get(name, name),
                exact,
                low,
                high,
                unknown[name] if silent else rounded.amount(name),
                span(low, exact, high),
                "—" if silent else rounded.share(name),
            )
        )
    low, high = scale.of(item["low"]), scale.of(item["high"])
    return Parts(
        criterion,
        item["label"],
        view,
        scale.unit,
        rounded.total_text(),
        span(low, rounded.total, high),
        tuple(rows),
        rounded,
    )


def _without_factor(document: dict[str, Any], criterion: str, view: str) -> dict[str, str]:
    """Parts whose zero may only be the want of a factor, with what is written in its place."""
    gaps = [row for row in document["missing"] if criterion in row["criteria"]]
    if view == "by_service":
        # The document does not say whose the gaps are: the explanation of the figure does.
        return dict.fromkeys(document["footprint"][criterion][view], MAYBE_ZERO) if gaps else {}
    return dict.fromkeys((row[_GAPS[view]] for row in gaps), NOT_COMPUTED)
