"""The closed lists of the actors, read from ``commons/actors``: identifiers, French words, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from canivet.commons.store import Commons
from canivet.text import fold

#: Lists of ``actors/terms``.
LISTS: Final = ("role", "status", "state", "link", "label", "service")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of actors, the lever it helps with, and the letter it has on the map."""

    id: str
    mark: str
    label: str
    lever: str
    theme: int
    """Theme of CGCT D. 2311-15-1; 0 where it serves them all."""
    description: str


@dataclass(frozen=True, slots=True)
class Activity:
    """What a code of activity suggests, and whether it is too wide to be believed."""

    label: str
    categories: tuple[str, ...]
    roles: tuple[str, ...]
    status: str
    doubt: str
    """French reason to look first; blank where the code can be believed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where records come from: its French name, its licence, what to cite, and how far it is believed."""

    id: str
    label: str
    licence: str
    attribution: str
    precedence: int
    """The smallest wins; between equals, the latest date does."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every closed list of the actors, by identifier and in the order of the commons."""

    categories: Mapping[str, Category]
    terms: Mapping[str, Mapping[str, str]]
    """List → identifier → French word."""
    headcounts: Mapping[str, str]
    activities: Mapping[tuple[str, str], Activity]
    """(classification, code) → what it suggests."""
    legal_forms: Mapping[str, str]
    """Prefix of a legal category → status."""
    feeds: Mapping[str, Feed]
    words: Mapping[tuple[str, str, str], tuple[tuple[str, str], ...]]
    """(feed, column, folded text) → pairs (list, identifier)."""
    source_words: Mapping[tuple[str, str, str], str]
    """(feed, column, identifier) → the word of the source."""
    parameters: Mapping[str, float]
    districts: Mapping[str, str]
    desks: frozenset[str]
    """Words of the mailboxes that anybody at a desk reads."""

    def ids(self, name: str) -> tuple[str, ...]:
        """Identifiers of a list, in order; ``category`` is one too."""
        return tuple(self.categories if name == "category" else self.terms[name])

    def label(self, name: str, identifier: str) -> str:
        """French word of an identifier; the identifier itself where the list no longer has it."""
        if name == "category":
            found = self.categories.get(identifier)
            return found.label if found else identifier
        return self.terms[name].get(identifier, identifier)

    def read(self, name: str, text: str) -> str | None:
        """Identifier that a French word, or the identifier itself, names; None when it names none."""
        return _readings(self, name).get(fold(text))

    def status_of_form(self, form: str) -> str:
        """Status of a legal category of INSEE: the longest prefix decides; blank where none does."""
        return next(
            (self.legal_forms[form[:n]] for n in range(len(form), 0, -1) if form[:n] in self.legal_forms), ""
        )

    def said(self, feed: str, column: str, text: str) -> tuple[tuple[str, str], ...]:
        """What a word of a source says: pairs of a list and an identifier."""
        return self.words.get((feed, column, fold(text)), ())

    def written(self, feed: str, column: str, identifier: str) -> str:
        """The word that a source has for an identifier; blank where it has none."""
        return self.source_words.get((feed, column, identifier), "")

    def ordered(self, name: str, identifiers: object) -> tuple[str, ...]:
        """These identifiers, each once, in the order of their list."""
        wanted = set(identifiers)  # type: ignore[call-overload]
        return tuple(item for item in self.ids(name) if item in wanted)

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=64)
def _readings(vocabulary: Vocabulary, name: str) -> dict[str, str]:
    found = {fold(identifier): identifier for identifier in vocabulary.ids(name)}
    for identifier in vocabulary.ids(name):
        found.setdefault(fold(vocabulary.label(name, identifier)), identifier)
    return found


def load_vocabulary(commons: Commons) -> Vocabulary:
    """The vocabulary of these commons."""
    terms: dict[str, dict[str, str]] = {name: {} for name in LISTS}
    for row in sorted(commons.rows("actors/terms"), key=lambda row: int(row["rank"])):
        terms[row["list"]][row["id"]] = row["label_fr"]
    categories = {
        row["id"]: Category(
            *(row["id"], row["mark"], row["label_fr"], row["lever_fr"], int(row["theme"])),
            row["description_fr"],
        )
        for row in sorted(commons.rows("actors/categories"), key=lambda row: int(row["rank"]))
    }
    words: dict[tuple[str, str, str], tuple[tuple[str, str], ...]] = {}
    for row in commons.rows("actors/words"):
        key = (row["feed"], row["column"], fold(row["text"]))
        words[key] = (*words.get(key, ()), (row["list"], row["id"]))
    return Vocabulary(
        categories=categories,
        terms=terms,
        headcounts={row["id"]: row["label_fr"] for row in commons.rows("actors/headcounts")},
        activities=_activities(commons),
        legal_forms={row["prefix"]: row["status"] for row in commons.rows("actors/legal_forms")},
        feeds={
            row["id"]: Feed(
                *(row["id"], row["label_fr"], row["data_licence"], row["attribution_fr"]),
                int(row["precedence"]),
            )
            for row in commons.rows("actors/feeds")
        },
        words=words,
        source_words={
            (row["feed"], row["column"], row["id"]): row["text"]
            for row in reversed(commons.rows("actors/words"))
        },
        parameters={row["id"]: float(row["value"]) for row in commons.rows("actors/parameters")},
        districts={row["district"]: row["commune"] for row in commons.rows("actors/districts")},
        desks=frozenset(row["text"] for row in commons.rows("actors/name_words") if row["kind"] == "desk"),
    )


def _activities(commons: Commons) -> dict[tuple[str, str], Activity]:
    found: dict[tuple[str, str], Activity] = {}
    for row in commons.rows("actors/naf"):
        key = (row["nomenclature"], row["code"])
        former = found.get(key, Activity(row["label_fr"], (), (), "", ""))
        noisy = row["noisy"] == "yes"
        doubt = f"Le code {row['code']} est trop large : {_lowered(row['note_fr'])}" if noisy else ""
        found[key] = Activity(
            former.label,
            (*former.categories, row["category"]),
            tuple(dict.fromkeys((*former.roles, *filter(None, (row["role"],))))),
            former.status or row["status"],
            former.doubt or doubt,
        )
    return found


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
