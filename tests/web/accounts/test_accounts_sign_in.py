from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from canivet_web.accounts.models import SignInLink, User

pytestmark = pytest.mark.django_db
LOGIN, LINK = "/connexion/", "/connexion/lien/"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_password_whatever_the_case_of_the_address(client, person, password):
    client.get(LOGIN)
    response = client.post(LOGIN, {"email": " Alix.FICTIF@val.example ", "password": password})
    assert response.url == reverse("authorities:mine")
    assert is_in(client)
    person.refresh_from_db()
    assert person.last_login is not None


def test_key_of_the_session_changes(client, person, password):
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["session"] = session.session_key
    client.post(LOGIN, {"email": person.email, "password": password})
    assert client.session.session_key != session.session_key


def refused(email: str, password: str) -> tuple[int, str]:
    client = Client()
    response = client.post(LOGIN, {"email": email, "password": password})
    assert not is_in(client)
    text = re.sub('csrfmiddlewaretoken" value="[^"]+"', "", response.text)
    return response.status_code, text.replace(email, "ADRESSE")


def test_one_answer_for_all_that_can_be_wrong(person, password):
    User.objects.create_user("attente@val.example", password)
    closed = User.objects.create_user("ferme@val.example", password, email_confirmed_at=person.created_at)
    closed.is_active = False
    closed.save()
    wrong = refused(person.email, "un mauvais mot de passe")
    assert "Adresse ou mot de passe incorrect" in wrong[1]
    for email in ("inconnu@val.example", "attente@val.example", "ferme@val.example"):
        assert refused(email, password) == refused(person.email, "un mauvais mot de passe") == wrong


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        ("/compte/", "/compte/"),
        ("https://ailleurs.example/", "/collectivites/"),
        ("//ailleurs.example/", "/collectivites/"),
        ("/\\ailleurs.example", "/collectivites/"),
        ("javascript:alert(1)", "/collectivites/"),
    ],
)
def test_next_stays_at_home(client, person, password, asked, gone):
    response = client.post(LOGIN, {"email": person.email, "password": password, "next": asked})
    assert response.url == gone
    assert client.get(LOGIN, {"next": asked}).url == gone


def test_private_page_asks_who_and_comes_back(client, person, password):
    response = client.get("/compte/")
    assert response.url == "/connexion/?next=/compte/"
    page = client.get(response.url)
    assert '<input type="hidden" name="next" value="/compte/">' in page.text


def test_going_out_is_a_post(client, person, password):
    client.post(LOGIN, {"email": person.email, "password": password})
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert is_in(client)
    assert client.post(reverse("accounts:logout")).url == "/"
    assert not is_in(client)
    assert client.post(reverse("accounts:logout")).url == "/"  # double click


def test_forms_need_their_token(person, password):
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"email": person.email, "password": password}).status_code == 403


def test_by_link(client, person, link_sent):
    response = client.post(LINK, {"email": "ALIX.fictif@val.example", "next": "/compte/"})
    assert response.url == "/connexion/lien/?envoye=1"
    assert person.email in client.get(response.url).text
    assert mail.outbox[0].to == [person.email]
    token = link_sent().split("/")[3]
    assert SignInLink.objects.filter(token_hash=token).count() == 0
    for _ in range(2):  # a scanner, then the person
        assert "Me connecter" in client.get(link_sent()).text
    assert SignInLink.objects.get().used_at is None
    assert not is_in(client)
    assert client.post(link_sent()).url == "/compte/"
    assert is_in(client)
    assert client.post(link_sent()).url == "/compte/"  # double click
    other = Client()
    assert other.post(link_sent()).status_code == 404
    assert not is_in(other)


@pytest.mark.parametrize(("minutes", "status"), [(14, 302), (16, 404)])
def test_link_lives_15_minutes(client, person, link_sent, later, minutes, status):  # noqa: PLR0917
    client.post(LINK, {"email": person.email})
    later(timedelta(minutes=minutes))
    assert client.post(link_sent()).status_code == status


def test_a_newer_link_ends_the_older(client, person, link_sent):
    client.post(LINK, {"email": person.email})
    first = link_sent()
    client.post(LINK, {"email": person.email})
    assert client.get(first).status_code == 404
    assert client.get(link_sent()).status_code == 200


def test_two_clicks_at_the_same_moment(client, person, link_sent, monkeypatch):
    """Both have read the link as usable; one only comes in."""
    from canivet_web.accounts import links

    client.post(LINK, {"email": person.email})
    found = links.find(link_sent().split("/")[3], links.SIGN_IN)
    assert found is not None
    assert [links.use(found), links.use(found)] == [True, False]


def test_link_of_another_purpose_or_of_a_closed_account(client, person, link_sent):
    client.post(LINK, {"email": person.email})
    token = link_sent().split("/")[3]
    assert client.get(reverse("accounts:confirm", args=[token])).status_code == 404
    person.is_active = False
    person.save()
    assert client.get(link_sent()).status_code == 404


@pytest.mark.parametrize("page", [LINK, "/mot-de-passe/"])
def test_nothing_tells_whether_the_address_is_known(person, page):
    User.objects.create_user("ferme@val.example", None, is_active=False)
    User.objects.create_user("attente@val.example", None)
    answers = set()
    for email in (person.email, "inconnu@val.example", "ferme@val.example", "attente@val.example"):
        client = Client()
        response = client.post(page, {"email": email})
        shown = client.get(response.url)
        text = shown.text.replace(email, "ADRESSE")
        answers.add((response.status_code, response.url, shown.status_code, text))
    assert len(answers) == 1
    assert len(mail.outbox) == 4
    assert sum("aucun compte ouvert" in m.subject for m in mail.outbox) == 2


def test_link_for_an_account_still_to_be_confirmed(client, password):
    User.objects.create_user("attente@val.example", password)
    client.post(LINK, {"email": "attente@val.example"})
    assert mail.outbox[0].subject == "Canivet : ouvrez votre compte"


@pytest.mark.parametrize("page", [LINK, "/mot-de-passe/"])
def test_message_that_cannot_leave(client, person, broken_mail, page):
    for email in (person.email, "inconnu@val.example"):
        response = client.post(page, {"email": email})
        assert response.status_code == 503
        assert f'value="{email}"' in response.text


def test_session_of_a_closed_account_ends(client, person, password):
    client.post(LOGIN, {"email": person.email, "password": password})
    person.is_active = False
    person.save()
    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize(
    ("page", "trouble"),
    [(LOGIN, "Vous n&#x27;êtes pas encore connecté"), (LINK, "Rien n&#x27;est encore envoyé")],
)
def test_heading_says_what_did_not_happen(client, page, trouble):
    assert f"<h2>{trouble}</h2>" in client.post(page, {"email": "pas une adresse"}).text
