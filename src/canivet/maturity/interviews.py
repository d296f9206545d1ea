"""What to ask to whom: the questions of one role, those without an answer first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canivet.maturity.answers import Answer
from canivet.maturity.grid import Grid, Question, Role
from canivet.maturity.outcomes import Outcome
from canivet.maturity.scoring import Scores
from canivet.problems import InputProblem
from canivet.text import fold


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an interview, with what is already answered."""

    question: Question
    unknown: tuple[str, ...]
    """Facts, as questions, that would tell whether it applies."""
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The interview of one role: what to ask, then what to confirm, each in the order of the grid."""

    role: Role
    to_ask: tuple[Item, ...]
    to_confirm: tuple[Item, ...]


def guide(grid: Grid, scores: Scores, role: Role) -> Guide:
    """The interview of a role: applicable questions only; partly answered ones are still to ask."""
    mine = [
        item
        for item in scores.outcomes
        if role.id in item.question.roles and item.applicability.applies and not item.not_applicable
    ]
    facts = {fact.id: fact.question for fact in grid.facts}
    return Guide(
        role,
        tuple(_item(item, facts) for item in mine if item.answered < item.expected),
        tuple(_item(item, facts) for item in mine if item.answered == item.expected),
    )


def _item(outcome: Outcome, facts: dict[str, str]) -> Item:
    given = tuple(dict.fromkeys(answer for slot in outcome.slots for answer in slot))
    return Item(outcome.question, tuple(facts[name] for name in outcome.applicability.unknown), given)


def guides(grid: Grid, scores: Scores, roles: Iterable[Role] | None = None) -> tuple[Guide, ...]:
    """Interviews of some roles (all of them by default); a role without any question has none."""
    made = (guide(grid, scores, role) for role in (grid.roles if roles is None else roles))
    return tuple(item for item in made if item.to_ask or item.to_confirm)


def role_named(grid: Grid, text: str) -> Role:
    """The role of this identifier, French label or first words of it; `InputProblem` lists them."""
    wanted = fold(text)
    for role in grid.roles:
        if wanted in (fold(role.id), fold(role.label)):
            return role
    begun = [role for role in grid.roles if wanted and fold(role.label).startswith(f"{wanted} ")]
    if len(begun) == 1:
        return begun[0]
    known = ", ".join(f"{role.id} ({role.label})" for role in grid.roles)
    raise InputProblem(f"le rôle « {text} » n'existe pas.", cure=f"choisissez parmi : {known}.")
