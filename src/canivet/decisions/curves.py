"""What money and time buy: the abatement curve of actions, and the Pareto front of choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from canivet.decisions.portfolio import Action, Choice, Problem
from canivet.decisions.solver import Infeasible, exact


@dataclass(frozen=True, slots=True)
class Step:
    """One action of the abatement curve; ``reached`` is what it and those before it bring, added up."""

    action: str
    gain: float
    euros_per_unit: float
    days_per_unit: float
    reached: float


def abatement(actions: Sequence[Action], gains: dict[str, float]) -> list[Step]:
    """Actions that bring something, from the cheapest per unit of gain; those that cost nothing come first.

    ``gains`` are in any unit (tonnes a year). The curve adds gains up: it overstates what overlapping actions
    bring, which the portfolio does not.
    """
    found: list[Step] = []
    kept = [action for action in actions if gains.get(action.id, 0.0) > 0]
    reached = 0.0
    for action in sorted(kept, key=lambda a: (a.cost / gains[a.id], a.total_days / gains[a.id], a.id)):
        gain = gains[action.id]
        reached += gain
        found.append(Step(action.id, gain, action.cost / gain, action.total_days / gain, reached))
    return found


def front(problem: Problem, points: int = 12) -> list[tuple[float, Choice]]:
    """Choices that no other beats both on cost and on gain: (euros, choice), from the cheapest.

    The total cost is bounded at even steps up to that of the best choice without such a bound.
    """
    best = exact(problem)
    costs = {action.id: action.cost for action in problem.actions}
    whole = sum(costs[name] for name in best.chosen)
    found: list[tuple[float, Choice]] = []
    for step in range(points):
        bound = whole * step / (points - 1) if points > 1 else whole
        try:
            choice = exact(replace(problem, limits=replace(problem.limits, total_cost=bound)))
        except Infeasible:
            continue
        euros = sum(costs[name] for name in choice.chosen)
        if not found or choice.value > found[-1][1].value + 1e-9:
            found.append((euros, choice))
    return found
