"""A choice that stands when factors are not what we believe: the mean of drawn gains, and their worst part.

Over scenarios of gains drawn in common, the choice maximises ``(1 - caution) × mean + caution × CVaR``: the
CVaR is the mean of the worst share of the scenarios (Rockafellar and Uryasev, 2000, as a linear programme).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from canivet.decisions.portfolio import Choice, Problem, ordered
from canivet.decisions.solver import INFINITY, Programme, programme_of, solve
from canivet.footprint.cells import Floats

#: A hundredth: far under what the scenarios themselves leave in doubt.
GAP = 0.01


@dataclass(frozen=True, slots=True)
class Robust:
    """A choice, and what it brings over the scenarios (points)."""

    choice: Choice
    mean: float
    cvar: float
    worst: float


def robust(
    problem: Problem, scenarios: Floats, *, caution: float = 0.5, tail: float = 0.1, gap: float = GAP
) -> Robust:
    """The best choice under ``scenarios``, shape (scenarios, actions), in points.

    ``tail`` is the share of the worst scenarios. Overlaps are those of the central gains.
    """
    base = programme_of(problem)
    actions, count = len(problem.actions), len(scenarios)
    size = len(base.costs)
    costs = np.concatenate([base.costs, [caution], np.full(count, -caution / (tail * count))])
    costs[:actions] = (1 - caution) * scenarios.mean(axis=0)
    # What is counted twice is lost in every scenario: the worst ones hold it already.
    costs[actions:size] *= 1 - caution
    # η free, z ≥ 0, z ≥ η - gain of the scenario
    lower = np.concatenate([base.lower, [-INFINITY], np.zeros(count)])
    upper = np.concatenate([base.upper, np.full(1 + count, INFINITY)])
    matrix = list(base.matrix)
    used = [int(column) for column in np.flatnonzero(scenarios.any(axis=0))]
    overlaps = list(range(actions, size))
    for rank in range(count):
        columns = [*used, *overlaps, size, size + 1 + rank]
        values = [*scenarios[rank, used].tolist(), *base.costs[actions:size].tolist(), -1.0, 1.0]
        matrix.append((columns, values))
    low = np.concatenate([base.low, np.zeros(count)])
    high = np.concatenate([base.high, np.full(count, INFINITY)])
    solution, bound = solve(Programme(costs, lower, upper, actions, tuple(matrix), low, high), gap=gap)
    picked = solution[:actions] > 0.5
    chosen = ordered(problem, (a.id for a, x in zip(problem.actions, picked, strict=True) if x))
    lost = sum(value for (one, other), value in problem.overlaps.items() if one in chosen and other in chosen)
    brought = np.sort(scenarios[:, picked].sum(axis=1) - lost)
    worst = max(1, round(tail * count))
    mean, cvar = float(brought.mean()), float(brought[:worst].mean())
    value = (1 - caution) * mean + caution * cvar
    return Robust(Choice(chosen, value, max(value, bound)), mean, cvar, float(brought[0]))
