"""The twelve questions, as the commons write them: what is counted, what is chosen, what answers feed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from canivet.commons.store import Commons, Row, number

AnswerType = Literal["count", "yes_no", "choice"]


@dataclass(frozen=True, slots=True)
class Feed:
    """What an answer feeds: a family of equipment, a kind of use, or a field of the profile."""

    target: Literal["family", "kind", "profile"]
    name: str


@dataclass(frozen=True, slots=True)
class Default:
    """What stands for a quantity that is not known: a cited ratio, or a named blank (``value`` is None)."""

    together: str
    """Quantities that the ratio gives together: those unknown share equally what the known ones leave."""
    value: float | None
    unit: str
    base: str
    """``people`` or ``computers``: what the ratio multiplies; blank for a blank."""
    pedigree: str
    locator: str
    note: str


@dataclass(frozen=True, slots=True)
class Count:
    """One number that a question asks for."""

    id: str
    question: str
    label: str
    minimum: int
    maximum: int
    feeds: Feed
    designation: str
    unit: str
    aged: bool
    """Whether the answer on the age of the equipment is about it."""
    pedigree: str
    """Class of a count made by hand."""
    default: Default


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a question offers."""

    question: str
    id: str
    rank: int
    label: str
    is_unknown: bool
    feeds: Feed | None
    designation: str
    quantity: str
    """A number, or ``people`` for one by person; blank when nothing is fed."""
    years: tuple[int, int] | None
    """Bracket of ages in years."""
    left_out: str
    who: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the twelve questions, with its counts or its choices."""

    id: str
    rank: int
    step: int
    step_title: str
    text: str
    help: str
    answer_type: AnswerType
    changes: tuple[str, ...]
    why: str
    counts: tuple[Count, ...]
    choices: tuple[Choice, ...]

    @property
    def unknown(self) -> Choice:
        """The choice that says « I do not know »."""
        return next(choice for choice in self.choices if choice.is_unknown)


@dataclass(frozen=True)
class Questionnaire:
    """The questions in their order."""

    questions: tuple[Question, ...]

    @cached_property
    def counts(self) -> dict[str, Count]:
        """Every count by its identifier, in the order they are asked."""
        return {count.id: count for question in self.questions for count in question.counts}

    @cached_property
    def chosen(self) -> dict[str, Question]:
        """Every question answered by a choice."""
        return {question.id: question for question in self.questions if question.choices}

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """What is answered, in the order it is asked: counts, and questions with choices."""
        return tuple(
            name
            for question in self.questions
            for name in ([count.id for count in question.counts] or [question.id])
        )


def load_questionnaire(commons: Commons) -> Questionnaire:
    """The questions of the commons."""
    defaults = {row["field"]: _default(row) for row in commons.rows("flash/defaults")}
    counts = [_count(row, defaults) for row in _ranked(commons, "flash/counts")]
    choices = [_choice(row) for row in _ranked(commons, "flash/choices")]
    return Questionnaire(
        tuple(
            Question(
                row["id"],
                int(row["rank"]),
                int(row["step"]),
                row["step_fr"],
                row["question_fr"],
                row["help_fr"],
                cast(AnswerType, row["answer_type"]),
                tuple(row["changes"].split(";")),
                row["why_fr"],
                tuple(count for count in counts if count.question == row["id"]),
                tuple(choice for choice in choices if choice.question == row["id"]),
            )
            for row in _ranked(commons, "flash/questions")
        )
    )


def _ranked(commons: Commons, name: str) -> list[Row]:
    return sorted(commons.rows(name), key=lambda row: int(row["rank"]))


def _feed(text: str) -> Feed | None:
    target, _, name = text.partition(":")
    return Feed(cast(Literal["family", "kind", "profile"], target), name) if text else None


def _default(row: Row) -> Default:
    return Default(
        row["together"], number(row["value"]), row["unit"], row["base"], row["pedigree"], row["locator"],
        row["note"],
    )  # fmt: skip


def _count(row: Row, defaults: dict[str, Default]) -> Count:
    feeds = _feed(row["feeds"])
    assert feeds is not None
    return Count(
        row["id"], row["question"], row["label_fr"], int(row["minimum"]), int(row["maximum"]), feeds,
        row["designation_fr"], row["unit"], row["aged"] == "1", row["pedigree"], defaults[row["id"]],
    )  # fmt: skip


def _choice(row: Row) -> Choice:
    low, high = row["years_low"], row["years_high"]
    return Choice(
        row["question"], row["id"], int(row["rank"]), row["label_fr"], row["is_unknown"] == "1",
        _feed(row["feeds"]), row["designation_fr"], row["quantity"],
        (int(low), int(high)) if low and high else None, row["left_out_fr"], row["who_fr"],
    )  # fmt: skip
