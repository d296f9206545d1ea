"""What falls due: dates ahead, from the milestones of the law and from the facts that give a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from canivet.obligations.context import Context
from canivet.obligations.formulas import day_of_year
from canivet.obligations.law import Law, Milestone
from canivet.obligations.verdicts import Verdict
from canivet.obligations.wording import years_after

UNDATED = date.max


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date ahead; ``day`` is None where no verified source gives it, and ``note`` says why."""

    id: str
    label: str
    rule: str
    day: date | None
    year: int | None
    """Known without its day."""
    every_year: bool
    late: bool
    """Already past: to be done again."""
    note: str
    uncertain: bool = False
    """Nobody knows yet whether its rule binds this authority."""


def deadlines(context: Context, law: Law, verdicts: Sequence[Verdict]) -> tuple[Deadline, ...]:
    """Dates on or after the day given, soonest first; those without a day come last.

    A rule that does not bind this authority has none, except one that is still to come.
    """
    closed = {
        verdict.rule
        for verdict in verdicts
        if (verdict.applies == "no" and not _is_to_come(verdict, context))
        or (verdict.applies == "voluntary" and law.rule(verdict.rule).scope_step)
    }
    unsure = {verdict.rule for verdict in verdicts if verdict.applies == "unknown"}
    found = [
        replace(deadline, uncertain=milestone.rule in unsure)
        for milestone in law.milestones
        if milestone.rule not in closed
        for deadline in _ahead(milestone, context)
    ]
    return tuple(sorted(found, key=lambda item: (item.day or _year_end(item), item.id)))


def past_milestones(context: Context, law: Law) -> tuple[Milestone, ...]:
    """Dated milestones before the day given, latest first."""
    dated = [item for item in law.milestones if item.day is not None and item.day < context.today]
    return tuple(sorted(dated, key=lambda item: (item.day or UNDATED, item.id), reverse=True))


def _is_to_come(verdict: Verdict, context: Context) -> bool:
    return verdict.since is not None and verdict.since > context.today


def _year_end(deadline: Deadline) -> date:
    return date(deadline.year, 12, 31) if deadline.year else UNDATED


def _ahead(milestone: Milestone, context: Context) -> Iterator[Deadline]:
    if milestone.recurrence == "once":
        if milestone.day is not None and milestone.day >= context.today:
            yield _deadline(milestone, milestone.day)
        elif milestone.day is None and milestone.year is not None and milestone.year >= context.today.year:
            yield _deadline(milestone, None, year=milestone.year)
    elif milestone.recurrence == "yearly":
        yield _deadline(milestone, _next_time(milestone, context.today), every_year=True)
    elif milestone.recurrence == "before_fact":
        days = sorted(day for day in _days(milestone.fact, context) if day >= context.today)
        yield _deadline(milestone, days[0] if days else None)
    else:
        days = sorted(_days(milestone.fact, context))
        if days:
            due = years_after(days[-1], milestone.offset_years)
            yield _deadline(milestone, due, late=due < context.today)


def _next_time(milestone: Milestone, today: date) -> date | None:
    if not milestone.month_day:
        return None
    this_year = day_of_year(milestone.month_day, today.year)
    return this_year if this_year >= today else day_of_year(milestone.month_day, today.year + 1)


def _days(fact: str, context: Context) -> list[date]:
    """Every date declared for a fact, whatever its year."""
    values = (item.value for item in context.facts if item.fact == fact)
    return [value for value in values if isinstance(value, date)]


def _deadline(
    milestone: Milestone,
    day: date | None,
    *,
    year: int | None = None,
    every_year: bool = False,
    late: bool = False,
) -> Deadline:
    return Deadline(
        milestone.id, milestone.label, milestone.rule, day, year, every_year, late, milestone.note
    )
