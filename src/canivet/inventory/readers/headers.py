"""Where the table starts, and which canonical field each of its columns is, by names and by contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.decoding import Row
from canivet.inventory.values import parse_dates, parse_number
from canivet.text import fold

#: Fields that say what a line is; a table without any of them is not an inventory.
IDENTITY: Final = ("model", "type", "designation", "manufacturer")
#: Fields that only place a line, or are left out: alone, they make no header.
IGNORED: Final = "ignored"
DATES: Final = frozenset(
    {"purchase_date", "in_service_date", "delivery_date", "bios_date", "warranty_date", "retired_date"}
)
#: A header is looked for in this many rows with something in them.
SEARCHED_ROWS: Final = 60
#: Rows of contents looked at to judge a column.
SAMPLED_ROWS: Final = 400
#: A name that resembles a known one less than this, out of 100, is not it.
LEAST_LIKENESS: Final = 88.0
_STRENGTHS: Final = {"strong": 1.0, "weak": 0.6}
_PARTS: Final = re.compile(r"[\n\r]+")
#: A name that counts something; what counts anything but devices is not a quantity of them.
_COUNTS: Final = re.compile(
    r"(?:qtes?|quantites?|nbr?e?s?|nombres?)(?: (?:de |d )?(?:unites?|materiels?|equipements?|appareils?|"
    r"postes?|pcs?|machines?|exemplaires?|pieces?|total\w*|globale?|reelle?|en service|en place|20\d\d))*"
)
_UNITS: Final = re.compile(r"\s*[(\[].*?[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of a column says: a field, and how surely (0 to 1)."""

    field: str
    strength: float


@dataclass(frozen=True, slots=True)
class Header:
    """The header found: physical line (0 when the table has none), names and fields of its columns."""

    line: int
    position: int
    """Position of the first row of contents in the rows of the sheet."""
    names: tuple[str, ...]
    columns: Mapping[str, int]
    """Canonical field → position of its column."""
    named: bool
    """Whether the names of the columns told them, and not their contents."""


class ColumnNames:
    """Names of columns of ``classification/columns``, compared whole, then by likeness."""

    def __init__(self, commons: Commons) -> None:
        self._known = {
            row["text"]: Named(row["field"], _STRENGTHS[row["strength"]])
            for row in commons.rows("classification/columns")
        }
        self._texts = list(self._known)

    def read(self, name: str) -> Named | None:
        """Field that a name says; the unit in brackets after it does not count."""
        return self._read(fold(_PARTS.sub(" ", name)))

    @lru_cache(maxsize=4096)  # noqa: B019 - one short-lived reader per command
    def _read(self, folded: str) -> Named | None:
        if not folded or len(folded) > 60:
            return None
        found = self._known.get(folded) or self._known.get(_UNITS.sub("", folded).rstrip(" :*."))
        if found:
            return found
        if _COUNTS.fullmatch(folded):
            return Named("quantity", _STRENGTHS["weak"])
        if len(folded) < 5:
            return None
        from rapidfuzz import fuzz, process

        near = process.extractOne(folded, self._texts, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
        if near is None:
            return None
        known = self._known[near[0]]
        return Named(known.field, known.strength * 0.8)


def find_header(rows: Sequence[Row], names: ColumnNames, recognises: Callable[[str], str]) -> Header | None:
    """Header of the table of a sheet; None when the sheet holds no inventory.

    ``recognises`` gives the family that a text names, or an empty text: it finds the columns of a table whose
    names say nothing.
    """
    named = _by_names(rows, names)
    if named is not None:
        return named
    return _by_contents(rows, recognises)


def _tells(fields: Iterable[str]) -> bool:
    """Whether fields say what a line is; a machine's name and system do, since only computers have both."""
    present = set(fields)
    return not present.isdisjoint(IDENTITY) or present >= {"name", "operating_system"}


def _by_names(rows: Sequence[Row], names: ColumnNames) -> Header | None:
    best: tuple[float, int] = (0.0, -1)
    seen = 0
    for position, (_, cells) in enumerate(rows):
        if not any(cells):
            continue
        seen += 1
        if seen > SEARCHED_ROWS:
            break
        weight = _header_weight(cells, names)
        if weight > best[0]:
            best = (weight, position)
    if best[1] < 0:
        return None
    line, cells = rows[best[1]]
    sample = [cells for _, cells in rows[best[1] + 1 : best[1] + 1 + SAMPLED_ROWS]]
    columns = _choose(cells, names, sample)
    if not _tells(columns):
        return None
    return Header(line, best[1] + 1, _unique(cells), columns, named=True)


def _header_weight(cells: Sequence[str], names: ColumnNames) -> float:
    """How much a row looks like a header: its distinct fields; nothing without two, one of them telling."""
    fields: dict[str, float] = {}
    ignored = 0
    for cell in cells:
        named = names.read(cell) if cell else None
        if named is None:
            continue
        if named.field == IGNORED:
            ignored += 1
        else:
            fields[named.field] = max(fields.get(named.field, 0.0), named.strength)
    if len(fields) + min(ignored, 1) < 2 or not _tells(fields):
        return 0.0
    return sum(fields.values()) + 0.5 * ignored


def _choose(cells: Sequence[str], names: ColumnNames, sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Column of each field: the surest name, then the fullest contents, then the first."""
    candidates: dict[str, list[tuple[float, float, int]]] = {}
    for position, cell in enumerate(cells):
        named = names.read(cell) if cell else None
        if named is None or named.field == IGNORED:
            continue
        contents = [row[position].strip() for row in sample if position < len(row)]
        filled = [text for text in contents if text]
        if filled and not _plausible(named.field, filled):
            continue
        share = len(filled) / len(sample) if sample else 0.0
        candidates.setdefault(named.field, []).append((named.strength, share, -position))
    return {field: -max(found)[2] for field, found in candidates.items()}


def _plausible(field: str, filled: Sequence[str]) -> bool:
    """Whether contents can be those of a field: dates are dates, models and types are not figures."""
    distinct = list(dict.fromkeys(filled))[:SAMPLED_ROWS]
    if field in DATES:
        return sum(day is not None for day in parse_dates(distinct)) >= 0.3 * len(distinct)
    if field in ("type", "manufacturer", "status"):
        return sum(parse_number(text) is not None for text in distinct) <= 0.5 * len(distinct)
    if field == "quantity":
        return not all(parse_dates(distinct))
    return True


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of columns as shown: without line ends, and those that repeat told apart by their rank."""
    seen: dict[str, int] = {}
    names = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"colonne {position}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


#: Shares of a column's distinct texts from which its contents say its field.
_MODEL_SHARE: Final = 0.6
#: Fewer models than this, or than there are rows, are a coincidence.
LEAST_MODELS: Final = 3
_DATE_SHARE: Final = 0.8
_SERIAL: Final = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9-]{5,19}")


def _by_contents(rows: Sequence[Row], recognises: Callable[[str], str]) -> Header | None:
    """Columns of a table whose names say nothing, or that has none, by what most of their texts are."""
    filled = [(position, cells) for position, (_, cells) in enumerate(rows) if any(cells)]
    if not filled:
        return None
    usual = Counter(len(cells) for _, cells in filled[:SAMPLED_ROWS]).most_common(1)[0][0]
    start = next(i for i, (_, cells) in enumerate(filled) if len(cells) >= usual)
    filled = filled[start:]
    sample = [cells for _, cells in filled[: SAMPLED_ROWS + 1]]
    width = max(len(cells) for cells in sample)
    columns: dict[str, int] = {}
    shares: dict[str, float] = {}
    for position in range(width):
        texts = list(dict.fromkeys(row[position].strip() for row in sample if position < len(row)))
        distinct = [text for text in texts if text]
        if not distinct:
            continue
        field, share = _field_of(distinct, min(LEAST_MODELS, len(sample)), recognises)
        if field and share > shares.get(field, 0.0):
            columns[field], shares[field] = position, share
    if "model" not in columns:
        return None
    first = filled[0]
    has_names = not recognises(_cell(first[1], columns["model"]))
    if has_names and len(filled) == 1:
        return None
    names = _unique(first[1]) if has_names else tuple(f"colonne {n}" for n in range(1, width + 1))
    line = rows[first[0]][0] if has_names else 0
    return Header(line, first[0] + 1 if has_names else first[0], names, columns, named=False)


def _cell(cells: Sequence[str], position: int) -> str:
    return cells[position] if position < len(cells) else ""


def _field_of(distinct: Sequence[str], least: int, recognises: Callable[[str], str]) -> tuple[str, float]:
    found = sum(1 for text in distinct if recognises(text))
    if found >= least and found >= _MODEL_SHARE * len(distinct):
        return "model", found / len(distinct)
    dates = sum(day is not None and 1990 <= day.year <= 2100 for day in parse_dates(distinct)) / len(distinct)
    if dates >= _DATE_SHARE and not all(parse_number(text) is not None for text in distinct):
        return "purchase_date", dates
    serials = sum(1 for text in distinct if _SERIAL.fullmatch(text)) / len(distinct)
    if serials >= _DATE_SHARE and len(distinct) > 1 and not all(text.isdecimal() for text in distinct):
        return "serial", serials
    return "", 0.0
