"""What is known of a service assessed against the RGESN: its facts, its answers, the state of each criterion.

A criterion nobody answered is « non applicable » when the facts of the service put it aside, else « à
évaluer ». An answer given always wins over the facts, and the contradiction is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from canivet.rgesn.referential import (
    NOT_APPLICABLE,
    TO_ASSESS,
    Criterion,
    Referential,
    missing_facts,
    put_aside,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one criterion; ``reason`` says why it does not apply."""

    state: str
    reason: str = ""
    comment: str = ""
    evidence: str = ""
    action: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DigitalService:
    """A digital service, at the edition it is assessed with; facts are those said, one way or the other."""

    id: str
    name: str
    address: str
    kind: str
    version: str
    established_on: date | None
    assessor: str
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PastScore:
    """A score as it was at a date: sums of the weights validated and applicable."""

    service: str
    date: date
    version: str
    earned: float
    applicable: float


@dataclass(frozen=True, slots=True)
class ServiceAssessment:
    """A service and its answers, by criterion."""

    service: DigitalService
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RgesnPart:
    """Everything an authority assessed; empty when it assessed nothing."""

    services: tuple[ServiceAssessment, ...] = ()
    history: tuple[PastScore, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.services or self.history)


@dataclass(frozen=True, slots=True)
class Standing:
    """State of one criterion for one service, and where it comes from."""

    criterion: Criterion
    state: str
    reason: str
    """Why it does not apply; empty otherwise."""
    from_facts: bool
    """Deduced from the facts of the service, not answered."""
    contradicts: bool
    """Answered as applying when the facts say it does not."""
    answer: Answer


def standings(assessment: ServiceAssessment, referential: Referential) -> dict[str, Standing]:
    """State of every criterion of the edition, in its order."""
    service = assessment.service
    missing = missing_facts(referential.facts, service.absent)
    found = {}
    for criterion in referential.criteria.values():
        aside = put_aside(criterion, service.present, missing)
        answer = assessment.answers.get(criterion.id)
        if answer is None or (answer.state == TO_ASSESS and aside):
            state, given = NOT_APPLICABLE if aside else TO_ASSESS, answer or Answer("")
            reason = criterion.not_applicable if aside else ""
            found[criterion.id] = Standing(criterion, state, reason, aside, False, given)
            continue
        excluded = answer.state == NOT_APPLICABLE
        reason = (answer.reason or criterion.not_applicable) if excluded else ""
        found[criterion.id] = Standing(criterion, answer.state, reason, False, aside and not excluded, answer)
    return found
