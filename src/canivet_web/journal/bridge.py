"""What the journal takes from the library: numbers in French, and cells that no spreadsheet will run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from canivet.deliverables import french
from canivet.inventory.values import neutralise
from canivet_web.downloads import french_csv


def number(value: float) -> str:
    """A number as the documents write it."""
    return french.number(value)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table for a French spreadsheet; no cell can be a formula."""
    return french_csv(head, ([neutralise(cell) for cell in row] for row in rows))
