"""French wording of figures, dates and places in warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from canivet.inventory.assets import ReadTable
from canivet.problems import Place

_THIN_SPACE: Final = "\u202f"
_SHOWN: Final = 4


def figure(value: float) -> str:
    """A count with its thousands spaced and a decimal comma where it needs one.

    >>> figure(25700).replace(chr(0x202F), " "), figure(1.5)
    ('25 700', '1,5')
    """
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    return text.replace(",", _THIN_SPACE).replace(".", ",")


def count(value: float, singular: str, plural: str = "") -> str:
    """A figure and its noun; the plural starts at two.

    >>> count(1, "ligne"), count(2, "ligne"), count(3, "cheval", "chevaux")
    ('1 ligne', '2 lignes', '3 chevaux')
    """
    return f"{figure(value)} {singular if value < 2 else plural or singular + 's'}"


def percent(share: float) -> str:
    """A share, in whole percents.

    >>> percent(0.347).replace(chr(0x202F), " ")
    '35 %'
    """
    return f"{100 * share:.0f}{_THIN_SPACE}%"


def day(value: date) -> str:
    """A date as written in France: 17/06/2016."""
    return f"{value:%d/%m/%Y}"


def quoted(texts: Sequence[str], shown: int = _SHOWN) -> str:
    """The first texts between quotes, and how many more there are.

    >>> quoted(["a", "b"]), quoted(["a", "b", "c"], 1)
    ('« a », « b »', '« a » et 2 autres')
    """
    listed = ", ".join(f"« {text} »" for text in texts[:shown])
    more = len(texts) - shown
    return listed if more <= 0 else f"{listed} et {more} autre{'s' if more > 1 else ''}"


def places(found: Sequence[Place], shown: int = _SHOWN) -> str:
    """The first places, and how many more there are."""
    listed = " ; ".join(str(place) for place in found[:shown])
    more = len(found) - shown
    return listed if more <= 0 else f"{listed} ; et {more} autre{'s' if more > 1 else ''}"


def table_name(table: ReadTable) -> str:
    """File and sheet of a table."""
    return str(Place(table.file, table.sheet))
