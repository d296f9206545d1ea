"""Addresses, cookies and numbers that no browser makes: an answer that says so, never a defect of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from canivet_web.accounts.models import User
from canivet_web.authorities.models import Service, Site

PAGES = (
    "equipe/inviter/",
    "equipe/",
    "services/",
    "usages/applications/",
    "journal/",
    "documents/",
    "corbeille/",
)


@pytest.fixture
def strict(town) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.members["pilot"], backend="canivet_web.accounts.backends.EmailBackend")
    return client


@pytest.mark.parametrize(
    "query", ["encore=²", "page=²", "personne=²", "service=²", "invitations=٣", "liens=x"]
)
@pytest.mark.parametrize("page", PAGES)
def test_digits_that_are_no_number_are_not_asked_for(strict, town, page, query):
    assert strict.get(f"{town.url(page)}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["documents/1/rapport%00.pdf", "documents/1/%00", "services/?q=%00", "?%00=1"]
)
def test_nul_is_refused_in_an_address(strict, town, path):
    response = strict.get(town.url(path))
    assert response.status_code == 400
    assert "Demande illisible" in response.content.decode()
    assert "INVALID-VARIABLE" not in response.content.decode()


def test_nul_is_refused_in_a_cookie(strict, town):
    strict.cookies["session"] = "abcdefgh\0ijkl"
    assert strict.get(town.url()).status_code == 400


def test_a_percent_sign_that_is_no_nul_passes(strict, town):
    assert strict.get(f"{town.url('services/')}?q=%2500").status_code == 200


@pytest.mark.parametrize("path", ["services/", "sites/"])
def test_counts_that_no_database_adds_are_refused(strict, town, path):
    """SQLite would take each, and fail to add them: the list itself could no longer be opened."""
    for name in ("a", "b"):
        data = {"name": name, "headcount": str(2**63 - 1)}
        response = strict.post(town.url(f"{path}ajouter/"), data)
        assert response.status_code == 200
        assert "2147483647" in response.content.decode().replace("\u202f", "").replace("\xa0", "")
    assert not Site.objects.exists()
    assert Service.objects.count() == 1
    assert strict.get(town.url(path)).status_code == 200


def test_the_largest_count_is_taken(strict, town):
    for name in ("a", "b", "c"):
        assert (
            strict.post(town.url("sites/ajouter/"), {"name": name, "headcount": str(2**31 - 1)}).status_code
            == 302
        )
    assert strict.get(town.url("sites/")).status_code == 200


@pytest.mark.parametrize("charset", ["idna", "rot13", "zlib", "undefined", "utf-16"])
def test_a_form_in_a_writing_that_is_none_is_refused(strict, town, charset):
    body = b'--B\r\nContent-Disposition: form-data; name="name"\r\n\r\nEcole\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    response = strict.generic("POST", town.url("services/ajouter/"), body, content_type=kind)
    assert response.status_code == 400
    kind = kind.replace(charset, "UTF-8")
    response = strict.generic("POST", town.url("services/ajouter/"), body, content_type=kind)
    assert response.status_code == 302


@pytest.mark.parametrize("address", ["a@\u3002.fr", f"a@{'é' * 60}.fr", "a@ex\u2028.fr"])
@pytest.mark.parametrize("path", ["/mot-de-passe/", "/connexion/lien/", "/inscription/", "equipe/inviter/"])
def test_an_address_that_no_message_reaches_is_refused(strict, town, path, address):
    client = strict if path.startswith("equipe") else Client(raise_request_exception=False)
    data = {"email": address, "name": "x", "password": "quatre mots sans rapport", "role": "reader"}
    response = client.post(town.url(path) if path.startswith("equipe") else path, data)
    assert response.status_code == 200
    assert "relisez ce qui suit" in response.content.decode()
    assert not town.authority.invitations.exists()
    assert not User.objects.filter(email=address).exists()
