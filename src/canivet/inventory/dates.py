"""Which dates of a table are believed, and which one says when a device was put in service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

#: Start of service, best first: what the date is, and the canonical field that gives it.
START_ORDER: Final = (
    ("use", "in_service_date"),
    ("delivery", "delivery_date"),
    ("buy", "purchase_date"),
    ("warranty", "warranty_date"),
    ("bios", "bios_date"),
)
DATE_FIELDS: Final = (*(name for _, name in START_ORDER), "retired_date")

#: A withdrawal date shared by more than this share of the lines is the day of the extraction.
EXTRACTION_SHARE: Final = 0.5
#: Fewer dated lines than this say nothing about a placeholder.
EXTRACTION_MIN_LINES: Final = 5

ParseDates = Callable[[list[str]], list[date | None]]


@dataclass(slots=True)
class DateColumns:
    """Dates of one table, by field, one per line, with what was found odd about them."""

    columns: dict[str, list[date | None]]
    extraction: date | None = None
    """Day of the extraction, when one withdrawal date fills the column."""
    extraction_lines: int = 0
    future: dict[str, list[tuple[int, date]]] = field(default_factory=dict)
    """Dates after the limit, by field: position of the line and date. They are not used."""
    unread: dict[str, int] = field(default_factory=dict)
    """Number of texts that are not dates, by field."""


def read_dates(texts: Mapping[str, Sequence[str]], *, year: int, parse: ParseDates) -> DateColumns:
    """Dates of a table's columns, without the extraction date and without those of the future.

    Each column is parsed at once over its distinct texts, so that the order of day and month is voted on.
    The limit is the day of the extraction when it is evident, else the end of the year studied.
    """
    columns: dict[str, list[date | None]] = {}
    found = DateColumns(columns)
    for name in DATE_FIELDS:
        if name not in texts:
            continue
        distinct = list(dict.fromkeys(text for text in texts[name] if text))
        by_text = dict(zip(distinct, parse(distinct), strict=True))
        columns[name] = [by_text.get(text) for text in texts[name]]
        wrong = sum(1 for text in texts[name] if text and by_text[text] is None)
        if wrong:
            found.unread[name] = wrong
    _drop_extraction(found)
    limit = min(found.extraction or date.max, date(year, 12, 31))
    for _, name in START_ORDER:
        _drop_future(found, name, limit)
    return found


def _drop_extraction(found: DateColumns) -> None:
    column = found.columns.get("retired_date")
    if not column:
        return
    counts = Counter(day for day in column if day is not None)
    if not counts:
        return
    day, lines = max(counts.items(), key=lambda item: (item[1], item[0]))
    if lines >= EXTRACTION_MIN_LINES and lines > EXTRACTION_SHARE * len(column):
        found.extraction, found.extraction_lines = day, lines
        found.columns["retired_date"] = [None if value == day else value for value in column]


def _drop_future(found: DateColumns, name: str, limit: date) -> None:
    column = found.columns.get(name)
    if not column:
        return
    late = [(position, day) for position, day in enumerate(column) if day is not None and day > limit]
    if late:
        found.future[name] = late
        for position, _ in late:
            column[position] = None
