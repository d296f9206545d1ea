"""Several people on one theme at the same moment, each from the page they had: nothing is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.dispatch import Signal
from django.test import Client
from page_forms import fields_of

from canivet_web.journal.models import Event
from canivet_web.rgesn import bridge
from canivet_web.rgesn.models import AssessedService
from towns import make_town

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "canivet_web.accounts.backends.EmailBackend"


def test_fifteen_people_on_the_fifteen_criteria_of_a_theme(monkeypatch):
    # The test client listens to the templates of all threads at once.
    monkeypatch.setattr("django.test.client.signals.template_rendered", Signal())
    town = make_town("999999998", "Communauté fictive")
    service = AssessedService.objects.create(
        authority=town.authority, name="Portail", slug="portail", kind="site", edition="2024"
    )
    bridge.write_blank_answers(service)
    url = town.url(f"etat-des-lieux/ecoconception/{service.pk}/thematique/4/")
    clients = []
    for number in range(15):
        client = Client()
        client.force_login(town.members[("pilot", "it", "consultant")[number % 3]], backend=BACKEND)
        clients.append(client)
    # Everybody has the page before anybody saves.
    pages = [fields_of(client.get(url).content.decode()) for client in clients]
    codes: dict[int, int] = {}
    start = threading.Barrier(len(clients))

    def answer(number: int) -> None:
        try:
            start.wait()
            sent = {**pages[number], f"c4-{number + 1}-state": "validated"}
            codes[number] = clients[number].post(url, sent).status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == dict.fromkeys(range(15), 302)
    states = dict(service.answers.values_list("criterion", "state"))
    assert {states[f"4.{number}"] for number in range(1, 16)} == {"validated"}
    assert sum(state == "validated" for state in states.values()) == 15
    assert Event.objects.filter(act="rgesn.answered").count() == 15
