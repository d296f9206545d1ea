"""An instance started with a provider: read from the environment, no call at start, wrong values refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from canivet_web.accounts.oidc.settings import settings_of
from canivet_web.environment import BadSetting

GIVEN = {
    "CANIVET_OIDC_EMETTEUR": "https://identite.example/api/v2",
    "CANIVET_OIDC_CLIENT": "nous",
    "CANIVET_OIDC_SECRET": "secret",
}
START = """
import socket
def refuse(*a, **k): raise AssertionError("a call at start")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import django; django.setup()
from django.conf import settings
from django.core.checks import run_checks
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
assert [m for m in run_checks() if m.level >= 40] == []
print(reverse("oidc:callback"), settings.OIDC_CALLBACK_ADDRESS, settings.AUTHENTICATION_BACKENDS[-1],
      " ".join(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]),
      render_to_string("accounts/oidc/button.html", request=RequestFactory().get("/")).strip(), sep="\\n")
"""


def test_an_instance_starts_with_a_provider_without_calling_it(tmp_path) -> None:
    environment = {
        **os.environ, **GIVEN, "CANIVET_DATA": str(tmp_path), "CANIVET_URL": "https://canivet.example",
        "CANIVET_OIDC_DECONNEXION": "https://sortie.example/fin",
        "DJANGO_SETTINGS_MODULE": "canivet_web.settings",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "/oidc/retour/",
        "https://canivet.example/oidc/retour/",
        "canivet_web.accounts.oidc.backend.ProviderBackend",
        "'self' https://identite.example https://sortie.example",
        '<p><a class="button second" href="/oidc/connexion/">Se connecter avec ProConnect</a></p>',
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLIENT", ""),
        ("SECRET", " "),
        ("EMETTEUR", "identite.example"),
        ("EMETTEUR", "http://identite.example"),
        ("JETON", "http://identite.example/jeton"),
        ("CLES", "file:///etc/passwd"),
        ("ALGORITHME", "HS256"),
        ("ALGORITHME", "none"),
    ],
)
def test_a_wrong_setting_stops_with_its_name_and_a_cure(monkeypatch, capfd, name, value) -> None:
    for key, given in {**GIVEN, f"CANIVET_OIDC_{name}": value}.items():
        monkeypatch.setenv(key, given)
    with pytest.raises(BadSetting) as stopped:
        settings_of("https://canivet.example")
    assert stopped.value.code == 2
    told = capfd.readouterr().err
    assert f"CANIVET_OIDC_{name}" in told
    assert "Que faire" in told


def test_roles_are_a_list_of_words(monkeypatch) -> None:
    for key, given in {**GIVEN, "CANIVET_OIDC_ROLES": "agent_public, agent_public_etat"}.items():
        monkeypatch.setenv(key, given)
    assert settings_of("https://canivet.example")["OIDC_ROLES"] == {"agent_public", "agent_public_etat"}
