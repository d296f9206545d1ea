"""Registers: entries, what counts, who sees what, and the file that goes in and out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canivet.footprint.uses import read_uses
from canivet.inventory.uses_file import UseLine, read_uses_file
from canivet.problems import InputProblem, Place
from canivet_web.authorities.models import Service
from canivet_web.commons import commons
from canivet_web.journal.models import Event
from canivet_web.registers import bridge
from canivet_web.registers.fields import FIELDS, GROUPS, PURPOSES, register_of
from canivet_web.registers.models import Entry, Register
from canivet_web.registers.views.lists import notice_until

EXAMPLE = "examples/agglo-demo/usages.csv"


def text(response) -> str:
    page = response.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page.replace("\u202f", " ").replace("\xa0", " ")


def make(town, register="applications", **fields) -> Entry:
    return Entry.objects.create(authority=town.authority, register=register, **{"name": "Paie", **fields})


def test_every_kind_of_the_commons_has_its_register():
    for kind in bridge.kinds().values():
        home = register_of(kind.group)
        assert kind in bridge.kinds_of(home), kind.id
        assert any(kind.group in groups for groups in GROUPS.values())
    assert set(FIELDS) == set(GROUPS) == set(PURPOSES) == set(Register)
    assert register_of("SaaS") == "applications"
    assert register_of("télécom") == "telecom"
    assert register_of("messagerie") == "autres"


@pytest.mark.parametrize("register", Register.values)
def test_pages_of_each_register_are_written_in_full(pilot, town, register):
    make(town, register, ends_on=date(2020, 1, 1))
    assert "Paie" in text(pilot.get(town.url(f"usages/{register}/")))
    page = pilot.get(town.url(f"usages/{register}/ajouter/"))
    text(page)
    shown = {name for name in page.context["form"].fields if name != "base"}
    assert shown == set(FIELDS[register])
    assert pilot.get(town.url("usages/inconnu/")).status_code == 404


def test_a_kind_goes_with_a_quantity(pilot, town):
    url = town.url("usages/hebergement/ajouter/")
    page = text(pilot.post(url, {"name": "VM", "kind": "vm_small", "quantity": "", "origin": "declared"}))
    assert "Donnez la quantité par an (machine)" in page
    assert 'value="VM"' in page
    page = text(pilot.post(url, {"name": "VM", "kind": "", "quantity": "3", "origin": "declared"}))
    assert "Choisissez le type" in page
    page = text(pilot.post(url, {"name": "VM", "kind": "saas_user", "quantity": "3", "origin": "declared"}))
    assert "Sélectionnez un choix valide" in page
    assert not Entry.objects.exists()
    form = {"name": "VM", "kind": "vm_small", "quantity": "1 200,5", "origin": "measured"}
    for _ in range(2):  # a double click
        assert pilot.post(url, form).status_code == 302
    entry = Entry.objects.get()
    assert (entry.quantity, entry.origin, entry.service) == (1200.5, "measured", None)
    assert Event.objects.get().details["kind"] == ["", "Petite machine virtuelle, par an (machine)"]


def test_what_counts_and_what_does_not_is_said(pilot, town):
    make(town, kind="saas_user", quantity=10)
    make(town, name="Agenda")
    make(town, "hebergement", kind="vm_small", quantity=0)
    page = text(pilot.get(town.url("usages/")))
    rows = {line["item"]: line for line in pilot.get(town.url("usages/")).context["lines"]}
    one = rows[Register.APPLICATIONS]
    assert (one["entries"], one["counted"], one["blank"], one["memory"]) == (2, 1, 1, 1)
    assert rows[Register.HOSTING]["counted"] == 1  # zero is a quantity
    assert "un type sans aucun chiffre ouvert" in page
    page = text(pilot.get(town.url("usages/applications/")))
    assert "Sans chiffre ouvert" in page
    assert "Ne compte pas" in page
    form = {"name": "X", "kind": "saas_user", "quantity": "3", "origin": "declared"}
    page = text(pilot.post(town.url("usages/applications/ajouter/"), form, follow=True))
    assert "Aucun chiffre ouvert trouvé. Demandez à l&#x27;éditeur" in page


def test_contracts_that_end_soon_are_flagged(pilot, town):
    today = timezone.localdate()
    make(town, "contrats", name="Bientôt", ends_on=notice_until(today))
    make(town, "contrats", name="Plus tard", ends_on=notice_until(today) + date.resolution)
    make(town, "contrats", name="Fini", ends_on=today - date.resolution)
    page = text(pilot.get(town.url("usages/contrats/")))
    assert page.count("Dans moins de six mois") == 1
    assert page.count("Échu") == 1
    assert "2 échéances passées ou" in text(pilot.get(town.url("usages/")))
    assert notice_until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert notice_until(date(2026, 6, 30)) == date(2026, 12, 30)


def test_a_contract_cannot_end_before_it_starts(pilot, town):
    form = {"name": "X", "starts_on": "2026-01-01", "ends_on": "2025-01-01", "origin": "declared"}
    assert "avant le début" in text(pilot.post(town.url("usages/contrats/ajouter/"), form))


def test_a_contributor_keeps_the_entries_of_their_service_only(as_role, town):
    other = Service.objects.create(authority=town.authority, name="Voirie")
    mine, common = make(town, service=town.service), make(town)
    theirs = make(town, name="Secret", service=other)
    client = as_role("contributor")
    page = text(client.get(town.url("usages/applications/")))
    assert "Secret" not in page
    assert page.count('<th scope="row">') == 1
    assert client.get(town.url("usages/")).context["totals"]["entries"] == 1
    for pk in (theirs.pk, common.pk):
        for end in ("", "supprimer/"):
            url = town.url(f"usages/applications/{pk}/{end}")
            assert client.get(url).status_code == 404
            assert client.post(url, {"name": "volé", "origin": "declared"}).status_code == 404
    form = {"name": "Cantine", "service": str(other.pk), "origin": "declared"}
    assert client.post(town.url("usages/applications/ajouter/"), form).status_code == 302
    assert Entry.objects.get(name="Cantine").service == town.service
    url = town.url(f"usages/applications/{mine.pk}/")
    base = client.get(url).context["form"]["base"].value()
    assert client.post(url, {**form, "base": base}).status_code == 302
    mine.refresh_from_db()
    assert mine.service == town.service
    assert client.get(town.url("usages/importer/")).status_code == 403
    theirs.refresh_from_db()
    assert (theirs.name, theirs.deleted_at) == ("Secret", None)


def test_a_contributor_without_a_service_writes_nothing(as_role, town):
    town.service.discard(town.members["pilot"])
    make(town, service=town.service)
    client = as_role("contributor")
    assert "Aucun service ne vous est confié" in text(client.get(town.url("usages/")))
    assert "Paie" not in text(client.get(town.url("usages/applications/")))
    assert client.post(town.url("usages/applications/ajouter/"), {"name": "X"}).status_code == 403


def test_the_service_of_another_authority_cannot_be_chosen(pilot, town, other_town):
    form = {"name": "X", "service": str(other_town.service.pk), "origin": "declared"}
    assert "Sélectionnez un choix valide" in text(pilot.post(town.url("usages/autres/ajouter/"), form))
    foreign = make(other_town)
    assert pilot.get(town.url(f"usages/applications/{foreign.pk}/")).status_code == 404
    assert pilot.post(town.url(f"usages/applications/{foreign.pk}/supprimer/")).status_code == 404


def test_an_entry_is_deleted_once_and_its_register_in_the_url_is_its_own(pilot, town):
    entry = make(town)
    assert pilot.get(town.url(f"usages/telecom/{entry.pk}/")).status_code == 404
    url = town.url(f"usages/applications/{entry.pk}/supprimer/")
    assert "Supprimer « Paie »" in text(pilot.get(url))
    for _ in range(2):
        assert pilot.post(url).status_code == 302
    assert Event.objects.filter(act="entry.deleted").count() == 1
    assert bridge.use_lines(town.authority) is None


def test_a_list_is_searched_filtered_paged_in_a_flat_number_of_queries(pilot, town):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(pilot.get(town.url("usages/applications/")))
        return len(queries)

    make(town, service=town.service, supplier="Éditeur Fictif")
    before = count()
    for number in range(30):
        make(town, name=f"Appli {number}", service=town.service if number % 2 else None)
    assert count() == before
    url = town.url("usages/applications/")
    assert text(pilot.get(url)).count('<th scope="row">') == 20
    assert text(pilot.get(url, {"q": "editeur"})).count('<th scope="row">') == 1
    assert "15 lignes pour ce filtre" in text(pilot.get(url, {"service": "aucun"}))
    assert "16 lignes pour ce filtre" in text(pilot.get(url, {"service": town.service.pk}))
    assert "31 lignes" in text(pilot.get(url, {"service": "x" * 50}))


def test_html_is_shown_as_text(pilot, town):
    nasty = "<script>alert(1)</script>"
    entry = make(town, name=nasty, supplier=nasty, remark=nasty, address="javascript:alert(1)")
    for path in ("", f"{entry.pk}/", f"{entry.pk}/supprimer/"):
        page = text(pilot.get(town.url(f"usages/applications/{path}")))
        assert "<script>alert" not in page
        assert 'href="javascript' not in page


def test_lines_for_a_diagnosis(town):
    assert bridge.use_lines(town.authority) is None
    make(town)
    assert bridge.use_lines(town.authority) is None
    make(town, "hebergement", kind="vm_small", quantity=3, service=town.service, origin="measured")
    make(town, "autres", kind="email", quantity=10)
    place = Place(file="registre « Hébergement »")
    assert bridge.use_lines(town.authority) == (
        UseLine("Écoles", "vm_small", 3.0, "", "measured", place),
        UseLine("", "email", 10.0, "", "declared", Place(file="registre « Autres usages »")),
    )


def example_lines() -> list[UseLine]:
    return read_uses_file(commons().root / EXAMPLE, commons())


def totals(lines) -> list[tuple[str, str, float, str]]:
    return [(use.service, use.kind, use.quantity, use.origin) for use in read_uses(lines, commons())]


def test_uses_written_and_read_back_are_the_same(town):
    count = bridge.write_uses(town.authority, example_lines(), town.members["pilot"])
    assert count == 17
    assert totals(bridge.use_lines(town.authority)) == totals(example_lines())
    assert Entry.objects.get(kind="line_fibre").register == "telecom"
    assert town.authority.services.kept().filter(name="Élus et direction générale").count() == 1
    bridge.write_uses(town.authority, example_lines(), town.members["pilot"], replace=True)
    assert totals(bridge.use_lines(town.authority)) == totals(example_lines())
    assert Entry.objects.deleted().count() == 17


def test_a_bad_line_writes_nothing(town):
    lines = [*example_lines(), UseLine("Neuf", "inconnu", 1.0, "", "declared", Place("x.csv", "", 3))]
    with pytest.raises(InputProblem):
        bridge.write_uses(town.authority, lines, town.members["pilot"])
    assert not Entry.objects.exists()
    assert town.authority.services.count() == 1


def test_the_export_is_read_by_the_command_line_to_the_same_figures(pilot, town, tmp_path):
    for number, kind in enumerate(bridge.kinds().values()):
        make(town, register_of(kind.group), kind=kind.id, quantity=number + 1 / 3, service=town.service)
    formula = Service.objects.create(authority=town.authority, name="=HYPERLINK(1)")
    make(town, "autres", kind="email", quantity=1e21, service=formula)
    response = pilot.get(town.url("usages/usages.csv"))
    path = Path(tmp_path) / "usages.csv"
    path.write_bytes(response.content)
    assert ";=" not in f";{response.content.decode('utf-8-sig')}".replace("\r\n", ";")
    read = totals(read_uses_file(path, commons()))
    here = totals(bridge.use_lines(town.authority))
    assert [row[1:] for row in read] == [row[1:] for row in here]
    assert read[:-1] == here[:-1]
    assert read[-1][0] == "'=HYPERLINK(1)"


def test_a_contributor_exports_their_service_only(as_role, town):
    make(town, "autres", kind="email", quantity=111, service=town.service)
    make(town, "autres", kind="email", quantity=222)
    content = as_role("contributor").get(town.url("usages/usages.csv")).content.decode()
    assert "111" in content
    assert "222" not in content


def send(client, town, content: bytes, name: str = "usages.csv"):
    return client.post(town.url("usages/importer/"), {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_shown_then_accepted_once(pilot, town):
    response = send(pilot, town, (commons().root / EXAMPLE).read_bytes())
    page = text(response)
    assert "Rien n&#x27;est encore enregistré" in page or "Rien n'est encore enregistré" in page
    assert "Élus et direction générale" in page
    assert "41 500 Go.an" in page
    assert not Entry.objects.exists()
    for _ in range(2):  # a double click
        payload = {"payload": response.context["payload"]}
        assert pilot.post(town.url("usages/importer/"), payload).status_code == 302
    assert totals(bridge.use_lines(town.authority)) == totals(example_lines())
    assert Event.objects.filter(act="entries.imported").count() == 1
    assert "17 lignes ont le même service" in text(send(pilot, town, (commons().root / EXAMPLE).read_bytes()))


def test_our_own_export_comes_back_to_the_same_services(pilot, town):
    service = Service.objects.create(authority=town.authority, name="=1+1")
    make(town, "autres", kind="email", quantity=5, service=service)
    response = send(pilot, town, pilot.get(town.url("usages/usages.csv")).content)
    pilot.post(town.url("usages/importer/"), {"payload": response.context["payload"]})
    assert list(Entry.objects.values_list("service", flat=True)) == [service.pk, service.pk]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"service;type;quantite\nA;courriels;12\nB;inconnu;3\n", "usages.csv, ligne 3"),
        (b"service;type;quantite\nA;courriels;beaucoup\n", "ligne 2, colonne « quantite »"),
        (b"service;type;quantite;unite\nA;courriels;1;kWh\n", "ne convient pas"),
        (b"service;nombre\nA;1\n", "il manque"),
        (b"\xff\xd8\xff\xe0 image", "usages.csv : ce fichier est une image"),
        (b"PK\x03\x04 rien", "usages.csv"),
        (b"service;type;quantite\n" + b"A;courriels;1\n" * 1001, "1001 lignes"),
    ],
)
def test_a_bad_file_is_told_with_its_place_and_writes_nothing(pilot, town, content, said):
    page = text(send(pilot, town, content))
    assert said in page
    assert "Que faire" in page
    assert "/tmp" not in page
    assert not Entry.objects.exists()


def test_a_preview_is_of_its_authority_and_cannot_be_forged(as_role, town, other_town):
    from canivet_web.accounts.models import Membership

    Membership.objects.create(authority=other_town.authority, user=town.members["pilot"], role="pilot")
    client = as_role("pilot")
    payload = send(client, town, b"type;quantite\ncourriels;5\n").context["payload"]
    for bad in (payload[:-1] + ("A" if payload[-1] != "A" else "B"), "faux"):
        page = client.post(town.url("usages/importer/"), {"payload": bad}, follow=True)
        assert "Cet aperçu a expiré" in text(page)
    client.post(other_town.url("usages/importer/"), {"payload": payload})
    assert not Entry.objects.exists()


def test_a_file_too_big_is_refused(pilot, town, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    page = text(send(pilot, town, b"type;quantite\n" + b"courriels;5\n" * 1000))
    assert "trop gros" in page


def test_a_path_in_a_file_name_stays_in_its_folder(pilot, town):
    page = text(send(pilot, town, b"type;quantite\ninconnu;5\n", "../../../etc/passwd"))
    assert "inconnu" in page
    assert "/etc/" not in page
