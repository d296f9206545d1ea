"""One person, one account: no takeover by an address, linking when signed in, going out at the provider."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from canivet_web.accounts.models import User
from canivet_web.journal.models import Event

PASSWORD = "un mot de passe de test"
EMAIL_BACKEND = "canivet_web.accounts.backends.EmailBackend"


@pytest.fixture
def local(db) -> User:
    from django.utils import timezone

    return User.objects.create_user(
        "camille@agglo.example", PASSWORD, name="Camille d'ici", email_confirmed_at=timezone.now()
    )


def user_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_an_account_is_not_taken_over_by_its_address(client, provider, come_in, local) -> None:
    answer = come_in(client)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Un compte existe déjà à cette adresse" in page
    assert 'href="/connexion/?next=/oidc/rattacher/"' in page
    assert user_of(client) is None
    local.refresh_from_db()
    assert (local.provider, local.subject) == ("", "")
    assert local.check_password(PASSWORD)


def test_the_person_signed_in_links_the_account_and_then_comes_by_the_provider(
    client, provider, come_in, local, back_from
) -> None:
    provider.person["email"] = "tout.autre@agglo.example"
    client.force_login(local, backend=EMAIL_BACKEND)
    page = client.get("/oidc/rattacher/").content.decode()
    assert "camille@agglo.example" in page
    assert "INVALID-VARIABLE" not in page
    asked = client.post("/oidc/rattacher/")
    left = client.get(asked["Location"])
    back = client.get(back_from(provider.agree(left["Location"])), follow=False)
    assert (back.status_code, back["Location"]) == (302, "/compte/")
    local.refresh_from_db()
    assert (local.provider, local.subject) == (provider.issuer, "4f2c")
    assert local.email == "camille@agglo.example"
    event = Event.objects.get()
    assert (event.act, event.actor, event.authority) == ("account.linked", local, None)
    later = Client()
    come_in(later)
    assert user_of(later) == str(local.pk)
    assert User.objects.count() == 1
    assert "C'est fait" in client.get("/oidc/rattacher/").content.decode()
    assert client.post("/oidc/rattacher/").status_code == 200


def test_being_signed_in_is_not_asking_to_link(client, provider, come_in, local) -> None:
    """Otherwise a page elsewhere could link its own identity to the account of whoever visits it."""
    provider.person["email"] = "tout.autre@agglo.example"
    client.force_login(local, backend=EMAIL_BACKEND)
    come_in(client)
    local.refresh_from_db()
    assert local.subject == ""
    assert user_of(client) == str(User.objects.get(subject="4f2c").pk)


def test_asking_to_link_is_forgotten_after_ten_minutes_and_by_another_person(
    client, provider, come_in, local, monkeypatch
) -> None:
    import time

    client.force_login(local, backend=EMAIL_BACKEND)
    client.post("/oidc/rattacher/")
    later = time.time() + 601
    monkeypatch.setattr("canivet_web.accounts.oidc.views.time.time", lambda: later)
    monkeypatch.setattr("mozilla_django_oidc.utils.time.time", lambda: later)
    assert come_in(client).status_code == 403
    local.refresh_from_db()
    assert local.subject == ""


def test_an_identity_belongs_to_one_account(client, provider, come_in, local, back_from) -> None:
    provider.person["email"] = "tout.autre@agglo.example"
    come_in(Client())
    client.force_login(local, backend=EMAIL_BACKEND)
    left = client.get(client.post("/oidc/rattacher/")["Location"])
    answer = client.get(back_from(provider.agree(left["Location"])))
    assert answer.status_code == 403
    assert "déjà rattachée à un autre compte" in answer.content.decode()
    assert user_of(client) == str(local.pk)
    local.refresh_from_db()
    assert local.subject == ""


def test_linking_is_for_whoever_is_signed_in(client, provider) -> None:
    for answer in (client.get("/oidc/rattacher/"), client.post("/oidc/rattacher/")):
        assert (answer.status_code, answer["Location"]) == (302, "/connexion/?next=/oidc/rattacher/")


def test_the_button_stands_where_people_sign_in(client, provider) -> None:
    page = client.get("/connexion/", {"next": "/c/999999998/?a=b"}).content.decode()
    assert 'href="/oidc/connexion/?next=/c/999999998/%3Fa%3Db"' in page
    assert "Se connecter avec ProConnect d&#x27;essai" in page
    assert 'href="/oidc/connexion/"' in client.get("/connexion/").content.decode()


def test_the_page_of_the_account_offers_the_link(client, provider, local) -> None:
    client.force_login(local, backend=EMAIL_BACKEND)
    assert 'href="/oidc/rattacher/"' in client.get("/compte/").content.decode()
    User.objects.filter(pk=local.pk).update(provider=provider.issuer, subject="4f2c")
    page = client.get("/compte/").content.decode()
    assert "Vous pouvez ouvrir ce compte avec ProConnect d&#x27;essai" in page
    assert "INVALID-VARIABLE" not in page


def test_password_sign_in_does_not_call_the_provider(provider, local, rf) -> None:
    from django.contrib.auth import authenticate

    request = rf.post("/connexion/?code=a&state=b")
    assert authenticate(request, email="camille@agglo.example", password=PASSWORD) == local
    assert authenticate(request, email="camille@agglo.example", password="faux") is None
    assert provider.calls == []


def test_going_out_goes_out_at_the_provider(client, provider, come_in) -> None:
    come_in(client)
    token = client.session["oidc"]["id_token"]
    answer = client.post("/deconnexion/")
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.issuer}/session/end"
    asked = parse_qs(parts.query)
    assert asked["id_token_hint"] == [token]
    assert asked["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/"]
    assert len(asked["state"][0]) >= 32
    assert user_of(client) is None
    assert "oidc" not in client.session
    policy = answer["Content-Security-Policy"]
    origin = f"{parts.scheme}://{parts.netloc}"
    assert f"form-action 'self' {origin};" in f"{policy};"


def test_going_out_works_when_the_provider_does_not_answer(client, provider, come_in) -> None:
    from django.core.cache import cache

    come_in(client)
    cache.clear()
    provider.bend["broken"] = [".well-known/openid-configuration"]
    answer = client.post("/deconnexion/")
    assert answer["Location"] == "/"
    assert user_of(client) is None


def test_those_who_came_by_password_go_out_here_only(client, provider, local) -> None:
    client.force_login(local, backend=EMAIL_BACKEND)
    answer = client.post("/deconnexion/")
    assert provider.issuer not in answer["Location"]
    with override_settings(OIDC_ENABLED=False):
        client.force_login(local, backend=EMAIL_BACKEND)
        assert client.post("/deconnexion/").status_code == 302
