"""What the answers to one question come to: which count, how many are expected, how far they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canivet.maturity.answers import WHOLE, Answer
from canivet.maturity.applicability import Applicability
from canivet.maturity.grid import Question
from canivet.text import joined

Filled = tuple[tuple[tuple[Answer, ...], ...], Sequence[Answer]]
"""Slots answered, and answers that say "not applicable"."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers to one question come to."""

    question: Question
    applicability: Applicability
    slots: tuple[tuple[Answer, ...], ...] = ()
    """What is answered: one slot for an authority's question, one for each service of a service's question;
    a slot holds the opinions that it averages."""
    set_aside: tuple[Answer, ...] = ()
    """Answers that do not count, because another one prevails or the question is not put."""
    to_cover: int = 0
    """Slots to fill; 0 when the question does not apply."""
    not_applicable: str = ""
    """Why the question does not apply, in the words of who answered."""
    gap: int = 0
    """Largest difference of level between those who answered."""
    on: date | None = None
    """Day from which what is planned is to come; None takes every plan as still to come."""

    @property
    def covered(self) -> int:
        """Slots filled."""
        return len(self.slots)

    @property
    def answered(self) -> int:
        """Answers: one given once for several services is one."""
        return len(self._distinct)

    @property
    def expected(self) -> int:
        """Answers given, and one for each slot that none fills."""
        return self.answered + self.to_cover - self.covered

    @property
    def share(self) -> float:
        """Part of the question that is answered, from 0 to 1: slots filled, of those to fill."""
        return self.covered / self.to_cover if self.to_cover else 0.0

    @property
    def level(self) -> float | None:
        """Mean level; None when nothing is answered."""
        return _mean([_mean([answer.level or 0 for answer in slot]) or 0.0 for slot in self.slots])

    @property
    def reached(self) -> float | None:
        """Mean level once what is planned is done."""
        return _mean([_mean([answer.reached(self.on) for answer in slot]) or 0.0 for slot in self.slots])

    @property
    def provable(self) -> int:
        """Answers above level 0: there is something to prove."""
        return sum(any(answer.level for answer in slot) for slot in self._distinct)

    @property
    def proven(self) -> int:
        """Answers above level 0 with a proof."""
        return sum(any(answer.level and answer.proofs for answer in slot) for slot in self._distinct)

    @property
    def _distinct(self) -> tuple[tuple[Answer, ...], ...]:
        """What fills the slots, once each."""
        return tuple(dict.fromkeys(self.slots))


def outcome_of(
    question: Question,
    verdict: Applicability,
    answers: Sequence[Answer],
    services: Sequence[str],
    on: date | None = None,
) -> Outcome:
    """The outcome of one question on a day; ``answers`` are those to it, one at most for each service."""
    spoken = [answer for answer in answers if answer.is_given or answer.not_applicable]
    if not verdict.applies:
        return Outcome(question, verdict, set_aside=tuple(spoken), on=on)
    fill = _of_services if question.by_service and services else _of_authority
    slots, refusals = fill(spoken, services)
    counted = {id(answer) for slot in (*slots, refusals) for answer in slot}
    to_cover = len(services) - len(refusals) if fill is _of_services else int(bool(slots) or not refusals)
    return Outcome(
        question,
        verdict,
        slots,
        tuple(answer for answer in spoken if id(answer) not in counted),
        to_cover,
        "" if to_cover else joined(dict.fromkeys(answer.not_applicable for answer in refusals)),
        _gap([answer.level or 0 for answer in spoken if answer.is_given]),
        on,
    )


def _of_authority(spoken: Sequence[Answer], _: Sequence[str]) -> Filled:
    """The authority's own answer prevails; without one, the opinions of services are averaged."""
    chosen = [answer for answer in spoken if answer.service == WHOLE] or spoken
    levels = tuple(answer for answer in chosen if answer.is_given)
    return ((levels,), ()) if levels else ((), chosen)


def _of_services(spoken: Sequence[Answer], services: Sequence[str]) -> Filled:
    """Each service's own answer; that of the authority stands for the services that gave none."""
    by_service = {answer.service: answer for answer in spoken}
    own = by_service.get(WHOLE)
    found = [answer for name in services if (answer := by_service.get(name, own)) is not None]
    return tuple((item,) for item in found if item.is_given), [item for item in found if item.not_applicable]


def _mean(levels: Sequence[float]) -> float | None:
    return sum(levels) / len(levels) if levels else None


def _gap(levels: Sequence[int]) -> int:
    return max(levels) - min(levels) if len(levels) > 1 else 0
