from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from canivet_web.accounts.models import SignInLink, User, hashed

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Dominique Fictif",
    "email": "Dominique.Fictif@VAL.example",
    "password": "quatre mots sans rapport",
}


def _unsent(*args, **kwargs) -> bool:
    return False


def sign_up(client: Client, **changes: str):
    return client.post(reverse("accounts:sign_up"), NEW | changes)


def signed_in_as(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id") or 0).first()


def test_from_the_form_to_an_open_account(client, link_sent):
    response = sign_up(client)
    assert (response.status_code, response.url) == (302, "/inscription/?envoye=1")
    page = client.get(response.url)
    assert "dominique.fictif@val.example" in page.text
    assert [m.to for m in mail.outbox] == [["dominique.fictif@val.example"]]
    user = User.objects.get()
    assert (user.email, user.email_confirmed_at) == ("dominique.fictif@val.example", None)

    token = link_sent().split("/")[-2]
    assert SignInLink.objects.get().token_hash == hashed(token) != token

    page = client.get(link_sent())
    assert page.status_code == 200
    assert "Ouvrir mon compte" in page.text
    assert 'name="current"' not in page.text
    user.refresh_from_db()
    assert user.email_confirmed_at is None
    assert signed_in_as(client) is None

    key = client.session.session_key
    assert client.post(link_sent()).url == reverse("authorities:mine")
    user.refresh_from_db()
    assert user.email_confirmed_at is not None
    assert signed_in_as(client) == user
    assert client.session.session_key != key


def test_link_serves_once(client, link_sent):
    sign_up(client)
    client.post(link_sent())
    other = Client()
    assert other.get(link_sent()).status_code == 404
    assert other.post(link_sent()).status_code == 404
    assert signed_in_as(other) is None
    assert client.post(link_sent()).status_code == 302  # double click: already in


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 404)])
def test_link_lives_24_hours(client, link_sent, later, hours, status):
    sign_up(client)
    later(timedelta(hours=hours))
    assert Client().get(link_sent()).status_code == status


def test_other_browser_gives_the_password(client, link_sent):
    sign_up(client)
    other = Client()
    assert 'name="current"' in other.get(link_sent()).text
    page = other.post(link_sent(), {"current": "pas celui-ci du tout"})
    assert "Ce n&#x27;est pas votre mot de passe actuel." in page.text
    assert User.objects.get().email_confirmed_at is None
    other.post(link_sent(), {"current": NEW["password"]})
    assert signed_in_as(other) == User.objects.get()


def test_nobody_else_keeps_a_password_on_my_address(client, link_sent):
    """Mine is asked for, then somebody else's: the last password only opens with their session or with it."""
    sign_up(client)
    mine = link_sent()
    sign_up(Client(), password="mot de passe d'un autre")
    assert client.get(mine).status_code == 404
    page = Client().post(link_sent(), {"current": NEW["password"]})
    assert page.status_code == 200
    assert User.objects.get().email_confirmed_at is None


def test_known_address_gets_the_same_page_and_another_message(client, person):
    unknown, known = Client(), Client()
    answers = []
    for browser, email in ((unknown, "personne@val.example"), (known, person.email.upper())):
        response = sign_up(browser, email=email)
        page = browser.get(response.url)
        text = page.text.replace(email.lower(), "ADRESSE")
        answers.append((response.status_code, response.url, page.status_code, text))
    assert answers[0] == answers[1]
    assert [m.subject for m in mail.outbox] == [
        "Canivet : ouvrez votre compte",
        "Canivet : vous avez déjà un compte",
    ]
    before = person.password
    person.refresh_from_db()
    assert (person.password, person.name) == (before, "Alix Fictif")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"password": "trop court"}, "au minimum 12"),
        ({"password": "dominique.fictif@val.example"}, "trop semblable"),
        ({"password": "123456789012345"}, "entièrement numérique"),
        ({"password": "motdepasse" * 30}, "au plus 200"),
        ({"email": "pas une adresse"}, "adresse de courriel valide"),
        ({"name": "   "}, "obligatoire"),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(client, given, told):
    page = sign_up(client, **given)
    assert page.status_code == 200
    assert told in page.text
    typed = NEW | given
    assert f'value="{typed["email"]}"' in page.text
    assert f'value="{typed["password"]}"' not in page.text.replace(f'value="{typed["email"]}"', "")
    assert not User.objects.exists()
    assert not mail.outbox


def test_name_is_escaped_and_on_one_line(client, link_sent):
    sign_up(client, name="<script>alert(1)</script>\r\nBcc: autre@val.example")
    page = client.get(link_sent())
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Bcc: autre@val.example" in page.text


def test_by_invitation_only(client, settings):
    settings.SIGN_UP = "invitation"
    for response in (client.get(reverse("accounts:sign_up")), sign_up(client)):
        assert response.status_code == 404
        assert "sur invitation" in response.text
    assert not User.objects.exists()


def test_message_that_cannot_leave(client, broken_mail):
    page = sign_up(client)
    assert page.status_code == 503
    assert "n&#x27;a pas pu partir" in page.text
    assert f'value="{NEW["email"]}"' in page.text


def test_message_can_be_asked_for_again(client, monkeypatch, link_sent):
    with monkeypatch.context() as patch:
        patch.setattr("canivet_web.accounts.mail.send", _unsent)
        sign_up(client)
    sign_up(client)
    client.post(link_sent())
    assert signed_in_as(client) == User.objects.get()


def test_signed_in_has_nothing_to_do_here(client, person):
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    assert client.get(reverse("accounts:sign_up")).url == reverse("authorities:mine")
