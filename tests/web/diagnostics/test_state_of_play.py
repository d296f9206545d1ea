"""The state of play goes into the platform and out of it whole; a diagnosis there says what it says here."""

from __future__ import annotations

import json

import pytest

from canivet.examples import example_dossier, example_ids, load_example
from canivet.qualitative import fingerprint, parse, written
from canivet_web.commons import commons
from canivet_web.diagnostics import state
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db


def canonical(example_id, shipped):
    dossier = example_dossier(shipped, load_example(shipped, example_id))
    return written(parse(dossier.state, shipped), shipped)


@pytest.mark.parametrize("example_id", example_ids(commons()))
def test_what_comes_in_goes_out_the_same(town, shipped, example_id):
    files = canonical(example_id, shipped)
    for _ in range(2):
        state.store(town.authority, town.members[Role.PILOT], files)
        assert state.files_of(town.authority) == files


def test_nothing_is_not_a_part(town):
    assert state.files_of(town.authority) == {}
    state.store(town.authority, town.members[Role.PILOT], {})
    assert not town.authority.events.exists()


def test_an_answer_makes_a_new_result_without_moving_the_footprint(town, stock, compute, shipped):
    stock(town, "village", profile=True)
    first = compute(town)
    assert compute(town).number == first.number
    answer = town.authority.maturity_answers.filter(level__lt=4).first()
    answer.level += 1
    answer.save()
    second = compute(town)
    assert second.number == first.number + 1
    one, other = json.loads(first.document), json.loads(second.document)
    assert one["footprint"] == other["footprint"]
    assert one["dossier_fingerprint"] == other["dossier_fingerprint"]
    scores = [item["state_of_play"]["maturity"]["total"]["score"] for item in (one, other)]
    assert scores[0] < scores[1]
    assert other["state_of_play"]["fingerprint"] == fingerprint(state.files_of(town.authority))


def test_the_report_holds_the_state_of_play(town, stock, compute):
    stock(town, "village", profile=True)
    page = bytes(compute(town).files.get(name="rapport.html").content).decode()
    for chapter in ("La maturité de la démarche", "Ce que la loi demande", "Les acteurs du territoire"):
        assert chapter in page
