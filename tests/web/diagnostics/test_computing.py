"""Computing: the figures of the command line, one row per change, nothing by halves."""

from __future__ import annotations

import hashlib
import json
import sys
from subprocess import run

import pytest
from django.db import connection

from canivet.cli.main import main
from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet_web.commons import commons
from canivet_web.diagnostics import work
from canivet_web.diagnostics.models import Picture, Result, ResultFile
from canivet_web.jobs.models import Job
from canivet_web.jobs.work import run_job
from canivet_web.journal.models import Event

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_the_figures_of_the_command_line(demo, tmp_path, capsys):
    assert main(["demo", "--sortie", str(tmp_path / "demo")]) == 0
    capsys.readouterr()
    written = json.loads((tmp_path / "demo" / "resultat.json").read_text())
    stored = json.loads(demo.document)
    assert repr(stored["footprint"]["gwp"]["central"]) == repr(written["footprint"]["gwp"]["central"])
    # The dossier differs by the place of its uses alone: a register here, a file there.
    different = {"dossier_fingerprint", "generated_on"}
    assert {k: v for k, v in stored.items() if k not in different} == {
        k: v for k, v in written.items() if k not in different
    }


def test_a_result_holds_the_files_of_the_command_line(demo, tmp_path):
    names = {file.name for file in demo.files.all()}
    assert names == {
        "correspondances.csv", "dossier.json", "exclusions.csv", "inconnus.csv", "inventaire.csv",
        "lignes.csv", "rapport.html", "rapport.pdf", "resultat.json", "tableaux.xlsx", "tables.json",
        "usages.csv",
    } | set(example_dossier(commons(), load_example(commons(), DEMONSTRATION)).state)  # fmt: skip
    for file in demo.files.all():
        assert hashlib.sha256(file.content).hexdigest() == file.sha256
        assert len(file.content) == file.size
    assert bytes(demo.files.get(name="resultat.json").content).decode() == demo.document
    assert hashlib.sha256(demo.document.encode()).hexdigest() == demo.sha256
    assert demo.created_by.email.startswith("it@")
    event = Event.objects.get(authority=demo.authority, act="result.computed")
    assert event.target == "Diagnostic n° 1"
    assert {(p.criterion, p.view) for p in demo.pictures.all()} >= {
        ("gwp", "by_stage"),
        ("gwp", "by_category"),
    }
    assert not [p for p in demo.pictures.all() if not p.svg.startswith("<svg")]


def test_nothing_changed_adds_no_row(village, compute, town):
    again = compute(town)
    assert again == village
    job = Job.objects.filter(kind=Job.Kind.DIAGNOSIS).first()
    assert job.target == f"/c/{town.authority.siren}/diagnostic/1/?deja=1"
    assert Event.objects.filter(act="result.computed").count() == 1


def test_each_change_adds_a_row(village, compute, town):
    before = village.document
    town.authority.agents = 901
    town.authority.save()
    second = compute(town)
    assert (second.number, Result.objects.count()) == (2, 2)
    assert json.loads(second.document)["authority"]["agents"] == 901
    assert Result.objects.get(number=1).document == before


def test_a_deleted_result_keeps_its_number(village, compute, town):
    village.discard(town.members["pilot"])
    assert compute(town).number == 2


def test_another_engine_makes_another_result(village, compute, town, monkeypatch):
    monkeypatch.setattr("canivet.__version__", "9.9.9")
    assert compute(town).number == 2


def test_a_crash_while_storing_leaves_nothing(town, stock, monkeypatch, django_capture_on_commit_callbacks):
    from canivet_web.jobs.work import start

    stock(town)

    def crash(*args, **kwargs):
        raise OSError("disque plein")

    monkeypatch.setattr("canivet_web.diagnostics.storing.record", crash)
    with django_capture_on_commit_callbacks(execute=True):
        job = start(town.authority, Job.Kind.DIAGNOSIS, town.members["it"])
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert (Result.objects.count(), ResultFile.objects.count(), Picture.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("lacking", ["inventory", "agents"])
def test_what_is_missing_is_said(town, stock, lacking, django_capture_on_commit_callbacks):
    from canivet_web.jobs.work import start

    if lacking == "agents":
        stock(town)
        town.authority.agents = None
        town.authority.save()
    with django_capture_on_commit_callbacks(execute=True):
        job = start(town.authority, Job.Kind.DIAGNOSIS, town.members["it"])
    job.refresh_from_db()
    assert job.state == Job.State.REFUSED
    assert ("inventaire" if lacking == "inventory" else "agents") in job.problem
    assert not Result.objects.exists()


def test_two_calculations_of_different_data_at_once_get_two_numbers(town, stock, tmp_path, shipped):
    from canivet.diagnosis import diagnose
    from canivet.outputs import write_all
    from canivet_web.diagnostics import bridge, evidence
    from canivet_web.diagnostics.storing import Calculation, store

    stock(town)
    calculations = []
    for agents in (900, 950):
        town.authority.agents = agents
        inputs = bridge.inputs_of(town.authority)
        diagnosis = diagnose(bridge.dossier_of(town.authority, inputs, {}), shipped)
        folder = tmp_path / str(agents)
        write_all(diagnosis, folder, today="2026-01-01")
        calculations.append(Calculation(inputs.batch, inputs.signature, folder, evidence.pack(diagnosis), []))
    user = town.members["it"]
    assert [store(town.authority, user, item)[0].number for item in calculations] == [1, 2]
    # The same data computed twice at once: the second finds the first.
    again, is_new = store(town.authority, user, calculations[1])
    assert (again.number, is_new) == (2, False)
    assert Result.objects.count() == 2


def test_pages_never_load_the_library_that_draws():
    code = (
        "import django; django.setup(); import sys;"
        "import canivet_web.urls, canivet_web.diagnostics.views;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    done = run([sys.executable, "-c", code], env={**_environment()}, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "web_settings", "PYTHONPATH": os.pathsep.join(sys.path)}


def test_the_writing_says_only_its_own_steps():
    told = []
    quiet = work._written(told.append)
    for step in ("Écriture des tableaux", "Rédaction du rapport", "Mise en place"):
        quiet(step)
    assert told == ["Écriture des tableaux", "Rédaction du rapport"]


def test_an_entry_whose_kind_left_the_commons_is_named_with_its_cure(town, stock, pilot):
    stock(town)
    entry = town.authority.entries.create(
        register="autres", name="Visio de la mairie", kind="type_disparu", quantity=5
    )
    job = Job.objects.create(authority=town.authority, kind=Job.Kind.DIAGNOSIS, created_by=town.members["it"])
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.REFUSED
    assert "« Visio de la mairie » (Autres usages)" in job.problem
    assert not Result.objects.exists()
    for path in ("usages/", "usages/autres/", f"usages/autres/{entry.pk}/", "usages/usages.csv"):
        answer = pilot.get(town.url(path))
        assert answer.status_code == 200, path
        assert b"INVALID" not in answer.content


def test_a_service_spelt_otherwise_in_the_registers_is_the_one_of_the_inventory(town, stock, compute):
    batch = stock(town, "ville")
    spelt = next(name for name, _ in batch.summary["services"] if name.isupper() and name.isalpha())
    before = set(json.loads(compute(town).document)["footprint"]["gwp"]["by_service"])
    service = town.authority.services.create(name=spelt.capitalize())
    town.authority.entries.create(
        register="autres", name="Visio", kind="visio_hour", quantity=5, service=service
    )
    document = json.loads(compute(town).document)
    assert set(document["footprint"]["gwp"]["by_service"]) == before


def test_files_take_a_fraction_of_their_size_in_the_database(demo):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, size, length(content) FROM diagnostics_resultfile")
        sizes = {name: (size, kept) for name, size, kept in cursor.fetchall()}
    for name in ("inventaire.csv", "lignes.csv"):
        size, kept = sizes[name]
        assert kept < size / 5, name
    for file in demo.files.all():
        assert (len(file.content), hashlib.sha256(file.content).hexdigest()) == (file.size, file.sha256)
