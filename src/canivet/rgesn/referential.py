"""The RGESN as the commons hold it: criteria, themes, weights, states, and what a service must have for each.

An assessment stays at the edition it was made with: editions are never mixed, and a score of one is not
compared with a score of another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from canivet.commons.store import Commons
from canivet.problems import InputProblem, Place
from canivet.text import fold

VALIDATED, NOT_APPLICABLE, TO_ASSESS = "validated", "not_applicable", "to_assess"
#: Mark of a fact whose presence, not absence, puts a criterion aside.
NOT = "!"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; ``needs`` are the facts of a service without which it does not apply."""

    id: str
    theme: int
    subject: str
    look: str
    priority: str
    difficulty: str
    needs: tuple[str, ...]
    not_applicable: str
    """French reason, when the facts put it aside."""
    trades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of the referential."""

    id: int
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class State:
    """A state of a criterion: whether it earns its weight, and whether its weight is counted at all."""

    id: str
    label: str
    earns: bool
    applies: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a service has or has not; ``needs`` is the fact without which it cannot be there."""

    id: str
    label: str
    question: str
    needs: str


@dataclass(frozen=True, slots=True)
class Referential:
    """One edition of the RGESN."""

    version: str
    title: str
    published_on: date
    publishers: str
    plan_years: int
    source: str
    criteria: Mapping[str, Criterion]
    themes: tuple[Theme, ...]
    weights: Mapping[str, float]
    """Priority → weight in the score."""
    priorities: Mapping[str, str]
    """Priority → French label."""
    states: Mapping[str, State]
    facts: Mapping[str, Fact]
    kinds: Mapping[str, str]
    """Kind of service → French label."""

    def weight(self, criterion: str) -> float:
        """Weight of a criterion in the score."""
        return self.weights[self.criteria[criterion].priority]

    def of_theme(self, theme: int) -> tuple[Criterion, ...]:
        """Criteria of a theme, in order."""
        return tuple(item for item in self.criteria.values() if item.theme == theme)


def versions(commons: Commons) -> tuple[str, ...]:
    """Editions of the commons, the newest first."""
    rows = sorted(commons.rows("rgesn/versions"), key=lambda row: row["published_on"], reverse=True)
    return tuple(row["id"] for row in rows)


def load_referential(commons: Commons, version: str, place: Place | None = None) -> Referential:
    """One edition; `InputProblem`, at ``place``, when the commons do not have it."""
    found = next((row for row in commons.rows("rgesn/versions") if row["id"] == version), None)
    if found is None:
        raise InputProblem(
            f"l'édition « {version} » du RGESN n'est pas dans les communs.",
            cure=f"choisissez parmi : {', '.join(versions(commons))}.",
            place=place,
        )
    mine = {
        name: [row for row in commons.rows(f"rgesn/{name}") if row["version"] == version]
        for name in ("criteria", "themes", "priorities")
    }
    source = next(row for row in commons.rows("sources") if row["id"] == found["source"])
    return Referential(
        version,
        found["title_fr"],
        date.fromisoformat(found["published_on"]),
        found["publishers"],
        int(found["plan_years"]),
        source["attribution"],
        {row["id"]: _criterion(row) for row in mine["criteria"]},
        tuple(Theme(int(row["id"]), row["label_fr"], row["about_fr"]) for row in mine["themes"]),
        {row["id"]: float(row["weight"]) for row in mine["priorities"]},
        {row["id"]: row["label_fr"] for row in mine["priorities"]},
        load_states(commons),
        {
            row["id"]: Fact(row["id"], row["label_fr"], row["question_fr"], row["needs"])
            for row in commons.rows("rgesn/facts")
        },
        {row["id"]: row["label_fr"] for row in commons.rows("rgesn/kinds")},
    )


def _criterion(row: Mapping[str, str]) -> Criterion:
    return Criterion(
        row["id"],
        int(row["theme"]),
        row["subject_fr"],
        row["look_fr"],
        row["priority"],
        row["difficulty"],
        tuple(filter(None, row["needs"].split(";"))),
        row["not_applicable_fr"],
        tuple(trade.strip() for trade in row["trades_fr"].split(";")),
    )


def load_states(commons: Commons) -> dict[str, State]:
    """States of a criterion, in the order they are offered."""
    return {
        row["id"]: State(
            row["id"], row["label_fr"], row["earns"] == "1", row["applies"] == "1", row["meaning_fr"]
        )
        for row in commons.rows("rgesn/states")
    }


def named(choices: Mapping[str, str], text: str) -> str:
    """Identifier of a choice given by its identifier or its French label; empty when it is neither.

    >>> named({"video": "vidéo"}, "Video"), named({"video": "vidéo"}, "son")
    ('video', '')
    """
    if text in choices:
        return text
    wanted = fold(text)
    return next((id_ for id_, label in choices.items() if wanted in (fold(label), fold(id_))), "")


def missing_facts(facts: Mapping[str, Fact], without: Collection[str]) -> frozenset[str]:
    """Facts that a service lacks: those said, and those that cannot be there without them.

    >>> a, b, c = Fact("a", "", "", ""), Fact("b", "", "", "a"), Fact("c", "", "", "b")
    >>> sorted(missing_facts({"a": a, "b": b, "c": c}, ["a"]))
    ['a', 'b', 'c']
    """
    missing = set(without)
    while more := {id_ for id_, fact in facts.items() if fact.needs in missing} - missing:
        missing |= more
    return frozenset(missing)


def put_aside(criterion: Criterion, present: Collection[str], missing: Collection[str]) -> bool:
    """Whether the facts known of a service make a criterion not applicable.

    A fact that nobody has told puts nothing aside: the criterion stays to be assessed.
    """
    return any(need[1:] in present if need.startswith(NOT) else need in missing for need in criterion.needs)
