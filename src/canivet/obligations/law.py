"""The law as dated data: rules, their thresholds by year, the facts they read, and what falls due.

Typed rows of ``commons/obligations`` (see ``loading``). Whom the law on the digital footprint binds stays in
``obligations/scope.csv``, read by ``canivet.territory``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from canivet.commons.store import Row

Confidence = Literal["verified", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Group:
    """Rules shown together."""

    id: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what a text asks, of whom, since when, and how Canivet checks it."""

    id: str
    group: str
    title: str
    text: str
    article: str
    scope_step: str
    """Step of ``obligations/scope`` that gives its date; blank for others."""
    date_effect: date | None
    date_nature: Literal["from", "by", "yearly"]
    date_end: date | None
    kinds: frozenset[str]
    types: frozenset[str]
    basis: str
    basis_fact: str
    threshold: float | None
    comparison: str
    norm: Literal["required", "recommended"]
    formula: str
    facts: tuple[str, ...]
    step_key: str
    period_years: int | None
    requires: str
    """What the text asks."""
    reading: str
    """How we check it, which the text does not always say."""
    proof: str
    action: str
    severity: Literal["E", "A", "I"]
    confidence: Confidence
    source: str
    licence: str
    reviewed_on: date
    note: str

    @property
    def is_reen(self) -> bool:
        """Whether ``obligations/scope`` says whom it binds."""
        return self.basis == "reen_scope"


@dataclass(frozen=True, slots=True)
class FactKind:
    """One fact that an authority declares."""

    id: str
    group: str
    label: str
    type: str
    unit: str
    yearly: bool
    """One value for each year; else it holds until further notice."""
    answered_by: str
    """French name of who knows."""
    help: str


@dataclass(frozen=True, slots=True)
class Step:
    """A value of a rule from a year on; None where no verified source gives it."""

    rule: str
    key: str
    year_from: int | None
    amount: float | None
    unit: str
    comparison: Literal["ge", "le"]
    note: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of the law, or what gives it."""

    id: str
    label: str
    rule: str
    recurrence: Literal["once", "yearly", "before_fact", "after_fact"]
    day: date | None
    month_day: str
    fact: str
    offset_years: int
    year: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Highest price at which a device given away may be sold on, by family of equipment."""

    label: str
    family: str
    amount_eur: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a device that is retired, as the register says it."""

    id: str
    label: str
    reused: bool


@dataclass(frozen=True, slots=True)
class Law:
    """All the tables of ``commons/obligations``, typed."""

    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    facts: Mapping[str, FactKind]
    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    ceilings: tuple[Ceiling, ...]
    outcomes: Mapping[str, Outcome]
    exclusions: Mapping[str, str]
    """Word of the register of disposals → its label."""
    reuse_families: frozenset[str]
    """Families of equipment whose disposal counts in the rate of REEN 16."""
    doubtful_families: Mapping[str, str]
    """Families that may count in it → why nobody can say without looking at the device."""
    families: Mapping[str, str]
    """Family of equipment → French label."""
    themes: Mapping[str, str]
    """Number of a theme of the decree → short label; 0 is ours."""
    scope: tuple[Row, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of this identifier; `KeyError` when there is none."""
        found = next((rule for rule in self.rules if rule.id == rule_id), None)
        if found is None:
            raise KeyError(rule_id)
        return found

    def step(self, rule: Rule, year: int, key: str = "") -> Step | None:
        """The value in force in a year: the latest that began; None before the first."""
        mine = [step for step in self.steps if step.rule == rule.id and step.key == (key or rule.step_key)]
        begun = [step for step in mine if step.year_from is None or step.year_from <= year]
        return max(begun, key=lambda step: step.year_from or 0, default=None)
