"""Scores, frozen grids, guides, the card of the hub, and the dossier in and out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from web_maturity import HERE, send, text

from canivet.maturity import Answer, Maturity, Snapshot, text_proof
from canivet.problems import InputProblem
from canivet_web.authorities.models import Service
from canivet_web.inventories import bridge as inventories
from canivet_web.maturity import bridge, freezing, storing
from canivet_web.maturity.models import MaturityAnswer, MaturityProof, MaturitySnapshot
from canivet_web.records import FrozenRecord


def answer(town, question, level, service=None, **fields):
    return MaturityAnswer.objects.create(
        authority=town.authority, question=question.id, service=service, level=level, **fields
    )


def test_without_an_answer_the_page_says_so_and_shows_no_zero(as_role, town):
    page = text(as_role("reader").get(town.url(f"{HERE}scores/")))
    assert "le score n'est pas calculé" in page
    assert "<img" not in page
    assert "non calculé" in page


def test_the_page_shows_what_the_library_computes(as_role, town, common_question, own_question):
    answer(town, common_question, 1, planned_level=3, planned_on=timezone.localdate())
    answer(town, own_question, 4, town.service)
    response = as_role("reader").get(town.url(f"{HERE}scores/"))
    page = text(response)
    one, other = common_question.weight, own_question.weight
    share = (one * 1 / 4 + other) / (one + other)
    assert response.context["key"]["score"].replace("\xa0", " ") == f"{100 * share:.0f} %"
    assert page.count('<img class="chart"') == 1
    assert 'alt="Graphique en barres du score de' in page
    rows = {row.label: row for row in response.context["rows"]}
    assert rows["Ensemble"].answers.startswith("2 / ")
    assert common_question.levels[3] in page  # what is planned
    detail = text(as_role("elected").get(town.url(f"{HERE}scores/{common_question.domain.lower()}/")))
    assert common_question.levels[1] in detail


def test_a_plan_whose_date_is_past_is_listed_apart_and_programmes_nothing(as_role, town, common_question):
    yesterday = timezone.localdate() - timedelta(days=1)
    answer(town, common_question, 1, planned_level=3, planned_on=yesterday)
    response = as_role("reader").get(town.url(f"{HERE}scores/"))
    assert response.context["key"]["planned"] == response.context["key"]["score"]
    assert (response.context["plans"], len(response.context["late"])) == ([], 1)
    page = text(response)
    assert "<h2>Date dépassée</h2>" in page
    assert "<h2>Ce qui est programmé</h2>" not in page


def test_the_picture_holds_what_the_table_says(as_role, town, common_question):
    from base64 import b64decode

    answer(town, common_question, 2)
    context = as_role("reader").get(town.url(f"{HERE}scores/")).context
    svg = b64decode(context["picture"]["source"].partition(",")[2]).decode()
    assert "50\xa0%" in svg
    # done: half of the width between the two ends of the axis (290 to 700): 205
    assert 'width="205.0"' in svg
    assert "Gouvernance" in context["picture"]["alt"] or common_question.domain != "G"


def test_pages_ask_a_bounded_number_of_questions_to_the_database(pilot, town, grid):
    services = [Service.objects.create(authority=town.authority, name=f"Service {n}") for n in range(10)]

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pilot.get(town.url(HERE + path)).status_code == 200
        return len(queries)

    paths = ("", "scores/", "domaine/g/", "scores/g/", "dates/", "entretiens/")
    before = {path: cost(path) for path in paths}
    for question in grid.questions:
        for service in services:
            row = answer(town, question, 2, service)
            if question.domain == "G":
                MaturityProof.objects.create(
                    authority=town.authority, answer=row, kind="note", title="x", text="x", sha256="0" * 64
                )
    assert {path: cost(path) for path in paths} == before
    assert max(before.values()) <= 15


def test_a_frozen_grid_is_kept_as_it_was_and_compared(pilot, town, common_question):
    row = answer(town, common_question, 1)
    page = text(pilot.post(town.url(f"{HERE}figer/"), {"label": "Avant"}, follow=True))
    assert "est figée" in page
    frozen = MaturitySnapshot.objects.get()
    assert (frozen.label, frozen.score, frozen.grid) == ("Avant", 0.25, bridge.grid().id)
    # the same day with nothing changed: a second click
    pilot.post(town.url(f"{HERE}figer/"), {"label": "Avant"})
    assert MaturitySnapshot.objects.count() == 1
    row.level = 3
    row.save()
    pilot.post(town.url(f"{HERE}figer/"), {"label": "Après"})
    first, second = MaturitySnapshot.objects.all()
    assert json.loads(first.document)["total"]["score"] == 0.25
    assert second.name == f"{first.name}-2"
    page = text(pilot.get(town.url(f"{HERE}dates/?avant={second.name}&apres={first.name}")))
    assert f"{common_question.id} : 1 → 3" in page
    assert "25 % → 75 % (1)" in page  # the older first, whatever was chosen first
    with pytest.raises(FrozenRecord):
        first.save()


def test_a_frozen_grid_altered_outside_is_told_and_breaks_no_page(pilot, town, common_question):
    answer(town, common_question, 1)
    for day in (date(2026, 3, 1), date(2026, 4, 1)):
        freezing.freeze(town.authority, None, "", day)
    frozen = MaturitySnapshot.objects.first()
    models.QuerySet(MaturitySnapshot).filter(pk=frozen.pk).update(
        document=frozen.document.replace("0.25", "0.95")
    )
    for path in ("", "scores/", "dates/"):
        text(pilot.get(town.url(HERE + path)))
    page = text(pilot.get(town.url(f"{HERE}dates/?avant=2026-03-01&apres=2026-04-01")))
    assert "son sceau ne correspond pas" in page


def test_nothing_to_freeze_is_said(pilot, town):
    assert "aucune réponse à figer" in text(pilot.post(town.url(f"{HERE}figer/"), {"label": ""}))
    assert not MaturitySnapshot.objects.exists()


def test_two_versions_of_the_grid_are_not_compared(pilot, town, common_question):
    answer(town, common_question, 1)
    frozen, _ = freezing.freeze(town.authority, None, "", date(2026, 3, 1))
    from canivet.maturity.freezing import _seal, _text

    document = json.loads(frozen.document)
    document |= {
        "name": "2025-03-01",
        "frozen_on": "2025-03-01",
        "grid": {**document["grid"], "id": "2025.1"},
    }
    document["seal"] = _seal(document)
    freezing.store(town.authority, None, Snapshot("2025-03-01", _text(document)))
    page = text(pilot.get(town.url(f"{HERE}dates/?avant=2025-03-01&apres=2026-03-01")))
    assert "suit la grille 2025.1" in page
    assert "Que faire" in page
    assert "Choisissez deux dates" in text(pilot.get(town.url(f"{HERE}dates/?avant=x&apres=y")))


def test_guides_are_given_for_the_roles_that_have_something_to_say(pilot, town):
    page = pilot.get(town.url(f"{HERE}entretiens/"))
    assert len(page.context["guides"]) == len(bridge.grid().roles)
    pdf = pilot.get(town.url(f"{HERE}entretiens/purchasing.pdf"))
    assert (pdf.headers["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    html = pilot.get(town.url(f"{HERE}entretiens/purchasing.html"))
    assert "Guide d’entretien – Achats et commande publique" in html.content.decode()
    assert 'filename="entretien-achats-et-commande-publique.html"' in html.headers["Content-Disposition"]


def test_what_the_inventory_counts_decides_where_nobody_said(town, monkeypatch):
    monkeypatch.setattr(bridge, "estate_of", lambda _: {"server": 0.0})
    assert bridge.known_of(town.authority)["servers"] == "0.0"
    gone = {item.id for item in bridge.grid().questions} - {
        item.id for item in bridge.applicable(bridge.known_of(town.authority))
    }
    assert gone == {
        item.id
        for item in bridge.grid().questions
        if {"server_room", "printing", "professional_phones", "connected_objects"} & set(item.preconditions)
    }


def test_the_estate_is_that_of_the_inventory_in_force_with_its_corrections(town):
    from canivet.examples import example_dossier, load_example
    from canivet_web.commons import commons
    from canivet_web.inventories.models import Acceptance, Correction

    assert bridge.estate_of(town.authority) is None
    pilot = town.members["pilot"]
    dossier = example_dossier(commons(), load_example(commons(), "village"))
    batch = inventories.store_tables(town.authority, pilot, dossier.tables, 2025)
    Acceptance.objects.create(authority=town.authority, batch=batch, accepted_by=pilot)
    before = bridge.estate_of(town.authority)
    counted = inventories.classified(batch, {}).assets
    assert before["laptop"] == sum(item.quantity for item in counted if item.family == "laptop") > 0
    moved = batch.models.filter(family="laptop").first()
    Correction.objects.create(authority=town.authority, key=moved.key, value="tablet")
    after = bridge.estate_of(town.authority)
    assert after["laptop"] == before["laptop"] - moved.in_service
    assert after["tablet"] == before.get("tablet", 0) + moved.in_service


def test_the_card_of_the_hub_says_how_far_one_is(town, grid, common_question):
    card = bridge.card(town.authority)
    assert card["url"] == town.url(HERE)
    assert (card["done"], "aucune réponse" in card["text"]) == (False, True)
    answer(town, common_question, 2)
    text_ = bridge.card(town.authority)["text"].replace("\xa0", " ")
    assert text_.startswith("1 réponse sur ")
    assert text_.endswith("attendues ; 0 % de celles au-dessus de 0 ont une preuve.")
    for question in grid.questions:
        MaturityAnswer.objects.get_or_create(
            authority=town.authority, question=question.id, service=None, defaults={"level": 0}
        )
    assert bridge.card(town.authority)["done"]


def test_the_part_of_a_dossier_goes_in_and_comes_out_the_same(
    town, other_town, common_question, own_question
):
    note = text_proof("P1", "", "vu en comité", "confidential")
    part = Maturity(
        (
            Answer(
                common_question.id,
                level=1,
                planned_level=2,
                planned_on=date(2027, 1, 1),
                proofs=("P1",),
                role="it",
            ),
            Answer(own_question.id, "Culture", level=3, proofs=("P1",), comment="ok"),
            Answer(own_question.id, "Voirie"),
        ),
        (note,),
        {"website": "oui"},
    )
    assert storing.store(town.authority, town.members["pilot"], part) == 3
    freezing.freeze(town.authority, None, "", date(2026, 3, 1))
    out = bridge.part_of(town.authority)
    key = lambda item: (item.question, item.service)  # noqa: E731
    assert sorted(out.answers, key=key) == sorted(part.answers, key=key)
    assert (out.proofs, out.facts, len(out.snapshots)) == (part.proofs, part.facts, 1)
    assert {"Culture", "Voirie"} <= set(bridge.services_of(town.authority))
    # again: replaced, not doubled
    storing.store(town.authority, town.members["pilot"], out)
    assert len(bridge.part_of(town.authority).answers) == 3
    assert bridge.part_of(town.authority).proofs == part.proofs
    storing.store(other_town.authority, None, out)
    assert bridge.scores_of(other_town.authority).total.share is not None


@pytest.mark.parametrize("kept", ["internal", "confidential"])
def test_a_dossier_taken_back_in_leaves_each_file_where_it_was(town, other_town, common_question, kept):
    answer = MaturityAnswer.objects.create(authority=town.authority, question=common_question.id, level=1)
    MaturityProof.objects.create(
        authority=town.authority,
        answer=answer,
        kind="file",
        title="Charte",
        address="charte.pdf",
        content=b"%PDF",
        sha256=bridge.sha256(b"%PDF"),
        confidentiality=kept,
    )
    part = bridge.part_of(town.authority)
    lowered = replace(part, proofs=tuple(replace(one, confidentiality="public") for one in part.proofs))
    storing.store(town.authority, town.members["pilot"], lowered)
    (proof,) = MaturityProof.objects.kept()
    assert bytes(proof.content) == b"%PDF"
    assert proof.confidentiality == ("public" if kept == "internal" else kept)
    # Another authority that has the hash has not the file.
    storing.store(other_town.authority, None, part)
    assert other_town.authority.maturity_proofs.get().content is None


def test_a_frozen_grid_whose_seal_is_broken_is_not_taken_in(town, common_question):
    answer(town, common_question, 1)
    frozen, _ = freezing.freeze(town.authority, None, "", date(2026, 3, 1))
    forged = Snapshot("2026-04-01", frozen.document.replace("0.25", "0.95"))
    with pytest.raises(InputProblem, match="sceau"):
        storing.store(town.authority, None, Maturity(facts={"website": "non"}, snapshots=(forged,)))
    assert bridge.facts_given(town.authority) == {}  # nothing of it


def test_every_page_opens_for_those_who_may(as_role, town, common_question):
    send(as_role("pilot"), town.url(f"{HERE}question/{common_question.id}/"), level="2")
    for role in ("pilot", "it", "consultant", "elected", "reader"):
        for path in ("", "scores/", "scores/g/", "dates/"):
            text(as_role(role).get(town.url(HERE + path)))
    contributor = as_role("contributor")
    assert "Écoles" in text(contributor.get(town.url(HERE)))
    assert contributor.get(town.url(f"{HERE}scores/")).status_code == 403
    assert as_role("reader").get(town.url(f"{HERE}domaine/g/")).status_code == 403
    assert as_role("consultant").get(town.url(f"{HERE}figer/")).status_code == 403
