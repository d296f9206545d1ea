"""Days counted in months, as delays are."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TypeVar

Day = TypeVar("Day", bound=date)


def months_after(day: Day, months: int) -> Day:
    """The same day (or moment), so many months later; the last of the month when there is no such day.

    >>> months_after(date(2026, 8, 31), 6).isoformat(), months_after(date(2026, 3, 31), -1).isoformat()
    ('2027-02-28', '2026-02-28')
    >>> months_after(date(2026, 1, 15), -36).isoformat()
    '2023-01-15'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
