"""From SQLite to PostgreSQL and back, by the commands: the same rows all along."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from canivet_web.backup.archive import MANIFEST
from running import environment

ROOT = Path(__file__).resolve().parents[3]

#: Puts in a new instance what travels badly from one engine to the other.
FILL = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "canivet_web.settings"
import django; django.setup()
from canivet_web.accounts.models import User
from canivet_web.authorities.models import Authority
from canivet_web.inventories.models import Batch
from canivet_web.registers.models import Entry
from canivet.cli.main import main
main(["plateforme", "administrateur", "chef@ville.example"])
user = User.objects.get()
town = Authority.objects.create(siren="999999998", name="Val-Fictif", year=2025, deleted_by=user)
Batch.objects.create(authority=town, number=1, year=2025, created_by=user, dossier=bytes(range(256)),
                     sha256="0" * 64, summary={"z": 1, "a": [0.1, None, True, "é\\u2028"]})
for number in range(7):
    Entry.objects.create(authority=town, register="autres", name=f"Usage {number}", quantity=number / 3,
                         yearly_cost="12.30", ends_on="2024-02-29")
"""


#: Several commands, one after the other, in one process: their codes on the last line.
COMMANDS = """
import json, sys
from canivet.cli.main import main
print(json.dumps([main(step) for step in json.loads(sys.argv[1])]))
"""


def run(data: Path, *steps: list[str], before: Sequence[str | Path] = (), fill: bool = False) -> list[int]:
    """Commands on an instance of its own: on SQLite, or on what ``before`` starts."""
    env = environment(data)
    env.pop("CANIVET_DATABASE", None)
    command = [*before, sys.executable, "-c", (FILL if fill else "") + COMMANDS, json.dumps(steps)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    codes: list[int] = json.loads(done.stdout.splitlines()[-1])
    return codes


def content(path: Path) -> dict[str, list[Any]]:
    """The rows of a backup, whatever the order of the keys that an engine gives back."""
    with zipfile.ZipFile(path) as zipped:
        names = [name for name in zipped.namelist() if name != MANIFEST]
        return {name: [json.loads(line) for line in zipped.read(name).splitlines()] for name in names}


@pytest.mark.skipif(
    not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="PostgreSQL is not installed"
)
def test_an_instance_moves_to_postgresql_and_back(tmp_path: Path) -> None:
    first, there, back = tmp_path / "a.zip", tmp_path / "b.zip", tmp_path / "c.zip"
    assert run(tmp_path / "un", ["sauvegarder", str(first)], fill=True) == [0]
    assert run(
        tmp_path / "deux",
        ["restaurer", str(first)],
        ["sauvegarder", str(there)],
        ["plateforme", "administrateur", "autre@ville.example"],
        ["restaurer", str(first)],
        before=[ROOT / "scripts" / "with_postgres"],
    ) == [0, 0, 0, 2]
    assert content(there) == content(first)
    assert run(tmp_path / "trois", ["restaurer", str(there)], ["sauvegarder", str(back)]) == [0, 0]
    assert content(back) == content(first)
    assert len(content(back)["tables/registers.Entry.jsonl"]) == 7


#: Writes pairs of rows without a pause while backups are made, then counts them in each backup.
BESIDE = """
import json, sys, threading, zipfile
from pathlib import Path
from django.db import connection, transaction
from canivet_web.backup.commands import save
from canivet_web.journal.models import Event

over = threading.Event()
def write():
    number = 0
    while not over.is_set():
        number += 1
        with transaction.atomic():
            Entry.objects.create(authority=town, register="sites-web", name=str(number))
            Event.objects.create(authority=town, act="entry.created", target=str(number))
    connection.close()
def pairs():
    return Entry.objects.filter(register="sites-web").count()
writer = threading.Thread(target=write)
writer.start()
seen = []
for number in range(3):
    before = pairs()
    while pairs() == before:
        pass
    path = Path(sys.argv[1]) / f"{number}.zip"
    save(path)
    members = json.loads(zipfile.ZipFile(path).read("manifeste.json"))["members"]
    rows = {member["model"]: member["rows"] for member in members}
    seen.append([before, rows["registers.Entry"] - 7, rows["journal.Event"], pairs()])
over.set()
writer.join()
print(json.dumps(seen))
"""


def test_a_backup_holds_one_moment_and_stops_nobody(tmp_path: Path) -> None:
    env = environment(tmp_path)
    command = [sys.executable, "-c", FILL + BESIDE, str(tmp_path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert len(seen) == 3
    for before, entries, events, after in seen:
        assert before < entries == events < after
