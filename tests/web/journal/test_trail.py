"""The page of the trail and its table: words, filters, pages, formulas, sealing."""

from __future__ import annotations

import csv
import io
import re

import pytest

from canivet_web.journal import acts
from canivet_web.journal.models import Event
from canivet_web.journal.trail import ACTS, record
from canivet_web.roles import Role


def test_every_act_has_a_family() -> None:
    assert [act for act in ACTS if not acts.family_of(act)] == []


def test_acts_are_read_as_sentences_with_before_and_after(pilot, town) -> None:
    member = town.members[Role.IT]
    record(
        "authority.changed",
        actor=member,
        authority=town.authority,
        target="Val-Fictif",
        details={"population": ["85412", "86000"], "method": ["amortie", "achats"],
                 "shared_with_programme": ["false", "true"]},
    )  # fmt: skip
    record(
        "entry.changed",
        actor=member,
        authority=town.authority,
        target="Messagerie",
        details={"service": ["", str(town.service.pk)], "ends_on": ["", '"2026-12-31"']},
    )
    page = pilot.get(town.url("journal/")).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "a changé le profil Val-Fictif" in text
    assert "Population totale : 85412 → 86000" in text
    assert "Comptée l&#x27;année de l&#x27;achat" in text
    assert "responsable du programme à l&#x27;ANCT : non → oui" in text
    assert "Service : Écoles" in text
    assert "Fin : 31/12/2026" in text
    assert "INVALID-VARIABLE" not in page


def test_a_vanished_person_or_field_does_not_break_the_page(pilot, town) -> None:
    record("member.joined", actor=None, authority=town.authority, target="Une personne")
    record("service.deleted", actor=None, authority=town.authority, details={"odd": {"a": [1, None]}})
    page = pilot.get(town.url("journal/")).content.decode()
    assert acts.NOBODY in page
    assert "a : 1, " in page


def test_details_of_every_kind_are_readable(pilot, town) -> None:
    for act, details in (
        ("inventory.imported", {"fichiers": ["parc.csv", "écrans.csv"], "lignes": 12}),
        ("entries.imported", {"aperçu": "0123456789abcdef"}),
        ("result.computed", {"central": 41234.5678, "sha256": "ab" * 32}),
        ("dossier.imported", {"profile": {"population": [1000, 2000]}, "registers_kept": True}),
        ("member.changed", {"role": ["Lecteur", "Pilote"], "service": ["", "2024"]}),
    ):
        record(act, actor=town.members[Role.IT], authority=town.authority, details=details)
    page = pilot.get(town.url("journal/")).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", "", page).replace("\u202f", " ").replace("\xa0", " ").split())
    assert "Fichiers : parc.csv, écrans.csv ; Lignes : 12" in text
    assert "0123456789abcdef" not in text
    assert "Empreinte climatique (kg éq. CO₂) : 41 200" in text
    assert "Population totale : 1000 → 2000 ; Registres gardés : oui" in text
    assert "Rôle : Lecteur → Pilote ; Service : 2024" in text


def test_filters_by_family_and_person(pilot, town) -> None:
    it, boss = town.members[Role.IT], town.members[Role.PILOT]
    record("service.created", actor=it, authority=town.authority, target="Voirie-A")
    record("service.created", actor=boss, authority=town.authority, target="Voirie-B")
    record("member.invited", actor=it, authority=town.authority, target="voisin@exemple.example")
    url = town.url("journal/")
    shown = pilot.get(url, {"famille": "organisation"}).content.decode()
    assert "Voirie-A" in shown
    assert "Voirie-B" in shown
    assert "voisin@" not in shown
    shown = pilot.get(url, {"famille": "organisation", "personne": it.pk}).content.decode()
    assert "Voirie-A" in shown
    assert "Voirie-B" not in shown
    for wrong in ({"famille": "nimporte"}, {"personne": "x"}, {"personne": "9" * 30}, {"page": "zzz"}):
        answer = pilot.get(url, wrong)
        assert answer.status_code == 200
        assert "Voirie-B" in answer.content.decode()


def test_twenty_a_page_and_a_flat_number_of_queries(pilot, town, django_assert_num_queries) -> None:
    for number in range(5):
        record(
            "service.created", actor=town.members[Role.IT], authority=town.authority, target=f"S{number:03}"
        )
    pilot.get(town.url("journal/"))
    with django_assert_num_queries(8):
        pilot.get(town.url("journal/"))
    for number in range(5, 45):
        record(
            "service.created", actor=town.members[Role.IT], authority=town.authority, target=f"S{number:03}"
        )
    with django_assert_num_queries(8):
        page = pilot.get(town.url("journal/")).content.decode()
    assert re.findall(r"S\d{3}", page) == [f"S{number:03}" for number in range(44, 24, -1)]
    assert "Page 1 sur 3" in page
    assert len(re.findall(r"<[a-z]", page)) <= 385
    assert "S004" in pilot.get(town.url("journal/"), {"page": 3}).content.decode()


def test_the_table_holds_everything_and_no_formula(pilot, town) -> None:
    for number in range(25):
        record("service.created", actor=town.members[Role.IT], authority=town.authority, target=f"S{number}")
    record(
        "service.changed",
        actor=town.members[Role.IT],
        authority=town.authority,
        target='=HYPERLINK("http://exemple.example";"x")',
        details={"head": ["@somme(1)", "+cmd|' /C calc'!A0"], "headcount": ["-3", "12"]},
    )
    answer = pilot.get(town.url("journal/journal.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="journal-999999998.csv"'
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 1 + 25 + 2
    assert rows[1][3] == '\'=HYPERLINK("http://exemple.example";"x")'
    assert rows[2][4:] == ["Responsable", "'@somme(1)", "'+cmd|' /C calc'!A0"]
    assert rows[1][4:] == ["Effectif", "-3", "12"]
    few = pilot.get(town.url("journal/journal.csv"), {"famille": "equipe"}).content.decode("utf-8-sig")
    assert few.count("\r\n") == 1


def test_what_is_typed_is_escaped(pilot, town) -> None:
    record("service.created", actor=None, authority=town.authority, target="<script>alert(1)</script>",
           details={"name": ["<b>", "<i>"]})  # fmt: skip
    page = pilot.get(town.url("journal/")).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert" in page


def test_the_elected_official_does_not_read_the_inventory_through_the_trail(as_role, town) -> None:
    record("model.corrected", actor=town.members[Role.IT], authority=town.authority,
           target="Modèle très secret", details={"value": ["ordinateur", "serveur-secret"]})  # fmt: skip
    for path in ("journal/", "journal/journal.csv"):
        seen = as_role(Role.ELECTED).get(town.url(path)).content.decode()
        assert "a corrigé le modèle" in seen
        assert "secret" not in seen
        assert "très secret" in as_role(Role.IT).get(town.url(path)).content.decode()


@pytest.mark.parametrize("path", ["journal/", "journal/journal.csv"])
def test_the_trail_of_another_authority_is_not_seen(pilot, town, other_town, path) -> None:
    record(
        "service.created",
        actor=other_town.members[Role.IT],
        authority=other_town.authority,
        target="Ailleurs",
    )
    record("service.created", actor=town.members[Role.IT], authority=town.authority, target="Ici")
    seen = pilot.get(town.url(path), {"personne": ""}).content.decode()
    assert "Ici" in seen
    assert "Ailleurs" not in seen
    by_other = pilot.get(town.url(path), {"personne": other_town.members[Role.IT].pk}).content.decode()
    assert "Ailleurs" not in by_other
    assert pilot.get(other_town.url(path)).status_code == 404


def test_the_trail_is_never_written_over(town) -> None:
    from canivet_web.records import FrozenRecord

    record("service.created", actor=None, authority=town.authority, target="avant")
    event = Event.objects.get()
    event.target = "après"
    with pytest.raises(FrozenRecord):
        event.save()
    with pytest.raises(FrozenRecord):
        Event.objects.update(target="après")
