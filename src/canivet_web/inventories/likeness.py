"""How many devices of an inventory were already in another one, by their serial or inventory numbers."""

from __future__ import annotations

from collections.abc import Sequence

from canivet.commons.store import Commons
from canivet.inventory.assets import ReadTable
from canivet.inventory.identifiers import (
    MIN_INVENTORY_LENGTH,
    MIN_SERIAL_LENGTH,
    JunkSerials,
    cleaned_number,
)


def same_devices(before: Sequence[ReadTable], after: Sequence[ReadTable], commons: Commons) -> dict[str, int]:
    """Lines of ``after`` whose device ``before`` had too, did not have, and those without any number."""
    junk = JunkSerials(commons)
    known = {number for numbers in _numbers(before, junk) for number in numbers}
    same = new = silent = 0
    for numbers in _numbers(after, junk):
        if not numbers:
            silent += 1
        elif known.isdisjoint(numbers):
            new += 1
        else:
            same += 1
    return {"same": same, "new": new, "silent": silent}


def _numbers(tables: Sequence[ReadTable], junk: JunkSerials) -> list[set[str]]:
    return [_numbers_of(line.cells, junk) for table in tables for line in table.lines]


def _numbers_of(cells: dict[str, str], junk: JunkSerials) -> set[str]:
    found = set()
    for field, least, kind in (
        ("serial", MIN_SERIAL_LENGTH, "s"),
        ("inventory_number", MIN_INVENTORY_LENGTH, "n"),
    ):
        number = cleaned_number(cells.get(field, ""))
        if len(number) >= least and number not in junk:
            found.add(f"{kind}{number}")
    return found
