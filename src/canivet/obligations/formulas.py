"""The arithmetic of the rules: shares and rates, exact at their thresholds.

share = 100 × part ÷ whole, None when the whole is zero. A share is compared with its threshold without
dividing, so that a figure is never rounded over the line.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from canivet.obligations.wording import years_after


def share_pct(part: float, whole: float) -> float | None:
    """``part`` in percent of ``whole``; None when there is nothing to share.

    >>> share_pct(96, 180), share_pct(0, 0)
    (53.333333333333336, None)
    """
    return 100 * part / whole if whole else None


def reaches(part: float, whole: float, threshold_pct: float) -> bool:
    """Whether a share is at least a threshold, in exact arithmetic; ``whole`` is above zero.

    >>> reaches(50, 100, 50), reaches(49.99, 100, 50), reaches(0.3, 1.5, 20)
    (True, False, True)
    """
    return 100 * _exact(part) >= _exact(threshold_pct) * _exact(whole)


def _exact(value: float) -> Fraction:
    """The number that people wrote, not its binary neighbour."""
    return Fraction(repr(float(value)))


def is_within_years(day: date, today: date, years: int) -> bool:
    """Whether ``day`` is not older than so many years on ``today``; the anniversary itself still counts.

    >>> is_within_years(date(2024, 5, 1), date(2026, 5, 1), 2), is_within_years(date(2024, 4, 30), date(2026, 5, 1), 2)
    (True, False)
    """  # noqa: E501
    return today <= years_after(day, years)


def day_of_year(month_day: str, year: int) -> date:
    """The day written MM-DD in a year.

    >>> day_of_year("05-15", 2026).isoformat()
    '2026-05-15'
    """
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, day)
