"""A calculation, and the taking in of a dossier, whose process is killed for real: nothing is half written.

The processes have a database of their own: a file, or with CANIVET_DATABASE a copy made by PostgreSQL.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator

import pytest

#: Does one thing on the instance of its environment; ``module:name:job`` stops for ever after a function.
CHILD = """
import io, json, sys, time
from dataclasses import replace
from datetime import timedelta
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from canivet.dossier import written
from canivet.examples import example_dossier, load_example
from canivet.inventory.uses_file import UseLine
from canivet.problems import Place
from canivet_web.accounts.models import User
from canivet_web.actors import taking_in as actors_taking_in
from canivet_web.law import rows as law_rows
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.diagnostics import archive, storing, taking_in, work
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories.models import Acceptance
from canivet_web.jobs import work as jobs
from canivet_web.jobs.models import Job, Upload
from canivet_web.registers import bridge as registers

TABLES = ("diagnostics.Result", "diagnostics.ResultFile", "diagnostics.Picture", "diagnostics.FactorSet",
          "inventories.Batch", "inventories.Acceptance", "inventories.Correction", "registers.Entry",
          "authorities.Service", "journal.Event", "maturity.MaturityAnswer", "maturity.MaturityProof",
          "law.DeclaredFact", "law.Disposal", "law.Initiative", "actors.Actor", "actors.ActorSource",
          "territory_uses.LocalFigure", "rgesn.AssessedService", "rgesn.CriterionAnswer")

def say(**more):
    counts = {name: apps.get_model(name)._default_manager.count() for name in TABLES}
    authority = Authority.objects.get()
    print(json.dumps({"counts": counts, "profile": [authority.name, authority.year, authority.version],
                      "jobs": sorted(Job.objects.values_list("state", flat=True)),
                      "problems": list(Job.objects.exclude(problem="").values_list("problem", flat=True)),
                      "uploads": Upload.objects.count(), **more}), flush=True)

def new(kind):
    authority, user = Authority.objects.get(), User.objects.get()
    job = Job.objects.create(authority=authority, kind=kind, created_by=user, details={"uses": "remplacer"},
                             steps_total=3)
    if kind == "dossier":
        dossier = village().with_profile(siren=authority.siren, year=2021, name="Reprise")
        stream = io.BytesIO()
        archive.packed([(name, text.encode()) for name, text in written(dossier).items()], stream)
        Upload.objects.create(job=job, name="dossier.zip", content=stream.getvalue())
    return job

def village():
    use = UseLine("", "visio_hour", 5.0, "", "declared", Place("usages.csv"))
    return replace(example_dossier(commons(), load_example(commons(), "village")), uses=(use,))

what = sys.argv[1]
if what == "prepare":
    call_command("migrate", verbosity=0)
    authority = Authority.objects.create(siren="999999998", name="Fictive", year=2025, agents=20)
    user = User.objects.create_user("a@example.org", "un mot de passe de test")
    dossier = village()
    batch = inventories.store_tables(authority, user, dossier.tables, 2025)
    Acceptance.objects.create(authority=authority, batch=batch, accepted_by=user)
    registers.write_uses(authority, dossier.uses, user)
    say()
elif what in ("diagnosis", "dossier"):
    before = jobs.tell_interrupted(timedelta())
    say(interrupted=before)
    jobs.run_job.func(new(what).pk)
    say()
else:
    module, name, kind = what.split(":")
    module = {"work": work, "storing": storing, "taking_in": taking_in, "registers": registers,
              "law": law_rows, "actors": actors_taking_in}[module]
    real = getattr(module, name)
    def stopped(*args, **kwargs):
        real(*args, **kwargs)
        print("stopped", flush=True)
        time.sleep(120)
    setattr(module, name, stopped)
    jobs.run_job.func(new(kind).pk)
"""


def run(environment: dict[str, str], what: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, what],
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "canivet_web.settings"},
        stdout=subprocess.PIPE,
        start_new_session=True,
        cwd=environment["CANIVET_DATA"],
    )


def said(environment: dict[str, str], what: str) -> list[dict]:
    with run(environment, what) as process:
        out, _ = process.communicate(timeout=180)
    assert process.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def copies(tmp_path_factory) -> Iterator[tuple[dict, Callable[[], dict[str, str]]]]:
    """What an instance with an accepted inventory holds, and a way to get copies of it."""
    address = os.environ.get("CANIVET_DATABASE", "")
    first = tmp_path_factory.mktemp("instance")
    if not address.startswith("postgres"):
        environment = {"CANIVET_DATA": str(first), "CANIVET_DATABASE": ""}
        (state,) = said(environment, "prepare")

        def copied() -> dict[str, str]:
            folder = tmp_path_factory.mktemp("copie") / "instance"
            return {**environment, "CANIVET_DATA": str(shutil.copytree(first, folder))}

        yield state, copied
        return
    psycopg = pytest.importorskip("psycopg")
    prefix = f"canivet_kill_{uuid.uuid4().hex[:8]}"
    names = [prefix]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {prefix}")
        base, _, query = address.partition("?")
        root = base.rsplit("/", 1)[0]
        environment = {"CANIVET_DATA": str(first)}
        (state,) = said({**environment, "CANIVET_DATABASE": f"{root}/{prefix}?{query}"}, "prepare")

        def copied() -> dict[str, str]:
            names.append(f"{prefix}_{len(names)}")
            connection.execute(f"CREATE DATABASE {names[-1]} TEMPLATE {prefix}")
            return {**environment, "CANIVET_DATABASE": f"{root}/{names[-1]}?{query}"}

        yield state, copied
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    "where",
    [
        "work:write_all:diagnosis",
        "storing:record:diagnosis",
        "work:finish:diagnosis",
        "taking_in:prepared:dossier",
        "registers:write_uses:dossier",
        "law:store_initiatives:dossier",
        "actors:store:dossier",
        "work:finish:dossier",
    ],
)
def test_a_killed_work_leaves_nothing_and_can_be_done_again(copies, where):
    before, copied = copies
    environment = copied()
    with run(environment, where) as process:
        assert process.stdout.readline().strip() == b"stopped"
        os.killpg(process.pid, signal.SIGKILL)
    kind = where.rpartition(":")[2]
    found, after = said(environment, kind)
    assert (found["counts"], found["profile"]) == (before["counts"], before["profile"])
    assert (found["jobs"], found["interrupted"], found["uploads"]) == (["failed"], 1, 0)
    assert "s'est arrêté" in found["problems"][0]
    assert after["jobs"] == ["done", "failed"]
    assert after["uploads"] == 0
    if kind == "diagnosis":
        assert after["counts"]["diagnostics.Result"] == 1
        assert after["counts"]["diagnostics.ResultFile"] > 8
    else:
        assert after["counts"]["inventories.Batch"] == before["counts"]["inventories.Batch"] + 1
        assert after["profile"] == ["Reprise", 2021, before["profile"][2] + 1]
        assert all(after["counts"][table] for table in ("maturity.MaturityAnswer", "law.Initiative"))
