"""How much two names of organisations are alike, from 0 to 1.

Names are cut into words, without legal forms, tool-words nor the name of the commune; abbreviations are
written out. Words are weighed by their rarity, so that « Déchèterie Nord » and « Déchèterie Sud » differ
although most of their letters are the same. A word may be misspelt; a number may not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log
from typing import Final

from canivet.actors.model import Facts
from canivet.commons.store import Commons
from canivet.text import fold

_CUT: Final = re.compile(r"[^a-z0-9]+")
#: A shorter beginning of a word is no abbreviation of it.
_LEAST_PREFIX: Final = 4
_LEAST_ACRONYM: Final = 3
#: Likeness given to what is probably, but not surely, the same: an abbreviation, an acronym.
_PREFIX_LIKENESS: Final = 0.9
_ACRONYM_LIKENESS: Final = 0.85
#: From here on, two names written without blanks are one name cut differently.
_GLUED_LIKENESS: Final = 0.96
Words = tuple[str, ...]


class NameReader:
    """Cuts names into the words that matter."""

    def __init__(self, commons: Commons) -> None:
        rows = commons.rows("actors/name_words")
        self._dropped = frozenset(r["text"] for r in rows if r["kind"] in ("legal_form", "stop_word"))
        self._written = {r["text"]: r["replacement"].split() for r in rows if r["kind"] == "abbreviation"}
        self._addresses = {r["text"]: r["replacement"].split() for r in rows if r["kind"] == "address"}
        self._stops = frozenset(r["text"] for r in rows if r["kind"] == "stop_word")
        # One reader lives as long as one comparison; the same names come back many times in it.
        self.words = lru_cache(maxsize=200_000)(self._words)
        self.address = lru_cache(maxsize=200_000)(self._address)

    def _words(self, name: str, commune: str = "") -> Words:
        pieces = _joined_letters(_CUT.split(fold(name)))
        spelt = [word for piece in pieces for word in self._written.get(piece, [piece])]
        kept = [word for word in spelt if word not in self._dropped]
        place = {word for word in _CUT.split(fold(commune)) if word}
        elsewhere = [word for word in kept if word not in place]
        return tuple(elsewhere or kept or spelt)

    def _address(self, address: str) -> Words:
        pieces = [piece for piece in _CUT.split(fold(address)) if piece]
        spelt = [word for piece in pieces for word in self._addresses.get(piece, [piece])]
        return tuple(word for word in spelt if word not in self._stops)


def _joined_letters(pieces: Iterable[str]) -> list[str]:
    """Letters written with points make one word: S.A.R.L.

    >>> _joined_letters(["s", "a", "r", "l", "dupin"])
    ['sarl', 'dupin']
    """
    found: list[str] = []
    run = ""
    for piece in [*pieces, ""]:
        if len(piece) == 1 and piece.isalpha():
            run += piece
            continue
        if run:
            found.append(run)
            run = ""
        if piece:
            found.append(piece)
    return found


def names_of(facts: Facts) -> tuple[str, ...]:
    """Every name an organisation is known under; none where its name is not public."""
    return tuple(name for name in (facts.name if facts.has_name else "", *facts.other_names) if name)


class Likeness:
    """Compares names among a population of organisations, which says which words are rare."""

    def __init__(self, everyone: Iterable[Facts], reader: NameReader, least_word: float) -> None:
        self._reader = reader
        self._least = least_word
        counts: Counter[str] = Counter()
        population = 0
        for facts in everyone:
            population += 1
            counts.update({word for words in self.words(facts) for word in words})
        self._weights: Mapping[str, float] = {
            word: log(1 + population / (1 + count)) + 0.3 for word, count in counts.items()
        }
        self._unseen = log(1 + population) + 0.3
        self._pairs = lru_cache(maxsize=500_000)(self._one)

    def words(self, facts: Facts) -> tuple[Words, ...]:
        """Words of each name of an organisation."""
        return tuple(
            dict.fromkeys(self._reader.words(name, facts.commune) for name in names_of(facts) if name)
        )

    def similarity(self, one: Facts, other: Facts) -> float:
        """The best likeness of a name of one with a name of the other; 0 where one has none."""
        return max(
            (self._pairs(a, b) for a in self.words(one) for b in self.words(other)),
            default=0.0,
        )

    def contained(self, one: Facts, other: Facts) -> bool:
        """Whether every word of a name of one, two at least, is in a name of the other."""
        return any(self._all_in(*sorted((a, b), key=len)) for a in self.words(one) for b in self.words(other))

    def _all_in(self, shorter: Words, longer: Words) -> bool:
        return len(shorter) > 1 and all(any(self._word(a, b) for b in longer) for a in shorter)

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._unseen)

    def _one(self, one: Words, other: Words) -> float:
        if one == other or sorted(one) == sorted(other):
            return 1.0
        shorter, longer = sorted((one, other), key=len)
        if len(shorter) == 1 and len(longer) >= _LEAST_ACRONYM:
            initials = "".join(word[0] for word in longer)
            if shorter[0] == initials:
                return _ACRONYM_LIKENESS
        total = sum(map(self._weight, one)) + sum(map(self._weight, other))
        matched = 0.0
        left = list(other)
        for likeness, a, b in self._matches(one, other):
            if b in left:
                left.remove(b)
                matched += likeness * (self._weight(a) + self._weight(b))
        score = matched / total if total else 0.0
        return max(score, self._glued(one, other))

    def _matches(self, one: Words, other: Words) -> list[tuple[float, str, str]]:
        """The best partner of each word, the surest first; each word has at most one."""
        pairs = sorted(
            ((likeness, a, b) for a in set(one) for b in set(other) if (likeness := self._word(a, b))),
            key=lambda item: (-item[0], item[1], item[2]),
        )
        taken: set[str] = set()
        kept = []
        for likeness, a, b in pairs:
            if a not in taken:
                kept.append((likeness, a, b))
                taken.add(a)
        return kept

    def _word(self, a: str, b: str) -> float:
        if a == b:
            return 1.0
        if a.isdigit() or b.isdigit():
            return 0.0
        from rapidfuzz import fuzz

        likeness = fuzz.ratio(a, b) / 100
        if min(len(a), len(b)) >= _LEAST_PREFIX and (a.startswith(b) or b.startswith(a)):
            likeness = max(likeness, _PREFIX_LIKENESS)
        return likeness if likeness >= self._least else 0.0

    def _glued(self, one: Words, other: Words) -> float:
        if _numbers(one) != _numbers(other):
            return 0.0
        from rapidfuzz import fuzz

        likeness = fuzz.ratio("".join(one), "".join(other)) / 100
        return likeness if likeness >= _GLUED_LIKENESS else 0.0


def _numbers(words: Words) -> list[str]:
    return sorted(word for word in words if word.isdigit())
