"""Many people at once, through the pages, on a real database: nothing is lost, conflicts are always told."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest
from django.db import connection, connections
from django.dispatch import Signal
from django.test import Client

from canivet_web.journal.models import Event
from canivet_web.registers.models import Entry
from towns import Town, make_town

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "canivet_web.accounts.backends.EmailBackend"
PEOPLE = 50
#: Text fields of an application that do not depend on one another.
FIELDS = ("name", "supplier", "hosted_by", "address", "remark")


@pytest.fixture
def crowd(monkeypatch) -> tuple[Town, list[Client]]:
    # The test client listens to the templates of all threads at once: slow, and the contexts get mixed up.
    monkeypatch.setattr("django.test.client.signals.template_rendered", Signal())
    town = make_town("999999998", "Communauté fictive")
    clients = []
    for number in range(PEOPLE):
        client = Client()
        client.force_login(town.members[("pilot", "it", "consultant")[number % 3]], backend=BACKEND)
        clients.append(client)
    return town, clients


def together(clients: list[Client], work: Callable[[int, Client], None]) -> None:
    """Run a work for each client at the same time; the first failure is raised."""
    failures: list[BaseException] = []
    start = threading.Barrier(len(clients))

    def run(number: int, client: Client) -> None:
        try:
            start.wait()
            work(number, client)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class Form(HTMLParser):
    """Values of the fields of a page, as a browser would send them back, and the conflicts it tells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""
        self.feed(page)
        told = re.findall("entre-temps « (.*?) », vous avez", page, re.DOTALL)
        self.stored = [unescape(text) for text in told]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if known.get("type") == "checkbox":
            return
        if tag == "input" and known.get("name"):
            self.values[str(known["name"])] = known.get("value") or ""
        elif tag in ("textarea", "select"):
            self._open = str(known["name"])
            self.values[self._open] = ""
        elif tag == "option" and "selected" in known:
            self.values[self._open] = known.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.values[self._open] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._open = ""


def untouched(client: Client, url: str) -> dict[str, str]:
    return Form(client.get(url).content.decode()).values


def entry_of(town: Town) -> tuple[Entry, str]:
    entry = Entry.objects.create(authority=town.authority, register="applications", name="Départ")
    return entry, town.url(f"usages/applications/{entry.pk}/")


def test_each_field_changed_by_one_person_keeps_its_last_value(crowd):
    """Five people, each on a field of their own, ten times: no edit is lost and none is a conflict."""
    town, clients = crowd
    entry, url = entry_of(town)

    def edit(number: int, client: Client) -> None:
        for turn in range(10):
            sent = {**untouched(client, url), FIELDS[number]: f"{FIELDS[number]} {turn}"}
            assert client.post(url, sent).status_code == 302

    together(clients[: len(FIELDS)], edit)
    entry.refresh_from_db()
    assert [getattr(entry, name) for name in FIELDS] == [f"{name} 9" for name in FIELDS]
    assert entry.version == 1 + 10 * len(FIELDS)
    assert Event.objects.filter(act="entry.changed").count() == 10 * len(FIELDS)


def test_fifty_people_on_one_entry_lose_nothing(crowd):
    """Ten people on each of five fields add two words, and answer each conflict by keeping all the words."""
    town, clients = crowd
    entry, url = entry_of(town)
    told = [0] * len(clients)
    # Everybody has the page before anybody saves: of the ten of a field, one saves at once, nine are told.
    pages = [untouched(client, url) for client in clients]

    def edit(number: int, client: Client) -> None:
        name = FIELDS[number % len(FIELDS)]
        for turn in range(2):
            word = f"{number}.{turn}"
            sent = untouched(client, url) if turn else pages[number]
            sent = {**sent, name: f"{sent[name]} {word}"}
            while (response := client.post(url, sent)).status_code != 302:
                again = Form(response.content.decode())
                (stored,) = again.stored
                told[number] += 1
                sent = {**again.values, name: f"{stored} {word}"}

    together(clients, edit)
    entry.refresh_from_db()
    words = {word for name in FIELDS for word in getattr(entry, name).split()} - {"Départ", "(vide)"}
    assert words == {f"{number}.{turn}" for number in range(PEOPLE) for turn in range(2)}
    assert entry.version == 1 + 2 * PEOPLE
    assert sum(told) >= len(clients) - len(FIELDS)


def test_of_fifty_who_change_the_same_field_of_the_same_page_one_saves_and_all_others_are_told(crowd):
    town, clients = crowd
    entry, url = entry_of(town)
    page = untouched(clients[0], url)
    codes: list[int] = []

    def edit(number: int, client: Client) -> None:
        codes.append(client.post(url, {**page, "name": f"Nom {number}"}).status_code)

    together(clients, edit)
    assert sorted(codes) == [200] * (PEOPLE - 1) + [302]
    entry.refresh_from_db()
    assert entry.version == 2
    (event,) = Event.objects.filter(act="entry.changed")
    assert event.details == {"name": ["Départ", entry.name]}


def test_many_services_of_the_same_name_at_once_make_one(crowd):
    town, clients = crowd

    def add(number: int, client: Client) -> None:
        client.post(town.url("services/ajouter/"), {"name": "État civil" if number % 2 else "etat civil"})

    together(clients[:12], add)
    assert town.authority.services.exclude(pk=town.service.pk).count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
