"""Charts of a result, drawn once by the job that computes it: no page ever loads the library that draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from canivet.deliverables.document import Bar, Figure, Table
from canivet_web.diagnostics.parts import SHOWN, PartRow, Parts, parts_of

TITLES = {"by_stage": "par étape de vie", "by_category": "par catégorie"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart."""

    criterion: str
    view: str
    alt: str
    svg: str


def draw_all(document: dict[str, Any]) -> list[Drawn]:
    """The charts of every criterion that has at least two parts to compare."""
    from canivet.deliverables.charts import draw

    drawn = []
    for criterion in document["footprint"]:
        for view in TITLES:
            parts = parts_of(document, criterion, view)
            bars = [row for row in parts.shown(SHOWN[view]) if row.exact]
            if len(bars) > 1:
                figure = figure_of(parts, bars)
                drawn.append(Drawn(criterion, view, figure.alt, draw(figure)))
    return drawn


def figure_of(parts: Parts, rows: list[PartRow]) -> Figure:
    """One chart and its finding in words; its table is that of the page."""
    title = f"{parts.criterion_label}, {TITLES[parts.view]}"
    bars = tuple(Bar(row.label, row.exact, row.low, row.high, row.amount, bool(row.name)) for row in rows)
    first, *others = [row for row in rows if row.name]
    alt = (
        f"Graphique en barres. {title}. En tête, {first.label} : {first.amount} {parts.unit}, {first.share}."
    )
    if others:
        alt += f" Viennent ensuite {' et '.join(f'{row.label} ({row.share})' for row in others[:2])}."
    return Figure(
        id=f"{parts.criterion}-{parts.view}",
        caption=title,
        alt=alt,
        axis=f"{parts.unit} par an",
        bars=bars,
        table=Table(title, (), ()),
    )
