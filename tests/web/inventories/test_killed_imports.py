"""An import that stops anywhere leaves nothing half done: an exception, or a real SIGKILL of its process."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from web_inventories import imported, send, small

from canivet_web.inventories import bridge, work
from canivet_web.inventories.models import Batch, BatchExclusion, BatchModel
from canivet_web.jobs.models import Job, Upload
from canivet_web.jobs.work import tell_interrupted
from canivet_web.journal.models import Event


def nothing_written() -> bool:
    return not any(model.objects.exists() for model in (Batch, BatchModel, BatchExclusion, Upload, Event))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (work, "read_apart"),
        (work, "unpack"),
        (work, "prepare"),
        (bridge, "model_rows"),
        (bridge, "_write_rows"),
        (bridge, "record"),
        (work, "reverse"),
        (work, "finish"),
    ],
)
def test_an_exception_leaves_nothing(pilot, town, monkeypatch, module, name):
    def fails(*args, **kwargs):
        raise RuntimeError("panne d'essai")

    with monkeypatch.context() as patch:
        patch.setattr(module, name, fails)
        response = send(pilot, town, small())
    job = town.authority.jobs.get()
    assert job.state == Job.State.FAILED
    assert job.uploads.count() == 0
    assert nothing_written()
    assert "Rien n'a été changé" in pilot.get(response["Location"]).content.decode().replace("&#x27;", "'")
    assert imported(pilot, town, small()).number == 1


#: Runs one import in a process of its own, which stops for ever at a given place.
CHILD = """
import os, sys, time
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.core.files.uploadedfile import SimpleUploadedFile
where = sys.argv[1]
from canivet_web.inventories import bridge, work
from canivet_web.jobs import work as jobs
from canivet_web.jobs.models import Job, Upload
from canivet_web.authorities.models import Authority
from canivet_web.accounts.models import User

def stops(real, after):
    def stopped(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        print("ici", flush=True)
        time.sleep(60)
    return stopped

if where == "préparer":
    call_command("migrate", verbosity=0)
    authority = Authority.objects.create(siren="999999998", name="Fictive", year=2025)
    User.objects.create_user("a@example.org", "un mot de passe de test")
    job = Job.objects.create(authority=authority, kind="import", created_by=User.objects.get())
    rows = "".join(f"Dell;Latitude {n};{1 + n % 5}\\n" for n in range(3000))
    Upload.objects.create(job=job, name="parc.csv", content=("Fabricant;Modèle;Quantité\\n" + rows).encode())
elif where == "encore":
    job = Job.objects.get()
    new = Job.objects.create(authority=job.authority, kind="import", created_by=job.created_by)
    Upload.objects.create(job=new, name="parc.csv", content="Modèle;Quantité\\nLatitude 5420;2\\n".encode())
    jobs.run_job.func(new.pk)
else:
    module, name, after = where.split(":")
    module = {"work": work, "bridge": bridge, "jobs": jobs}[module]
    setattr(module, name, stops(getattr(module, name), after == "après"))
    jobs.run_job.func(Job.objects.get().pk)
"""


def run(folder: Path, where: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "CANIVET_DATA": str(folder),
        "CANIVET_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "canivet_web.settings",
    }
    command = [sys.executable, "-c", CHILD, where]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, start_new_session=True, cwd=folder
    )


def count(folder: Path, table: str, where: str = "1=1") -> int:
    connection = sqlite3.connect(folder / "canivet.sqlite3")
    try:
        return connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def waiting(tmp_path_factory) -> Path:
    """The data folder of an instance with one import that waits."""
    folder = tmp_path_factory.mktemp("instance")
    with run(folder, "préparer") as process:
        assert process.wait(120) == 0
    return folder


@pytest.mark.parametrize(
    "where",
    [
        "work:read_apart:après",
        "work:prepare:après",
        "bridge:_write_rows:après",
        "work:store:après",
        "work:finish:après",
    ],
)
def test_a_killed_import_leaves_nothing_and_can_be_sent_again(waiting, tmp_path, where):
    folder = shutil.copytree(waiting, tmp_path / "instance")
    with run(folder, where) as process:
        assert process.stdout.readline().strip() == b"ici"
        os.killpg(process.pid, signal.SIGKILL)
    for table in ("batch", "batchmodel", "batchexclusion"):
        assert count(folder, f"inventories_{table}") == 0, table
    assert count(folder, "journal_event") == 0
    assert count(folder, "jobs_job", "state = 'running'") == 1
    with run(folder, "encore") as again:
        assert again.wait(120) == 0
    assert count(folder, "inventories_batch") == 1
    assert count(folder, "inventories_batchmodel") == 1
    assert count(folder, "jobs_job", "state = 'done'") == 1


def test_a_worker_taken_for_dead_writes_nothing(pilot, town, monkeypatch):
    """The job was told interrupted while its worker, too slow, was still at work."""
    real = work.prepare

    def slow(*args, **kwargs):
        prepared = real(*args, **kwargs)
        assert tell_interrupted(timedelta(seconds=-60)) == 1
        return prepared

    monkeypatch.setattr(work, "prepare", slow)
    send(pilot, town, small())
    job = town.authority.jobs.get()
    assert job.state == Job.State.FAILED
    assert "s'est arrêté" in job.problem
    assert nothing_written()
