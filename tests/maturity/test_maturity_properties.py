"""What holds of any answers: scores within bounds, bounds that tighten, points that add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_grid import GRID

from canivet.maturity import Answer, compute_scores

SERVICES = ("RH", "DSI", "Culture")
SLOTS = [("A1", ""), ("A2", ""), ("B2", ""), *(("B1", service) for service in SERVICES)]
YES = {"room": "oui"}
EXACT = 1e-12
levels = st.integers(0, 4)


@st.composite
def given_answers(draw, slots=tuple(SLOTS)):
    """Answers to some slots, some with a plan, some not applicable, some with a proof."""
    found = []
    for question, service in draw(st.lists(st.sampled_from(slots), unique=True)):
        level, planned = draw(levels), draw(levels)
        if draw(st.integers(0, 5)) == 0:
            found.append(Answer(question, service, not_applicable="sans objet ici"))
        else:
            plan = planned if planned > level else None
            day = date(2027, 1, 1) if plan is not None else None
            proofs = ("P1",) if draw(st.booleans()) else ()
            found.append(
                Answer(question, service, level=level, planned_level=plan, planned_on=day, proofs=proofs)
            )
    return found


def everything(scores):
    return [scores.total, *scores.domains.values()]


@given(given_answers())
def test_scores_are_within_their_bounds_and_points_add_up(answers):
    for score in everything(compute_scores(GRID, answers, YES, SERVICES)):
        parts = score.done + score.programmed + score.remaining + score.unanswered
        assert parts == pytest.approx(score.potential)
        assert score.potential <= score.whole
        assert (score.share is None) == (not score.answered) == bool(score.reason)
        if score.bounds is not None:
            low, high = score.bounds
            assert -EXACT <= low <= high <= 1 + EXACT
            if score.share is not None:
                assert low - EXACT <= score.share <= high + EXACT
                assert score.share - EXACT <= score.share_programmed <= 1 + EXACT
        assert 0 <= score.proven <= score.provable <= score.answered <= score.expected


@given(given_answers(), st.sampled_from(SLOTS), levels)
def test_bounds_tighten_as_answers_come(answers, slot, level):
    """A new answer moves no bound outwards."""
    if any((answer.question, answer.service) == slot for answer in answers):
        return
    before = compute_scores(GRID, answers, YES, SERVICES)
    after = compute_scores(GRID, [*answers, Answer(*slot, level=level)], YES, SERVICES)
    for old, new in zip(everything(before), everything(after), strict=True):
        if old.bounds is not None and new.bounds is not None:
            assert old.bounds[0] <= new.bounds[0] + EXACT
            assert new.bounds[1] <= old.bounds[1] + EXACT


@given(given_answers(), st.randoms())
def test_the_order_of_answers_changes_nothing(answers, chance):
    shuffled = list(answers)
    chance.shuffle(shuffled)
    one, other = (compute_scores(GRID, rows, YES, SERVICES).total for rows in (answers, shuffled))
    assert one.share == (pytest.approx(other.share) if other.share is not None else None)
    assert (one.answered, one.expected, one.proven) == (other.answered, other.expected, other.proven)


@given(given_answers())
def test_a_whole_grid_has_no_interval(answers):
    filled = {(answer.question, answer.service): answer for answer in answers}
    whole = [filled.get(slot, Answer(*slot, level=2)) for slot in SLOTS]
    for score in everything(compute_scores(GRID, whole, YES, SERVICES)):
        if score.share is not None:
            assert score.bounds == (score.share, score.share)
