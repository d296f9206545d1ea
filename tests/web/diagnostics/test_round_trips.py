"""Every example, corrected and with own factors: out to the command line, and back in to a bare authority."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from canivet.cli.main import main
from canivet.outputs import without_date
from canivet_web.authorities.models import Authority
from canivet_web.diagnostics import bridge
from canivet_web.diagnostics.models import FactorSet
from canivet_web.jobs.models import Job

pytestmark = pytest.mark.django_db

OWN = "archetype;stage;criterion;value;source\nlaptop_14;manufacturing;gwp;123,5;mesure maison\n"
MADE = ("results", "acceptances", "batches", "corrections", "entries", "services", "factor_sets")


@pytest.fixture
def send(django_capture_on_commit_callbacks, pilot, town):
    def sent(content: bytes) -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            file = SimpleUploadedFile("dossier.zip", content, "application/zip")
            pilot.post(town.url("dossier/reprendre/"), {"file": file})
        return Job.objects.filter(kind=Job.Kind.DOSSIER).first()

    sent.out = lambda: b"".join(pilot.get(town.url("diagnostic/1/dossier.zip")).streaming_content)
    return sent


def bare(town) -> None:
    """The authority made anew with nothing but its SIREN and its members."""
    for related in MADE:
        getattr(town.authority, related).all().delete()
    Authority.objects.filter(pk=town.authority.pk).update(
        name="Autre", year=2020, agents=None, population=None, kind="", type="", factor_set="", country="FRA",
        method="amortie",
    )  # fmt: skip
    town.authority.refresh_from_db()


@pytest.fixture
def cli(tmp_path, capsys):
    """The document that the command line makes of a dossier."""

    def computed(content: bytes) -> dict:
        (tmp_path / "dossier.zip").write_bytes(content)
        folder = tmp_path / "sortie"
        assert main(["diagnostiquer", str(tmp_path / "dossier.zip"), "--sortie", str(folder)]) == 0
        capsys.readouterr()
        return json.loads((folder / "resultat.json").read_text())

    return computed


@pytest.fixture(
    params=[
        ("village", "achats", True),
        ("ville", "amortie", True),
        ("syndicat", "amortie", False),
        ("agglo-demo", "amortie", False),
    ]
)
def first(request, town, stock, compute):
    """The diagnosis of an example with corrections, of one accounting, with its own factors or without."""
    example, town.authority.method, own = request.param
    batch = stock(town, example, profile=True)
    if own:
        town.authority.factor_set = "maison"
        town.authority.save()
        FactorSet.objects.create(authority=town.authority, name="maison", text=OWN)
    for model, value in zip(batch.models.filter(in_service__gt=0)[:2], ("monitor", "tablet"), strict=True):
        town.authority.corrections.create(key=model.key, value=value)
    result = compute(town)
    assert (result.summary["factor_set"] == "maison") == own
    return result


def test_out_and_back(first, town, compute, send, cli):
    document = without_date(json.loads(first.document))
    content = send.out()
    assert without_date(cli(content)) == document
    bare(town)
    job = send(content)
    assert job.state == Job.State.DONE, job.problem
    town.authority.refresh_from_db()
    again = compute(town)
    assert without_date(json.loads(again.document)) == document
    assert again.number == first.number + 1


def test_own_factors_come_in_count_and_make_a_result_stale(town, stock, compute, pilot, send):
    stock(town, "village")
    town.authority.factor_set = "maison"
    town.authority.save()
    FactorSet.objects.create(authority=town.authority, name="maison", text=OWN)
    result = compute(town)
    content = send.out()
    assert "facteurs/maison.csv" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not bridge.is_stale(result)
    kept = town.authority.factor_sets.get()
    kept.text = OWN.replace("123,5", "124")
    kept.save()
    assert bridge.is_stale(result)
    assert send(content).state == Job.State.DONE
    assert town.authority.factor_sets.get().text == OWN
    html = pilot.get(town.url("profil/")).content.decode()
    assert "Jeu local « maison »" in html
    form = pilot.get(town.url("profil/modifier/")).content.decode()
    assert '<option value="maison" selected>Jeu local « maison »</option>' in form
    assert "Jeu local « maison »" in pilot.get(town.url("diagnostic/calculer/")).content.decode()
