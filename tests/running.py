"""Running ``canivet`` for real: processes of their own, on the database engine that the tests run on."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

COMMAND = [sys.executable, "-c", "from canivet.cli.main import run; run()"]
ENGINE = os.environ.get("CANIVET_DATABASE", "")


@cache
def database_of(name: str) -> str:
    """Address of a new database of this name, on the PostgreSQL of the tests; blank on SQLite."""
    if not ENGINE.startswith("postgres"):
        return ""
    import psycopg

    made = f"canivet_{uuid4().hex}"
    with psycopg.connect(ENGINE, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{made}"')
    return urlsplit(ENGINE)._replace(path=f"/{made}").geturl().replace("///", "//", 1)


def environment(data: Path, **settings: str) -> dict[str, str]:
    """That of a user who set these settings, and no other of ours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CANIVET_", "DJANGO_", "COVERAGE"))}
    database = database_of(str(data))
    ours = {"CANIVET_DATA": str(data)} | ({"CANIVET_DATABASE": database} if database else {})
    return {**kept, **ours, **settings}


def canivet(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(data, **settings),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
