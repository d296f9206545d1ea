"""Every setting of an instance, read in a process of its own as users do; each refusal says its cure."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def read(folder: Path, *names: str, code: str = SHOW, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CANIVET_", "DJANGO_"))}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "canivet_web.settings", "CANIVET_DATA": str(folder)}
    env |= {f"CANIVET_{name}": value for name, value in given.items()}
    command = [sys.executable, "-c", code, *names]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def settings_of(folder: Path, *names: str, **given: str) -> dict[str, Any]:
    done = read(folder, *names, **given)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_instance_without_any_setting_works_from_this_machine(tmp_path: Path) -> None:
    found = settings_of(
        tmp_path / "neuf", "PUBLIC_URL", "DEBUG", "ALLOWED_HOSTS", "HTTPS", "SESSION_COOKIE_NAME",
        "SECURE_HSTS_SECONDS", "SIGN_UP", "EMAIL_BACKEND", "DATABASES", "SECRET_KEY", "BEHIND_PROXY",
    )  # fmt: skip
    assert found["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]
    assert (found["DEBUG"], found["HTTPS"], found["BEHIND_PROXY"]) == (False, False, False)
    assert (found["SESSION_COOKIE_NAME"], found["SECURE_HSTS_SECONDS"]) == ("session", 0)
    assert found["SIGN_UP"] == "ouvert"
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    database = found["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "neuf" / "canivet.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    for name, mode in {"": 0o700, "secret": 0o600, "courriels": 0o700, "televersements": 0o700}.items():
        assert (tmp_path / "neuf" / name).stat().st_mode & 0o777 == mode, name
    assert len(found["SECRET_KEY"]) >= 50
    assert settings_of(tmp_path / "neuf", "SECRET_KEY")["SECRET_KEY"] == found["SECRET_KEY"]


def test_https_closes_everything(tmp_path: Path) -> None:
    found = settings_of(
        tmp_path, "HTTPS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS", URL="https://canivet.exemple.fr/", PROXY="oui",
    )  # fmt: skip
    assert found["HTTPS"]
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert "canivet.exemple.fr" in found["ALLOWED_HOSTS"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://canivet.exemple.fr"]


def test_without_a_proxy_its_headers_are_not_believed(tmp_path: Path) -> None:
    found = settings_of(tmp_path, "SECURE_PROXY_SSL_HEADER", "BEHIND_PROXY", URL="https://canivet.exemple.fr")
    assert found == {"SECURE_PROXY_SSL_HEADER": None, "BEHIND_PROXY": False}


def test_postgresql_by_one_setting(tmp_path: Path) -> None:
    address = "postgresql://canivet:mot%40de%2Fpasse@base.exemple:5433/ma%20base?sslmode=require"
    database = settings_of(tmp_path, "DATABASES", DATABASE=address)["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == (
        "ma base",
        "canivet",
        "mot@de/passe",
    )
    assert (database["HOST"], database["PORT"]) == ("base.exemple", "5433")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["CONN_HEALTH_CHECKS"]


def test_postgresql_by_its_socket(tmp_path: Path) -> None:
    address = "postgresql:///canivet?host=/run/postgresql"
    database = settings_of(tmp_path, "DATABASES", DATABASE=address)["DATABASES"]["default"]
    assert (database["NAME"], database["HOST"], database["USER"]) == ("canivet", "/run/postgresql", "")


def test_sqlite_elsewhere(tmp_path: Path) -> None:
    database = settings_of(tmp_path, "DATABASES", DATABASE=f"sqlite://{tmp_path}/a%20b.db")["DATABASES"]
    assert database["default"]["NAME"] == f"{tmp_path}/a b.db"


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtp+tls://moi:mot%3Ade@courriel.exemple.fr", 587, False, True),
        ("smtps://moi:mot%3Ade@courriel.exemple.fr", 465, True, False),
        ("smtp://moi:mot%3Ade@courriel.exemple.fr:2525", 2525, False, False),
    ],
)
def test_mail(tmp_path: Path, address: str, port: int, ssl: bool, tls: bool) -> None:
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL")
    found = settings_of(tmp_path, *names, "EMAIL_USE_TLS", "EMAIL_TIMEOUT", SMTP=address)
    assert found["EMAIL_HOST"] == "courriel.exemple.fr"
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("moi", "mot:de")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)
    assert found["EMAIL_TIMEOUT"] == 10


def test_the_other_settings(tmp_path: Path) -> None:
    found = settings_of(
        tmp_path, "SIGN_UP", "UPLOAD_MAX_BYTES", "UPLOAD_MAX_FILES", "RETENTION_MONTHS", "TIME_ZONE",
        "DEFAULT_FROM_EMAIL", "LOG_FORMAT", "SECRET_KEY", INSCRIPTION="invitation", TELEVERSEMENT_MO="7",
        TELEVERSEMENT_FICHIERS="3", CONSERVATION_MOIS="12", FUSEAU="Indian/Reunion",
        EXPEDITEUR="canivet@ville.example", JOURNAL="texte", SECRET="s" * 50,
    )  # fmt: skip
    assert found == {
        "SIGN_UP": "invitation",
        "UPLOAD_MAX_BYTES": 7 * 1024 * 1024,
        "UPLOAD_MAX_FILES": 3,
        "RETENTION_MONTHS": 12,
        "TIME_ZONE": "Indian/Reunion",
        "DEFAULT_FROM_EMAIL": "canivet@ville.example",
        "LOG_FORMAT": "texte",
        "SECRET_KEY": "s" * 50,
    }


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("URL", "canivet.exemple.fr", "n'est pas une adresse"),
        ("URL", "ftp://canivet.exemple.fr", "n'est pas une adresse"),
        ("URL", "https://exemple.fr/canivet", "n'est pas une adresse"),
        ("URL", "https://exemple.fr:porte", "ne se lit pas"),
        ("PROXY", "true", "choisissez parmi : non, oui"),
        ("SECRET", "court", "trop court"),
        ("DATABASE", "mysql://a/b", "ne se lit pas"),
        ("DATABASE", "postgresql://hote", "ne se lit pas"),
        ("DATABASE", "postgresql://hote:abc/base", "ne se lit pas"),
        ("DATABASE", "postgresql://hote/base?options=-c", "paramètre inconnu"),
        ("DATABASE", "sqlite:///nulle/part/base.db", "n'existe pas"),
        ("SMTP", "http://courriel", "ne se lit pas"),
        ("SMTP", "smtp://", "ne se lit pas"),
        ("SMTP", "smtp://courriel:abc", "ne se lit pas"),
        ("EXPEDITEUR", "canivet", "n'est pas une adresse"),
        ("INSCRIPTION", "fermé", "choisissez parmi : ouvert, invitation"),
        ("TELEVERSEMENT_MO", "0", "1 ou plus"),
        ("TELEVERSEMENT_MO", "²", "1 ou plus"),
        ("TELEVERSEMENT_FICHIERS", "-1", "1 ou plus"),
        ("CONSERVATION_MOIS", "trois", "1 ou plus"),
        ("FUSEAU", "Paris", "n'est pas connu"),
        ("FUSEAU", "../../etc/passwd", "n'est pas connu"),
        ("JOURNAL", "xml", "choisissez parmi : json, texte"),
        ("DATA", "/proc/canivet", "ne s'ouvre pas"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_cure(tmp_path: Path, name: str, value: str, words: str) -> None:
    done = read(tmp_path, "DEBUG", **{name: value})
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith(f"Erreur : réglage CANIVET_{name} : ")
    assert words in done.stderr
    assert "\nQue faire : " in done.stderr
    assert "Traceback" not in done.stderr


def test_no_password_of_an_address_is_ever_shown(tmp_path: Path) -> None:
    for name in ("DATABASE", "SMTP"):
        done = read(tmp_path, "DEBUG", **{name: "autre://moi:tres-secret@hote"})
        assert done.returncode == 2
        assert "tres-secret" not in done.stderr + done.stdout


def test_two_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: settings_of(tmp_path, "SECRET_KEY")["SECRET_KEY"], range(3)))
    assert len(set(found)) == 1
    assert [item.name for item in tmp_path.glob("secret*")] == ["secret"]


SPY = """
import os
seen, usual = set(), os.environ.get
def get(key, default=None):
    seen.add(key)
    return usual(key, default)
os.environ.get = get
import canivet_web.settings
print(*sorted(key for key in seen if key.startswith("CANIVET_")))
"""


def test_every_setting_is_described_in_the_guide_and_only_those(tmp_path: Path) -> None:
    """The table of the guide names all that is read at start, and nothing that is not."""
    provider = {"OIDC_EMETTEUR": "https://identite.example", "OIDC_CLIENT": "nous", "OIDC_SECRET": "chut"}
    done = read(tmp_path, code=SPY, **provider)
    assert done.returncode == 0, done.stderr
    guide = (Path(__file__).resolve().parents[3] / "docs" / "guides" / "installer.md").read_text("utf-8")
    described = re.findall(r"^\| `(CANIVET_[A-Z_]+)`", guide, re.MULTILINE)
    assert sorted(described) == done.stdout.split()
