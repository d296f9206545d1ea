"""The same list given in two files: lines of one table that repeat lines of another, cell for cell.

A line that repeats another may be a second device of the same kind; a table most of whose lines do is a copy.
Each line of the copy then stands for one line of the original, lots included.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from canivet.inventory.draft import Draft
from canivet.text import fold

#: A table is a copy when this share of its lines, and at least this many, stand in another one.
COPIED_SHARE: Final = 0.5
COPIED_MIN_LINES: Final = 5

_Key = tuple[tuple[str, str], ...]


def copied_lines(drafts: Sequence[Draft]) -> list[tuple[Draft, Draft]]:
    """Pairs (line of a copy, line of the original that it repeats), each line in one pair at most."""
    by_table: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if not draft.problem:
            by_table[draft.table].append(draft)
    if len(by_table) < 2:
        return []
    keys = {table: [_key(draft) for draft in lines] for table, lines in by_table.items()}
    counts = {table: Counter(found) for table, found in keys.items()}
    order = sorted(by_table, key=lambda table: by_table[table][0].place_key)
    paired: set[int] = set()
    pairs: list[tuple[Draft, Draft]] = []
    for first, second in combinations(order, 2):
        shared = (counts[first] & counts[second]).total()
        least = min(len(by_table[first]), len(by_table[second]))
        if shared < COPIED_MIN_LINES or shared < COPIED_SHARE * least:
            continue
        originals: dict[_Key, list[Draft]] = defaultdict(list)
        for key, draft in zip(keys[first], by_table[first], strict=True):
            originals[key].append(draft)
        for key, draft in zip(keys[second], by_table[second], strict=True):
            if id(draft) not in paired and originals[key]:
                paired.add(id(draft))
                pairs.append((draft, originals[key].pop(0)))
    return pairs


def _key(draft: Draft) -> _Key:
    """Cells of a line, whatever their order and writing."""
    return tuple(sorted((name, fold(text)) for name, text in draft.line.cells.items()))
