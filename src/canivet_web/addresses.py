"""The database and the mail server, each given by one address in the environment."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from canivet_web.environment import private_folder, refuse, text

#: Parameters of a PostgreSQL address that are passed on to its client library.
POSTGRES_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name")
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def _parts(name: str, given: str, cure: str) -> SplitResult:
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError as error:
        refuse(name, "cette adresse ne se lit pas.", cure, error)
    return parts


def database(folder: Path) -> dict[str, Any]:
    """Django's description of the database: SQLite in ``folder``, or PostgreSQL by ``CANIVET_DATABASE``."""
    given = text("DATABASE")
    if not given or given.startswith("sqlite:"):
        path = Path(unquote(given.removeprefix("sqlite:").removeprefix("//")) or folder / "canivet.sqlite3")
        return _sqlite(path)
    cure = "écrivez postgresql://utilisateur:mot-de-passe@hôte/base, ou laissez vide pour SQLite."
    parts = _parts("DATABASE", given, cure)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        refuse("DATABASE", "cette adresse ne se lit pas.", cure)
    if find_spec("psycopg") is None:
        refuse(
            "DATABASE", "PostgreSQL n'est pas installé avec Canivet.", 'pip install "canivet[web,postgres]"'
        )
    return _postgres(parts)


def _sqlite(path: Path) -> dict[str, Any]:
    if not path.parent.is_dir():
        refuse("DATABASE", f"le dossier « {path.parent} » n'existe pas.", "créez-le, ou donnez-en un autre.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # A thread of the server keeps its connection; it is closed when the thread ends.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A transaction takes the writer's place at its start: it never fails half-way for want of it.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;",
        },
    }


def _postgres(parts: SplitResult) -> dict[str, Any]:
    asked = dict(parse_qsl(parts.query))
    host = asked.pop("host", "") or unquote(parts.hostname or "")
    unknown = sorted(set(asked) - set(POSTGRES_OPTIONS))
    if unknown:
        cure = f"les paramètres permis sont : host, {', '.join(POSTGRES_OPTIONS)}."
        refuse("DATABASE", f"paramètre inconnu dans l'adresse : {', '.join(unknown)}.", cure)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # Bounded by the threads of the server: each keeps one connection, checked before it is used again.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "10", "application_name": "canivet", **asked},
    }


def mail(folder: Path) -> dict[str, Any]:
    """Django's e-mail settings: SMTP when it is given, else messages are kept as files in ``folder``."""
    given = text("SMTP")
    if not given:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            # They hold sign-in links.
            "EMAIL_FILE_PATH": str(private_folder(folder, "courriels")),
        }
    cure = "écrivez smtp+tls://utilisateur:mot-de-passe@hôte:587, smtps://… ou smtp://…"
    parts = _parts("SMTP", given, cure)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        refuse("SMTP", "cette adresse ne se lit pas.", cure)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }
