from __future__ import annotations

import json

import pytest
from django.test import Client

from canivet_web.accounts.models import Invitation, Membership, User
from canivet_web.journal.models import Event
from canivet_web.journal.trail import record
from canivet_web.records import FrozenRecord
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db
CLOSE = "/compte/supprimer/"


@pytest.fixture
def client(person) -> Client:
    client = Client()
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    return client


def test_page(client, person, town):
    Membership.objects.create(
        authority=town.authority, user=person, role=Role.CONTRIBUTOR, service=town.service
    )
    page = client.get("/compte/")
    assert page.status_code == 200
    for text in (person.email, "Alix Fictif", "Val-Fictif", "Contributeur", "Écoles"):
        assert text in page.text
    assert "INVALID" not in page.text


def test_person_without_team_is_told_what_to_do(client):
    assert "Demandez une invitation" in client.get("/compte/").text


def test_many_authorities_cost_the_same(client, person, town, other_town, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(12) as counted:
            client.get("/compte/")
        return len(counted)

    Membership.objects.create(authority=town.authority, user=person, role=Role.READER)
    one = queries()
    Membership.objects.create(
        authority=other_town.authority, user=person, role=Role.CONTRIBUTOR, service=other_town.service
    )
    assert queries() == one


def test_name(client, person):
    assert client.post("/compte/", {"name": "  Alix <b>F.</b> "}).url == "/compte/"
    person.refresh_from_db()
    assert person.name == "Alix <b>F.</b>"
    assert "<b>" not in client.get("/compte/").text
    assert "obligatoire" in client.post("/compte/", {"name": " "}).text


def test_own_data(client, person, town, other_town):
    Membership.objects.create(authority=town.authority, user=person, role=Role.READER)
    record("site.created", actor=person, authority=town.authority, target="Mairie")
    record("site.created", actor=town.members[Role.PILOT], authority=town.authority, target="Dépôt")
    response = client.get("/compte/donnees.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="canivet-mes-donnees.json"'
    data = json.loads(response.content)
    assert data["compte"]["adresse électronique"] == person.email
    assert [(c["siren"], c["rôle"]) for c in data["collectivités"]] == [("999999998", "Lecteur")]
    assert [(a["acte"], a["objet"]) for a in data["actes"]] == [("a ajouté le site", "Mairie")]
    assert "password" not in response.text
    assert person.password not in response.text
    assert "Dépôt" not in response.text


def test_closing_erases_the_name_and_keeps_the_acts(client, person, password, town):
    member = Membership.objects.create(authority=town.authority, user=person, role=Role.READER)
    pilot = town.members[Role.PILOT]
    record("member.invited", actor=pilot, authority=town.authority, target=person.email)
    record("site.created", actor=person, authority=town.authority, target="Mairie")
    assert client.get(CLOSE).status_code == 200
    assert "pas votre mot de passe" in client.post(CLOSE, {"current": "pas celui-ci"}).text
    assert User.objects.filter(pk=person.pk).exists()
    assert client.post(CLOSE, {"current": password}).url == "/"
    assert client.get("/compte/").status_code == 302
    assert not User.objects.filter(pk=person.pk).exists()
    assert not Membership.objects.filter(pk=member.pk).exists()
    acts = [(e.act, e.actor_id, e.actor_name, e.target) for e in Event.objects.order_by("pk")]
    assert acts == [
        ("member.invited", pilot.pk, str(pilot), ""),
        ("site.created", None, "", "Mairie"),
        ("account.closed", None, "", ""),
    ]
    everything = json.dumps(list(Event.objects.values()) + list(Invitation.objects.values()), default=str)
    assert person.email not in everything
    assert person.name not in everything


def test_closing_without_a_password_asks_for_the_address(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    assert "pas l&#x27;adresse de ce compte" in client.post(CLOSE, {"email": "autre@val.example"}).text
    assert client.post(CLOSE, {"email": person.email.upper()}).url == "/"
    assert not User.objects.filter(pk=person.pk).exists()


def test_last_pilot_cannot_leave(town, pilot, password):
    page = pilot.get(CLOSE)
    assert "Vous êtes seul pilote de « Communauté d&#x27;agglomération du Val-Fictif »" in page.text
    assert 'name="current"' not in page.text
    answer = pilot.post(CLOSE, {"current": "un mot de passe de test"})
    assert answer.status_code == 409
    assert User.objects.filter(pk=town.members[Role.PILOT].pk).exists()
    Membership.objects.filter(user=town.members[Role.READER]).update(role=Role.PILOT)
    assert pilot.post(CLOSE, {"current": "un mot de passe de test"}).url == "/"


def test_last_administrator_cannot_leave(client, person, password):
    person.is_instance_admin = True
    person.save()
    answer = client.post(CLOSE, {"current": password})
    assert answer.status_code == 409
    assert "seul administrateur" in answer.text


def test_events_never_change_in_any_other_way(person, town):
    record("site.created", actor=person, authority=town.authority, target="Mairie")
    with pytest.raises(FrozenRecord):
        Event.objects.filter(actor=person).update(actor_name="")
    event = Event.objects.get()
    event.target = "autre"
    with pytest.raises(FrozenRecord):
        event.save()


def test_data_of_others_is_out_of_reach():
    for path in ("/compte/", "/compte/donnees.json", CLOSE, "/compte/mot-de-passe/"):
        response = Client().get(path)
        assert response.url == f"/connexion/?next={path}"
