"""Which rules can hold for a text, by letters that each of their patterns needs.

An estate of thousands of distinct models would otherwise try every rule on every one of them. What a pattern
needs is read in its own parse tree, so that nobody has to write it beside the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

#: Letters looked up at once: a text has few sequences of three, and patterns share few of them.
_LENGTHS: Final = (2, 3)


@cache
def needed(pattern: str) -> frozenset[str] | None:
    """Texts of which every match of a pattern holds one at least; None when nothing is sure.

    >>> sorted(needed(r"\\\\b(?:latitude|elite ?book)\\\\b")), needed("^[a-z]\\\\\\\\d+")
    (['elite', 'latitude'], None)
    """
    found = _needed(re._parser.parse(pattern))  # type: ignore[attr-defined]
    return frozenset(found) if found else None


def _needed(nodes: Iterable[Any]) -> set[str]:
    """The best set of texts of a sequence: the one whose shortest text is longest; empty for none."""
    candidates: list[set[str]] = []
    run = ""
    for kind, value in nodes:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value)
            continue
        if name == "AT":
            continue
        if run:
            candidates.append({run})
            run = ""
        if name == "SUBPATTERN":
            candidates.append(_needed(value[-1]))
        elif name == "BRANCH":
            branches = [_needed(branch) for branch in value[1]]
            candidates.append(set().union(*branches) if all(branches) else set())
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
            candidates.append(_needed(value[2]))
    if run:
        candidates.append({run})
    usable = [texts for texts in candidates if texts and min(map(len, texts)) >= _LENGTHS[0]]
    return max(usable, key=lambda texts: (min(map(len, texts)), -len(texts)), default=set())


class Screen:
    """Positions of the patterns that can hold for a text, in their order."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._always: list[int] = []
        self._by_letters: dict[str, list[int]] = {}
        for position, pattern in enumerate(patterns):
            texts = needed(pattern)
            if texts is None:
                self._always.append(position)
                continue
            for letters in {text[: _LENGTHS[-1]] for text in texts}:
                self._by_letters.setdefault(letters, []).append(position)

    def candidates(self, text: str) -> list[int]:
        """Patterns to try on ``text``: no other can match it."""
        found = set(self._always)
        by_letters = self._by_letters
        for length in _LENGTHS:
            for start in range(len(text) - length + 1):
                positions = by_letters.get(text[start : start + length])
                if positions:
                    found.update(positions)
        return sorted(found)
