"""A result as the report reads it: labels, the unit shown, and the roundings shared by every section.

Each view of the climate footprint is rounded once here, so a category has the same amount and the same share
wherever it is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from canivet.deliverables.document import Bar, Column, Figure, Table
from canivet.deliverables.french import (
    HARD,
    NOT_COMPUTED,
    Scale,
    between,
    bounds,
    number,
    percent,
    scale_for,
    span,
    unit_label,
)
from canivet.deliverables.partition import Partition, partition

CLIMATE = "gwp"
NO_SERVICE = "non renseigné"
SHOWN = 12
"""Rows shown of a long view; the workbook holds all of them."""
PARTIAL_COVERAGE = 0.5
"""Under this share of covered stages a criterion is shown as partial. Convention of the report."""


@dataclass(frozen=True)
class Reading:
    """One result document, ready to be told."""

    result: dict[str, Any]

    @property
    def climate(self) -> dict[str, Any]:
        """The climate footprint."""
        return dict(self.result["footprint"][CLIMATE])

    @property
    def computed(self) -> bool:
        """Whether any part of the climate footprint could be computed."""
        return bool(self.climate["coverage"] or self.climate["central"])

    @cached_property
    def scale(self) -> Scale:
        """The unit in which climate amounts are shown."""
        climate = self.climate
        return scale_for(climate["unit"], climate["central"])

    @cached_property
    def level(self) -> str:
        """Level of the intervals: ``90 %``."""
        return percent(self.result["interval_level"])

    @property
    def agents(self) -> int | None:
        """Agents with a digital workstation, None when not given."""
        return self.result["authority"].get("agents") or None

    @property
    def population(self) -> int | None:
        """Population, None when not known."""
        return self.result["authority"].get("population") or None

    @cached_property
    def made_on(self) -> date | None:
        """When the result was made, None when it does not say."""
        text = self.result.get("generated_on")
        return date.fromisoformat(text[:10]) if text else None

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What the reading of the inventory warns of."""
        return tuple(dict.fromkeys([*self.result.get("warnings", ()), *self.result.get("traps", ())]))

    def label(self, kind: str, name: str) -> str:
        """French label of a stage, category or criterion; the name itself when there is none."""
        return str(self.result["labels"].get(kind, {}).get(name, name))

    @cached_property
    def _views(self) -> dict[str, Partition]:
        names = ("by_stage", "by_category", "by_service")
        return {name: partition(self.climate[name], self.scale) for name in names}

    def view(self, name: str) -> Partition:
        """``by_stage``, ``by_category`` or ``by_service`` of the climate footprint, rounded."""
        return self._views[name]

    def interval(self, view: str, name: str) -> tuple[float | None, float | None]:
        """Bounds of one part of the climate footprint, in the unit shown."""
        pair = self.climate.get("intervals", {}).get(view, {}).get(name)
        return self.shown(pair[0], pair[1]) if pair else (None, None)

    def shown(self, low: float | None, high: float | None) -> tuple[float | None, float | None]:
        """Two bounds of the result in the unit shown."""
        return (
            None if low is None else self.scale.of(low),
            None if high is None else self.scale.of(high),
        )

    def total(self) -> str:
        """The climate footprint with its unit."""
        if not self.computed:
            return NOT_COMPUTED
        return f"{number(self.scale.of(self.climate['central']))}{HARD}{self.scale.unit}"

    def total_between(self) -> str:
        """The interval of the climate footprint, in words."""
        low, high = self.shown(self.climate["low"], self.climate["high"])
        central = self.scale.of(self.climate["central"])
        return between(low, central, high, self.scale.unit) if self.computed else ""

    def per(self, base: float) -> tuple[str, str]:
        """The climate footprint per agent or inhabitant: value with its unit, and interval in words."""
        low, central, high = (
            None if self.climate[bound] is None else self.climate[bound] / base
            for bound in ("low", "central", "high")
        )
        unit = unit_label(self.climate["unit"])
        return f"{number(central or 0.0)}{HARD}{unit}", between(low, central or 0.0, high, unit)

    def per_span(self, base: float) -> str:
        """The interval of `per`, as a cell."""
        low, central, high = (self.climate[bound] for bound in ("low", "central", "high"))
        return span(
            None if low is None else low / base, central / base, None if high is None else high / base
        )


def chart(
    reading: Reading, view: str, *, title: str, first_column: str, labels: dict[str, str]
) -> Figure | Table | None:
    """Chart and table of one view of the climate footprint, heaviest first; a table alone for a single part.

    None when there is nothing.

    Beyond ``SHOWN`` parts, the rest is added up in one row, without an interval: intervals do not add up.
    """
    parts = reading.view(view)
    names = [name for name in parts.largest() if parts.parts[name].exact]
    if not names:
        return None
    rest = names[SHOWN:] if len(names) > SHOWN + 1 else []
    head = names[: len(names) - len(rest)]
    bars, rows = [], []
    for name in head:
        low, high = reading.interval(view, name)
        exact = parts.parts[name].exact
        bars.append(Bar(labels.get(name, name), exact, low, high, parts.amount(name)))
        rows.append((labels.get(name, name), parts.amount(name), span(low, exact, high), parts.share(name)))
    if rest:
        label = f"Autres ({len(rest)})"
        bars.append(
            Bar(label, sum(parts.parts[n].exact for n in rest), None, None, parts.amount(*rest), False)
        )
        rows.append((label, parts.amount(*rest), "—", parts.share(*rest)))
    low, high = reading.shown(reading.climate["low"], reading.climate["high"])
    rows.append(("Total", parts.total_text(), span(low, parts.total, high), parts.share(*names)))
    unit = reading.scale.unit
    note = "Les intervalles ne s'additionnent pas : ceux des parties sont tirés ensemble."
    table = Table(
        f"{title}, année {reading.result['year']}",
        (
            Column(first_column, width=5),
            Column(f"{unit} par an", numeric=True),
            Column(f"Intervalle à {reading.level}", numeric=True),
            Column("Part", numeric=True),
        ),
        tuple(rows),
        total=True,
        note=note + (" Le classeur donne toutes les lignes." if rest else ""),
    )
    if len(bars) == 1:
        return table
    return Figure(
        id=view.replace("by_", "graphique-"),
        caption=f"Barre : valeur centrale, {unit} par an ; trait : "
        f"intervalle à {reading.level}. Chiffres ci-dessous.",
        alt=_finding(reading, title, bars, rows),
        axis=f"{unit} par an",
        bars=tuple(bars),
        table=table,
    )


def _finding(reading: Reading, title: str, bars: Sequence[Bar], rows: Sequence[tuple[str, ...]]) -> str:
    """The finding of a chart in one or two sentences, with the figures of its table."""
    unit = reading.scale.unit
    first = f"{bars[0].label} : {bars[0].text} {unit}, soit {rows[0][3]} du total"
    low_high = bounds(bars[0].low, bars[0].value, bars[0].high)
    if low_high:
        first += f" (entre {low_high[0]} et {low_high[1]})"
    text = f"Graphique en barres. {title}. En tête, {first}."
    others = [f"{bar.label} ({row[3]})" for bar, row in zip(bars[1:3], rows[1:3], strict=False)]
    return f"{text} Viennent ensuite {' et '.join(others)}." if others else text
