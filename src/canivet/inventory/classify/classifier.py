"""The decision: corrections, hard signals and known models, then rules, words, likeness and hints.

The order is written in ``docs/methode/reconnaissance.md``. Every table is in ``commons/classification``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from canivet.commons.archetypes import Archetype, load_archetypes
from canivet.commons.store import Commons
from canivet.inventory.classify.rules import Guess, KnownModels, RuleBook, WordBook
from canivet.inventory.classify.sizes import size_in_text
from canivet.inventory.classify.texts import Described, MakerReader, model_key, plain
from canivet.inventory.places import is_place

UNKNOWN: Final = "unknown"
#: A model text that resembles a known one less than this, out of 100, is not it.
LEAST_LIKENESS: Final = 90.0
#: A screen of at least this diagonal, in inches, is a large display unless its line says otherwise.
LARGE_DISPLAY_IN: Final = 46.0
#: What a word found inside a sentence loses against the same word alone in a type column.
WITHIN_LOSS: Final = 0.05
HINT_CONFIDENCE: Final = 0.4
_SIZED: Final = frozenset({"monitor", "large_display", "laptop"})
#: Hints that name a family by themselves; the others (computer, phone, network) do not.
_HINT_FAMILIES: Final = frozenset(
    {"monitor", "printer", "mfp", "server", "switch", "projector", "ups", "tablet", "smartphone"}
)


class Description(NamedTuple):
    """What a line says of what it is."""

    manufacturer: str
    model: str
    kind: str
    designation: str
    hint: str
    virtual: bool
    """Whether its serial number is one that a hypervisor gives."""
    screen_in: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line was recognised as."""

    family: str
    archetype: str
    confidence: float
    """From 0 to 1."""
    rule: str
    """``correction``, ``serial:…``, ``known:…``, ``rule:…``, ``type:…``, ``words:…``, ``fuzzy:…``, ``hint:…`` or ``none``."""  # noqa: E501


NOT_RECOGNISED: Final = Verdict(UNKNOWN, "", 0.0, "none")


class Classifier:
    """Recognises equipment, each distinct description once."""

    def __init__(
        self,
        commons: Commons,
        *,
        corrections: Mapping[str, str] | None = None,
        known_models: bool = True,
    ) -> None:
        rows = commons.rows
        self._corrections = dict(corrections or {})
        brands = rows("classification/brands")
        self._makers = MakerReader(
            {row["text"]: row["brand"] for row in brands},
            frozenset(row["text"] for row in brands if row["glued"] == "1"),
        )
        self._rules = RuleBook(rows("classification/rules"))
        self._words = WordBook(rows("classification/types"))
        self._known = KnownModels(rows("classification/known_models") if known_models else ())
        self._place_words = {row["word"] for row in rows("classification/place_words")}
        self._refinements: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for row in rows("classification/refinements"):
            refined = (re.compile(row["pattern"]), row["archetype"])
            self._refinements.setdefault(row["family"], []).append(refined)
        self._archetypes = load_archetypes(commons)
        self._defaults = {row["id"]: row["default_archetype"] for row in rows("classification/families")}
        self._seen: dict[Description, Verdict] = {}

    def classify(  # noqa: PLR0917 - the cells of a line, in the order of their weight
        self,
        manufacturer: str,
        model: str,
        kind: str = "",
        designation: str = "",
        hint: str = "",
        serial: str = "",
        screen_in: float | None = None,
    ) -> Verdict:
        """Verdict on one description. ``screen_in`` is a diagonal in inches, ``hint`` that of its table."""
        virtual = serial[:6].casefold() == "vmware"
        asked = Description(manufacturer, model, kind, designation, hint, virtual, screen_in)
        found = self._seen.get(asked)
        if found is None:
            found = self._seen[asked] = self._decide(asked)
        return found

    def _decide(self, asked: Description) -> Verdict:
        described = self._makers.describe(asked.manufacturer, asked.model)
        body = described.body or plain(asked.designation)
        key = model_key(asked.manufacturer, asked.model, asked.kind, asked.designation)
        corrected = self._corrections.get(key)
        if corrected:
            archetype = self._archetypes.get(corrected)
            if archetype is not None:
                return Verdict(archetype.family, archetype.id, 1.0, "correction")
            return self._verdict(Guess(corrected, "", 1.0, "correction"), body, asked)
        if asked.virtual:
            return Verdict("virtual", "", 0.98, "serial:vmware")
        guess = self._guess(asked, described)
        return NOT_RECOGNISED if guess is None else self._verdict(guess, body, asked)

    def _guess(self, asked: Description, described: Described) -> Guess | None:
        """The surest of what the model, the type and the designation say; the model first at a tie."""
        said = [
            self._by_model(described),
            self._by_kind(asked.kind),
            self._by_designation(asked.manufacturer, asked.designation),
        ]
        best = max((guess for guess in said if guess), key=lambda guess: guess.confidence, default=None)
        if best is not None:
            return best
        if described.body and described.makers:
            near = self._known.near(described, LEAST_LIKENESS)
            if near is not None:
                return near
        if asked.hint in _HINT_FAMILIES:
            return Guess(asked.hint, "", HINT_CONFIDENCE, f"hint:{asked.hint}")
        return None

    def _by_model(self, described: Described) -> Guess | None:
        nothing = not described.body and not described.makers
        if nothing or is_place(described.body, self._place_words):
            return None
        return (
            self._known.exact(described)
            or self._rules.guess(described)
            or (_weaker(self._words.within(described.body)) if described.body else None)
        )

    def _by_kind(self, kind: str) -> Guess | None:
        text = plain(kind)
        if not text:
            return None
        return self._words.whole(text) or _weaker(self._words.within(text))

    def _by_designation(self, manufacturer: str, designation: str) -> Guess | None:
        """A designation is a sentence: a model within it, or the words that name a kind of device."""
        text = plain(designation)
        if not text:
            return None
        words = self._words.whole(text) or _weaker(self._words.within(text))
        described = self._makers.describe(manufacturer, designation)
        rule = self._known.exact(described) or self._rules.guess(described)
        found = [guess for guess in (words, rule) if guess]
        return max(found, key=lambda guess: guess.confidence, default=None)

    def _verdict(self, guess: Guess, body: str, asked: Description) -> Verdict:
        family = guess.family
        size = asked.screen_in
        if size is None and family in _SIZED:
            size = size_in_text(body, family)
        if family == "monitor" and size is not None and size >= LARGE_DISPLAY_IN:
            family = "large_display"
        archetype = (
            guess.archetype
            or self._refined(family, f"{plain(asked.kind)} {plain(asked.designation)} {body}")
            or self._archetype_of(family, size)
        )
        return Verdict(family, archetype, guess.confidence, guess.rule)

    def _refined(self, family: str, text: str) -> str:
        """Archetype that the words of a line say, among those of its family; empty when they say none."""
        for pattern, archetype in self._refinements.get(family, ()):
            if pattern.search(text):
                return archetype
        return ""

    def _archetype_of(self, family: str, size: float | None) -> str:
        """Archetype of a family for a screen size; its default one without a size."""
        if size is not None and family in _SIZED:
            for archetype in self._archetypes.values():
                if archetype.family == family and _holds(archetype, size):
                    return archetype.id
        return self._defaults.get(family, "")


def _holds(archetype: Archetype, size: float) -> bool:
    low, high = archetype.screen_min_in, archetype.screen_max_in
    return low is not None and high is not None and low <= size < high


def _weaker(guess: Guess | None) -> Guess | None:
    """A guess made from a word within a sentence."""
    if guess is None:
        return None
    rule = guess.rule.replace("type:", "words:", 1)
    return Guess(guess.family, guess.archetype, round(guess.confidence - WITHIN_LOSS, 3), rule)
