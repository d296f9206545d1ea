"""What levers bring, criterion by criterion, with intervals; how much they overlap; why one brings nothing.

A gain is drawn as a difference: the same draws of factors, lifetimes and electricity before and after, and
draws of what was observed of the levers. Bounds are never subtracted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from canivet.criteria import STAGES
from canivet.footprint.cells import CellKey, Floats, Ints
from canivet.footprint.engine import USE
from canivet.footprint.uncertainty import bounds
from canivet.levers.combine import Applied, Combination, Values, combine
from canivet.levers.estate import Estate, selected
from canivet.levers.lever import Lever

#: Sets of values drawn for what was observed of the levers; each takes its part of the draws of factors.
EFFECT_DRAWS = 50
ADDED_LABEL = "ajouté"


@dataclass(frozen=True, slots=True)
class Gain:
    """Gain per year on one criterion, in its unit: positive when the impact falls."""

    value: float
    low: float
    high: float
    share: float | None
    """Part of the whole footprint; None when that is zero."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Gains of levers taken one by one, what their sum would say, and what they bring together."""

    alone: tuple[float, ...]
    summed: float
    together: float

    @property
    def lost(self) -> float:
        """What adding the gains would count twice."""
        return self.summed - self.together


def gains(estate: Estate, applied: Sequence[Applied]) -> dict[str, Gain | None]:
    """Gain of a combination on every criterion, with its interval; None where what comes has no factor."""
    central = combine(estate, applied)
    values = central.gains()
    observed = any(item.kind == "effect" for one in applied for item in one.lever.parameters)
    ranks = range(EFFECT_DRAWS) if observed else ()
    drawn = [combine(estate, drawn_values(estate, applied, rank)) for rank in ranks] or [central]
    found: dict[str, Gain | None] = {}
    for position, criterion in enumerate(estate.footprint.criteria):
        if central.blank[position]:
            found[criterion.id] = None
            continue
        value = float(values[position])
        draws = _draws(estate, criterion.id, drawn)
        low, high = bounds(draws, value, estate.uncertainty.settings.level)
        total = float(estate.totals[position])
        found[criterion.id] = Gain(value, low, high, value / total if total else None)
    return found


def _draws(estate: Estate, criterion: str, drawn: Sequence[Combination]) -> Floats:
    """Draws of the gain, shape (draws,): the block of each set of values is drawn with that set."""
    column = estate.column(criterion)
    slices = [going(estate, one, column) for one in drawn]
    table = estate.drawn(criterion).fold(estate.footprint.impacts[:, :, column], slices)
    ranks = np.arange(table.shape[1])
    found: Floats = table[ranks % len(slices), ranks]
    return found


def going(estate: Estate, combination: Combination, column: int) -> Floats:
    """Part of each impact that goes, shape (rows, stages); negative for what is added."""
    before = estate.present
    rest = before - combination.rest[:, column]
    found = np.repeat(rest[:, None], len(STAGES), axis=1)
    found[:, USE] = np.where(estate.electric, before - combination.use, rest)
    return found


def drawn_values(estate: Estate, applied: Sequence[Applied], rank: int) -> list[Applied]:
    """The levers with the ``rank``-th drawn value of what was observed of them."""
    return [
        Applied(one.lever, {**one.values, **_drawn(estate, one.lever, one.values, rank)}, one.deployed)
        for one in applied
    ]


def _drawn(estate: Estate, lever: Lever, values: Values, rank: int) -> dict[str, float]:
    """Values of the effects of a lever: normal on each side, with the 90 % bounds of their source."""
    z = estate.uncertainty.settings.z
    found = {}
    for item in lever.parameters:
        if item.kind == "effect" and item.low < item.high:
            normal = float(estate.uncertainty.streams.normal(f"lever:{lever.id}:{item.id}")[rank])
            centre = values[item.id]
            spread = (item.high - item.value if normal > 0 else item.value - item.low) / z
            found[item.id] = min(max(centre + normal * spread, item.least), item.most)
    return found


def gains_by(combination: Combination, criterion: str, label: Callable[[CellKey], str]) -> dict[str, float]:
    """Gain by any label of a cell, the largest first; what is added has a line of its own."""
    estate = combination.estate
    parts = going(estate, combination, estate.column(criterion))
    per_row = (estate.footprint.impacts[:, :, estate.column(criterion)] * parts).sum(axis=1)
    found: dict[str, float] = defaultdict(float)
    for row, (key, value) in enumerate(zip(estate.footprint.cells.keys, per_row, strict=True)):
        if value:
            found[label(key) if row < estate.real else ADDED_LABEL] += float(value)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def overlap(estate: Estate, applied: Sequence[Applied], criterion: str) -> Overlap:
    """How far the gains of levers overlap on one criterion."""
    column = estate.column(criterion)
    alone = tuple(float(combine(estate, [one]).gains()[column]) for one in applied)
    return Overlap(alone, sum(alone), float(combine(estate, applied).gains()[column]))


def touched(estate: Estate, lever: Lever) -> Floats:
    """Impact per year of everything that a lever touches, shape (criteria,): no gain passes it."""
    found: Floats = (estate.use + estate.rest)[_rows_touched(estate, lever)].sum(axis=0)
    return found


def units_touched(estate: Estate, lever: Lever) -> float:
    """Units that a lever touches: equipment in use, and units of service per year."""
    return float(estate.quantity[_rows_touched(estate, lever)].sum())


def _rows_touched(estate: Estate, lever: Lever) -> Ints:
    """Rows that the changes of a lever touch, each once."""
    return np.unique(np.concatenate([selected(estate, change) for change in lever.changes]))
