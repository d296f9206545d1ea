"""From any figure of a result down to its factors, their sources, and the lines behind it.

An explanation filters the very arrays the figure was folded from, so its contributions sum to the figure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from canivet.commons.factors import Factor
from canivet.criteria import STAGES
from canivet.footprint.assessment import Assessment
from canivet.footprint.cells import CellKey
from canivet.footprint.engine import USE, electricity_factor, stage_gaps

#: Columns of the rates: per embodied unit (or unit of service), per kWh.
EMBODIED, KWH = 0, 1


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure to explain; None stands for all."""

    criterion: str
    category: str | None = None
    stage: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One product of the fold: a cell's yearly quantity times a factor."""

    key: CellKey
    stage: str
    units: float
    quantity: float
    """Embodied units per year, units of service per year, or kWh per year."""
    factor: Factor
    impact: float


@dataclass(frozen=True, slots=True)
class Share:
    """One flow's part of the figure: position of the flow, and its impact."""

    flow: int
    impact: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Units that a figure does not count for one stage, and why (a reason of `engine.Missing`)."""

    category: str
    stage: str
    reason: str
    units: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The terms of a figure, the lines behind them, their common sum, and what it leaves out."""

    question: Question
    total: float
    terms: tuple[Term, ...]
    shares: tuple[Share, ...]
    gaps: tuple[Gap, ...]


def explain(assessment: Assessment, question: Question) -> Explanation:
    """Terms and lines of one figure, heaviest first."""
    cells = assessment.cells
    terms: list[Term] = []
    # Impact per embodied unit and per kWh of each cell: what a line of the cell is multiplied by.
    rates = np.zeros((len(cells), 2))
    gaps: dict[tuple[str, str, str], float] = defaultdict(float)
    for i, key in enumerate(cells.keys):
        if question.category not in (None, key.category) or question.service not in (None, key.service):
            continue
        for stage, reason in _gaps(assessment, key, question).items():
            gaps[key.category, stage, reason] += float(cells.units[i])
        for stage in STAGES:
            if question.stage not in (None, stage):
                continue
            for weight, factor in _products(assessment, key, stage, question.criterion):
                rates[i, weight] += factor.value
                quantity = float((cells.embodied_units, cells.kwh)[weight][i])
                if quantity:
                    units = float(cells.units[i])
                    terms.append(Term(key, stage, units, quantity, factor, quantity * factor.value))
    terms.sort(key=lambda term: (-term.impact, term.key, term.stage))
    shares = []
    for position, (flow, cell) in enumerate(zip(assessment.flows, assessment.cell_of_flow, strict=True)):
        impact = flow.weights.embodied_units * rates[cell, EMBODIED] + flow.weights.kwh * rates[cell, KWH]
        if impact:
            shares.append(Share(position, float(impact)))
    shares.sort(key=lambda share: (-share.impact, share.flow))
    missing = sorted(gaps.items(), key=lambda gap: (-gap[1], gap[0]))
    return Explanation(
        question,
        sum(term.impact for term in terms),
        tuple(terms),
        tuple(shares),
        tuple(Gap(*where, units=units) for where, units in missing),
    )


def _gaps(assessment: Assessment, key: CellKey, question: Question) -> dict[str, str]:
    """Stages of a cell, among those asked, that have no figure, with the reason."""
    chosen = assessment.footprint.chosen
    present = set(chosen.stages(key.subject, question.criterion))
    has_mix = electricity_factor(chosen, key.country, question.criterion) is not None
    gaps = stage_gaps(key, present, has_mix=has_mix)
    return {stage: reason for stage, reason in gaps.items() if question.stage in (None, stage)}


def _products(assessment: Assessment, key: CellKey, stage: str, criterion: str) -> list[tuple[int, Factor]]:
    """Which weight meets which factor for one stage of a cell: the same rule as the engine's fold."""
    chosen = assessment.footprint.chosen
    products = []
    factor = chosen.stages(key.subject, criterion).get(stage)
    from_electricity = stage == STAGES[USE] and key.has_use_stage
    if factor is not None and not from_electricity:
        products.append((EMBODIED, factor))
    if from_electricity:
        mix = electricity_factor(chosen, key.country, criterion)
        if mix is not None:
            products.append((KWH, mix))
    return products
