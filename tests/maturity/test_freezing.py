"""Frozen grids: sealed, named by their day, compared at the same version of the grid only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from small_grid import GRID, question

from canivet.maturity import (
    Answer,
    Snapshot,
    Whose,
    compare,
    compute_scores,
    freeze,
    load,
    opened,
    written_snapshots,
)
from canivet.maturity.freezing import _seal, _text
from canivet.problems import InputProblem

WHOSE = Whose("200041317", "Ville fictive")
YES = {"room": "oui"}


def frozen(*answers, on=date(2026, 3, 1), grid=GRID, taken=(), label=""):
    return freeze(grid, compute_scores(grid, answers, YES), WHOSE, on=on, taken=taken, label=label)


def test_a_frozen_grid_says_what_it_was():
    document = opened(frozen(Answer("A1", level=2), label="avant"))
    assert (document["frozen_on"], document["label"], document["grid"]["id"]) == (
        "2026-03-01",
        "avant",
        "2026.1",
    )
    assert document["total"]["score"] == 0.5
    levels = {item["id"]: (item["status"], item["level"]) for item in document["questions"]}
    assert levels == {
        "A1": ("answered", 2),
        "A2": ("unanswered", None),
        "B1": ("unanswered", None),
        "B2": ("unanswered", None),
    }


def test_two_grids_of_one_day_have_two_names():
    assert frozen(taken=["2026-03-01"]).name == "2026-03-01-2"
    assert frozen(taken=["2026-03-01", "2026-03-01-2"]).name == "2026-03-01-3"


def test_frozen_grids_are_read_back_in_their_order(tmp_path):
    days = [frozen(Answer("A1", level=1), on=date(2026, 3, number)) for number in (9, 10)]
    same = []
    for _ in range(10):
        taken = [days[0].name, *(item.name for item in same)]
        same.append(frozen(Answer("A1", level=1), on=date(2026, 3, 9), taken=taken))
    for name, text in written_snapshots([*reversed(same), *reversed(days)]).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    names = [item.name for item in load(tmp_path).snapshots]
    assert names == ["2026-03-09", *(f"2026-03-09-{number}" for number in range(2, 12)), "2026-03-10"]


@pytest.mark.parametrize("change", [lambda text: text.replace("0.5", "0.9"), lambda _: "{}", lambda _: "non"])
def test_a_frozen_grid_that_was_changed_is_refused(tmp_path, change):
    ((name, text),) = written_snapshots([frozen(Answer("A1", level=2))]).items()
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(change(text), encoding="utf-8")
    with pytest.raises(InputProblem, match="sceau"):
        load(tmp_path)


def test_what_moved_is_told_over_all_questions_and_over_those_answered_both_times():
    before = opened(frozen(Answer("A1", level=1), Answer("A2", level=2)))
    after = opened(frozen(Answer("A1", level=3), Answer("B2", level=4), on=date(2026, 11, 25)))
    found = compare(before, after)
    # then (1.5 × 1/4 + 1 × 2/4) ÷ 2.5 = 0.35; now (1.5 × 3/4 + 1 × 4/4) ÷ 2.5 = 0.85
    assert (found.total.before, found.total.after) == pytest.approx((0.35, 0.85))
    # answered both times: A1 alone, 1/4 then 3/4
    assert (found.total.common, found.total.common_before, found.total.common_after) == (1, 0.25, 0.75)
    domain = found.domains[1]
    assert (domain.label, domain.before, domain.after, domain.common_before) == ("Domaine B", None, 1, None)
    assert [(move.question, move.before, move.after) for move in found.moves] == [
        ("A1", 1, 3),
        ("A2", 2, None),
        ("B2", None, 4),
    ]


def test_two_versions_of_the_grid_are_not_compared():
    before = opened(frozen(Answer("A1", level=1)))
    after = opened(frozen(Answer("A1", level=2), grid=replace(GRID, id="2027.1")))
    with pytest.raises(InputProblem, match=r"grille 2026\.1.*2027\.1"):
        compare(before, after)


def test_one_version_with_other_questions_is_not_compared_either():
    changed = replace(GRID, questions=(question("A1", 1.25), *GRID.questions[1:]))
    before, after = opened(frozen(Answer("A1", level=1))), opened(frozen(Answer("A1", level=2), grid=changed))
    assert changed.fingerprint != GRID.fingerprint
    with pytest.raises(InputProblem, match="questions ou leurs poids"):
        compare(before, after)


def test_the_written_form_is_the_same_every_time():
    assert frozen(Answer("A1", level=1)) == frozen(Answer("A1", level=1))
    document = json.loads(frozen(Answer("A1", level=1)).text)
    assert len(document["seal"]) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"name": "hier"},
        {"frozen_on": "2026-02-30"},
        {"label": ["a"]},
        {"questions": [{"id": "A1"}]},
        {"total": {"score": 12}},
        {"grid": None},
        {"domains": "AB"},
    ],
)
def test_a_forged_grid_with_a_right_seal_is_refused_too(change):
    """A seal proves that nothing changed, not who made it."""
    document = {**json.loads(frozen(Answer("A1", level=2)).text), **change}
    document["seal"] = _seal(document)
    with pytest.raises(InputProblem, match="sceau"):
        opened(Snapshot(str(document["name"]), _text(document)))
