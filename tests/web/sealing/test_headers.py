"""What every answer says to the browser, and that no page asks anything of anybody else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import canivet_web

HERE = Path(canivet_web.__file__).parent
PUBLIC = ("/", "/connexion/", "/ecoconception/", "/accessibilite/", "/donnees-personnelles/")
PRIVATE = (
    "",
    "profil/",
    "services/",
    "inventaire/",
    "usages/",
    "diagnostic/",
    "equipe/",
    "journal/",
    "corbeille/",
)
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}


def policy_of(answer) -> dict[str, list[str]]:
    directives = (part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in directives}


def check(answer) -> None:
    assert policy_of(answer) == POLICY
    assert "Content-Security-Policy-Report-Only" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    for sensor in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{sensor}=()" in answer["Permissions-Policy"]
    for told in ("Server", "X-Powered-By"):
        assert told not in answer


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(client, db, path) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    check(answer)


@pytest.mark.parametrize("path", PRIVATE)
def test_private_pages_are_kept_by_nobody(pilot, town, path) -> None:
    answer = pilot.get(town.url(path))
    assert answer.status_code == 200
    check(answer)
    assert answer["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer["Vary"]


def test_errors_have_them_too(pilot, as_role, town, settings) -> None:
    strict = Client(enforce_csrf_checks=True)
    for answer, status in (
        (pilot.get("/nulle-part/"), 404),
        (as_role("reader").get(town.url("equipe/")), 403),
        (strict.post("/connexion/"), 403),
        (Client().get(town.url()), 302),
        (pilot.get(f"/api/v1/c/{town.authority.siren}/resultats/9/"), 404),
    ):
        assert answer.status_code == status
        check(answer)
        assert "no-store" in answer["Cache-Control"]


def test_an_error_of_ours_tells_nothing_and_has_them_too(pilot, town, monkeypatch) -> None:
    from canivet_web.journal import acts

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("un détail secret")

    monkeypatch.setattr(acts, "read", fail)
    pilot.raise_request_exception = False
    answer = pilot.get(town.url("journal/"))
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    check(answer)


def test_cookies_are_for_the_server_alone(client, db) -> None:
    from towns import PASSWORD, make_user

    make_user("quelquun@canivet.example")
    client.get("/connexion/")
    answer = client.post("/connexion/", {"email": "quelquun@canivet.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert {"session", "csrf"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie
        assert cookie["samesite"] == "Lax", cookie
        assert cookie["path"] == "/"
        assert not cookie["domain"]


OVER_HTTPS = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from canivet_web.accounts.models import User
from django.utils import timezone
client = Client(headers={"Host": "canivet.example", "X-Forwarded-Proto": "https"})
answer = client.get("/connexion/", secure=True)
User.objects.create_user("a@b.example", "un mot de passe", email_confirmed_at=timezone.now())
client.post("/connexion/", {"email": "a@b.example", "password": "un mot de passe"}, secure=True)
print(answer.status_code)
print(answer.headers.get("Strict-Transport-Security"))
for name, cookie in sorted(client.cookies.items()):
    print(name, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"])
"""


def test_over_https_cookies_travel_on_https_alone(tmp_path) -> None:
    (tmp_path / "static").mkdir()
    environment = {
        **os.environ, "CANIVET_DATA": str(tmp_path), "CANIVET_URL": "https://canivet.example",
        "CANIVET_PROXY": "oui", "CANIVET_DATABASE": "", "DJANGO_SETTINGS_MODULE": "canivet_web.settings",
    }  # fmt: skip
    code = OVER_HTTPS.replace(
        "django.setup()",
        "from django.conf import settings; settings.STORAGES['staticfiles']['BACKEND'] = "
        "'django.contrib.staticfiles.storage.StaticFilesStorage'; django.setup()",
        1,
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "200",
        "max-age=31536000",
        "__Host-csrf True True Lax /",
        "__Host-session True True Lax /",
    ]


def _written() -> list[Path]:
    """Templates, style sheets, scripts and pictures of ours."""
    found = [
        path
        for folder in (HERE / "templates", HERE / "static")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".css", ".js", ".svg", ".txt")
    ]
    assert len(found) > 30
    return found


#: An address of somebody else: a scheme and a host, or two slashes and a host in an attribute or a url().
OUTSIDE = re.compile(
    r"""\b(?:https?|wss?|ftp):\s*//(?!www\.w3\.org/)|(?:=\s*["']?|url\(\s*["']?)//""", re.IGNORECASE
)


def test_no_template_or_static_file_refers_to_an_outside_host() -> None:
    found = [str(path.relative_to(HERE)) for path in _written() if OUTSIDE.search(path.read_text("utf-8"))]
    assert found == []


def test_the_rule_above_finds_what_it_must() -> None:
    for text in (
        '<script src="https://cdn.example/x.js">', "<img src=//cdn.example/x>", 'href="https://x.example"',
        "@import url(//x.example/a.css)", "fetch('HTTP://x.example')",
    ):  # fmt: skip
        assert OUTSIDE.search(text), text
    for text in ('<a href="/c/">', "<!-- // -->", '<svg xmlns="http://www.w3.org/2000/svg">', "a // b"):
        assert not OUTSIDE.search(text), text


def test_no_template_has_what_the_policy_forbids() -> None:
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:|<iframe|<object", re.IGNORECASE
    )
    pages = [path for path in _written() if path.suffix == ".html"]
    assert [str(path.relative_to(HERE)) for path in pages if forbidden.search(path.read_text("utf-8"))] == []


def test_texts_are_never_marked_safe_but_where_it_is_said() -> None:
    """``|safe`` and ``autoescape off`` let a typed text become a page."""
    loose = re.compile(r"\|\s*safe\b|autoescape\s+off")
    found = {str(path.relative_to(HERE / "templates")) for path in (HERE / "templates").rglob("*.html")
             if loose.search(path.read_text("utf-8"))}  # fmt: skip
    # The help of a field is written by us, in forms; Django's own holds the list of rules of passwords.
    assert found <= {"canivet/field.html"}


def test_static_files_are_ours_and_served_with_a_type(client, db) -> None:
    page = client.get(reverse("home")).content.decode()
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert any(address.endswith(".css") for address in loaded)
    for address in loaded:
        assert address.startswith(("/", "data:,")), address
        assert not address.startswith("//"), address
