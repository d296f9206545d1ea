"""Status texts of inventory tools → one of seven statuses, by ``classification/statuses``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from canivet.commons.store import Commons
from canivet.inventory.assets import Status
from canivet.text import fold

#: Statuses of devices that are counted; the unknown one is counted too, and said so in a warning.
COUNTED: frozenset[Status] = frozenset({"in_use", "maintenance", "unknown"})


class StatusReader:
    """Reads status texts, each distinct text once.

    A text is compared whole, then by the longest known phrase it holds as whole words: « En service (prêt) »
    is in use, and « non affecté » is not « affecté ». Texts that say nothing known are kept in ``unread``.
    """

    def __init__(self, commons: Commons) -> None:
        rows = commons.rows("classification/statuses")
        self._by_text = {row["text"]: cast(Status, row["status"]) for row in rows}
        self._phrases = sorted(self._by_text, key=lambda text: (-len(text), text))
        self._seen: dict[str, Status] = {"": "unknown"}
        self.unread: set[str] = set()

    def read(self, text: str) -> Status:
        """Status that a text says; ``unknown`` when it is blank or not understood."""
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._interpret(text)
        return found

    def _interpret(self, text: str) -> Status:
        folded = fold(text)
        if not folded:
            return "unknown"
        whole = self._by_text.get(folded)
        if whole is not None:
            return whole
        words = f" {' '.join(_words(folded))} "
        for phrase in self._phrases:
            if f" {phrase} " in words:
                return self._by_text[phrase]
        self.unread.add(text)
        return "unknown"


def _words(folded: str) -> Iterable[str]:
    cleaned = "".join(letter if letter.isalnum() or letter == "/" else " " for letter in folded)
    return cleaned.split()
