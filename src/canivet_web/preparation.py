"""Before the server answers: one start at a time, the database up to date, the static files in place."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

import canivet_web
from canivet.problems import InputProblem

#: Numbers of PostgreSQL advisory locks: any would do, as long as they stay the same.
PREPARING, SERVING = 4_210_001, 4_210_002
#: In ``STATIC_ROOT``: what the files there were made from.
STATIC_MARK = ".origine"


def reach_database() -> None:
    """Say in French that the database does not answer, when it does not."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise InputProblem(
            f"la base de données ne répond pas ({str(error).strip()}).",
            cure="vérifiez CANIVET_DATABASE (ou CANIVET_DATA), et que le serveur de base est démarré.",
        ) from error


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for our turn: two servers that start together do not migrate together."""
    with ExitStack() as held:
        held.enter_context(_file_lock("preparation.verrou", wait=True))
        held.enter_context(_database_lock(PREPARING, wait=True))
        yield


@contextmanager
def presence() -> Iterator[bool]:
    """Hold the sign that a server runs on this database; tells whether we are the only one."""
    with ExitStack() as held:
        alone = held.enter_context(_file_lock("serveur.verrou", wait=False))
        alone &= held.enter_context(_database_lock(SERVING, wait=False))
        yield alone


@contextmanager
def _file_lock(name: str, *, wait: bool) -> Iterator[bool]:
    handle = os.open(settings.DATA_FOLDER / name, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield True
        except BlockingIOError:
            yield False
    finally:
        os.close(handle)


@contextmanager
def _database_lock(number: int, *, wait: bool) -> Iterator[bool]:
    if connection.vendor != "postgresql":
        yield True
        return
    # A connection of its own: the lock lasts as long as it does.
    own = connection.get_new_connection(connection.get_connection_params())
    try:
        own.autocommit = True
        asked = "SELECT pg_advisory_lock(%s)" if wait else "SELECT pg_try_advisory_lock(%s)"
        row = own.execute(asked, [number]).fetchone()
        yield wait or bool(row[0])
    finally:
        own.close()


def migrations_missing() -> list[str]:
    """Migrations of this version that the database has not had."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - set(loader.applied_migrations))


def migrations_unknown() -> list[str]:
    """Migrations the database has had that this version does not know: it is older than the database."""
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in loader.migrated_apps)


def migrate() -> None:
    """Bring the database to this version; refuse one that a newer version has used."""
    if migrations_unknown():
        raise InputProblem(
            "la base de données a servi à une version plus récente de Canivet.",
            cure="installez cette version, ou reprenez une sauvegarde d'avant la mise à jour.",
        )
    if migrations_missing():
        call_command("migrate", interactive=False, verbosity=0)


def gather_static() -> bool:
    """Gather the static files when they have changed since last time; tells whether they had."""
    mark = Path(settings.STATIC_ROOT) / STATIC_MARK
    origin = static_origin()
    if mark.is_file() and mark.read_text(encoding="utf-8") == origin:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(origin, encoding="utf-8")
    return True


def static_origin() -> str:
    """What the gathered files depend on: the version, and every file of the packages installed."""
    digest = hashlib.sha256(canivet_web.version().encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
