"""Which source a table comes from, by its columns, and where each of them is: ``actors/columns``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from canivet.commons.store import Commons
from canivet.text import fold

#: Signs that a source must show, apart from the columns it cannot do without.
_LEAST_SIGNS: Final = 1
_BLANKS: Final = re.compile(r"\s+")
#: Characters that no text of an organisation holds.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]")
#: What INSEE writes where it may not say.
WITHHELD: Final = "[ND]"
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """A table recognised: its source, and the position of each field."""

    feed: str
    positions: Mapping[str, int]
    width: int


class Cells:
    """Cells of one row, by field; blank where the table does not have the column or the row is short."""

    __slots__ = ("_positions", "_row")

    def __init__(self, row: Sequence[str], positions: Mapping[str, int]) -> None:
        self._row, self._positions = row, positions

    def raw(self, field: str) -> str:
        """The cell, without blanks around it."""
        position = self._positions.get(field)
        return self._row[position].strip() if position is not None and position < len(self._row) else ""

    def text(self, field: str, longest: int = LONGEST) -> str:
        """The cell as a text to keep: one line, no control character, not longer than ``longest``."""
        return clean(self.raw(field), longest)

    def pieces(self, field: str) -> list[str]:
        """Texts of a cell that holds several, separated by « | » or, in older files, « ; »."""
        return [piece.strip() for piece in re.split(r"[|;]", self.raw(field)) if piece.strip()]


def clean(text: str, longest: int = LONGEST) -> str:
    r"""A text to keep: one line, no control character, no separator of lists, not longer than ``longest``.

    >>> clean("  Atelier\n du; port\u202e "), clean("[ND]")
    ('Atelier du, port', '')
    """
    if text.isalnum():  # most cells: nothing to clean
        return text[:longest]
    plain = _BLANKS.sub(" ", _CONTROLS.sub("", text)).strip().replace(";", ",")
    return "" if plain == WITHHELD else plain[:longest].strip()


class Layouts:
    """Recognises tables."""

    def __init__(self, commons: Commons) -> None:
        self._fields: dict[str, dict[str, str]] = defaultdict(dict)
        self._needed: dict[str, set[str]] = defaultdict(set)
        self._signs: dict[str, set[str]] = defaultdict(set)
        for row in commons.rows("actors/columns"):
            name = fold(row["column"])
            self._fields[row["feed"]][name] = row["field"]
            if row["need"] == "needed":
                self._needed[row["feed"]].add(name)
            elif row["need"] == "sign":
                self._signs[row["feed"]].add(name)

    def recognise(self, header: Sequence[str]) -> Layout | None:
        """The source of a table by its header, the one with most columns of its own; None when none fits."""
        names = [fold(cell) for cell in header]
        present = set(names)
        fitting = [
            (len(self._signs[feed] & present), len(self._fields[feed].keys() & present), feed)
            for feed in self._fields
            if self._needed[feed] <= present
            and (not self._signs[feed] or len(self._signs[feed] & present) >= _LEAST_SIGNS)
        ]
        if not fitting:
            return None
        feed = max(fitting)[2]
        positions: dict[str, int] = {}
        for position, name in enumerate(names):
            field = self._fields[feed].get(name)
            if field is not None:
                positions.setdefault(field, position)
        return Layout(feed, positions, len(header))

    def missing(self, header: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """The source that a header resembles most, and the columns that it lacks."""
        present = {fold(cell) for cell in header}
        feed = max(self._needed, key=lambda name: (len(self._fields[name].keys() & present), name))
        return feed, tuple(sorted(self._needed[feed] - present))
