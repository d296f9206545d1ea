"""A sheet of the workbook before any format: headers with their units and raw values, not rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from canivet.deliverables.french import unit_label

Value = str | float | int | None
Kind = Literal["text", "count", "amount", "small", "share", "general"]


@dataclass(frozen=True, slots=True)
class Header:
    """One column of a sheet: label with its unit, kind of value, width in characters."""

    label: str
    kind: Kind = "text"
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a header line, data lines and, apart from the filter, a total line. None is a blank cell."""

    name: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None


def amount_header(unit: str, total: float, label: str) -> Header:
    """Header of amounts of one criterion, in powers of ten when its total is under one unit."""
    kind: Kind = "amount" if abs(total) >= 1 or not total else "small"
    return Header(f"{label} ({unit_label(unit)}/an)", kind, 18)


def known(value: float | None, item: dict[str, Any]) -> float | None:
    """A value of a criterion, or None when the criterion has no factor at all: blank, not zero."""
    return value if item["coverage"] or item["central"] else None
