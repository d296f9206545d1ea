"""The progress plan: what will be done, by when, for the criteria that apply and are not validated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date

from canivet.rgesn.assessment import Standing
from canivet.rgesn.referential import VALIDATED, Referential
from canivet.rgesn.scoring import Score

_EFFORT = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True)
class ProgressPlan:
    """Steps within the plan's years, those dated beyond, and what has no dated action yet."""

    until: date | None
    steps: tuple[Standing, ...]
    beyond: tuple[Standing, ...]
    unplanned: tuple[Standing, ...]
    expected: float | None
    """Score once the steps are done."""


def progress_plan(
    found: Iterable[Standing], whole: Score, referential: Referential, established_on: date | None
) -> ProgressPlan:
    """Plan of an assessment; steps by date, the rest by weight then ease, so that the best comes first."""
    until = _years_after(established_on, referential.plan_years) if established_on else None
    left = [item for item in found if referential.states[item.state].applies and item.state != VALIDATED]
    dated = sorted(
        (item for item in left if item.answer.action and item.answer.due_on),
        key=lambda item: (item.answer.due_on or date.max, *_rank(item, referential)),
    )
    steps = tuple(item for item in dated if until is None or (item.answer.due_on or date.max) <= until)
    beyond = tuple(item for item in dated if item not in steps)
    unplanned = tuple(
        sorted((item for item in left if item not in dated), key=lambda item: _rank(item, referential))
    )
    gained = sum(referential.weights[item.criterion.priority] for item in steps)
    expected = (whole.earned + gained) / whole.applicable if whole.applicable else None
    return ProgressPlan(until, steps, beyond, unplanned, expected)


def _rank(item: Standing, referential: Referential) -> tuple[float, int, int]:
    criterion = item.criterion
    order = list(referential.criteria).index(criterion.id)
    return -referential.weights[criterion.priority], _EFFORT[criterion.difficulty], order


def _years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February gives 28; at most the last of a calendar.

    >>> _years_after(date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    >>> _years_after(date(9999, 1, 1), 2)
    datetime.date(9999, 12, 31)
    """
    year = day.year + years
    if year > MAXYEAR:
        return date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
