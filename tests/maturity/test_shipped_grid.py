"""The grid as shipped: its form, its links, and a walk of every answer of every question."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from itertools import pairwise

import pytest

from canivet.commons.lists import listed
from canivet.commons.store import Commons
from canivet.deliverables.content.maturity import chapter
from canivet.deliverables.document import nodes
from canivet.maturity import Answer, Maturity, compute_scores, guides, load_grid, section
from canivet.maturity.grid import LEVELS
from canivet.maturity.loading import LINKS
from canivet.problems import InputProblem


@pytest.fixture(scope="module")
def grid(shipped):
    return load_grid(shipped)


def test_the_grid_has_about_a_hundred_questions_in_eight_domains(grid):
    assert [domain.id for domain in grid.domains] == ["G", "M", "1", "2", "3", "4", "5", "6"]
    assert [domain.decree_theme for domain in grid.domains] == [0, 0, 1, 2, 3, 4, 5, 6]
    assert 90 <= len(grid.questions) <= 120
    for domain in grid.domains:
        assert 9 <= len(grid.of_domain(domain.id)) <= 18, domain.id
    assert 8 <= sum(question.by_service for question in grid.questions) <= 20


def test_every_answer_of_every_question_changes_its_score_and_the_report(grid):
    """Alone in its domain, level n gives n/4, whatever the weight of the question."""
    for question in grid.questions:
        told = set()
        for level in LEVELS:
            scores = compute_scores(grid, [Answer(question.id, level=level)], {})
            assert scores.domains[question.domain].share == level / 4, question.id
            assert scores.total.share == level / 4
            assert scores.total.done == question.weight * level / 4
            made = section(grid, Maturity((Answer(question.id, level=level),)), {})
            told.add(str(list(nodes(chapter(made)))))
            (row,) = [row for row in made["questions"] if row["id"] == question.id]
            assert row["level_text"] == question.levels[level]
        assert len(told) == len(LEVELS), question.id


def test_every_question_weighs_on_the_whole(grid):
    """From a grid all at level 2, one level more anywhere raises the whole by weight ÷ 4 ÷ total weight."""
    level_two = {question.id: Answer(question.id, level=2) for question in grid.questions}
    weights = sum(question.weight for question in grid.questions)
    for question in grid.questions:
        raised = {**level_two, question.id: Answer(question.id, level=3)}
        share = compute_scores(grid, raised.values(), {}).total.share
        assert share == pytest.approx(0.5 + question.weight / 4 / weights), question.id
        refused = {**level_two, question.id: Answer(question.id, not_applicable="non")}
        assert compute_scores(grid, refused.values(), {}).total.potential == pytest.approx(
            weights - question.weight
        )


def test_every_precondition_takes_its_questions_away_and_every_fact_serves(grid):
    used = {name for question in grid.questions for name in question.preconditions}
    asked = {fact.id: fact for fact in grid.facts}
    for name in used:
        for condition in grid.preconditions[name].conditions:
            assert condition.fact in asked, name
        first = grid.preconditions[name].conditions[0]
        false = {"oui": "non"}.get(first.value, "0" if first.comparison != "is" else "autre chose")
        scores = compute_scores(grid, [], {first.fact: false})
        away = {item.question.id for item in scores.outcomes if not item.applicability.applies}
        needing = {question.id for question in grid.questions if name in question.preconditions}
        assert needing <= away, name
    served = {condition.fact for name in used for condition in grid.preconditions[name].conditions}
    unused = {fact.id for fact in grid.facts if fact.origin == "answer"} - served
    assert not unused, f"asked for nothing: {sorted(unused)}"


def test_who_serves_no_inhabitants_is_not_asked_about_them(grid):
    about = {"5.01", "5.04", "5.05", "5.07", "5.08"}
    facts = {"serves_inhabitants": about, "receives_users": {"5.03"}}
    for fact, questions in facts.items():
        for value, put in (("non", False), ("oui", True), ("", True)):
            outcomes = compute_scores(grid, [], {fact: value}).outcomes
            asked = {item.question.id for item in outcomes if item.applicability.applies}
            assert (questions <= asked, questions.isdisjoint(asked)) == (put, not put), (fact, value)


def test_every_role_has_something_to_say(grid):
    numbers = Counter(role for question in grid.questions for role in question.roles)
    assert all(numbers[role.id] >= 3 for role in grid.roles), numbers
    assert len(guides(grid, compute_scores(grid, [], {}))) == len(grid.roles)


def test_links_lead_somewhere(grid, shipped):
    for column, table in LINKS.items():
        if not shipped.has(table):
            continue
        known = {row["id"] for row in shipped.rows(table)}
        for row in shipped.rows("maturity/questions"):
            assert set(listed(row[column])) <= known, (row["id"], column)


def test_questions_are_written_in_one_form(grid):
    ranks = Counter()
    for question in grid.questions:
        ranks[question.domain] += 1
        assert question.id == f"{question.domain}.{ranks[question.domain]:02d}"
        assert question.text.endswith("?"), question.id
        assert len(question.text) <= 160, question.id
        assert 1 <= len(question.roles) <= 4, question.id
        assert len(question.preconditions) <= 2, question.id
        assert len(set(question.levels)) == len(LEVELS), question.id
        assert not question.proof.endswith("."), question.id
        for text in (question.why, *question.levels):
            assert re.search(r"[.!…]$", text), (question.id, text)
            assert len(text) <= 220, (question.id, text)
            assert text[0].isupper() or not text[0].isalpha(), (question.id, text)
    texts = [question.text for question in grid.questions]
    assert len(texts) == len(set(texts))


def test_weights_are_those_of_the_convention(grid):
    assert {question.weight for question in grid.questions} == {1.5, 1.25, 1.0}


def test_ranks_have_no_gap(shipped):
    ranks: dict[str, list[int]] = {}
    for row in shipped.rows("maturity/questions"):
        ranks.setdefault(row["domain"], []).append(int(row["rank"]))
    for domain, found in ranks.items():
        assert all(after == before + 1 for before, after in pairwise(sorted(found))), domain
        assert min(found) == 1


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("roles", "maire", "« maire » n'existe pas"),
        ("preconditions", "piscine", "« piscine » n'existe pas"),
        ("weight", "lourd", "le poids « lourd »"),
        ("domain", "Z", "le domaine « Z »"),
        ("id", "G.02", "déjà pris"),
    ],
)
def test_a_broken_link_is_refused(shipped, tmp_path, column, value, said):
    for name in ("maturity", "practices", "obligations", "rgesn"):
        if (shipped.root / name).is_dir():
            shutil.copytree(shipped.root / name, tmp_path / name)
    path = tmp_path / "maturity" / "questions.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputProblem, match=re.escape(said)):
        load_grid(Commons(tmp_path))
