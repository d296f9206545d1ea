"""Every answer of every question changes the footprint, an action or an obligation: all are walked."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import pytest
from flash_cases import profile, village

from canivet import commons as commons_module
from canivet.flash.estimate import Flash, estimate
from canivet.flash.questionnaire import load_questionnaire

COMMONS = commons_module.load()
QUESTIONS = load_questionnaire(COMMONS)
#: A village whose other answers leave room for what a question brings: no copier, a lead, a plain habit.
PLAIN: dict[str, Any] = {
    "printers": 1, "copiers": 0, "reams": 72, "screens": 3, "tablets": 0, "smartphones": 0, "lead": "clerk",
    "school": "none", "hosting": None, "website": "none", "age": "middle",
}  # fmt: skip
#: The same, whose site and hosting are the two subjects left.
BARE = {**PLAIN, "laptops": 0, "desktops": 4, "printers": 0, "lead": "elected"}
BASES: tuple[dict[str, Any], ...] = ({}, PLAIN, BARE)
#: Answers that say the same to everything: a village without a school, and one whose school is counted.
ALIKE = {("school", frozenset({"none", "included"}))}


@cache
def flash(base: int, name: str, value: int | str | None) -> Flash:
    return estimate(profile(), village(**{**BASES[base], name: value}), COMMONS)


def footprint(found: Flash) -> Any:
    assessment = found.diagnosis.assessment
    gwp = assessment.footprint
    by_person = next(ratio.value for ratio in found.diagnosis.ratios if ratio.id == "gwp_per_agent")
    return gwp.total("gwp"), gwp.coverage("gwp"), assessment.intervals["gwp"].total, by_person


def actions(found: Flash) -> Any:
    return [(action.practice, action.reason, action.who) for action in found.actions]


def obligations(found: Flash) -> Any:
    return [(duty.rule, duty.reason) for duty in found.duties]


CHANGES = {"footprint": footprint, "action": actions, "obligation": obligations}


def differ(name: str, one: int | str | None, other: int | str | None) -> set[str]:
    """What two answers to a question change, in one village at least."""
    return {
        change
        for change, read in CHANGES.items()
        for base in range(len(BASES))
        if read(flash(base, name, one)) != read(flash(base, name, other))
    }


@pytest.mark.parametrize("name", QUESTIONS.chosen)
def test_each_choice_changes_something_and_no_two_are_alike(name: str) -> None:
    ids = [None if choice.is_unknown else choice.id for choice in QUESTIONS.chosen[name].choices]
    for one, other in combinations(ids, 2):
        if (name, frozenset({one, other})) not in ALIKE:
            assert differ(name, one, other), (name, one, other)


@pytest.mark.parametrize("name", QUESTIONS.counts)
def test_each_count_changes_something_and_so_does_not_knowing_it(name: str) -> None:
    low = QUESTIONS.counts[name].minimum
    for one, other in combinations((None, low, low + 1, 40), 2):
        if {one, other} == {None, 0}:
            # None of it and nobody knows: the same sum, but the second is told as not counted.
            assert flash(0, name, one).estate.left_out != flash(0, name, other).estate.left_out or differ(
                name, one, other
            )
        else:
            assert differ(name, one, other), (name, one, other)


@pytest.mark.parametrize("question", QUESTIONS.questions, ids=lambda question: question.id)
def test_a_question_changes_exactly_what_the_table_says(question: Any) -> None:
    values: dict[str, list[int | str | None]] = {
        count.id: [None, count.minimum, 2, 40] for count in question.counts
    } or {question.id: [None, *(choice.id for choice in question.choices if not choice.is_unknown)]}
    found: set[str] = set()
    for name, given in values.items():
        for one, other in combinations(given, 2):
            found |= differ(name, one, other)
    assert found == set(question.changes)
