"""Diagonal of a screen read in the text of its model: makers put it first in the reference."""

from __future__ import annotations

import re
from typing import Final

_SAID: Final = re.compile(
    r"(?<![a-z0-9.])(\d{2,3}(?:[.,]\d)?) ?(?:\"|p\b|pouces\b|inch(?:es)?\b|in\b)"
    r"|\b(?:lcd|led|ecran|tft) (\d{2})\b"
)
#: « 65UM3C »: a size, then the letters of a series.
_LEADING: Final = re.compile(r"^(\d{2})[a-z]")
_CODED: Final = re.compile(r"^[a-z]{0,5}?(\d{2})(?:\d{0,3})(?:[a-z]|$)")
#: Diagonals in inches that a reference may stand for, by family; a laptop's reference codes none.
_RANGES: Final = {"monitor": range(15, 50), "large_display": range(32, 99), "laptop": range(0)}


def size_in_text(body: str, family: str) -> float | None:
    """Inches that a plain text says or codes for a family of screens; None when it does neither.

    >>> size_in_text("p2419h", "monitor"), size_in_text("qm65r b", "large_display")
    (24.0, 65.0)
    >>> size_in_text("ecran 24 pouces", "monitor"), size_in_text("vx715", "monitor")
    (24.0, None)
    """
    said = _SAID.search(body)
    if said:
        return float((said.group(1) or said.group(2)).replace(",", "."))
    leading = _LEADING.match(body)
    if leading and family != "laptop":
        return float(leading.group(1))
    for word in body.split(" "):
        coded = _CODED.match(word)
        if coded and int(coded.group(1)) in _RANGES[family]:
            return float(coded.group(1))
    return None
