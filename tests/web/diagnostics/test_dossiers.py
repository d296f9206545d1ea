"""The dossier goes out to the command line and comes back in with the same figures, or not at all."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from canivet.cli.main import main
from canivet.outputs import without_date
from canivet_web.authorities.models import Authority
from canivet_web.diagnostics.models import Result
from canivet_web.inventories.models import Batch
from canivet_web.jobs.models import Job, Upload
from canivet_web.journal.models import Event

pytestmark = pytest.mark.django_db


def taken_out(client, town, number: int = 1) -> bytes:
    answer = client.get(town.url(f"diagnostic/{number}/dossier.zip"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return b"".join(answer.streaming_content)


@pytest.fixture
def send(django_capture_on_commit_callbacks, pilot, town):
    def sent(content: bytes, name: str = "dossier.zip", **fields) -> Job | None:
        with django_capture_on_commit_callbacks(execute=True):
            file = SimpleUploadedFile(name, content, "application/zip")
            answer = pilot.post(town.url("dossier/reprendre/"), {"file": file, **fields})
        sent.answer = answer
        return Job.objects.filter(kind=Job.Kind.DOSSIER).first()

    return sent


def test_the_command_line_finds_the_same_figures(demo, town, pilot, tmp_path, capsys):
    path = tmp_path / "dossier.zip"
    path.write_bytes(taken_out(pilot, town))
    assert main(["diagnostiquer", str(path), "--sortie", str(tmp_path / "sortie")]) == 0
    capsys.readouterr()
    written = json.loads((tmp_path / "sortie" / "resultat.json").read_text())
    assert without_date(written) == without_date(json.loads(demo.document))
    event = Event.objects.get(act="dossier.exported")
    assert (event.target, event.actor) == ("Diagnostic n° 1", town.members["pilot"])


def test_the_zip_is_always_the_same(village, town, pilot):
    assert taken_out(pilot, town) == taken_out(pilot, town)


def test_going_out_is_told_once_for_a_double_click_and_for_each_person(village, town, as_role):
    told = Event.objects.filter(act="dossier.exported")
    for role in ("pilot", "pilot", "it"):
        taken_out(as_role(role), town)
    as_role("pilot").head(town.url("diagnostic/1/dossier.zip"))
    assert told.count() == 2
    old = told.filter(actor=town.members["pilot"]).get()
    old.pk = None
    old._state.adding = True
    told._raw_delete(told.db)
    old.at = timezone.now() - timedelta(minutes=2)
    old.save()
    taken_out(as_role("pilot"), town)
    assert told.count() == 2


def test_a_dossier_comes_back_with_the_same_fingerprint_and_figures(town, stock, compute, pilot, send):
    stock(town, "ville")
    model = town.authority.batches.get().models.first()
    town.authority.corrections.create(key=model.key, value="desktop")
    first = compute(town)
    content = taken_out(pilot, town)
    # Everything goes, and the authority is made anew with nothing but its SIREN and its members.
    fresh = {"name": "Autre nom", "year": 2020, "method": "achats", "agents": None, "population": None}
    for related in ("results", "acceptances", "batches", "corrections", "entries", "services"):
        getattr(town.authority, related).all().delete()
    Authority.objects.filter(pk=town.authority.pk).update(**fresh)
    town.authority.refresh_from_db()
    town.authority.corrections.create(key="modele etranger", value="laptop")
    job = send(content)
    assert job.state == Job.State.DONE, job.problem
    assert not Upload.objects.exists()
    town.authority.refresh_from_db()
    again = compute(town)
    assert again.pk != first.pk
    assert again.summary["dossier_fingerprint"] == first.summary["dossier_fingerprint"]
    assert without_date(json.loads(again.document)) == without_date(json.loads(first.document))
    event = Event.objects.get(act="dossier.imported")
    assert event.details["uses"] == 11
    html = pilot.get(job.target).content.decode()
    assert "Le dossier est repris" in html
    assert "11 lignes" in html


def test_registers_that_hold_entries_are_kept_or_replaced_as_asked(town, stock, compute, pilot, send):
    stock(town, "ville")
    compute(town)
    content = taken_out(pilot, town)
    entry = town.authority.entries.first()
    entry.name = "À nous"
    entry.save()
    kept = set(town.authority.entries.kept().values_list("pk", flat=True))
    html = pilot.get(town.url("dossier/reprendre/")).content.decode()
    assert "Les garder" in html
    assert "corbeille" in html
    assert send(content) is None
    assert "Dites ce que deviennent" in send.answer.content.decode()
    assert send(content, uses="garder").state == Job.State.DONE
    assert set(town.authority.entries.kept().values_list("pk", flat=True)) == kept
    assert send(content, uses="remplacer").state == Job.State.DONE
    now = town.authority.entries.kept()
    assert now.count() == len(kept)
    assert not kept & set(now.values_list("pk", flat=True))
    assert town.authority.entries.deleted().count() == len(kept)


def test_another_siren_is_refused_and_nothing_is_written(village, town, pilot, send):
    content = taken_out(pilot, town)
    Authority.objects.filter(pk=town.authority.pk).update(siren="999999972")
    town.authority.refresh_from_db()
    job = send(content)
    assert job.state == Job.State.REFUSED
    assert "SIREN 999999998" in job.problem
    assert "Que faire" in job.problem
    assert Batch.objects.count() == 1
    assert not Event.objects.filter(act="dossier.imported").exists()


def test_a_crash_half_way_leaves_the_authority_as_it_was(village, town, pilot, send, monkeypatch):
    content = taken_out(pilot, town)
    Authority.objects.filter(pk=town.authority.pk).update(name="Avant", agents=5)
    entry = town.authority.entries.create(register="autres", name="Visio", kind="visio_hour", quantity=5)

    def crash(*args, **kwargs):
        raise OSError("disque plein")

    monkeypatch.setattr("canivet_web.diagnostics.taking_in.record", crash)
    assert send(content, uses="remplacer").state == Job.State.FAILED
    town.authority.refresh_from_db()
    assert (town.authority.name, town.authority.agents) == ("Avant", 5)
    assert Batch.objects.count() == 1
    assert list(town.authority.entries.kept()) == [entry]


def test_a_profile_that_does_not_fit_is_refused(village, town, pilot, send):
    content = rewritten(taken_out(pilot, town), "dossier.json", b'"method": "amortie"', b'"method": "zut"')
    job = send(content)
    assert job.state == Job.State.REFUSED
    assert "profil du dossier" in job.problem
    assert Result.objects.count() == 1


def test_the_form_says_what_is_wrong(town, pilot, send, settings):
    html = pilot.post(town.url("dossier/reprendre/"), {}).content.decode()
    assert "Choisissez le fichier .zip du dossier." in html
    assert send(b"") is None
    assert "Ce fichier est vide" in send.answer.content.decode()
    settings.UPLOAD_MAX_BYTES = 1000
    assert send(b"x" * 200_000) is None
    assert "trop gros" in send.answer.content.decode()


def test_a_double_click_takes_it_in_once(town, pilot):
    for _ in range(2):
        file = SimpleUploadedFile("dossier.zip", b"PK", "application/zip")
        assert pilot.post(town.url("dossier/reprendre/"), {"file": file}).status_code == 302
    assert Job.objects.count() == 1
    assert Upload.objects.count() == 1


def rewritten(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.namelist():
            text = source.read(item)
            assert item != name or old in text
            archive.writestr(item, text.replace(old, new) if item == name else text)
    return target.getvalue()
