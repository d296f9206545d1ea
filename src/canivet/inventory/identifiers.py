"""Serial and inventory numbers that identify one device, cleaned of what factories and keyboards leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.draft import Draft

MIN_SERIAL_LENGTH: Final = 5
MIN_INVENTORY_LENGTH: Final = 3
#: A number carried by more lines of one table than this identifies none of them.
MOST_SHARED: Final = 3


class JunkSerials:
    """Values that are not serial numbers, by ``classification/junk_serials``."""

    def __init__(self, commons: Commons) -> None:
        rows = commons.rows("classification/junk_serials")
        self._exact = frozenset(row["text"] for row in rows if row["kind"] == "exact")
        self._prefixes = tuple(row["text"] for row in rows if row["kind"] == "prefix")

    def __contains__(self, cleaned: str) -> bool:
        """Whether a cleaned number is a factory value or one character repeated."""
        return cleaned in self._exact or cleaned.startswith(self._prefixes) or len(set(cleaned)) <= 1


def cleaned_number(text: str) -> str:
    """Capital letters and digits of a number.

    >>> cleaned_number(" ab-12.34 ")
    'AB1234'
    """
    upper = text.upper()
    return upper if upper.isalnum() else "".join(letter for letter in upper if letter.isalnum())


def fill_identifiers(drafts: Sequence[Draft], junk: JunkSerials) -> dict[str, int]:
    """Set the cleaned numbers of each line; gives the serial numbers that too many lines share."""
    for draft in drafts:
        serial = cleaned_number(draft.cell("serial"))
        draft.serial = serial if len(serial) >= MIN_SERIAL_LENGTH and serial not in junk else ""
        number = cleaned_number(draft.cell("inventory_number"))
        draft.inventory_number = number if len(number) >= MIN_INVENTORY_LENGTH and number not in junk else ""
    serials = Counter((draft.table, draft.serial) for draft in drafts if draft.serial)
    shared = {serial: lines for (_, serial), lines in serials.items() if lines > MOST_SHARED}
    numbers = Counter((draft.table, draft.inventory_number) for draft in drafts if draft.inventory_number)
    shared_numbers = {number for (_, number), lines in numbers.items() if lines > MOST_SHARED}
    for draft in drafts:
        if draft.serial in shared:
            draft.serial = ""
        if draft.inventory_number in shared_numbers:
            draft.inventory_number = ""
    return shared
