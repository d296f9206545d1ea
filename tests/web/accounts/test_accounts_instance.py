from __future__ import annotations

import html

import pytest
from django.test import Client
from django.utils import timezone

from canivet_web.accounts import standing
from canivet_web.accounts.models import User
from canivet_web.authorities.models import Authority
from canivet_web.journal.models import Event
from canivet_web.journal.trail import record
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(person) -> Client:
    person.is_instance_admin = True
    person.save()
    client = Client()
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    return client


def change(admin: Client, user: User, what: str):
    return admin.post(f"/instance/comptes/{user.pk}/", {"changement": what})


def test_accounts_are_listed_by_twenty_and_searched(admin, town, django_assert_max_num_queries):
    for n in range(40):
        User.objects.create_user(f"agent{n:02}@val.example", None, name=f"Agent {n}")
    with django_assert_max_num_queries(6):
        page = admin.get("/instance/")
    assert page.text.count('<th scope="row"') == 20
    assert "Page 1 sur 3" in page.text
    found = admin.get("/instance/", {"q": "AGENT39@"})
    assert found.text.count('<th scope="row"') == 1
    assert "agent39@val.example" in found.text
    assert "Aucun compte ne correspond" in admin.get("/instance/", {"q": "<script>"}).text
    assert "<script>" not in admin.get("/instance/", {"q": "<script>"}).text
    assert "INVALID" not in page.text


def test_authorities_without_their_data(admin, town, other_town, django_assert_max_num_queries):
    record("site.created", actor=town.members[Role.PILOT], authority=town.authority, target="Salle secrète")
    other_town.authority.discard(None)
    with django_assert_max_num_queries(6):
        page = admin.get("/instance/collectivites/")
    assert "999999998" in page.text
    assert '<td class="n">6</td>' in page.text
    assert "999999980" not in page.text
    assert "Salle secrète" not in page.text
    assert timezone.localdate().strftime("%Y") in page.text
    assert admin.get(town.url()).status_code == 404


def test_authorities_cost_the_same_with_many(admin, django_assert_max_num_queries):
    for n in range(30):
        Authority.objects.create(siren=f"99900{n:04}", name=f"Commune {n:02}", year=2025)
    with django_assert_max_num_queries(6):
        page = admin.get("/instance/collectivites/?page=2")
    assert page.text.count('<th scope="row"') == 10


@pytest.mark.parametrize("what", list(standing.CHANGES))
def test_changes(admin, town, what):
    user = town.members[Role.READER]
    name, value, act, told = standing.CHANGES[what]
    User.objects.filter(pk=user.pk).update(**{name: not value})
    for _ in range(2):  # double click
        assert change(admin, user, what).status_code == 302
    assert getattr(User.objects.get(pk=user.pk), name) is value
    assert [(e.act, e.target, e.authority_id) for e in Event.objects.all()] == [(act, user.email, None)]
    assert told in html.unescape(admin.get(f"/instance/comptes/{user.pk}/").text)


def test_closing_an_account_ends_its_sessions(admin, as_role, town):
    reader = as_role(Role.READER)
    change(admin, town.members[Role.READER], "desactiver")
    assert reader.get("/compte/").status_code == 302


@pytest.mark.parametrize("what", ["desactiver", "retirer-admin"])
def test_last_administrator_stays(admin, person, town, what):
    other = town.members[Role.READER]
    User.objects.filter(pk=other.pk).update(is_instance_admin=True, is_active=False)
    page = admin.post(f"/instance/comptes/{person.pk}/", {"changement": what}, follow=True)
    assert "seul administrateur" in page.text
    person.refresh_from_db()
    assert person.is_active
    assert person.is_instance_admin
    change(admin, other, "activer")
    assert change(admin, person, what).url == "/"
    assert admin.get("/instance/").status_code in (302, 404)


def test_unknown_change(admin, person):
    assert change(admin, person, "supprimer").status_code == 400
    assert admin.get("/instance/comptes/999999/").status_code == 404


def test_looking_changes_nothing(admin, town):
    user = town.members[Role.READER]
    page = admin.get(f"/instance/comptes/{user.pk}/", {"changement": "desactiver"})
    assert "reader@999999998.example" in page.text
    assert "INVALID" not in page.text
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("path", ["", "collectivites/", "comptes/1/"])
def test_others_see_nothing(pilot, path):
    assert pilot.get(f"/instance/{path}").status_code == 404
    assert pilot.post(f"/instance/{path}", {"changement": "nommer-admin"}).status_code in (404, 405)
    assert Client().get(f"/instance/{path}").status_code == 302


def test_where_messages_wait(admin, settings, tmp_path):
    assert "CANIVET_SMTP" not in admin.get("/instance/").text
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    page = admin.get("/instance/")
    assert str(tmp_path) in page.text
    assert "(0 fichier)" in page.text
    Client().post("/connexion/lien/", {"email": "a@val.example"})
    assert "(1 fichier)" in admin.get("/instance/").text
