from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.urls import reverse

from canivet_web.accounts.models import SignInLink, User

pytestmark = pytest.mark.django_db
RESET, OTHER = "/mot-de-passe/", "cinq autres mots pour voir"


def can_sign_in(email: str, password: str) -> bool:
    client = Client()
    client.post("/connexion/", {"email": email, "password": password})
    return "_auth_user_id" in client.session


def test_forgotten(client, person, password, link_sent):
    elsewhere = Client()
    elsewhere.post("/connexion/", {"email": person.email, "password": password})
    client.post("/connexion/lien/", {"email": person.email})
    client.post(RESET, {"email": person.email.upper()})
    link = link_sent()
    assert client.get(link).status_code == 200
    assert "trop court" in client.post(link, {"password": "court"}).text
    assert client.post(link, {"password": OTHER}).url == reverse("authorities:mine")
    assert "_auth_user_id" in client.session
    assert elsewhere.get("/compte/").status_code == 302
    assert not SignInLink.objects.exists()
    assert mail.outbox[-1].subject == "Canivet : votre mot de passe a changé"
    assert client.post(link, {"password": "encore un autre mot"}).status_code == 404
    assert can_sign_in(person.email, OTHER)
    assert not can_sign_in(person.email, password)


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 404)])
def test_reset_link_lives_one_hour(client, person, link_sent, monkeypatch, minutes, status):  # noqa: PLR0917
    client.post(RESET, {"email": person.email})
    now = datetime.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: now)
    assert client.get(link_sent()).status_code == status


def test_reset_link_of_somebody_else(client, person, link_sent):
    other = User.objects.create_user("autre@val.example", None, email_confirmed_at=person.created_at)
    client.post(RESET, {"email": person.email})
    token = link_sent().split("/")[3]
    client.post(RESET, {"email": other.email})
    uid = link_sent().split("/")[2]
    assert client.get(f"/mot-de-passe/{uid}/{token}/").status_code == 404


@pytest.mark.parametrize("uid", ["x", "MA", "LTE", "é", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "bm90"])
def test_reset_link_that_means_nothing(client, uid):
    assert client.get(f"/mot-de-passe/{uid}/abc-def/").status_code == 404


def test_reset_confirms_the_address(client, password, link_sent):
    User.objects.create_user("attente@val.example", password)
    client.post(RESET, {"email": "attente@val.example"})
    client.post(link_sent(), {"password": OTHER})
    assert can_sign_in("attente@val.example", OTHER)


def test_change_keeps_this_session_and_ends_the_others(client, person, password):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/connexion/", {"email": person.email, "password": password})
    page = client.post("/compte/mot-de-passe/", {"current": "un mauvais", "password": OTHER})
    assert "pas votre mot de passe actuel" in page.text
    assert client.post("/compte/mot-de-passe/", {"current": password, "password": OTHER}).url == "/compte/"
    assert client.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302
    assert can_sign_in(person.email, OTHER)


def test_person_without_a_password_chooses_one(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    assert 'name="current"' not in client.get("/compte/mot-de-passe/").text
    client.post("/compte/mot-de-passe/", {"password": OTHER})
    assert can_sign_in(person.email, OTHER)


def test_guessing_the_current_password_is_limited(client, person):
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    answers = [
        client.post("/compte/mot-de-passe/", {"current": f"essai {n}", "password": OTHER}).status_code
        for n in range(11)
    ]
    assert answers == [200] * 10 + [429]
