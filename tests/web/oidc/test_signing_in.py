"""Signing in by the provider, end to end, and everything that must not sign anybody in."""

from __future__ import annotations

import base64
import hmac
import json
import logging
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client, override_settings
from django.utils import timezone
from provider_mock import CLIENT, SECRET, new_key

from canivet_web.accounts.models import Invitation, Membership, User


def signed_in_user(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def refused(answer, words: str) -> None:
    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page
    assert "INVALID-VARIABLE" not in page


def test_a_new_person_signs_in_and_is_of_no_authority(client, provider, come_in) -> None:
    answer = come_in(client, "/collectivites/nouvelle/")
    assert (answer.status_code, answer["Location"]) == (302, "/collectivites/nouvelle/")
    user = signed_in_user(client)
    assert user is not None
    assert (user.email, user.name) == ("camille@agglo.example", "Camille Exemple")
    assert (user.provider, user.subject) == (provider.issuer, "4f2c")
    assert user.email_confirmed_at is not None
    assert not user.has_usable_password()
    assert not user.is_instance_admin
    assert not user.is_programme_manager
    assert not Membership.objects.exists()
    assert client.session["oidc"]["organisation"] == "Agglo fictive"
    assert client.session["provider_siren"] == "999999998"
    assert "oidc_login_next" not in client.session
    assert client.session["oidc_states"] == {}


def test_the_page_of_a_new_authority_offers_the_siren_and_joins_nothing(
    client, town, provider, come_in
) -> None:
    come_in(client)
    page = client.get("/collectivites/nouvelle/").content.decode()
    assert "/collectivites/nouvelle/?siren=999999998" in page
    assert client.get(town.url()).status_code == 404
    assert not Membership.objects.filter(user=signed_in_user(client)).exists()


def test_without_a_page_asked_for_one_lands_on_ones_authorities(client, come_in) -> None:
    assert come_in(client)["Location"] == "/collectivites/"
    assert come_in(Client(), "https://ailleurs.example/")["Location"] == "/collectivites/"


def test_the_same_person_is_found_after_the_address_changed(client, provider, come_in) -> None:
    come_in(client)
    first = signed_in_user(client)
    provider.person["email"] = "camille.autre@agglo.example"
    again = Client()
    come_in(again)
    assert signed_in_user(again) == first
    assert User.objects.get().email == "camille@agglo.example"


def test_the_subject_decides_never_the_address(client, provider, come_in) -> None:
    come_in(client)
    provider.person["sub"] = "quelqu'un d'autre"
    other = Client()
    refused(come_in(other), "Un compte existe déjà à cette adresse")
    assert signed_in_user(other) is None
    assert User.objects.count() == 1


def test_the_key_of_the_session_changes(client, provider, back_from) -> None:
    left = client.get("/oidc/connexion/")
    before = client.session.session_key
    client.get(back_from(provider.agree(left["Location"])))
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "bend",
    [
        {"signing_key": new_key()},
        {"userinfo_key": new_key()},
        {"userinfo_as_json": True},
        {"id_token": {"aud": "quelqu'un d'autre"}},
        {"id_token": {"aud": [CLIENT, "quelqu'un d'autre"]}},
        {"id_token": {"aud": None}},
        {"id_token": {"iss": "https://ailleurs.example"}},
        {"id_token": {"nonce": "n" * 43}},
        {"id_token": {"nonce": None}},
        {"id_token": {"sub": "un autre"}},
        {"id_token": {"sub": None}},
        {"id_token": {"exp": 1_600_000_000}},
        {"id_token": {"exp": None}},
        {"id_token": {"iat": None}},
        {"userinfo": {"aud": "quelqu'un d'autre"}},
        {"userinfo": {"aud": None}},
        {"userinfo": {"iss": "https://ailleurs.example"}},
        {"userinfo": {"iss": None}},
        {"userinfo": {"sub": "un autre"}},
        {"userinfo": {"sub": None}},
        {"userinfo": {"exp": 1_600_000_000}},
        {"raw_id_token": "pas un jeton"},
        {"raw_id_token": jwt.encode({"sub": "4f2c"}, "", "none")},
    ],
    ids=lambda bend: json.dumps(bend, default=lambda _: "…")[:60],
)
def test_what_is_not_proved_signs_nobody_in(client, provider, come_in, bend) -> None:
    provider.bend.update(bend)
    refused(come_in(client), "n&#x27;a pas pu être vérifiée")
    assert signed_in_user(client) is None
    assert "oidc" not in client.session
    assert not User.objects.exists()


def by_hmac(claims: dict, secret: bytes) -> str:
    """An HS256 token made by hand: pyjwt will not sign with a public key."""
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT", "kid": "k1"}, claims)]
    head = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = hmac.new(secret, head, "sha256").digest()
    return (head + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def test_a_token_signed_with_what_everybody_knows_is_refused(client, provider, come_in) -> None:
    pem = provider.keys["k1"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, SECRET.encode()):
        claims = {"iss": provider.issuer, "aud": CLIENT, "sub": "4f2c", "iat": 1, "exp": 9_999_999_999}
        provider.bend["raw_id_token"] = by_hmac(claims, secret)
        refused(come_in(client), "n&#x27;a pas pu être vérifiée")
    assert not User.objects.exists()


def test_a_changed_body_is_refused(client, provider, come_in) -> None:
    head, _, signature = provider.signed({"sub": "4f2c"}).split(".")
    other = base64.urlsafe_b64encode(b'{"sub":"admin"}').rstrip(b"=").decode()
    provider.bend["raw_id_token"] = f"{head}.{other}.{signature}"
    refused(come_in(client), "n&#x27;a pas pu être vérifiée")


def test_a_return_that_this_browser_did_not_ask_for_changes_nothing(
    client, provider, town, back_from
) -> None:
    victim = Client()
    victim.force_login(town.members["pilot"], backend="canivet_web.accounts.backends.EmailBackend")
    attacker = back_from(provider.agree(client.get("/oidc/connexion/")["Location"]))
    for path in (attacker, "/oidc/retour/", "/oidc/retour/?error=x", "/oidc/retour/?code=a&state=b"):
        refused(victim.get(path), "a expiré")
        assert signed_in_user(victim) == town.members["pilot"]
        refused(Client().get(path), "a expiré")
    assert "token" not in provider.calls


def test_a_return_serves_once(client, provider, back_from) -> None:
    path = back_from(provider.agree(client.get("/oidc/connexion/")["Location"]))
    assert client.get(path).status_code == 302
    refused(client.get(path), "a expiré")
    assert signed_in_user(client) is not None


def test_a_return_after_too_long_is_refused(client, provider, back_from, monkeypatch) -> None:
    import time

    path = back_from(provider.agree(client.get("/oidc/connexion/")["Location"]))
    now = time.time()
    monkeypatch.setattr("canivet_web.accounts.oidc.views.time.time", lambda: now + 601)
    refused(client.get(path), "a expiré")
    assert "token" not in provider.calls


def test_two_tabs_can_sign_in_at_once(client, provider, back_from) -> None:
    first = back_from(provider.agree(client.get("/oidc/connexion/")["Location"]))
    second = back_from(provider.agree(client.get("/oidc/connexion/")["Location"]))
    assert client.get(second).status_code == 302
    assert client.get(first).status_code == 302


def test_a_stolen_code_is_of_no_use_without_the_verifier(client, provider, back_from) -> None:
    stolen = back_from(provider.agree(client.get("/oidc/connexion/")["Location"]))
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    thief = Client()
    state = parse_qs(urlsplit(thief.get("/oidc/connexion/")["Location"]).query)["state"][0]
    refused(thief.get("/oidc/retour/", {"code": code, "state": state}), "ne répond pas comme prévu")
    assert not User.objects.exists()


def test_someone_who_gives_up_at_the_provider_is_told(client, provider) -> None:
    state = parse_qs(urlsplit(client.get("/oidc/connexion/")["Location"]).query)["state"][0]
    refused(client.get("/oidc/retour/", {"error": "access_denied", "state": state}), "Connexion interrompue")


@pytest.mark.parametrize("broken", ["token", "userinfo", "jwks"])
def test_a_provider_in_trouble_is_told_and_nothing_is_written(client, provider, come_in, broken) -> None:
    provider.bend["broken"] = [broken]
    refused(come_in(client), "ne répond pas comme prévu")
    assert not User.objects.exists()
    provider.bend.clear()
    assert come_in(client).status_code == 302


def test_a_provider_out_of_reach_is_told(client, provider) -> None:
    for bend in (
        {"broken": [".well-known/openid-configuration"]},
        {"description": {"issuer": "https://ailleurs.example"}},
        {"description": {"authorization_endpoint": "javascript:alert(1)"}},
    ):
        provider.bend = bend
        from django.core.cache import cache

        cache.clear()
        refused(client.get("/oidc/connexion/"), "ne répond pas comme prévu")


def test_the_provider_is_described_once_and_its_keys_asked_once(provider, come_in) -> None:
    for number in range(3):
        provider.person.update(sub=f"s{number}", email=f"p{number}@agglo.example")
        assert come_in(Client()).status_code == 302
    assert provider.calls.count(".well-known/openid-configuration") == 1
    assert provider.calls.count("jwks") == 1


def test_the_provider_may_change_its_keys(client, provider, come_in) -> None:
    come_in(client)
    provider.keys["k2"] = new_key()
    provider.signing = "k2"
    try:
        assert come_in(Client()).status_code == 302
        assert provider.calls.count("jwks") == 2
    finally:
        del provider.keys["k2"]


def test_addresses_given_one_by_one_are_not_asked_for(client, provider, come_in) -> None:
    described = provider.description()
    given = {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": described["authorization_endpoint"],
        "OIDC_OP_TOKEN_ENDPOINT": described["token_endpoint"],
        "OIDC_OP_USER_ENDPOINT": described["userinfo_endpoint"],
        "OIDC_OP_JWKS_ENDPOINT": described["jwks_uri"],
    }
    with override_settings(**given):
        assert come_in(client).status_code == 302
    assert ".well-known/openid-configuration" not in provider.calls


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"siret": "12"}, "pour quel organisme"),
        ({"siret": None}, "pour quel organisme"),
        ({"siret": "9999999980001X"}, "pour quel organisme"),
        ({"email": None}, "adresse électronique"),
        ({"email": "pas une adresse"}, "adresse électronique"),
        ({"email": ["a@b.example"]}, "adresse électronique"),
    ],
)
def test_what_is_missing_is_said(client, provider, come_in, claims, words) -> None:
    provider.bend["userinfo"] = claims
    refused(come_in(client), words)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("roles", "enters"),
    [
        (["agent_public_territorial"], True),
        ("agent_public agent_public_territorial", True),
        (["agent_public_etat"], False),
        ([], False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_roles_of_the_instance_enter(client, provider, come_in, roles, enters) -> None:
    provider.bend["userinfo"] = {"roles": roles}
    with override_settings(OIDC_ROLES=frozenset({"agent_public_territorial", "agent_public"})):
        answer = come_in(client)
    assert User.objects.exists() is enters
    if enters:
        assert answer.status_code == 302
    else:
        refused(answer, "réservée à certains agents")


def test_a_person_who_lost_the_role_does_not_enter_again(client, provider, come_in) -> None:
    come_in(client)
    provider.person["roles"] = []
    later = Client()
    with override_settings(OIDC_ROLES=frozenset({"agent_public"})):
        refused(come_in(later), "réservée à certains agents")
    assert signed_in_user(later) is None


def test_a_closed_account_stays_closed(client, provider, come_in) -> None:
    come_in(client)
    User.objects.update(is_active=False)
    later = Client()
    refused(come_in(later), "désactivé")
    assert signed_in_user(later) is None


def test_on_an_instance_by_invitation_only_those_invited_get_an_account(client, town, come_in) -> None:
    with override_settings(SIGN_UP="invitation"):
        refused(come_in(client), "Il faut une invitation")
        invitation = _invite(town)
        assert come_in(client).status_code == 302
        assert invitation.accepted_at is None
    user = signed_in_user(client)
    assert user is not None
    assert not user.memberships.exists()


def _invite(town) -> Invitation:
    from datetime import timedelta

    return Invitation.objects.create(
        authority=town.authority, email="camille@agglo.example", role="reader", token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip


def test_nothing_of_the_tokens_is_logged(client, provider, come_in, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    provider.bend["id_token"] = {"aud": "quelqu'un d'autre"}
    come_in(client)
    provider.bend.clear()
    come_in(client)
    own = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("canivet_web.accounts.oidc")
    ]
    assert own == ["sign-in by the provider refused: proof"]
    assert "eyJ" not in caplog.text
    assert SECRET not in caplog.text
