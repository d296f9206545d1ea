"""Ordered rules, known models and words of types, read from the commons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from canivet.commons.store import Row
from canivet.inventory.classify.screening import Screen
from canivet.inventory.classify.texts import Described

#: Shorter words that end in s are no plurals: « sans » is not « san ».
_PLURAL_LENGTH: Final = 6
#: In the ``brands`` column: the rule holds where no maker is named.
NO_MAKER: Final = "-"


@dataclass(frozen=True, slots=True)
class Guess:
    """A family proposed by one rule."""

    family: str
    archetype: str
    """Blank: the default one of the family, or the one of its screen size."""
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern and the family it says."""

    makers: frozenset[str]
    pattern: re.Pattern[str]
    guess: Guess


class RuleBook:
    """Rules in their order; those of a maker are only tried on that maker's models."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rules = [
            Rule(
                frozenset(row["brands"].split(";")) if row["brands"] else frozenset(),
                re.compile(row["pattern"]),
                Guess(row["family"], row["archetype"], float(row["confidence"]), f"rule:{row['id']}"),
            )
            for row in rows
        ]
        self._by_makers: dict[frozenset[str], tuple[list[Rule], Screen]] = {}

    def guess(self, described: Described) -> Guess | None:
        """What the first rule that holds says."""
        makers = described.makers or frozenset((NO_MAKER,))
        known = self._by_makers.get(makers)
        if known is None:
            rules = [rule for rule in self._rules if not rule.makers or rule.makers & makers]
            known = self._by_makers[makers] = (rules, Screen([rule.pattern.pattern for rule in rules]))
        rules, screen = known
        body = described.body
        return next((rules[i].guess for i in screen.candidates(body) if rules[i].pattern.search(body)), None)


class WordBook:
    """Words that name a kind of device, alone in a type column or within a sentence."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_text = {
            row["text"]: Guess(row["family"], "", float(row["confidence"]), f"type:{row['text']}")
            for row in rows
        }
        self._longest = max((text.count(" ") + 1 for text in self._by_text), default=0)

    def whole(self, text: str) -> Guess | None:
        """What a plain text says as a whole, in the singular or the plural."""
        found = self._by_text.get(text)
        if found is None and len(text) >= _PLURAL_LENGTH and text.endswith("s"):
            found = self._by_text.get(text[:-1])
        return found

    def within(self, text: str) -> Guess | None:
        """What the longest known phrase of a text says; the surest, then the first one, at equal length.

        >>> WordBook([{"text": "imprimante", "family": "printer", "confidence": "0.9"}]).within(
        ...     "vieille imprimante de bureau").family
        'printer'
        """
        words = text.split(" ")
        for length in range(min(self._longest, len(words)), 0, -1):
            phrases = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
            found = [guess for guess in map(self.whole, phrases) if guess]
            if found:
                return max(found, key=lambda guess: guess.confidence)
        return None


class KnownModels:
    """Models whose family no rule can read in their text, by plain text with and without their maker."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._guesses: dict[tuple[str, str], Guess] = {}
        self._texts: dict[str, list[str]] = {}
        for row in rows:
            guess = Guess(row["family"], row["archetype"], 0.99, f"known:{row['model']}")
            self._guesses[row["brand"], row["model"]] = guess
            self._texts.setdefault(row["brand"], []).append(row["model"])

    def exact(self, described: Described) -> Guess | None:
        """The known model that a text is; a text without maker is any maker's."""
        for maker in described.makers:
            found = self._guesses.get((maker, described.body))
            if found:
                return found
        return self._guesses.get(("", described.body))

    def near(self, described: Described, least: float) -> Guess | None:
        """The known model of the same maker that a text resembles, word order and slips apart."""
        from rapidfuzz import fuzz, process

        best: tuple[float, str, str] = (0.0, "", "")
        for maker in sorted(described.makers):
            found = process.extractOne(
                described.body, self._texts.get(maker, ()), scorer=fuzz.token_sort_ratio, score_cutoff=least
            )
            if found and found[1] > best[0]:
                best = (found[1], maker, found[0])
        if not best[1]:
            return None
        known = self._guesses[best[1], best[2]]
        confidence = round(0.7 * best[0] / 100, 3)
        return Guess(known.family, known.archetype, confidence, f"fuzzy:{best[2]}")
