"""The bin: what was deleted comes back for thirty days, and then never."""

from __future__ import annotations

import re
from datetime import timedelta
from math import ceil

import pytest
from django.utils import timezone

from canivet_web.actors.models import Actor
from canivet_web.authorities.models import Authority, Service, Site
from canivet_web.diagnostics.models import Result, ResultFile
from canivet_web.inventories.models import Batch, Correction
from canivet_web.journal.models import Event
from canivet_web.journal.purge import purge
from canivet_web.journal.recoverable import KINDS
from canivet_web.law.models import Disposal, Initiative
from canivet_web.maturity.models import MaturityAnswer, MaturityProof
from canivet_web.registers.models import Entry
from canivet_web.rgesn.models import AssessedService
from canivet_web.roles import Role
from canivet_web.territory_uses.models import LocalFigure


def _make(authority: Authority, suffix: str = "") -> dict[str, object]:
    """One thing of each kind."""
    batch = Batch.objects.create(
        authority=authority,
        number=Batch.objects.count() + 1,
        year=2025,
        dossier=b"zip",
        sha256="0" * 64,
        summary={},
    )
    return {
        "service": Service.objects.create(authority=authority, name=f"Voirie{suffix}"),
        "site": Site.objects.create(authority=authority, name=f"Mairie annexe{suffix}"),
        "usage": Entry.objects.create(authority=authority, register="applications", name=f"Paie{suffix}"),
        "correction": Correction.objects.create(
            authority=authority, key=f"dell latitude{suffix}", value="laptop"
        ),
        "import": batch,
        "diagnostic": Result.objects.create(
            authority=authority, number=Result.objects.count() + 1, year=2025, batch=batch, document="{}",
            sha256="0" * 64, evidence=b"",
        ),
        "reforme": Disposal.objects.create(
            authority=authority, year=2025, family="laptop", quantity=1, outcome="don", label=f"Lot{suffix}"
        ),
        "acteur": Actor.objects.create(authority=authority, slug=f"atelier{suffix}", name=f"Atelier{suffix}"),
        "initiative": Initiative.objects.create(
            authority=authority, code=f"tri{suffix}", title=f"Tri{suffix}", theme="2", state="finie"
        ),
        "evaluation": AssessedService.objects.create(
            authority=authority, name=f"Portail{suffix}", slug=f"portail{suffix}", kind="site", edition="2024"
        ),
        "chiffre": LocalFigure.objects.create(
            authority=authority, indicator="weee_rate", label=f"Collecte{suffix}", value=55.0, source="Moi",
            year=2000 + LocalFigure.objects.count(),
        ),
        "preuve": MaturityProof.objects.create(
            authority=authority, kind="note", title=f"Compte rendu{suffix}", text="Vu", sha256="0" * 64,
            answer=MaturityAnswer.objects.get_or_create(authority=authority, question="G.01", level=1)[0],
        ),
    }  # fmt: skip


def _age(thing, days: int) -> None:
    type(thing).objects.filter(pk=thing.pk).update(
        deleted_at=timezone.now() - timedelta(days=days, minutes=1)
    )


def test_every_recoverable_of_an_authority_is_in_the_table() -> None:
    from django.apps import apps

    from canivet_web.records import Recoverable

    relations = {
        model._meta.get_field("authority").remote_field.related_name
        for model in apps.get_models()
        if issubclass(model, Recoverable) and model is not Authority
    }
    assert relations == {kind.relation for kind in KINDS.values()}


def test_everything_deleted_is_listed_with_its_last_day_and_comes_back(pilot, town) -> None:
    boss = town.members[Role.PILOT]
    things = _make(town.authority)
    assert "La corbeille est vide" in pilot.get(town.url("corbeille/")).content.decode()
    for thing in things.values():
        thing.discard(boss)
    page = pilot.get(town.url("corbeille/")).content.decode()
    for name in (
        "Voirie",
        "Mairie annexe",
        "Paie (Applications)",
        "dell latitude",
        "Import n° 1",
        "Diagnostic n° 1",
    ):
        assert name in page
    last = timezone.localtime(timezone.now() + timedelta(days=30)).strftime("%d/%m/%Y")
    assert page.count(f"<td>{last}</td>") == len(things)
    assert f"par {boss}" in page
    assert "INVALID-VARIABLE" not in page
    for slug, thing in things.items():
        url = town.url(f"corbeille/{slug}/{thing.pk}/retablir/")
        assert pilot.get(url).status_code == 405
        answer = pilot.post(url, follow=True)
        assert "est rétabli" in answer.content.decode()
        fresh = type(thing).objects.get(pk=thing.pk)
        assert (fresh.deleted_at, fresh.deleted_by) == (None, None)
        again = pilot.post(url, follow=True)
        assert "déjà rétabli" in again.content.decode()
    events = Event.objects.filter(act="undone", authority=town.authority)
    assert events.count() == len(things)
    assert {event.actor for event in events} == {boss}
    assert events.filter(target="Lignes de registre : Paie (Applications)").count() == 0
    assert events.filter(target="Ligne de registre : Paie (Applications)").count() == 1


def test_pages_of_twenty_and_a_flat_number_of_queries(pilot, town, django_assert_num_queries) -> None:
    boss = town.members[Role.PILOT]
    for thing in _make(town.authority).values():
        thing.discard(boss)
    pilot.get(town.url("corbeille/"))
    with django_assert_num_queries(4 + 2 * len(KINDS)):
        pilot.get(town.url("corbeille/"))
    for number in range(6):
        for thing in _make(town.authority, f" {number}").values():
            thing.discard(boss)
    with django_assert_num_queries(4 + 2 * len(KINDS)):
        page = pilot.get(town.url("corbeille/")).content.decode()
    assert page.count(">Rétablir</button>") == 20
    assert f"Page 1 sur {ceil(7 * len(KINDS) / 20)}" in page
    assert len(re.findall(r"<[a-z]", page)) <= 385


@pytest.mark.parametrize(
    ("slug", "fields"),
    [("service", {"name": "VOIRIE"}), ("service", {"name": "Voïrie"}), ("site", {"name": "mairie ANNEXE"})],
)
def test_a_place_taken_since_is_told(pilot, town, slug, fields) -> None:
    thing = _make(town.authority)[slug]
    thing.discard(town.members[Role.PILOT])
    type(thing).objects.create(authority=town.authority, **fields)
    answer = pilot.post(town.url(f"corbeille/{slug}/{thing.pk}/retablir/"), follow=True).content.decode()
    assert "a pris sa place" in answer
    assert type(thing).objects.get(pk=thing.pk).deleted_at is not None
    assert not Event.objects.filter(act="undone").exists()


def test_a_conflict_found_by_the_database_is_told_too(pilot, town, monkeypatch) -> None:
    from django.db import IntegrityError

    thing = _make(town.authority)["usage"]
    thing.discard(town.members[Role.PILOT])

    def collide(self) -> None:
        raise IntegrityError("UNIQUE")

    monkeypatch.setattr(Entry, "bring_back", collide)
    answer = pilot.post(town.url(f"corbeille/usage/{thing.pk}/retablir/"), follow=True).content.decode()
    assert "a pris sa place" in answer


def test_what_lapsed_or_is_of_another_authority_does_not_come_back(pilot, town, other_town) -> None:
    mine, theirs = _make(town.authority), _make(other_town.authority, " voisine")
    for thing in (*mine.values(), *theirs.values()):
        thing.discard(town.members[Role.PILOT])
    for thing in mine.values():
        _age(thing, 30)
    page = pilot.get(town.url("corbeille/")).content.decode()
    assert "La corbeille est vide" in page
    for slug in KINDS:
        for thing in (mine[slug], theirs[slug]):
            assert pilot.post(town.url(f"corbeille/{slug}/{thing.pk}/retablir/")).status_code == 404
            assert type(thing).objects.get(pk=thing.pk).deleted_at is not None
    assert pilot.post(town.url("corbeille/inconnu/1/retablir/")).status_code == 404


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.CONTRIBUTOR, Role.ELECTED, Role.READER])
def test_only_those_who_may_undo_see_the_bin(as_role, town, role) -> None:
    thing = _make(town.authority)["service"]
    thing.discard(town.members[Role.PILOT])
    assert as_role(role).get(town.url("corbeille/")).status_code == 403
    assert as_role(role).post(town.url(f"corbeille/service/{thing.pk}/retablir/")).status_code == 403


def test_purge_deletes_what_lapsed_and_only_that(town, other_town) -> None:
    old, recent, kept = (_make(town.authority, name) for name in (" a", " b", " c"))
    ResultFile.objects.create(
        result=old["diagnostic"], name="rapport.pdf", content=b"x", size=1, sha256="0" * 64
    )
    for thing in (*old.values(), *recent.values()):
        thing.discard(town.members[Role.PILOT])
    for thing in old.values():
        _age(thing, 30)
    counts = purge()
    assert {label: count for label, count in counts.items() if count} == {
        kind.plural: 1 for kind in KINDS.values()
    }
    for slug in KINDS:
        model = type(old[slug])
        assert not model.objects.filter(pk=old[slug].pk).exists()
        assert model.objects.filter(pk__in=[recent[slug].pk, kept[slug].pk]).count() == 2
    assert ResultFile.objects.count() == 0
    assert sum(purge().values()) == 0


def test_a_frozen_diagnosis_outlives_the_import_it_was_made_from(town) -> None:
    things = _make(town.authority)
    things["import"].discard(None)
    _age(things["import"], 31)
    assert purge()["Imports supprimés"] == 1
    assert Result.objects.get(pk=things["diagnostic"].pk).batch is None


def test_purge_deletes_a_whole_authority_and_leaves_its_neighbour(town, other_town) -> None:
    from canivet_web.accounts.models import Membership, User

    _make(town.authority)
    theirs = _make(other_town.authority, " voisine")
    town.authority.discard(town.members[Role.PILOT])
    assert purge()["Collectivités supprimées"] == 0
    _age(town.authority, 30)
    assert purge()["Collectivités supprimées"] == 1
    assert list(Authority.objects.all()) == [other_town.authority]
    for model in (Service, Site, Entry, Correction, Batch, Result, Membership):
        assert set(model.objects.values_list("authority", flat=True)) == {other_town.authority.pk}
    assert User.objects.filter(pk__in=[user.pk for user in town.members.values()]).count() == len(Role)
    assert Service.objects.filter(pk=theirs["service"].pk).exists()
