"""Scores worked by hand on a grid of four questions (weights 1.5, 1, 1.25 by service, 1)."""

from __future__ import annotations

from datetime import date

import pytest
from small_grid import GRID

from canivet.maturity import Answer, compute_scores, unknown_answers

YES = {"room": "oui"}
SERVICES = ("RH", "DSI", "Culture")
DAY = date(2027, 6, 30)


def test_a_partly_answered_grid():
    answers = [
        Answer("A1", level=2),
        Answer("A2", level=4),
        Answer("B1", "RH", level=1),
        Answer("B1", "DSI", level=3),
    ]
    scores = compute_scores(GRID, answers, YES, SERVICES)
    total = scores.total
    # A1 1.5 × 2/4 = 0.75; A2 1 × 4/4 = 1; B1: two services of three, mean 2 → 1.25 × 2/3 × 2/4 = 0.41667
    assert total.done == pytest.approx(0.75 + 1 + 5 / 12)
    # answered weight 1.5 + 1 + 1.25 × 2/3 = 10/3; score (13/6) ÷ (10/3) = 0.65
    assert total.share == pytest.approx(0.65)
    # applicable weight 4.75, unanswered 1.25/3 + 1 = 17/12: bounds 13/6 ÷ 4.75 and (13/6 + 17/12) ÷ 4.75
    assert total.bounds == pytest.approx((13 / 6 / 4.75, 43 / 12 / 4.75))
    assert (total.answered, total.expected) == (4, 6)  # A1, A2, B1 × 3 services, B2
    assert total.answer_rate == pytest.approx(4 / 6)
    assert total.done + total.programmed + total.remaining + total.unanswered == pytest.approx(
        total.potential
    )
    first = scores.domains["A"]
    assert first.share == pytest.approx(1.75 / 2.5)  # 0.70, whole: both bounds are the score
    assert first.bounds == pytest.approx((0.7, 0.7))
    assert scores.domains["B"].share == pytest.approx(0.5)


def test_without_an_answer_there_is_no_score_and_a_reason():
    scores = compute_scores(GRID, [], {}, SERVICES)
    assert scores.total.share is None
    assert scores.total.share_programmed is None
    assert scores.total.proof_rate is None
    assert scores.total.answer_rate == 0
    assert scores.total.bounds == (0, 1)
    assert "n'est pas calculé" in scores.total.reason
    assert scores.total.potential == 4.75


def test_level_zero_everywhere_is_a_score_of_zero():
    answers = [Answer(item.id, level=0) for item in GRID.questions]
    total = compute_scores(GRID, answers, YES).total
    assert (total.share, total.bounds, total.reason) == (0, (0, 0), "")


def test_what_is_planned_is_apart_from_what_is_done():
    answers = [Answer("A1", level=1, planned_level=3, planned_on=DAY), Answer("A2", level=2)]
    score = compute_scores(GRID, answers, YES).domains["A"]
    # done 1.5 × 1/4 + 1 × 2/4 = 0.875; planned adds 1.5 × 2/4 = 0.75, of 2.5
    assert (score.done, score.programmed, score.remaining) == pytest.approx((0.875, 0.75, 0.875))
    assert score.share == pytest.approx(0.35)
    assert score.share_programmed == pytest.approx(0.65)


def test_a_plan_whose_date_is_past_programmes_nothing():
    answers = [Answer("A1", level=1, planned_level=3, planned_on=DAY), Answer("A2", level=2)]
    on_the_day = compute_scores(GRID, answers, YES, on=DAY).domains["A"]
    assert on_the_day.programmed == pytest.approx(0.75)
    after = compute_scores(GRID, answers, YES, on=date(2027, 7, 1)).domains["A"]
    assert (after.programmed, after.remaining) == pytest.approx((0, 1.625))
    assert after.share_programmed == after.share


def test_not_applicable_leaves_both_sums():
    answers = [Answer("A1", level=4), Answer("A2", not_applicable="mutualisée"), Answer("B1", level=0)]
    scores = compute_scores(GRID, answers, YES)
    assert scores.domains["A"].share == 1  # 1.5 of 1.5
    assert scores.domains["A"].potential == 1.5
    assert scores.domains["A"].whole == 2.5
    assert (scores.domains["A"].not_applicable, scores.domains["A"].answer_rate) == (1, 1)
    assert scores.of_domain("A")[1].not_applicable == "mutualisée"


def test_a_domain_where_nothing_applies_has_no_score_and_no_bounds():
    answers = [Answer("A1", not_applicable="a"), Answer("A2", not_applicable="b")]
    score = compute_scores(GRID, answers, YES).domains["A"]
    assert (score.share, score.bounds, score.potential, score.answer_rate) == (None, None, 0, None)
    assert "s'applique" in score.reason


def test_a_question_that_is_not_put_does_not_count_and_its_answer_is_told():
    scores = compute_scores(GRID, [Answer("A1", level=2), Answer("A2", level=4)], {"room": "non"})
    assert scores.domains["A"].share == 0.5  # A1 alone: 2/4
    assert scores.domains["A"].excluded == 1
    outcome = scores.of_domain("A")[1]
    assert [answer.question for answer in outcome.set_aside] == ["A2"]
    assert outcome.applicability.reason == "Question non posée : il faut avoir une salle serveur."


def test_on_a_question_of_the_authority_its_own_answer_prevails_over_opinions():
    opinions = [Answer("A1", "RH", level=0), Answer("A1", "DSI", level=3)]
    alone = compute_scores(GRID, opinions, YES).of_domain("A")[0]
    assert (alone.level, alone.answered, alone.expected, alone.gap) == (1.5, 1, 1, 3)
    decided = compute_scores(GRID, [*opinions, Answer("A1", level=2)], YES).of_domain("A")[0]
    assert (decided.level, decided.gap, len(decided.set_aside)) == (2, 3, 2)


def test_the_answer_of_the_authority_stands_for_the_services_that_gave_none():
    answers = [Answer("B1", level=4), Answer("B1", "RH", level=1)]
    outcome = compute_scores(GRID, answers, YES, SERVICES).of_domain("B")[0]
    # RH 1, DSI and Culture take 4: mean 3
    assert (outcome.level, outcome.covered, outcome.to_cover) == (3, 3, 3)
    assert (outcome.answered, outcome.expected) == (2, 2)
    everyone = [*answers, Answer("B1", "DSI", level=1), Answer("B1", "Culture", level=1)]
    outcome = compute_scores(GRID, everyone, YES, SERVICES).of_domain("B")[0]
    assert (outcome.level, [item.level for item in outcome.set_aside]) == (1, [4])


def test_one_answer_for_all_services_is_one_answer_and_one_proof():
    answers = [Answer("B1", level=2, proofs=("P1",))]
    total = compute_scores(GRID, answers, YES, SERVICES).domains["B"]
    assert (total.answered, total.expected) == (1, 2)  # B1 once, B2 lacks
    assert (total.proven, total.provable) == (1, 1)
    assert (total.covered, total.to_cover, total.cover_rate) == (3, 4, 0.75)


def test_a_service_for_which_the_question_does_not_apply_is_not_expected():
    answers = [Answer("B1", "RH", level=4), Answer("B1", "Culture", not_applicable="sans agent")]
    outcome = compute_scores(GRID, answers, YES, SERVICES).of_domain("B")[0]
    assert (outcome.level, outcome.answered, outcome.expected) == (4, 1, 2)
    refused = [Answer("B1", name, not_applicable="non") for name in SERVICES]
    assert compute_scores(GRID, refused, YES, SERVICES).of_domain("B")[0].expected == 0


def test_a_service_that_answered_is_expected_on_every_question_put_to_services():
    scores = compute_scores(GRID, [Answer("A1", "Voirie", level=1)], YES, ("RH",))
    assert scores.of_domain("B")[0].expected == 2


def test_proofs_count_for_what_is_above_level_zero():
    answers = [
        Answer("A1", level=2, proofs=("P1",)),
        Answer("A2", level=0, proofs=("P1",)),
        Answer("B1", "RH", level=1),
        Answer("B2", level=3),
    ]
    total = compute_scores(GRID, answers, YES).total
    assert (total.proven, total.provable, total.proof_rate) == (1, 3, pytest.approx(1 / 3))


def test_services_far_apart_disagree_from_the_gap_of_the_grid_on():
    close = [Answer("B1", "RH", level=1), Answer("B1", "DSI", level=2)]
    assert compute_scores(GRID, close, YES).disagreements == ()
    far = [Answer("B1", "RH", level=1), Answer("B1", "DSI", level=3)]
    scores = compute_scores(GRID, far, YES)
    assert [(item.question.id, item.gap) for item in scores.disagreements] == [("B1", 2)]
    assert scores.total.disagreements == 1


def test_answers_to_unknown_questions_are_left_aside_and_told():
    answers = [Answer("Z9", level=4), Answer("A1", level=2)]
    assert compute_scores(GRID, answers, YES).domains["A"].share == 0.5
    assert [answer.question for answer in unknown_answers(GRID, answers)] == ["Z9"]
