"""The portfolio: which actions bring most under budgets, days and links. Pure data and arithmetic, no solver.

A gain is in *points*: hundredths of the whole footprint, weighed over the criteria that the authority chose.
Two actions that aim at the same devices overlap: what both would count is taken off once when both are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Amounts = Mapping[str, float]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Action:
    """One action that may be chosen."""

    id: str
    title: str
    theme: int
    gain: float
    """Points."""
    investment: Amounts = field(default_factory=dict)
    """Year → euros."""
    operation: Amounts = field(default_factory=dict)
    """Year → euros."""
    days: Amounts = field(default_factory=dict)
    """Service → person-days."""
    prerequisites: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    @property
    def cost(self) -> float:
        """Euros, all years."""
        return sum(self.investment.values()) + sum(self.operation.values())

    @property
    def total_days(self) -> float:
        """Person-days, all services."""
        return sum(self.days.values())


@dataclass(frozen=True, slots=True)
class Limits:
    """What the authority can spend and do; a year or a service that is not named has no limit."""

    investment: Amounts = field(default_factory=dict)
    operation: Amounts = field(default_factory=dict)
    days: Amounts = field(default_factory=dict)
    themes: Mapping[int, int] = field(default_factory=dict)
    """Theme of the decree → least number of actions."""
    required: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    total_cost: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Actions, limits, and what pairs of actions count twice (points, over zero)."""

    actions: tuple[Action, ...]
    limits: Limits
    overlaps: Mapping[Pair, float] = field(default_factory=dict)

    @property
    def index(self) -> dict[str, int]:
        """Identifier → position."""
        return {action.id: position for position, action in enumerate(self.actions)}


@dataclass(frozen=True, slots=True)
class Choice:
    """Actions chosen, what they bring (points), and the most that any choice could bring."""

    chosen: tuple[str, ...]
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the choice may be from the best, as a share of the bound (0: it is the best)."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint: least ≤ Σ coefficient × chosen ≤ most, and its name in French."""

    name: str
    coefficients: Mapping[str, float]
    least: float | None = None
    most: float | None = None

    def holds(self, chosen: frozenset[str]) -> bool:
        """Whether a choice keeps to it."""
        total = sum(value for name, value in self.coefficients.items() if name in chosen)
        slack = 1e-9 * max(1.0, abs(self.most or 0.0), abs(self.least or 0.0))
        return (self.least is None or total >= self.least - slack) and (
            self.most is None or total <= self.most + slack
        )


def rows_of(problem: Problem) -> list[Row]:
    """Every constraint of a problem, in words and in numbers."""
    actions, limits = problem.actions, problem.limits
    rows = [
        *_budget("investissement", limits.investment, [(a.id, a.investment) for a in actions], "€"),
        *_budget("fonctionnement", limits.operation, [(a.id, a.operation) for a in actions], "€"),
        *_budget("jours", limits.days, [(a.id, a.days) for a in actions], "jours"),
    ]
    if limits.total_cost is not None:
        rows.append(Row("coût total", {a.id: a.cost for a in actions}, most=limits.total_cost))
    for theme, least in sorted(limits.themes.items()):
        of_it = {a.id: 1.0 for a in actions if a.theme == theme}
        rows.append(Row(f"thème {theme} : au moins {least}", of_it, least=least))
    known = problem.index
    for action in actions:
        for name in action.prerequisites:
            if name in known:
                rows.append(Row(f"« {action.title} » demande d'abord « {_title(problem, name)} »",
                                {action.id: 1.0, name: -1.0}, most=0))  # fmt: skip
            else:
                rows.append(Row(f"« {action.title} » demande « {name} », qui n'est pas dans la liste",
                                {action.id: 1.0}, most=0))  # fmt: skip
        rows += [
            Row(f"« {action.title} » ou « {_title(problem, name)} »", {action.id: 1.0, name: 1.0}, most=1)
            for name in action.excludes
            if name in known and (action.id < name or action.id not in _of(problem, name).excludes)
        ]
    rows += [Row(f"« {_title(problem, name)} » est imposée", {name: 1.0}, least=1)
             for name in sorted(limits.required)]  # fmt: skip
    rows += [Row(f"« {_title(problem, name)} » est écartée", {name: 1.0}, most=0)
             for name in sorted(limits.forbidden)]  # fmt: skip
    return rows


def _budget(name: str, limits: Amounts, spent: Sequence[tuple[str, Amounts]], unit: str) -> Iterable[Row]:
    for key, most in sorted(limits.items()):
        coefficients = {action: amounts[key] for action, amounts in spent if amounts.get(key)}
        yield Row(f"{name} {key} : {most:g} {unit} au plus", coefficients, most=most)


def _of(problem: Problem, name: str) -> Action:
    return problem.actions[problem.index[name]]


def _title(problem: Problem, name: str) -> str:
    return _of(problem, name).title if name in problem.index else name


def value_of(problem: Problem, chosen: Iterable[str]) -> float:
    """What a choice brings, overlaps taken off (points)."""
    names = frozenset(chosen)
    gains = sum(action.gain for action in problem.actions if action.id in names)
    return gains - sum(
        lost for (one, other), lost in problem.overlaps.items() if one in names and other in names
    )


def is_allowed(problem: Problem, chosen: Iterable[str]) -> bool:
    """Whether a choice keeps to every constraint."""
    names = frozenset(chosen)
    return all(row.holds(names) for row in rows_of(problem))


def ordered(problem: Problem, chosen: Iterable[str]) -> tuple[str, ...]:
    """Identifiers of a choice, in the order of the problem."""
    names = frozenset(chosen)
    return tuple(action.id for action in problem.actions if action.id in names)
