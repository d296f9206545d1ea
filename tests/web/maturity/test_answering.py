"""Answering: one row per question and service, for whom, what is refused, where one goes next."""

from __future__ import annotations

import pytest
from web_maturity import HERE, send, shown, text

from canivet_web.authorities.models import Service
from canivet_web.journal.models import Event
from canivet_web.maturity import bridge
from canivet_web.maturity.models import MaturityAnswer


def url(town, question, service=None) -> str:
    return town.url(f"{HERE}question/{question.id}/") + (f"?service={service.pk}" if service else "")


def test_an_answer_is_kept_dated_and_told(pilot, town, common_question):
    address = url(town, common_question)
    page = text(pilot.get(address))
    for level, words in enumerate(common_question.levels):
        assert f"{level} : {words}" in page
    assert common_question.proof in page
    assert send(pilot, address, level="2").status_code == 302
    row = MaturityAnswer.objects.get()
    assert (row.question, row.service, row.level, row.grid) == (common_question.id, None, 2, bridge.grid().id)
    assert row.answered_on is not None
    event = Event.objects.get()
    assert (event.act, event.target) == ("maturity.answered", f"{common_question.id}, toute la collectivité")
    assert event.details == {"level": ["", f"2 : {common_question.levels[2]}"]}
    assert shown(pilot, address)["level"] == "2"
    # 2/4 of what is answered
    assert bridge.scores_of(town.authority).total.share == 0.5


def test_nothing_typed_keeps_nothing(pilot, town, common_question):
    assert send(pilot, url(town, common_question)).status_code == 302
    assert not MaturityAnswer.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"level": "2", "planned_level": "1", "planned_on": "2027-06-30"}, "ne dépasse pas le niveau actuel"),
        ({"level": "2", "planned_level": "3"}, "sans date"),
        ({"planned_level": "3", "planned_on": "2027-06-30"}, "sans le niveau actuel"),
        ({"level": "2", "planned_on": "2027-06-30"}, "sans niveau visé"),
        ({"level": "2", "not_applicable": "mutualisé"}, "dite sans objet, et un niveau"),
        ({"level": "7"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_a_file_would_refuse_is_refused(pilot, town, common_question, typed, said):
    page = text(send(pilot, url(town, common_question), **typed))
    assert said in page
    assert "Rien n'est encore enregistré" in page
    assert not MaturityAnswer.objects.exists()


def test_a_reason_takes_the_question_out_of_the_score(pilot, town, common_question):
    before = bridge.scores_of(town.authority).total.potential
    send(pilot, url(town, common_question), not_applicable="Mutualisé par le syndicat")
    total = bridge.scores_of(town.authority).total
    assert total.potential == pytest.approx(before - common_question.weight)
    assert total.not_applicable == 1


def test_one_goes_on_to_the_next_question_without_an_answer(pilot, town, grid):
    asked = [item for item in bridge.applicable(bridge.known_of(town.authority)) if item.domain == "G"]
    first, second, third = asked[:3]
    MaturityAnswer.objects.create(authority=town.authority, question=second.id, level=1)
    answer = send(pilot, url(town, first), level="1")
    assert answer.headers["Location"].startswith(f"/c/999999998/{HERE}question/{third.id}/?")
    # the keyboard is put on the levels of the next one
    assert "autofocus" in text(pilot.get(answer.headers["Location"]))
    assert "autofocus" not in text(pilot.get(url(town, third)))
    stayed = send(pilot, url(town, third), level="1", rester="1")
    assert stayed.headers["Location"] == url(town, third)
    for item in asked[3:]:
        MaturityAnswer.objects.create(authority=town.authority, question=item.id, level=1)
    done = send(pilot, url(town, first), level="2")
    assert done.headers["Location"] == town.url(f"{HERE}domaine/g/")
    assert "Toutes les questions de ce domaine ont une réponse" in text(pilot.get(done.headers["Location"]))
    assert len(asked) < len(grid.questions)


def test_a_contributor_answers_for_their_service_only(as_role, town, own_question):
    other = Service.objects.create(authority=town.authority, name="Voirie")
    client = as_role("contributor")
    assert send(client, url(town, own_question), level="3").status_code == 302
    row = MaturityAnswer.objects.get()
    assert (row.service, row.level, row.role) == (town.service, 3, "")
    for address in (url(town, own_question, other), url(town, own_question) + "?service=0"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"level": "1"}).status_code == 404
    assert 'name="role"' not in text(client.get(url(town, own_question)))
    assert MaturityAnswer.objects.count() == 1


def test_a_contributor_does_not_see_what_others_answered(as_role, pilot, town, own_question):
    other = Service.objects.create(authority=town.authority, name="Voirie")
    send(pilot, url(town, own_question, other), level="1", comment="Secret de la voirie")
    client = as_role("contributor")
    for address in (url(town, own_question), town.url(f"{HERE}domaine/{own_question.domain.lower()}/")):
        page = text(client.get(address))
        assert "Secret" not in page
        assert "Voirie" not in page
    assert "Voirie 1" in text(pilot.get(url(town, own_question)))


def test_a_contributor_without_a_service_answers_nothing(as_role, town, own_question):
    town.service.discard(town.members["pilot"])
    client = as_role("contributor")
    assert "Aucun service ne vous est confié" in text(client.get(town.url(HERE)))
    assert client.get(url(town, own_question)).status_code == 403
    assert client.post(url(town, own_question), {"level": "1"}).status_code == 403
    domain = text(client.get(town.url(f"{HERE}domaine/{own_question.domain.lower()}/")))
    assert f"question/{own_question.id}/" not in domain


def test_the_opinion_of_a_service_counts_until_the_authority_decides(as_role, pilot, town, common_question):
    send(as_role("contributor"), url(town, common_question), level="4")
    assert bridge.scores_of(town.authority).total.share == 1
    send(pilot, url(town, common_question), level="1")
    assert bridge.scores_of(town.authority).total.share == 0.25
    assert "avis opposés" in text(pilot.get(town.url(f"{HERE}domaine/{common_question.domain.lower()}/")))


def test_each_service_has_its_part_of_a_question_put_to_services(as_role, pilot, town, own_question):
    Service.objects.create(authority=town.authority, name="Voirie")
    send(as_role("contributor"), url(town, own_question), level="4")
    (outcome,) = [
        item for item in bridge.scores_of(town.authority).outcomes if item.question.id == own_question.id
    ]
    assert (outcome.answered, outcome.expected) == (1, 2)  # Écoles answered, Voirie has not
    send(pilot, url(town, own_question), level="2")
    assert bridge.scores_of(town.authority).total.share == 0.75  # 4 and 2 for Voirie: mean 3


def test_a_fact_takes_a_question_away(pilot, town, grid):
    question = next(item for item in grid.questions if item.preconditions == ("website",))
    assert send(pilot, town.url(f"{HERE}faits/"), website="non").status_code == 302
    page = text(pilot.get(url(town, question)))
    assert "Question non posée" in page
    assert "<fieldset" not in page
    assert pilot.post(url(town, question), {"level": "2"}).status_code == 200
    assert not MaturityAnswer.objects.exists()
    domain = text(pilot.get(town.url(f"{HERE}domaine/{question.domain}/")))
    assert "question non posée" in domain or "questions non posées" in domain


def test_unknown_questions_domains_and_services_do_not_exist(pilot, town, other_town, own_question):
    for path in ("question/Z.99/", "domaine/z/", "scores/z/", "entretiens/maire.pdf", "entretiens/it.docx"):
        assert pilot.get(town.url(HERE + path)).status_code == 404, path
    assert pilot.get(url(town, own_question, other_town.service)).status_code == 404
    assert pilot.get(url(town, own_question) + "?service=abc").status_code == 404


def test_questions_are_shown_by_role_and_by_what_is_left(pilot, town, grid):
    domain = town.url(f"{HERE}domaine/1/")
    every = pilot.get(domain).context["page"].paginator.count
    some = pilot.get(f"{domain}?role=finance").context["page"].paginator.count
    wanted = [
        item
        for item in bridge.applicable(bridge.known_of(town.authority))
        if item.domain == "1" and "finance" in item.roles
    ]
    assert some == len(wanted) < every
    first = grid.of_domain("1")[0]
    send(pilot, url(town, first), level="1")
    assert pilot.get(f"{domain}?reste=1").context["page"].paginator.count == every - 1
