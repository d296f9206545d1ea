"""What the environment says: every setting of an instance, read once, refused with a cure when it is wrong.

Described one by one in ``docs/guides/installer.md``.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PREFIX = "CANIVET_"


class BadSetting(SystemExit):
    """A setting that cannot be used: the process stops with code 2 and says the cure."""

    def __init__(self, name: str, what: str, cure: str) -> None:
        self.message = f"Erreur : réglage {PREFIX}{name} : {what}\nQue faire : {cure}"
        super().__init__(2)


def text(name: str, default: str = "") -> str:
    """A setting as text; blank and absent are the same."""
    return os.environ.get(PREFIX + name, "").strip() or default


def whole(name: str, default: int, *, least: int = 1) -> int:
    """A setting that is a whole number."""
    given = text(name)
    if not given:
        return default
    if not given.isdigit() or int(given) < least:
        raise _told(BadSetting(name, f"« {given} » n'est pas un nombre entier.", f"écrivez {least} ou plus."))
    return int(given)


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """A setting among a few words; the first is the default."""
    given = text(name, allowed[0])
    if given not in allowed:
        words = ", ".join(allowed)
        raise _told(BadSetting(name, f"« {given} » n'est pas connu.", f"choisissez parmi : {words}."))
    return given


def data_folder() -> Path:
    """Where the instance keeps its database, its secret and the messages it could not send."""
    given = text("DATA")
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    folder = Path(given).expanduser() if given else base / "canivet"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        cure = "donnez un dossier où le service a le droit d'écrire."
        raise _told(BadSetting("DATA", f"« {folder} » ne s'ouvre pas ({error.strerror}).", cure)) from error
    return folder


def secret_key(folder: Path) -> str:
    """The instance's secret: the one given, or one made at the first start and kept in ``folder``."""
    given = text("SECRET")
    if given:
        if len(given) < 50:
            raise _told(
                BadSetting("SECRET", "il est trop court.", "donnez au moins 50 caractères au hasard.")
            )
        return given
    path = folder / "secret"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        made = secrets.token_urlsafe(64)
        stream.write(made)
    return made


def database(folder: Path) -> dict[str, Any]:
    """Django's description of the database: SQLite in ``folder``, or PostgreSQL by ``CANIVET_DATABASE``."""
    given = text("DATABASE")
    if not given or given.startswith("sqlite:"):
        path = unquote(given.removeprefix("sqlite:").removeprefix("//")) or str(folder / "canivet.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(given)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        cure = "écrivez postgresql://utilisateur:mot-de-passe@hôte/base, ou laissez vide pour SQLite."
        raise _told(BadSetting("DATABASE", "cette adresse ne se lit pas.", cure))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def mail(folder: Path) -> dict[str, Any]:
    """Django's e-mail settings: SMTP when it is given, else messages are kept as files in ``folder``."""
    given = text("SMTP")
    if not given:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder / "courriels"),
        }
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        cure = "écrivez smtp+tls://utilisateur:mot-de-passe@hôte:587, smtps://… ou smtp://…"
        raise _told(BadSetting("SMTP", "cette adresse ne se lit pas.", cure))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


def _told(problem: BadSetting) -> BadSetting:
    os.write(2, f"{problem.message}\n".encode())
    return problem
