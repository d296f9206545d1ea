"""Two people, one form: what is merged, what is told, what is chosen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from canivet_web.authorities.models import Service
from canivet_web.journal.models import Event
from canivet_web.registers.models import Entry, Register


@pytest.fixture
def entry(town) -> Entry:
    return Entry.objects.create(
        authority=town.authority, register=Register.CONTRACTS, name="Sauvegarde", supplier="Nuage & Cie",
        service=town.service, kind="cloud_storage", quantity=1200.5, starts_on=date(2025, 1, 1),
        ends_on=date(2026, 12, 31), yearly_cost=Decimal("1250.50"), remark="Ligne 1\nLigne 2",
    )  # fmt: skip


@pytest.fixture
def url(town, entry) -> str:
    return town.url(f"usages/contrats/{entry.pk}/")


def shown(client: Client, url: str) -> dict[str, str]:
    """The form as a browser would send it back untouched."""
    form = client.get(url).context["form"]
    sent: dict[str, str] = {}
    for field in form:
        value = field.field.widget.format_value(field.value())
        if isinstance(value, list):
            value = value[0] if value else ""
        sent[field.html_name] = (value or "").replace("\n", "\r\n")
    return sent


def test_a_form_sent_back_untouched_changes_nothing(pilot, entry, url):
    sent = shown(pilot, url)
    assert sent["quantity"] == "1\xa0200,5"
    assert sent["yearly_cost"] == "1\xa0250,50"
    assert sent["starts_on"] == "2025-01-01"
    assert pilot.post(url, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.version, entry.remark, entry.quantity) == (1, "Ligne 1\nLigne 2", 1200.5)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("12,5", 12.5), ("1 200", 1200), ("1\u202f200,25", 1200.25), ("1\xa0200", 1200), ("3.5", 3.5), ("0", 0)],
)
def test_numbers_are_read_as_the_french_write_them(pilot, entry, url, typed, stored):
    assert pilot.post(url, {**shown(pilot, url), "quantity": typed}).status_code == 302
    entry.refresh_from_db()
    assert entry.quantity == stored


@pytest.mark.parametrize("typed", ["beaucoup", "-3", "1e999", "nan", "1,2,3"])
def test_what_is_not_a_number_is_refused_and_kept_in_the_form(pilot, entry, url, typed):
    response = pilot.post(url, {**shown(pilot, url), "quantity": typed})
    assert response.status_code == 200
    assert response.context["form"].errors["quantity"]
    assert f'value="{typed}"' in response.content.decode()
    entry.refresh_from_db()
    assert entry.quantity == 1200.5


def test_different_fields_are_both_kept_and_recorded(as_role, entry, url, other_service):
    one, two = as_role("pilot"), as_role("it")
    first, second = shown(one, url), shown(two, url)
    one.post(url, {**first, "service": str(other_service.pk), "ends_on": "2027-06-30"})
    two.post(url, {**second, "supplier": "", "yearly_cost": "99,9", "remark": "Autre"})
    entry.refresh_from_db()
    assert (entry.service, entry.ends_on) == (other_service, date(2027, 6, 30))
    assert (entry.supplier, entry.yearly_cost, entry.remark) == ("", Decimal("99.90"), "Autre")
    assert entry.version == 3
    before, after = Event.objects.order_by("pk").values_list("details", flat=True)
    assert before["service"] == ["Écoles", "Voirie"]
    assert before["ends_on"] == ["31 décembre 2026", "30 juin 2027"]
    assert after["supplier"] == ["Nuage & Cie", "(vide)"]
    assert set(after) == {"supplier", "yearly_cost", "remark"}


@pytest.fixture
def other_service(town) -> Service:
    return Service.objects.create(authority=town.authority, name="Voirie")


CHANGES: list[tuple[str, Any, Any]] = [
    ("name", "Un", "Deux"),
    ("yearly_cost", "10", "20"),
    ("ends_on", "2028-01-01", "2029-01-01"),
    ("remark", "Un", ""),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_field_is_a_conflict_told_with_both_values(as_role, entry, url, change):
    field, one, two = change
    first, second = as_role("pilot"), as_role("it")
    a, b = shown(first, url), shown(second, url)
    assert first.post(url, {**a, field: one}).status_code == 302
    response = second.post(url, {**b, field: two, "supplier": "Nouveau"})
    assert response.status_code == 200
    (conflict,) = response.context["form"].conflicts
    assert conflict.name == field
    entry.refresh_from_db()
    assert entry.supplier == "Nuage & Cie"  # nothing is half saved
    assert "Quelqu'un d'autre a changé cette fiche" in response.content.decode()
    # Saving again is a choice: theirs.
    again = {**b, field: two, "supplier": "Nouveau", "base": response.context["form"]["base"].value()}
    assert second.post(url, again).status_code == 302
    entry.refresh_from_db()
    assert entry.supplier == "Nouveau"
    assert entry.version == 3


def test_the_stored_value_can_be_chosen_in_one_click(as_role, entry, url):
    first, second = as_role("pilot"), as_role("it")
    a, b = shown(first, url), shown(second, url)
    first.post(url, {**a, "remark": "Longue remarque d'une autre personne"})
    response = second.post(url, {**b, "remark": "La mienne", "supplier": "Nouveau"})
    page = response.content.decode()
    assert 'name="enregistre-remark"' in page
    again = {**b, "remark": "La mienne", "supplier": "Nouveau", "enregistre-remark": "on"}
    again["base"] = response.context["form"]["base"].value()
    assert second.post(url, again).status_code == 302
    entry.refresh_from_db()
    assert (entry.remark, entry.supplier) == ("Longue remarque d'une autre personne", "Nouveau")


def test_saving_again_after_a_conflict_does_not_undo_what_the_other_changed_elsewhere(as_role, entry, url):
    """The page of a conflict still holds the old value of the fields that its reader did not touch."""
    first, second = as_role("pilot"), as_role("it")
    a, b = shown(first, url), shown(second, url)
    first.post(url, {**a, "name": "Un", "supplier": "Le bon fournisseur"})
    response = second.post(url, {**b, "name": "Deux"})
    again = {**b, "name": "Deux", "base": response.context["form"]["base"].value()}
    assert second.post(url, again).status_code == 302
    entry.refresh_from_db()
    assert (entry.name, entry.supplier) == ("Deux", "Le bon fournisseur")


def test_a_third_change_during_the_choice_is_told_again(as_role, entry, url):
    first, second = as_role("pilot"), as_role("it")
    a, b = shown(first, url), shown(second, url)
    first.post(url, {**a, "name": "Un"})
    response = second.post(url, {**b, "name": "Deux"})
    first.post(url, {**shown(first, url), "name": "Trois"})
    again = {**b, "name": "Deux", "base": response.context["form"]["base"].value()}
    response = second.post(url, again)
    (conflict,) = response.context["form"].conflicts
    assert (conflict.stored, conflict.typed) == ("Trois", "Deux")


def test_a_kind_and_its_quantity_are_merged_as_one(as_role, entry, url):
    """One says 15 emails, the other 1,200 GB: the merge must not be 15 GB or 1,200 emails."""
    first, second = as_role("pilot"), as_role("it")
    a, b = shown(first, url), shown(second, url)
    first.post(url, {**a, "kind": "email"})
    response = second.post(url, {**b, "quantity": "15"})
    assert [c.name for c in response.context["form"].conflicts] == ["kind", "quantity"]
    stored = response.context["form"].conflicts[0]
    assert (stored.stored, stored.typed) == (
        "Courriel envoyé (1 Mo, un destinataire) (courriel)",
        "Stockage en ligne, par an (Go.an)",
    )
    entry.refresh_from_db()
    assert (entry.kind, entry.quantity) == ("email", 1200.5)


def test_both_saying_the_same_is_no_conflict(as_role, entry, url):
    first, second = as_role("pilot"), as_role("it")
    a, b = shown(first, url), shown(second, url)
    first.post(url, {**a, "name": "Même"})
    assert second.post(url, {**b, "name": "Même"}).status_code == 302
    entry.refresh_from_db()
    assert entry.version == 2


@pytest.mark.parametrize("base", ["", "faux", "stolen"])
def test_a_form_without_its_own_base_overwrites_nothing_unseen(pilot, town, entry, url, base):
    if base == "stolen":
        other = Entry.objects.create(authority=town.authority, register="contrats", name="Autre")
        base = shown(pilot, town.url(f"usages/contrats/{other.pk}/"))["base"]
    response = pilot.post(url, {**shown(pilot, url), "name": "Volé", "base": base})
    assert [conflict.name for conflict in response.context["form"].conflicts] == ["name"]
    entry.refresh_from_db()
    assert entry.name == "Sauvegarde"


def test_a_record_deleted_meanwhile_is_told_and_what_was_typed_stays(pilot, entry, url, town, monkeypatch):
    from canivet_web.merging import MergingForm

    locked = MergingForm._locked

    def deleted_just_before(form):
        Entry.objects.get(pk=entry.pk).discard(town.members["it"])
        return locked(form)

    sent = {**shown(pilot, url), "name": "Écrit pour rien ?"}
    monkeypatch.setattr(MergingForm, "_locked", deleted_just_before)
    page = pilot.post(url, sent).content.decode()
    assert "vient de supprimer cette fiche" in page
    assert 'value="Écrit pour rien ?"' in page
