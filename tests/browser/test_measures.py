"""The EcoIndex of the tests is the published one."""

from __future__ import annotations

import pytest
from browser_measures import grade, rank, score


def test_rank_by_hand():
    assert rank("dom", 0) == 0
    assert rank("dom", 47) == 1
    assert rank("dom", 61) == pytest.approx(1.5)  # half-way between 47 and 75
    assert rank("req", 8.5) == pytest.approx(1.5)  # half-way between 2 and 15


def test_score_by_hand():
    # q_dom(298) = 5, q_req(25) = 3, q_kb(144.7) = 2: 100 - 5 (15 + 6 + 2) / 6
    assert score(298, 25, 144.7) == pytest.approx(100 - 5 * 23 / 6)
    assert score(0, 0, 0) == 100


@pytest.mark.parametrize(
    ("value", "letter"), [(80.1, "A"), (80, "B"), (70.1, "B"), (55.1, "C"), (40.5, "D"), (11, "F"), (10, "G")]
)
def test_grades(value, letter):
    assert grade(value) == letter


def test_the_budget_of_a_page_is_an_a():
    assert grade(score(385, 4, 60)) == "A"
    assert grade(score(600, 30, 300)) != "A"
