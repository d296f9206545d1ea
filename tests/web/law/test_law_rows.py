"""The register of disposals and the journal of initiatives: added, changed, deleted, brought back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from canivet_web.journal.models import Event
from canivet_web.law import bridge, rows
from canivet_web.law.models import Disposal, Initiative, NilReason
from canivet_web.roles import Role
from towns import Town

REGISTER, JOURNAL = "etat-des-lieux/obligations/reformes/", "etat-des-lieux/initiatives/"
LOT = {
    "year": "2025", "family": "laptop", "label": "portables", "quantity": "10", "bought_on": "2019-01-01",
    "outcome": "don", "unit_price_eur": "120,50", "proofs": "convention-1",
}  # fmt: skip
INITIATIVE = {"title": "Durée de vie portée à six ans", "theme": "2", "state": "en_cours", "since": "2021-03"}


def base_of(client: Client, address: str) -> str:
    found = re.search(r'name="base" value="([^"]*)"', client.get(address).content.decode())
    assert found is not None
    return found.group(1)


def test_a_lot_counts_in_the_rate_and_leaves_it_when_deleted(town: Town, pilot: Client) -> None:
    address = town.url(f"{REGISTER}ajouter/")
    assert pilot.post(address, LOT).status_code == 302
    assert pilot.post(address, LOT).status_code == 302  # a second click
    lot = Disposal.objects.get()
    assert (lot.quantity, str(lot.unit_price_eur)) == (10, "120.50")
    text = pilot.get(town.url(REGISTER)).content.decode().replace("\u00a0", " ")
    assert "100 % en 2025, pour 50 % au moins" in text
    assert "Ordinateur portable : portables" in text
    assert pilot.post(town.url(f"{REGISTER}{lot.pk}/supprimer/")).status_code == 302
    assert pilot.post(town.url(f"{REGISTER}{lot.pk}/supprimer/")).status_code == 302
    assert "Aucun lot" in pilot.get(town.url(REGISTER)).content.decode()
    assert pilot.get(town.url(f"{REGISTER}{lot.pk}/")).status_code == 404
    assert list(Event.objects.order_by("pk").values_list("act", flat=True)) == [
        "disposal.created",
        "disposal.deleted",
    ]
    assert pilot.post(town.url(f"corbeille/reforme/{lot.pk}/retablir/")).status_code == 302
    assert Disposal.objects.kept().count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"family": "portable"},
        {"outcome": ""},
        {"quantity": "0"},
        {"year": "1990"},
        {"age_years": "-2"},
        {"exclusion": "x"},
    ],
)
def test_a_lot_that_cannot_be_used_is_refused(town: Town, pilot: Client, changes: dict[str, str]) -> None:
    answer = pilot.post(town.url(f"{REGISTER}ajouter/"), {**LOT, **changes})
    assert answer.status_code == 200
    assert "Rien n'est encore enregistré" in answer.content.decode()
    assert not Disposal.objects.exists()


def test_two_people_change_a_lot_at_once(town: Town, as_role) -> None:
    pilot, computing = as_role(Role.PILOT), as_role(Role.IT)
    pilot.post(town.url(f"{REGISTER}ajouter/"), LOT)
    address = town.url(f"{REGISTER}{Disposal.objects.get().pk}/")
    first, second = base_of(pilot, address), base_of(computing, address)
    pilot.post(address, {**LOT, "base": first, "quantity": "12"})
    computing.post(address, {**LOT, "base": second, "note": "vu en cave"})
    lot = Disposal.objects.get()
    assert (lot.quantity, lot.note) == (12, "vu en cave")


def test_an_initiative_meets_the_rule_of_the_decree(town: Town, pilot: Client) -> None:
    empty = pilot.get(town.url(JOURNAL)).content.decode().replace("\u00a0", " ")
    assert "pas de « néant » motivé" in empty
    answer = pilot.post(town.url(f"{JOURNAL}ajouter/"), {**INITIATIVE, "service": str(town.service.pk)})
    assert answer.status_code == 302
    row = Initiative.objects.get()
    assert (row.code, row.service) == ("duree-de-vie-portee-a-six-ans", town.service)
    text = pilot.get(town.url(JOURNAL)).content.decode()
    assert "motivé" not in text
    assert "Depuis 03/2021, en cours" in text
    assert "Sans preuve" in text
    details = Event.objects.get(act="initiative.created").details
    assert details["service"] == ["", "Écoles"]
    assert "Aucune initiative pour ce thème" in pilot.get(town.url(f"{JOURNAL}?theme=5")).content.decode()


def test_two_initiatives_of_one_title_keep_their_own_names(town: Town, pilot: Client) -> None:
    Initiative.objects.create(authority=town.authority, code="tri", title="Tri", theme="2", state="finie")
    assert rows.code_of(town.authority, "Tri") == "tri-2"
    assert rows.code_of(town.authority, "Néant") == "neant-2"
    assert rows.code_of(town.authority, "!!!") == "initiative"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": "mars 2024"}, "une année, un mois ou un jour"),
        ({"since": "2024-05", "until": "2023"}, "La fin est avant le début"),
        ({"theme": "7"}, "Thème"),
        ({"title": ""}, "Intitulé"),
    ],
)
def test_an_initiative_that_cannot_be_kept_is_told(
    town: Town, pilot: Client, changes: dict[str, str], said: str
) -> None:
    text = pilot.post(town.url(f"{JOURNAL}ajouter/"), {**INITIATIVE, **changes}).content.decode()
    assert said in text
    assert not Initiative.objects.exists()


def test_an_initiative_is_changed_deleted_and_brought_back(town: Town, pilot: Client) -> None:
    row = Initiative.objects.create(
        authority=town.authority, code="tri", title="Tri", theme="2", state="finie"
    )
    address = town.url(f"{JOURNAL}{row.pk}/")
    posted = {"title": "Tri des données", "theme": "2", "state": "finie", "base": base_of(pilot, address)}
    assert pilot.post(address, posted).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.code, row.version) == ("Tri des données", "tri", 2)
    assert "Supprimer « Tri des données » ?" in pilot.get(f"{address}supprimer/").content.decode()
    pilot.post(f"{address}supprimer/")
    assert not bridge.initiatives_card(town.authority)["done"]
    pilot.post(town.url(f"corbeille/initiative/{row.pk}/retablir/"))
    assert bridge.initiatives_card(town.authority)["done"]


def test_nothing_done_is_an_answer_with_its_reason(town: Town, pilot: Client) -> None:
    address = town.url(f"{JOURNAL}neant/")
    assert pilot.post(address, {"reason": "Création récente."}).status_code == 302
    assert NilReason.objects.get().reason == "Création récente."
    text = pilot.get(town.url(JOURNAL)).content.decode()
    assert "Néant, motivé : Création récente." in text
    assert Event.objects.filter(act="initiative.nil").count() == 1
    # With an initiative in the journal, the reason no longer counts.
    pilot.post(town.url(f"{JOURNAL}ajouter/"), INITIATIVE)
    assert rows.initiatives_of(town.authority).nil_reason == ""


def test_who_may_not_write_cannot(town: Town, as_role) -> None:
    for role in (Role.ELECTED, Role.READER, Role.CONTRIBUTOR):
        client = as_role(role)
        assert client.post(town.url(f"{JOURNAL}ajouter/"), INITIATIVE).status_code == 403
        assert client.post(town.url(f"{REGISTER}ajouter/"), LOT).status_code == 403
        assert client.get(town.url(JOURNAL)).status_code == (403 if role == Role.CONTRIBUTOR else 200)
    assert not Initiative.objects.exists()
