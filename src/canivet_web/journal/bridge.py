"""What the journal takes from the library: numbers in French, and cells that no spreadsheet will run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from canivet.deliverables import french
from canivet.inventory.values import neutralise


def number(value: float) -> str:
    """A number as the documents write it."""
    return french.number(value)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table for a French spreadsheet, as the library writes its own; no cell can be a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([neutralise(cell) for cell in row] for row in rows)
    return "\ufeff" + stream.getvalue()
