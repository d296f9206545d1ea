"""A line without any number, and a numbered line of another table: one device, when what they say agrees.

Two lists of one estate often overlap while one of them leaves serial numbers out. Each line without a number
(or the lines of one list given twice) is matched with at most one device of another table, of the same kind,
in the same service, never one that its own table already lists. The matches are tried from the strongest to
the weakest; the weakest, family and service alone, only between two tables whose numbered lines show that
they list one estate: the larger count of the two then holds, not their sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from canivet.inventory.draft import Draft
from canivet.text import fold

#: Digits that a date written in full has at least (01/07/22); fewer leave the day, or the month, unsaid.
_DAY_DIGITS: Final = 6
_MONTH_DIGITS: Final = 5
_DATE_FIELD: Final = {
    "use": "in_service_date",
    "delivery": "delivery_date",
    "buy": "purchase_date",
    "warranty": "warranty_date",
    "bios": "bios_date",
}


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a line says that another list may say too."""

    kind: str
    family: str
    service: str
    name: str
    model: str
    brand: str
    year: int
    """0 when there is no date."""
    month: int
    """0 when the date says only its year."""
    day: int
    """0 when the date does not say its day."""


@dataclass(slots=True)
class _Device:
    """A device as known so far: its first position, its tables, the portraits of its lines."""

    root: int
    tables: set[int]
    portraits: list[Portrait] = field(default_factory=list)


_Key = tuple[str | int, ...]
#: Passes, strongest first: what must be equal on both sides (None: the line does not take part).
_PASSES: Final[tuple[Callable[[Portrait], _Key | None], ...]] = (
    lambda p: (p.kind, p.name) if p.name else None,
    lambda p: (
        (p.kind, p.service, p.model, p.year, p.month, p.day) if p.service and p.model and p.day else None
    ),
    lambda p: (p.kind, p.service, p.model, p.year, p.month) if p.service and p.model and p.month else None,
    lambda p: (p.kind, p.service, p.model, p.year) if p.service and p.model and p.year else None,
    lambda p: (p.kind, p.service, p.model) if p.service and p.model else None,
    lambda p: (p.kind, p.service, p.year, p.month, p.day) if p.service and p.day else None,
    lambda p: (p.kind, p.service, p.brand, p.year) if p.service and p.brand and p.year else None,
)
#: Passes between overlapping tables only.
_LOOSE_PASSES: Final[tuple[Callable[[Portrait], _Key | None], ...]] = (
    lambda p: (p.family, p.service, p.brand) if p.service and p.brand else None,
    lambda p: (p.family, p.service) if p.service else None,
)
#: Two tables overlap when this share of the numbered lines of one, and at least this many, are in the other.
OVERLAP_SHARE: Final = 0.3
OVERLAP_MIN_LINES: Final = 5


def match_unidentified(
    order: Sequence[Draft], members: Mapping[int, Sequence[int]], kinds: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Pairs (representative of the lines without number, representative of the device they are)."""
    if len({draft.table for draft in order}) < 2:
        return []
    makers = _maker_words(order)
    weak: dict[int, Portrait] = {}
    tables: dict[int, frozenset[int]] = {}
    numbered: list[tuple[int, list[Draft]]] = []
    for root, positions in members.items():
        drafts = [order[position] for position in positions]
        if any(draft.serial or draft.inventory_number for draft in drafts):
            numbered.append((root, drafts))
        elif drafts[0].family in kinds:
            weak[root] = _portrait(drafts[0], kinds, makers)
            tables[root] = frozenset(draft.table for draft in drafts)
    sought = {portrait.kind for portrait in weak.values()}
    devices = [
        _Device(
            root, {draft.table for draft in drafts}, [_portrait(draft, kinds, makers) for draft in drafts]
        )
        for root, drafts in numbered
        if any(kinds.get(draft.family) in sought for draft in drafts)
    ]
    pairs: list[tuple[int, int]] = []
    overlap = _overlaps([drafts for _, drafts in numbered])
    for key_of in (*_PASSES, *_LOOSE_PASSES) if weak else ():
        loose = key_of in _LOOSE_PASSES
        for position, device in _one_pass(tables, weak, devices, key_of, overlap if loose else None):
            pairs.append((position, device.root))
            device.tables.update(tables[position])
            del weak[position]
    return pairs


def _overlaps(devices: Sequence[Sequence[Draft]]) -> frozenset[tuple[int, int]]:
    """Pairs of tables that list one estate, by their numbered lines."""
    lines: dict[int, int] = defaultdict(int)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for drafts in devices:
        present = sorted({draft.table for draft in drafts})
        for table in present:
            lines[table] += 1
        for first in present:
            for second in present:
                if first != second:
                    shared[first, second] += 1
    return frozenset(
        pair
        for (first, second), count in shared.items()
        if count >= OVERLAP_MIN_LINES and count >= OVERLAP_SHARE * lines[first]
        for pair in ((first, second), (second, first))
    )


def _one_pass(
    tables_of: Mapping[int, frozenset[int]],
    weak: Mapping[int, Portrait],
    devices: Sequence[_Device],
    key_of: Callable[[Portrait], _Key | None],
    overlap: frozenset[tuple[int, int]] | None,
) -> Iterator[tuple[int, _Device]]:
    wanted: dict[_Key, list[int]] = defaultdict(list)
    for position, portrait in weak.items():
        key = key_of(portrait)
        if key is not None:
            wanted[key].append(position)
    offered: dict[_Key, list[_Device]] = defaultdict(list)
    for device in devices:
        for key in dict.fromkeys(key_of(portrait) for portrait in device.portraits):
            if key is not None and key in wanted:
                offered[key].append(device)
    found = []
    taken: dict[int, set[int]] = defaultdict(set)
    for key, positions in wanted.items():
        for position in positions:
            tables = tables_of[position]
            for device in offered.get(key, ()):
                free = tables.isdisjoint(device.tables | taken[device.root])
                if overlap is not None:
                    free = free and any((one, other) in overlap for one in tables for other in device.tables)
                if free and all(_agree(weak[position], portrait) for portrait in device.portraits):
                    taken[device.root] |= tables
                    found.append((position, device))
                    break
    yield from found


def _agree(one: Portrait, other: Portrait) -> bool:
    """Whether nothing that both say differs."""
    pairs = ((one.name, other.name), (one.model, other.model), (one.service, other.service))
    dates = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(not a or not b or a == b for a, b in (*pairs, *dates))


def _maker_words(order: Sequence[Draft]) -> frozenset[str]:
    """Words of all the makers named: a list may write them in the model, another in a column of its own."""
    makers = {draft.cell("manufacturer") for draft in order}
    return frozenset(word for maker in makers for word in fold(maker).split(" ") if len(word) > 1)


def _portrait(draft: Draft, kinds: Mapping[str, str], makers: frozenset[str]) -> Portrait:
    brand = fold(draft.cell("manufacturer")).split(" ")[0]
    words = fold(draft.cell("model")).split(" ")
    while len(words) > 1 and words[0] in makers:
        brand = brand or words[0]
        words = words[1:]
    model = " ".join(words)
    year = month = day = 0
    if draft.start_date is not None:
        digits = _digits(draft.cell(_DATE_FIELD[draft.start_basis]))
        year = draft.start_date.year
        month = draft.start_date.month if digits >= _MONTH_DIGITS else 0
        day = draft.start_date.day if digits >= _DAY_DIGITS else 0
    name = _host(fold(draft.cell("name")))
    if name == _host(model):  # screens are often named after their model
        name = ""
    return Portrait(
        kinds.get(draft.family, ""), draft.family, fold(draft.service), name, model, brand, year, month, day
    )


@lru_cache(maxsize=65536)
def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


@lru_cache(maxsize=65536)
def _host(name: str) -> str:
    """Short name of a machine, without its domain; a name without a digit is a word, and names no machine.

    >>> _host("pc0012.agglo.local"), _host("imprimante")
    ('pc0012', '')
    """
    short = name.split(".", maxsplit=1)[0]
    return short if any(letter.isdigit() for letter in short) else ""
