"""The maturity grid of the commons, read into types: domains, questions, who answers, when a question is put.

Five levels, from 0 to 4, are the shape of the grid (one column each); texts, weights and thresholds live in
``commons/maturity``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

LEVELS = (0, 1, 2, 3, 4)
TOP_LEVEL = LEVELS[-1]


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the eight domains; ``decree_theme`` is 0 for the two that the decree does not name."""

    id: str
    label: str
    decree_theme: int
    decree_label: str
    scope: str
    levels: tuple[str, ...]
    """What the domain looks like at each level."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who answers."""

    id: str
    label: str
    who: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What makes a question apply: a field of the profile, a count of the estate, or an answer."""

    id: str
    question: str
    kind: str
    """``yes_no``, ``number`` or ``choice``."""
    origin: str
    """``profile``, ``estate`` or ``answer``."""
    path: tuple[str, ...]
    """Field of the profile, or families of the estate added up."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One way to decide a precondition: a fact compared with a value."""

    fact: str
    comparison: str
    """``is``, ``ge``, ``gt`` or ``le``."""
    value: str


@dataclass(frozen=True, slots=True)
class Precondition:
    """What an authority must have or be; the first condition whose fact is known decides.

    Except a « non » that the inventory contradicts, by counting what is said not to be there.
    """

    id: str
    label: str
    """After « il faut »."""
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One graded question, with all that it is linked to."""

    id: str
    domain: str
    by_service: bool
    """Put to each service about itself, and averaged; else one answer for the authority."""
    weight: float
    weight_label: str
    text: str
    why: str
    levels: tuple[str, ...]
    proof: str
    roles: tuple[str, ...]
    preconditions: tuple[str, ...]
    links: Mapping[str, tuple[str, ...]]
    """``obligations``, ``practices``, ``rgesn``, ``te`` → identifiers."""
    source: str


@dataclass(frozen=True)
class Grid:
    """One version of the grid."""

    id: str
    label: str
    disagreement_gap: int
    """Levels between two services from which they are said to disagree."""
    level_labels: tuple[str, ...]
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    facts: tuple[Fact, ...]
    preconditions: Mapping[str, Precondition] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Questions by identifier."""
        return {question.id: question for question in self.questions}

    @cached_property
    def role_labels(self) -> dict[str, str]:
        """French label of each role."""
        return {role.id: role.label for role in self.roles}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what a score hangs on: questions, weights, scopes, texts of the levels."""
        kept = [
            (
                question.id,
                question.domain,
                question.by_service,
                question.weight,
                question.text,
                question.levels,
            )
            for question in self.questions
        ]
        return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()

    def of_domain(self, domain: str) -> tuple[Question, ...]:
        """Questions of a domain, in their order."""
        return tuple(question for question in self.questions if question.domain == domain)
