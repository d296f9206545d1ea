"""From actions and an estate to a problem: gains in points, over the criteria that the authority weighs.

    points of an action = Σ weight × 100 × gain ÷ whole footprint, over the criteria

An overlap is what two actions taken together do not bring: the sum of their gains less that of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from canivet.decisions.action_table import Planned
from canivet.decisions.portfolio import Limits, Pair, Problem
from canivet.footprint.cells import Floats
from canivet.levers.combine import Applied, combine
from canivet.levers.estate import Estate
from canivet.levers.gains import going
from canivet.levers.lever import Lever
from canivet.problems import InputProblem

CLIMATE = "gwp"
#: Points under which an overlap is noise of the arithmetic.
LEAST_OVERLAP = 1e-9


def weights_of(asked: Mapping[str, float], estate: Estate) -> dict[str, float]:
    """Weights that add up to one; the climate alone when none is asked."""
    known = {item.id for item in estate.footprint.criteria}
    for name, value in asked.items():
        if name not in known:
            raise InputProblem(
                f"le critère « {name} » n'existe pas.", cure=f"prenez parmi : {', '.join(sorted(known))}."
            )
        if value < 0:
            raise InputProblem(f"le poids de « {name} » est négatif.", cure="donnez des poids positifs.")
    total = sum(asked.values())
    return {name: value / total for name, value in asked.items()} if total else {CLIMATE: 1.0}


def applied_of(planned: Sequence[Planned], levers: Mapping[str, Lever]) -> dict[str, Applied]:
    """The lever of each action that has one, with its values."""
    return {
        item.action.id: Applied(levers[item.lever], levers[item.lever].defaults() | item.values)
        for item in planned
        if item.lever
    }


def problem_of(
    estate: Estate,
    planned: Sequence[Planned],
    levers: Mapping[str, Lever],
    limits: Limits,
    weights: Mapping[str, float],
) -> Problem:
    """The problem of an authority."""
    scale = _scale(estate, weights)
    applied = applied_of(planned, levers)
    gains = {name: combine(estate, [one]).gains() for name, one in applied.items()}
    actions = tuple(
        replace(item.action, gain=_points(item, gains.get(item.action.id), scale, estate)) for item in planned
    )
    overlaps: dict[Pair, float] = {}
    for one, other in combinations(applied, 2):
        both = combine(estate, [applied[one], applied[other]]).gains()
        lost = float((gains[one] + gains[other] - both) @ scale)
        if lost > LEAST_OVERLAP:
            overlaps[one, other] = lost
    return Problem(actions, limits, overlaps)


def _scale(estate: Estate, weights: Mapping[str, float]) -> Floats:
    """Points for one unit of each criterion, shape (criteria,)."""
    shares = np.array([weights.get(item.id, 0.0) for item in estate.footprint.criteria])
    found: Floats = np.divide(100 * shares, estate.totals, out=np.zeros(len(shares)), where=estate.totals > 0)
    return found


def _points(item: Planned, gain: Floats | None, scale: Floats, estate: Estate) -> float:
    if gain is not None:
        return float(gain @ scale)
    return (item.said_gain or 0.0) * float(scale[estate.column(CLIMATE)])


def scenarios_of(
    estate: Estate, planned: Sequence[Planned], levers: Mapping[str, Lever], weights: Mapping[str, float]
) -> Floats:
    """Drawn points of every action, shape (draws, actions): all by common draws of the factors."""
    scale = _scale(estate, weights)
    applied = applied_of(planned, levers)
    found = np.zeros((estate.uncertainty.settings.draws, len(planned)))
    for name in weights:
        column = estate.column(name)
        groups = estate.drawn(name)
        impacts = estate.footprint.impacts[:, :, column]
        for position, item in enumerate(planned):
            one = applied.get(item.action.id)
            if one is not None:
                mask = going(estate, combine(estate, [one]), column)
                found[:, position] += groups.fold(impacts, [mask])[0] * scale[column]
            elif name == CLIMATE:
                found[:, position] += (item.said_gain or 0.0) * scale[column]
    return found
