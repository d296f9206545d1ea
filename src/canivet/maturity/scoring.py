"""Scores of the grid: of a question, of a domain, of the whole; computable at any stage.

    points of a question    weight × level / 4
    score                   Σ points ÷ Σ weights of what is answered
    bounds                  what is not answered counted at level 0, then at level 4

Not applicable (with a reason, or by precondition) leaves both sums. A question put to each service weighs as
one question, of which each service has an equal part. Nothing answered is no score, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from canivet.maturity.answers import WHOLE, Answer
from canivet.maturity.applicability import Known, applicability
from canivet.maturity.grid import TOP_LEVEL, Grid
from canivet.maturity.outcomes import Outcome, outcome_of

NOTHING_ANSWERED = "Aucune réponse pour l'instant : le score n'est pas calculé."
NOTHING_APPLIES = "Aucune question ne s'applique : le score n'est pas calculé."


@dataclass(frozen=True, slots=True)
class Score:
    """A score and what it is made of. Shares are from 0 to 1, points in the unit of the weights.

    ``done + programmed + remaining + unanswered`` (points) is ``potential``.
    """

    done: float
    programmed: float
    """Points that what is planned would add."""
    remaining: float
    """Points between what is planned and level 4, of what is answered."""
    unanswered: float
    potential: float
    """Points of the questions that apply, all at level 4."""
    whole: float
    """Points of all questions, those that do not apply included."""
    answered: int
    """Answers given: one that stands for several services is one."""
    expected: int
    """Answers given, and those that lack."""
    covered: int
    """Questions and services that have an answer, their own or that of the authority."""
    to_cover: int
    proven: int
    provable: int
    """Answers above level 0: those that a proof can back up."""
    asked: int
    excluded: int
    """Questions not put, by precondition."""
    not_applicable: int
    disagreements: int

    @property
    def share(self) -> float | None:
        """The score: what is done, of what is answered."""
        return self.done / (self.potential - self.unanswered) if self.answered else None

    @property
    def share_programmed(self) -> float | None:
        """The score once what is planned is done."""
        if not self.answered:
            return None
        return (self.done + self.programmed) / (self.potential - self.unanswered)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Score if all that is not answered were at level 0, then at level 4; None when nothing applies."""
        if not self.potential:
            return None
        return self.done / self.potential, min((self.done + self.unanswered) / self.potential, 1.0)

    @property
    def answer_rate(self) -> float | None:
        """Answers given, of those expected."""
        return self.answered / self.expected if self.expected else None

    @property
    def cover_rate(self) -> float | None:
        """Questions and services that have an answer, of those that should."""
        return self.covered / self.to_cover if self.to_cover else None

    @property
    def proof_rate(self) -> float | None:
        """Answers above level 0 that have a proof; None when there is nothing to prove."""
        return self.proven / self.provable if self.provable else None

    @property
    def reason(self) -> str:
        """Why there is no score; blank when there is one."""
        if self.answered:
            return ""
        return NOTHING_ANSWERED if self.potential else NOTHING_APPLIES


@dataclass(frozen=True, slots=True)
class Scores:
    """The whole grid, its domains, and every question."""

    total: Score
    domains: dict[str, Score]
    outcomes: tuple[Outcome, ...]
    gap: int
    """Gap of levels from which two services are said to disagree."""

    def of_domain(self, domain: str) -> tuple[Outcome, ...]:
        """Outcomes of a domain, in the order of the grid."""
        return tuple(item for item in self.outcomes if item.question.domain == domain)

    @property
    def disagreements(self) -> tuple[Outcome, ...]:
        """Questions on which services disagree, the widest first."""
        found = [item for item in self.outcomes if item.gap >= self.gap]
        return tuple(sorted(found, key=lambda item: -item.gap))


def compute_scores(
    grid: Grid,
    answers: Iterable[Answer],
    known: Known,
    services: Sequence[str] | None = None,
    *,
    on: date | None = None,
) -> Scores:
    """Scores of an authority on a day: what was planned before it is not programmed any more.

    ``services`` are those expected to answer what each service is asked; by default, those named in the
    answers. Answers to questions that the grid does not have are left aside: see `unknown_answers`.
    """
    given: dict[str, list[Answer]] = {}
    named: dict[str, None] = {}
    for answer in answers:
        given.setdefault(answer.question, []).append(answer)
        if answer.service != WHOLE:
            named[answer.service] = None
    # Who answered is expected, listed or not.
    asked = tuple(dict.fromkeys((*(services or ()), *named)))
    outcomes = tuple(
        outcome_of(question, applicability(grid, question, known), given.get(question.id, ()), asked, on)
        for question in grid.questions
    )
    gap = grid.disagreement_gap
    domains = {
        domain.id: total_of((item for item in outcomes if item.question.domain == domain.id), gap)
        for domain in grid.domains
    }
    return Scores(total_of(outcomes, gap), domains, outcomes, gap)


def unknown_answers(grid: Grid, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Answers to questions that this version of the grid does not have."""
    return tuple(answer for answer in answers if answer.question not in grid.by_id)


def total_of(outcomes: Iterable[Outcome], gap: int) -> Score:
    """The score of some questions; ``gap`` is that from which a disagreement is counted."""
    rows = tuple(outcomes)
    asked = [item for item in rows if item.applicability.applies]
    applied = [item for item in asked if item.expected]
    done = [item.question.weight * item.share * (item.level or 0.0) / TOP_LEVEL for item in applied]
    reached = [item.question.weight * item.share * (item.reached or 0.0) / TOP_LEVEL for item in applied]
    answered = fsum(item.question.weight * item.share for item in applied)
    potential = fsum(item.question.weight for item in applied)
    return Score(
        done=fsum(done),
        programmed=fsum(reached) - fsum(done),
        remaining=answered - fsum(reached),
        unanswered=potential - answered,
        potential=potential,
        whole=fsum(item.question.weight for item in rows),
        answered=sum(item.answered for item in applied),
        expected=sum(item.expected for item in applied),
        covered=sum(item.covered for item in applied),
        to_cover=sum(item.to_cover for item in applied),
        proven=sum(item.proven for item in applied),
        provable=sum(item.provable for item in applied),
        asked=len(asked),
        excluded=len(rows) - len(asked),
        not_applicable=len(asked) - len(applied),
        disagreements=sum(item.gap >= gap for item in applied),
    )
