"""What the environment says: every setting of an instance, read once, refused with a cure when it is wrong.

Described one by one in ``docs/guides/installer.md``. The database and the mail server: see ``addresses``.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

PREFIX = "CANIVET_"
SECRET_LENGTH = 50


class BadSetting(SystemExit):
    """A setting that cannot be used: the process stops with code 2 and says the cure."""

    def __init__(self, name: str, what: str, cure: str) -> None:
        self.message = f"Erreur : réglage {PREFIX}{name} : {what}\nQue faire : {cure}"
        super().__init__(2)


def refuse(name: str, what: str, cure: str, cause: BaseException | None = None) -> NoReturn:
    """Say on the error output what is wrong with a setting, and stop with code 2."""
    problem = BadSetting(name, what, cure)
    # Not through sys.stderr: a locale without French must not hide the message.
    os.write(2, f"{problem.message}\n".encode())
    raise problem from cause


def text(name: str, default: str = "") -> str:
    """A setting as text; blank and absent are the same."""
    return os.environ.get(PREFIX + name, "").strip() or default


def whole(name: str, default: int, *, least: int = 1) -> int:
    """A setting that is a whole number."""
    given = text(name)
    if not given:
        return default
    if not (given.isascii() and given.isdecimal()) or int(given) < least:
        refuse(name, f"« {given} » ne convient pas.", f"écrivez un nombre entier, {least} ou plus.")
    return int(given)


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """A setting among a few words; the first is the default."""
    given = text(name, allowed[0])
    if given not in allowed:
        refuse(name, f"« {given} » n'est pas connu.", f"choisissez parmi : {', '.join(allowed)}.")
    return given


def last_address(folder: Path) -> str:
    """The address that ``canivet serve`` last answered at: what other commands write in their links."""
    path = folder / "adresse"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else "http://127.0.0.1:8000"


def public_address(default: str) -> SplitResult:
    """``CANIVET_URL``: the address people type, without any path."""
    given = text("URL", default).rstrip("/")
    cure = "écrivez l'adresse publique sans chemin, par exemple https://canivet.exemple.fr"
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError as error:
        refuse("URL", f"« {given} » ne se lit pas.", cure, error)
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        refuse("URL", f"« {given} » n'est pas une adresse.", cure)
    return parts


def time_zone(default: str) -> str:
    """``CANIVET_FUSEAU``: a time zone this machine knows."""
    given = text("FUSEAU", default)
    try:
        ZoneInfo(given)
    except (KeyError, ValueError, OSError) as error:
        cure = "écrivez par exemple Europe/Paris ou Indian/Reunion."
        refuse("FUSEAU", f"« {given} » n'est pas connu.", cure, error)
    return given


def sender(default: str) -> str:
    """``CANIVET_EXPEDITEUR``: the address that messages come from."""
    given = text("EXPEDITEUR", default)
    name, at, domain = given.rpartition("@")
    if not (name and at and domain) or "\n" in given or "\r" in given:
        refuse("EXPEDITEUR", f"« {given} » n'est pas une adresse.", "écrivez par exemple canivet@exemple.fr.")
    return given


def data_folder() -> Path:
    """Where the instance keeps its database, its secret and the messages it could not send."""
    given = text("DATA")
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    folder = Path(given).expanduser().absolute() if given else base / "canivet"
    cure = "donnez un dossier où le service a le droit d'écrire."
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        refuse("DATA", f"« {folder} » ne s'ouvre pas ({error.strerror}).", cure, error)
    if not os.access(folder, os.W_OK | os.X_OK):
        refuse("DATA", f"« {folder} » n'est pas ouvert en écriture.", cure)
    return folder


def private_folder(parent: Path, name: str) -> Path:
    """A folder of the instance that no one else on the machine can read."""
    folder = parent / name
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """The instance's secret: the one given, or one made at the first start and kept in ``folder``."""
    given = text("SECRET")
    path = folder / "secret"
    if not given:
        if not path.exists():
            _make_secret(path)
        try:
            given = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            refuse(
                "SECRET",
                f"« {path} » ne se lit pas.",
                "rendez-le lisible au service, ou supprimez-le.",
                error,
            )
    if len(given) < SECRET_LENGTH:
        cure = f"donnez au moins {SECRET_LENGTH} caractères au hasard, ou laissez vide : Canivet en fait un."
        refuse("SECRET", "il est trop court.", cure)
    return given


def _make_secret(path: Path) -> None:
    """Put a new secret in place whole: two processes that start together end up with the same one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_urlsafe(64))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
