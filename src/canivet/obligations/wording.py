"""French wording of verdicts: figures that never seem to reach what they do not, dates, lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, date
from decimal import ROUND_FLOOR, Decimal
from typing import Final

_THIN: Final = "\u202f"
_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def figure(value: float) -> str:
    """A figure with at most two decimals, cut and not rounded: what is under a threshold is shown under it.

    >>> figure(25700).replace(chr(0x202F), " "), figure(49.999), figure(0.29), figure(16.0)
    ('25 700', '49,99', '0,29', '16')
    """
    cut = Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_FLOOR)
    text = f"{cut:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", _THIN).replace(".", ",")


def quantity(value: float, unit: str) -> str:
    """A figure with its unit; a word takes its plural, a symbol never does.

    >>> quantity(2, "bien"), quantity(1, "bien"), quantity(20, "%"), quantity(3, "an")
    ('2 biens', '1 bien', '20 %', '3 ans')
    """
    if not unit:
        return figure(value)
    word = unit.isalpha() and unit.islower()
    return f"{figure(value)} {unit}{'s' if word and value >= 2 else ''}"


def day(value: date) -> str:
    """A date in words.

    >>> day(date(2025, 1, 1)), day(date(2026, 8, 21))
    ('1er janvier 2025', '21 août 2026')
    """
    return f"{'1er' if value.day == 1 else value.day} {_MONTHS[value.month - 1]} {value.year}"


def listed(texts: Sequence[str], last: str = "et") -> str:
    """Texts one after the other, the last one joined by a word.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b et c', 'a', '')
    """
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def years_after(value: date, years: int) -> date:
    """The same day so many years later, at most the last that a calendar has; 28 February without a 29th.

    >>> years_after(date(2024, 2, 29), 1).isoformat(), years_after(date(2015, 1, 1), 10).isoformat()
    ('2025-02-28', '2025-01-01')
    >>> years_after(date(9999, 12, 31), 6).isoformat()
    '9999-12-31'
    """
    year = value.year + years
    if year > MAXYEAR:
        return date.max
    try:
        return value.replace(year=year)
    except ValueError:
        return value.replace(year=year, day=28)


def full_months(since: date, until: date) -> int:
    """Whole months between two dates.

    >>> full_months(date(2025, 1, 1), date(2026, 1, 1)), full_months(date(2025, 1, 31), date(2025, 2, 28))
    (12, 0)
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day)
