"""Computing, freezing and deleting by the pages: once whatever the clicks, and what is frozen stays."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from canivet_web.diagnostics import bridge, deciding
from canivet_web.diagnostics.models import Freeze, Picture, Result, ResultFile
from canivet_web.jobs.models import Job
from canivet_web.journal.models import Event
from canivet_web.journal.purge import purge
from canivet_web.records import FrozenRecord
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(village, town, pilot) -> Result:
    assert pilot.post(town.url("diagnostic/1/figer/"), {"label": "Référence 2025"}).status_code == 302
    return Result.objects.get(number=1)


def bytes_of(result: Result) -> tuple[str, dict[str, str], str]:
    fresh = Result.objects.get(pk=result.pk)
    files = {file.name: hashlib.sha256(file.content).hexdigest() for file in fresh.files.all()}
    return (
        hashlib.sha256(fresh.document.encode()).hexdigest(),
        files,
        hashlib.sha256(fresh.evidence).hexdigest(),
    )


def test_the_page_says_what_will_be_counted(town, stock, pilot, compute):
    stock(town, "ville")
    html = pilot.get(town.url("diagnostic/calculer/")).content.decode()
    assert "Import n° 1" in html
    assert "11 lignes" in html
    assert "900" in html
    compute(town)
    assert "est à jour" in pilot.get(town.url("diagnostic/calculer/")).content.decode()
    town.authority.entries.first().discard(town.members["pilot"])
    html = pilot.get(town.url("diagnostic/calculer/")).content.decode()
    assert "10 lignes" in html
    assert "ont changé depuis" in html


def test_a_double_click_starts_one_job(town, stock, pilot):
    stock(town)
    first = pilot.post(town.url("diagnostic/calculer/"))
    second = pilot.post(town.url("diagnostic/calculer/"))
    assert first.url == second.url
    assert Job.objects.count() == 1


def test_clicking_computes(town, stock, pilot, django_capture_on_commit_callbacks):
    stock(town)
    with django_capture_on_commit_callbacks(execute=True):
        answer = pilot.post(town.url("diagnostic/calculer/"))
    assert pilot.get(answer.url).url == town.url("diagnostic/1/")
    assert pilot.get(town.url("diagnostic/1/")).status_code == 200


def test_nothing_starts_when_something_lacks(town, pilot):
    answer = pilot.post(town.url("diagnostic/calculer/"))
    assert answer.status_code == 409
    assert "un inventaire accepté" in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", [Role.ELECTED, Role.READER, Role.CONTRIBUTOR])
def test_who_only_reads_decides_nothing(village, town, as_role, role):
    client = as_role(role)
    for path in ("calculer/", "1/figer/", "1/supprimer/"):
        assert client.get(town.url(f"diagnostic/{path}")).status_code == 403
        assert client.post(town.url(f"diagnostic/{path}")).status_code == 403
    assert client.get(town.url("diagnostic/1/dossier.zip")).status_code == 403
    assert client.get(town.url("dossier/reprendre/")).status_code == 403
    assert as_role(Role.IT).post(town.url("diagnostic/1/figer/"), {"label": "x"}).status_code == 403


def test_freezing_twice_is_freezing_once(frozen, town, pilot):
    assert pilot.post(town.url("diagnostic/1/figer/"), {"label": "Autre"}).status_code == 302
    assert Freeze.objects.get().label == "Référence 2025"
    assert Event.objects.filter(act="result.frozen").count() == 1
    assert not deciding.freeze(frozen, town.members["pilot"], "Encore")
    with pytest.raises(IntegrityError), transaction.atomic():
        Freeze.objects.create(result=frozen, label="Deux")
    assert "Figé : Référence 2025" in pilot.get(town.url("diagnostic/1/")).content.decode()


def test_freezing_needs_a_name(village, town, pilot):
    html = pilot.post(town.url("diagnostic/1/figer/"), {"label": "  "}).content.decode()
    assert "Rien n'est encore enregistré" in html
    assert not Freeze.objects.exists()


def test_a_frozen_result_cannot_be_altered_nor_deleted(frozen, town, pilot):
    before = bytes_of(frozen)
    loaded = Result.objects.get(pk=frozen.pk)
    loaded.document = "{}"
    for attempt in (
        loaded.save,
        lambda: loaded.save(update_fields=["document"]),
        lambda: loaded.discard(town.members["pilot"]),
        loaded.delete,
        lambda: Result.objects.filter(pk=frozen.pk).delete(),
        lambda: Result.objects.filter(pk=frozen.pk).update(document="{}"),
        lambda: Result.objects.filter(pk=frozen.pk).update(deleted_at="2026-01-01T00:00Z"),
        lambda: Result.objects.bulk_update([loaded], ["document"]),
        lambda: ResultFile.objects.filter(result=frozen).update(content=b""),
        lambda: Picture.objects.filter(result=frozen).update(svg=""),
        lambda: Freeze.objects.get().save(),
        lambda: Freeze.objects.update(label="Autre"),
        Freeze.objects.get().delete,
        Freeze.objects.all().delete,
        frozen.files.first().delete,
        frozen.files.all().delete,
        frozen.pictures.all().delete,
        copy_of(loaded).save,
        lambda: Result.objects.bulk_create(
            [copy_of(loaded)], update_conflicts=True, unique_fields=["id"], update_fields=["document"]
        ),
        lambda: Result.objects.update_or_create(pk=frozen.pk, defaults={"document": "{}"}),
        town.authority.results.all().delete,
    ):
        with pytest.raises((FrozenRecord, IntegrityError)), transaction.atomic():
            attempt()
    for method in (pilot.get, pilot.post):
        answer = method(town.url("diagnostic/1/supprimer/"))
        assert answer.status_code == 409
        assert "ne se supprime pas" in answer.content.decode()
    assert not deciding.discard(frozen, town.members["pilot"])
    for path in ("", "expliquer/", "figer/", "dossier.zip"):
        pilot.post(town.url(f"diagnostic/1/{path}"), {"document": "{}", "label": "x", "deleted_at": "1"})
        assert pilot.put(town.url(f"diagnostic/1/{path}")).status_code == 405
        assert pilot.delete(town.url(f"diagnostic/1/{path}")).status_code == 405
    assert bytes_of(frozen) == before
    assert Result.objects.get(pk=frozen.pk).deleted_at is None


def test_freezing_what_is_out_of_date_says_so(village, town, pilot):
    page = town.url("diagnostic/1/figer/")
    assert "Des données ont changé" not in pilot.get(page).content.decode()
    town.authority.agents = 950
    town.authority.save()
    assert "Des données ont changé" in pilot.get(page).content.decode()


def copy_of(result: Result) -> Result:
    """A new object with the key of a row."""
    return Result(**{field.attname: getattr(result, field.attname) for field in Result._meta.concrete_fields})


def test_a_result_read_before_it_was_frozen_is_not_deleted_after(village, town):
    read = Result.objects.get(pk=village.pk)
    assert read.frozen is None
    deciding.freeze(village, town.members["pilot"], "Figé")
    for attempt in (read.delete, lambda: read.discard(town.members["pilot"])):
        with pytest.raises(FrozenRecord):
            attempt()


def test_what_a_frozen_result_was_made_from_and_by_may_go(frozen, town):
    """Its batch, its author and whoever froze it, for good: the result stays to the byte."""
    before = bytes_of(frozen)
    batch = frozen.batch
    assert batch is not None
    type(batch).objects.filter(pk=batch.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert purge()["Imports supprimés"] == 1
    town.authority.memberships.all().delete()
    for user in town.members.values():
        user.delete()
    for related in ("corrections", "entries", "services", "factor_sets", "share_links", "jobs"):
        getattr(town.authority, related).all().delete()
    kept = Result.objects.get(pk=frozen.pk)
    assert (kept.batch, kept.created_by, kept.frozen.frozen_by) == (None, None, None)
    assert bytes_of(kept) == before
    assert bridge.is_intact(kept)


def test_the_number_of_a_purged_result_is_never_given_again(village, town, compute):
    Result.objects.filter(pk=village.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert purge()["Diagnostics supprimés"] == 1
    assert compute(town).number == 2


def test_a_frozen_result_goes_with_its_authority(frozen, town):
    town.authority.delete()
    assert not Result.objects.exists()


def test_computing_again_leaves_the_frozen_one_as_it_was(frozen, town, compute):
    before = bytes_of(frozen)
    town.authority.agents = 950
    town.authority.save()
    compute(town)
    assert bytes_of(frozen) == before


def test_a_result_that_is_not_frozen_goes_to_the_bin(village, town, pilot):
    assert "corbeille" in pilot.get(town.url("diagnostic/1/supprimer/")).content.decode()
    assert pilot.post(town.url("diagnostic/1/supprimer/")).url == town.url("diagnostic/historique/")
    assert Result.objects.get().deleted_at is not None
    assert Event.objects.filter(act="result.deleted").count() == 1
    assert not deciding.freeze(village, town.members["pilot"], "Trop tard")
