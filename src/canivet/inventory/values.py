"""Texts of cells → numbers, quantities, sizes and dates, as people in France write them; and back, safely.

A text that cannot be read gives None, never a guess: the caller says so with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from canivet.text import fold
from canivet.units import CENTIMETRES_PER_INCH

#: First characters that make a spreadsheet run a cell.
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
_GUARDED: Final = frozenset((*_RUNS, "'"))
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f\u2009']+")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?")
#: Far more of anything than there is; beyond it, products and sums would leave what a computer can hold.
LARGEST_NUMBER: Final = 1e30
#: What may follow a number without changing it.
_TAIL: Final = re.compile(r"(?:€|eur|euros?|%|kwh|wh|w|ans?|annees?|u|pcs?|unites?|pieces?)?(?:/an)?\.?")


def neutralise(text: str) -> str:
    """``text`` as a cell that no spreadsheet will run: an apostrophe goes before what looks like a formula.

    >>> neutralise("=1+1"), neutralise("-12,5"), neutralise("Latitude 5420")
    ("'=1+1", '-12,5', 'Latitude 5420')
    """
    if text.startswith(_RUNS) and parse_number(text) is None:
        return f"'{text}"
    return text


def protect(text: str) -> str:
    """``text`` as a cell that no spreadsheet will run, and that `unprotect` gives back exactly.

    >>> protect("=1+1"), protect("'quoted"), protect("Latitude"), unprotect(protect("'=x"))
    ("'=1+1", "''quoted", 'Latitude', "'=x")
    """
    return f"'{text}" if text[:1] in _GUARDED and (text[0] == "'" or neutralise(text) != text) else text


def unprotect(text: str) -> str:
    """The text that `protect` was given."""
    return text[1:] if text[:1] == "'" else text


def parse_number(text: str) -> float | None:
    """A number with a decimal comma or point, spaces between thousands, and perhaps a usual unit after it.

    >>> parse_number("1 234,56 €"), parse_number("1.234.567"), parse_number("1,234.5"), parse_number("v")
    (1234.56, 1234567.0, 1234.5, None)
    >>> parse_number("9" * 31), parse_number("9" * 400), parse_number("1e308")
    (None, None, None)
    """
    compact = _BLANKS.sub("", text)
    if compact.isdecimal() and compact.isascii():
        return _bounded(float(compact))
    digits = compact.lstrip("+-")
    head = re.match(r"[\d.,]*", digits)
    body = head.group() if head else ""
    if body.count(",") and body.count("."):
        last = max(body.rfind(","), body.rfind("."))
        plain = body[:last].replace(",", "").replace(".", "") + "." + body[last + 1 :]
        compact = compact.replace(body, plain)
    elif max(body.count(","), body.count(".")) > 1:
        compact = compact.replace(body, body.replace(",", "").replace(".", ""))
    found = _NUMBER.match(compact)
    if found is None or not _TAIL.fullmatch(fold(compact[found.end() :])):
        return None
    return _bounded(float(found.group().replace(",", ".")))


def _bounded(value: float) -> float | None:
    return value if abs(value) <= LARGEST_NUMBER else None


_LOT: Final = re.compile(r"\blots? de (\d{1,5})\b")
#: « x10 » at the end, « (x3) », « x 3 », « 3 x … ». Glued to one digit, or to 360, it is the name of a model.
_TIMES: Final = re.compile(
    r"\([x×] ?(\d{1,4})\)|\s[x×] (\d{1,4})$|(?:^|\s)[x×](?!360)(\d{2,4})$|^(\d{1,4}) ?[x×] "
)
_COUNTED: Final = re.compile(r"^(\d{1,3}) (pc|tv|tbi|vpi|eni|[a-z]{3,}[sx])\b")
_NOT_COUNTED: Final = frozenset(
    ("pouces", "ports", "inches", "voies", "touches", "bits", "mois", "ans", "jours", "heures", "boutons")
)


def parse_quantity(text: str) -> float | None:
    """Number of devices that a designation says, None when it says none.

    >>> parse_quantity("Chromebook x10"), parse_quantity("2 écrans en plus"), parse_quantity("lot de 12")
    (10.0, 2.0, 12.0)
    >>> parse_quantity("24 pouces"), parse_quantity("Elite x2"), parse_quantity("CORE-X5")
    (None, None, None)
    """
    folded = fold(text)
    lot = _LOT.search(folded)
    if lot:
        return float(lot.group(1))
    times = _TIMES.search(text.strip().casefold())
    if times:
        return float(next(group for group in times.groups() if group))
    counted = _COUNTED.match(folded)
    if counted and counted.group(2) not in _NOT_COUNTED:
        return float(counted.group(1))
    return None


_SIZE: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(\"|''|”|″|p(?:ouces?)?\b|in(?:ch(?:es)?)?\b|cm\b)?")
#: Diagonals of screens, in inches: beyond, the figure is something else.
_SIZES: Final = (3.0, 150.0)


def parse_inches(text: str) -> float | None:
    """Diagonal of a screen in inches, from a text in inches or centimetres.

    >>> parse_inches("23.60"), parse_inches('14"'), parse_inches("35,56 cm"), parse_inches("0.00")
    (23.6, 14.0, 14.0, None)
    """
    found = _SIZE.search(text.strip().lower())
    if found is None:
        return None
    value = float(found.group(1).replace(",", "."))
    if found.group(2) == "cm":
        value = round(value / CENTIMETRES_PER_INCH, 2)
    return value if _SIZES[0] <= value <= _SIZES[1] else None


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[ T].*)?")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/.]((?:19|20)\d{2})")
_YEAR_MONTH: Final = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})")
_YEAR: Final = re.compile(r"(?:env\.?|vers|~)? ?((?:19|20)\d{2})(?:[.,]0+)? ?\??")
_YEARS: Final = re.compile(r"((?:19|20)\d{2}) ?[-/a] ?((?:19|20)\d{2})")
_WORDED: Final = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+)\.? (\d{4}|\d{2})")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
#: Serial days of spreadsheets taken for dates: 1954 to 2064.
_SERIAL_DAYS: Final = (20_000, 60_000)
_SERIAL_ORIGIN: Final = date(1899, 12, 30)
_CENTURY_PIVOT: Final = 70


def parse_dates(texts: Sequence[str]) -> list[date | None]:
    """Dates of one column; the order of day and month is the one that no text of the column contradicts.

    A year alone is 1 July, a month alone its 15th, a span of years its middle: the least wrong day.

    >>> parse_dates(["12/03/2019", "07/25/2014"])
    [datetime.date(2019, 12, 3), datetime.date(2014, 7, 25)]
    >>> parse_dates(["12/03/19", "2017?", "mars 2021", "2016-2018", "43831", "2020/02/31"])[:5]
    [datetime.date(2019, 3, 12), datetime.date(2017, 7, 1), datetime.date(2021, 3, 15), datetime.date(2017, 7, 1), datetime.date(2020, 1, 1)]
    """  # noqa: E501
    month_first = _month_first(texts)
    return [_parse_date(text, month_first) for text in texts]


def _month_first(texts: Sequence[str]) -> bool:
    """Whether the months stand first: some text has a second number above 12, and none a first one."""
    pairs = [(int(m[1]), int(m[2])) for m in map(_YEAR_LAST.fullmatch, map(str.strip, texts)) if m]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def _parse_date(text: str, month_first: bool) -> date | None:
    stripped = text.strip()
    for pattern, read in _NUMERIC:
        found = pattern.fullmatch(stripped)
        if found:
            return read(*found.groups())
    found = _YEAR_LAST.fullmatch(stripped)
    if found:
        first, second, year = (int(group) for group in found.groups())
        day, month = (second, first) if month_first else (first, second)
        return _date(_century(year), month, day)
    folded = fold(stripped)
    for pattern, read in _LOOSE:
        found = pattern.fullmatch(folded)
        if found:
            return read(*found.groups())
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _century(year: int) -> int:
    return year if year > 99 else year + (1900 if year >= _CENTURY_PIVOT else 2000)


def _full(year: str, month: str, day: str) -> date | None:
    return _date(int(year), int(month), int(day))


def _serial(days: str) -> date | None:
    number = int(days)
    return _SERIAL_ORIGIN + timedelta(number) if _SERIAL_DAYS[0] <= number <= _SERIAL_DAYS[1] else None


def _middle(first: str, last: str) -> date | None:
    low, high = sorted((int(first), int(last)))
    middle = (date(low, 7, 1).toordinal() + date(high, 7, 1).toordinal()) // 2
    return date(date.fromordinal(middle).year, 7, 1) if (high - low) % 2 == 0 else date.fromordinal(middle)


def _worded(day: str | None, month: str, year: str) -> date | None:
    number = _MONTHS.get(month)
    return None if number is None else _date(_century(int(year)), number, int(day) if day else 15)


_NUMERIC: Final[tuple[tuple[re.Pattern[str], Callable[..., date | None]], ...]] = (
    (_YEAR_FIRST, _full),
    (_COMPACT, _full),
    (_SERIAL, _serial),
    (_MONTH_YEAR, lambda month, year: _date(int(year), int(month), 15)),
    (_YEAR_MONTH, lambda year, month: _date(int(year), int(month), 15)),
)
_LOOSE: Final[tuple[tuple[re.Pattern[str], Callable[..., date | None]], ...]] = (
    (_YEAR, lambda year: _date(int(year), 7, 1)),
    (re.compile(r"((?:19|20)\d{2}) ((?:19|20)\d{2})"), _middle),
    (_YEARS, _middle),
    (_WORDED, _worded),
)
