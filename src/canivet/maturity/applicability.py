"""Which questions an authority is asked: facts, preconditions, and what is not known.

A question is put unless a fact says that it cannot apply; an unknown fact never takes a question away, nor
does a « non » that the inventory contradicts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canivet.inventory.values import parse_number
from canivet.maturity.grid import Condition, Fact, Grid, Precondition, Question
from canivet.text import fold

#: What is known: fact → ``oui``, ``non``, a number or a word, as text.
Known = Mapping[str, str]
YES, NO = "oui", "non"
_YES = frozenset(("oui", "o", "yes", "true", "vrai", "1", "x"))
_NO = frozenset(("non", "n", "no", "false", "faux", "0"))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact denied by hand, and the one by which the inventory counts what is denied."""

    fact: str
    counted: str


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a question is put, and why not; ``unknown`` holds the facts to ask."""

    applies: bool
    reason: str = ""
    unknown: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    """What would have taken the question away, were it not for the inventory."""


def known_facts(
    grid: Grid,
    profile: Mapping[str, object],
    estate: Mapping[str, float] | None,
    answers: Mapping[str, str],
) -> dict[str, str]:
    """What is known of an authority, by fact.

    ``profile`` holds its fields; ``estate`` the units counted by family, None when there is no inventory
    (which is not an estate without servers); ``answers`` what it said itself.
    """
    known: dict[str, str] = {}
    for fact in grid.facts:
        value = _value(fact, profile, estate, answers)
        if value:
            known[fact.id] = value
    return known


def _value(
    fact: Fact, profile: Mapping[str, object], estate: Mapping[str, float] | None, answers: Mapping[str, str]
) -> str:
    if fact.origin == "answer":
        return answers.get(fact.id, "").strip()
    if fact.origin == "profile":
        value = profile.get(fact.path[0])
        return "" if value in (None, "", 0) else str(value)
    return "" if estate is None else repr(float(sum(estate.get(family, 0.0) for family in fact.path)))


def read_yes_no(text: str) -> str | None:
    """``oui`` or ``non`` however it is written; blank stays blank; None when it is neither.

    >>> read_yes_no("Oui"), read_yes_no("0"), read_yes_no(""), read_yes_no("peut-être")
    ('oui', 'non', '', None)
    """
    folded = fold(text)
    if folded in _YES:
        return YES
    return NO if folded in _NO else ("" if not folded else None)


def applicability(grid: Grid, question: Question, known: Known) -> Applicability:
    """Whether a question is put to an authority of which this is known."""
    counted = frozenset(fact.id for fact in grid.facts if fact.origin == "estate")
    unknown: list[str] = []
    denied: list[Contradiction] = []
    for name in question.preconditions:
        precondition = grid.preconditions[name]
        verdict = _holds(precondition, known)
        against = None if verdict is not False else _against(precondition, known, counted)
        if against is not None:
            denied.append(against)
        elif verdict is False:
            return Applicability(False, f"Question non posée : il faut {precondition.label}.")
        elif verdict is None:
            unknown.append(precondition.conditions[0].fact)
    return Applicability(True, "", tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(denied)))


def _holds(precondition: Precondition, known: Known) -> bool | None:
    """The verdict of the first condition whose fact is known; None when none is."""
    for condition in precondition.conditions:
        value = known.get(condition.fact, "")
        if value:
            return compare(condition, value)
    return None


def _against(precondition: Precondition, known: Known, counted: frozenset[str]) -> Contradiction | None:
    """What the inventory counts against a « non »; None when it does not count, or counts none."""
    first = precondition.conditions[0]
    if first.fact in counted or not known.get(first.fact):
        return None
    for condition in precondition.conditions[1:]:
        value = known.get(condition.fact, "")
        if condition.fact in counted and value and compare(condition, value):
            return Contradiction(first.fact, condition.fact)
    return None


def compare(condition: Condition, value: str) -> bool:
    """Whether a known value fulfils a condition; a word compares with a word, a number with a number.

    >>> compare(Condition("agents", "ge", "20"), "20"), compare(Condition("agents", "gt", "20"), "20")
    (True, False)
    >>> compare(Condition("kind", "is", "epci"), "EPCI")
    True
    """
    if condition.comparison == "is":
        return fold(value) == fold(condition.value)
    number, bound = parse_number(value), float(condition.value)
    if number is None:
        return False
    return {"ge": number >= bound, "gt": number > bound, "le": number <= bound}[condition.comparison]
