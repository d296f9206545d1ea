"""Two people on the grid at once: nothing is lost, a conflict is told."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.dispatch import Signal
from django.test import Client
from web_maturity import HERE, send, shown, text

from canivet_web.accounts.models import Membership
from canivet_web.authorities.models import Service
from canivet_web.journal.models import Event
from canivet_web.maturity import bridge
from canivet_web.maturity.models import MaturityAnswer, MaturityFact
from towns import make_town, make_user

BACKEND = "canivet_web.accounts.backends.EmailBackend"


def address(town, question) -> str:
    return town.url(f"{HERE}question/{question.id}/")


def test_two_who_fill_other_fields_of_the_same_answer_are_merged(pilot, as_role, town, common_question):
    url = address(town, common_question)
    mine, theirs = shown(pilot, url), shown(as_role("it"), url)
    assert pilot.post(url, {**mine, "level": "2"}).status_code == 302
    assert as_role("it").post(url, {**theirs, "comment": "vu en comité"}).status_code == 302
    row = MaturityAnswer.objects.get()
    assert (row.level, row.comment, row.version) == (2, "vu en comité", 2)


def test_two_who_give_two_levels_are_told_even_when_the_row_was_not_there(
    pilot, as_role, town, common_question
):
    url = address(town, common_question)
    mine, theirs = shown(pilot, url), shown(as_role("it"), url)
    assert pilot.post(url, {**mine, "level": "2"}).status_code == 302
    page = as_role("it").post(url, {**theirs, "level": "4"})
    assert page.status_code == 200
    said = text(page)
    assert f"enregistré entre-temps « 2 : {common_question.levels[2]} »" in said
    assert f"vous avez écrit « 4 : {common_question.levels[4]} »" in said
    assert MaturityAnswer.objects.get().level == 2
    # saving again is a choice
    again = {"base": page.context["form"]["base"].value(), "level": "4", "planned_level": ""}
    assert as_role("it").post(url, again).status_code == 302
    assert MaturityAnswer.objects.get().level == 4


def test_a_level_and_a_plan_given_by_two_people_are_a_conflict(pilot, as_role, town, common_question):
    """Apart, each is right; together they could be a plan under the level."""
    send(pilot, address(town, common_question), level="1")
    url = address(town, common_question)
    mine, theirs = shown(pilot, url), shown(as_role("it"), url)
    pilot.post(url, {**mine, "level": "3"})
    page = as_role("it").post(url, {**theirs, "planned_level": "2", "planned_on": "2027-06-30"})
    assert "Quelqu'un d'autre a changé cette fiche" in text(page)
    assert MaturityAnswer.objects.get().planned_level is None


def test_two_who_fill_the_facts_are_merged_fact_by_fact(pilot, as_role, town):
    url = town.url(f"{HERE}faits/")
    mine, theirs = shown(pilot, url), shown(as_role("it"), url)
    assert pilot.post(url, {**mine, "website": "oui"}).status_code == 302
    assert as_role("it").post(url, {**theirs, "telework": "non"}).status_code == 302
    assert bridge.facts_given(town.authority) == {"website": "oui", "telework": "non"}
    page = as_role("it").post(url, {**theirs, "website": "non"})
    assert "Quelqu'un vient de répondre « oui »" in text(page)
    assert MaturityFact.objects.get(fact="website").value == "oui"
    again = {**theirs, "base": page.context["form"]["base"].value(), "website": "non"}
    assert as_role("it").post(url, again).status_code == 302
    assert bridge.facts_given(town.authority) == {"website": "non", "telework": "non"}
    event = Event.objects.filter(act="maturity.facts").first()
    assert list(event.details.values()) == [["oui", "non"]]


@pytest.mark.django_db(transaction=True)
def test_contributors_of_two_services_answer_every_question_at_once_and_lose_nothing(monkeypatch):
    # The test client listens to the templates of all threads at once: slow, and the contexts get mixed up.
    monkeypatch.setattr("django.test.client.signals.template_rendered", Signal())
    town = make_town("999999998", "Communauté fictive")
    other = Service.objects.create(authority=town.authority, name="Voirie")
    colleague = make_user("voirie@999999998.example")
    Membership.objects.create(authority=town.authority, user=colleague, role="contributor", service=other)
    clients = []
    for user in (town.members["contributor"], colleague):
        client = Client()
        client.force_login(user, backend=BACKEND)
        clients.append(client)
    questions = bridge.applicable(bridge.known_of(town.authority))[:20]
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def answer(rank: int) -> None:
        try:
            start.wait()
            for number, question in enumerate(questions):
                sent = send(clients[rank], address(town, question), level=str((number + rank) % 5))
                assert sent.status_code == 302, sent.content.decode()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(rank,)) for rank in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
    for rank, service in enumerate((town.service, other)):
        kept = dict(MaturityAnswer.objects.filter(service=service).values_list("question", "level"))
        assert kept == {item.id: (number + rank) % 5 for number, item in enumerate(questions)}
    assert Event.objects.filter(act="maturity.answered").count() == 2 * len(questions)


@pytest.mark.django_db(transaction=True)
def test_ten_who_make_the_same_answer_at_once_make_one_row_and_nine_are_told(monkeypatch):
    monkeypatch.setattr("django.test.client.signals.template_rendered", Signal())
    town = make_town("999999998", "Communauté fictive")
    question = next(
        item for item in bridge.grid().questions if not item.by_service and not item.preconditions
    )
    url = address(town, question)
    clients = []
    for number in range(10):
        client = Client()
        client.force_login(town.members[("pilot", "it")[number % 2]], backend=BACKEND)
        clients.append(client)
    page = shown(clients[0], url)
    codes: list[int] = []
    start = threading.Barrier(10)

    def answer(number: int) -> None:
        try:
            start.wait()
            codes.append(
                clients[number].post(url, {**page, "level": "1", "comment": f"n° {number}"}).status_code
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200] * 9 + [302]
    assert MaturityAnswer.objects.get().version == 1
