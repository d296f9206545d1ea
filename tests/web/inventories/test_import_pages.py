"""From files to a batch that counts: what is read, shown, accepted, replaced, deleted."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web_inventories import check_page, csv_file, example, imported, send, small

from canivet.problems import InputProblem
from canivet_web.inventories.bridge import (
    batch_in_force,
    classified,
    corrections_of,
    store_tables,
    tables_of,
    write_corrections,
)
from canivet_web.inventories.models import Acceptance
from canivet_web.inventories.packing import pack
from canivet_web.jobs.models import Upload
from canivet_web.journal.models import Event
from canivet_web.roles import Role


def accept(client, town, batch):
    return client.post(town.url(f"inventaire/{batch.number}/accepter/"))


def test_a_file_becomes_a_batch_that_counts_once_accepted(pilot, town):
    batch = imported(pilot, town, small())
    assert batch_in_force(town.authority) is None
    assert (batch.number, batch.year, batch.created_by) == (1, 2025, town.members[Role.PILOT])
    summary = batch.summary
    assert summary["lines"] == 6 == summary["counted"] + summary["excluded"]
    # 12 laptops + 5 desktops + 9 monitors; 7 unknown, 2 in stock (unknown too) and 3 retired are set aside.
    assert summary["units"] == 26
    assert sum(row.lines for row in batch.exclusions.all()) == summary["excluded"]
    assert not Upload.objects.exists()

    html = check_page(pilot.get(town.url("inventaire/1/")))
    assert "Rien ne compte avant que vous l'acceptiez" in html.replace("&#x27;", "'")
    assert "Accepter cet inventaire" in html
    assert "parc.csv" in html
    assert "Latitude 5420" in html

    assert accept(pilot, town, batch).status_code == 302
    assert batch_in_force(town.authority) == batch
    assert "En service" in check_page(pilot.get(town.url("inventaire/")))
    acts = list(Event.objects.filter(authority=town.authority).values_list("act", flat=True))
    assert acts == ["inventory.accepted", "inventory.imported"]


def test_accepting_twice_changes_nothing(pilot, town):
    batch = imported(pilot, town, small())
    for _ in range(3):
        assert accept(pilot, town, batch).status_code == 302
    assert Acceptance.objects.count() == 1


def test_the_same_page_sent_twice_makes_one_batch(pilot, town):
    once = str(uuid.uuid4())
    first, second = (send(pilot, town, small(), once=once) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert town.authority.batches.count() == 1


def test_lines_are_kept_as_read_and_read_back(pilot, town):
    batch = imported(pilot, town, *example("agglo-demo"))
    tables = tables_of(batch)
    assert pack(tables) == bytes(batch.dossier)
    assert sum(len(table.lines) + len(table.rejected) for table in tables) == batch.summary["lines"]
    inventory = classified(batch, {})
    assert inventory.lines_read == batch.summary["lines"]
    assert sum(asset.quantity for asset in inventory.assets) == batch.summary["units"]


def test_what_a_model_weighs_in_service_adds_up_to_what_is_counted(pilot, town):
    from canivet_web.inventories.labels import counted_families

    for name in ("agglo-demo", "ville", "village", "syndicat"):
        batch = imported(pilot, town, *example(name))
        rows = batch.models.filter(family__in=counted_families())
        assert sum(row.in_service for row in rows) == batch.summary["units"], name


def test_the_page_of_a_large_estate_stays_light_and_reads_no_line(pilot, town):
    batch = imported(pilot, town, *example("agglo-demo"))
    accept(pilot, town, batch)
    for path in ("", "1/", "1/?tableau=3", "1/modeles/", "1/modeles/?voir=tous", "1/exclusions/"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            check_page(pilot.get(town.url(f"inventaire/{path}")))
        assert not [q for q in queries if '"dossier"' in q["sql"]], path
        assert len(queries) <= 16, (path, len(queries))


def test_names_of_people_do_not_stay(pilot, town):
    header = "Fabricant;Modèle;Utilisateur;Numéro de série"
    batch = imported(pilot, town, csv_file("Dell;Latitude 5420;Camille Untel;ABC1234", header=header))
    stored = b"".join(text.encode() for text in _texts(batch))
    assert b"Untel" not in stored
    html = check_page(pilot.get(town.url("inventaire/1/")))
    assert "Untel" not in html
    assert "ABC1234" not in html
    assert "Utilisateur" in html  # among the columns that are ignored


def _texts(batch):
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(bytes(batch.dossier))) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode()


def test_deleting_the_batch_in_force_gives_its_place_back(pilot, town):
    first = imported(pilot, town, small())
    accept(pilot, town, first)
    second = imported(pilot, town, small("autre.csv"))
    accept(pilot, town, second)
    page = pilot.get(town.url("inventaire/2/supprimer/"))
    assert "Import n° 1 reprend sa place" in page.content.decode()
    for _ in range(2):
        assert pilot.post(town.url("inventaire/2/supprimer/")).status_code == 302
    assert batch_in_force(town.authority) == first
    assert pilot.get(town.url("inventaire/2/")).status_code == 404
    assert accept(pilot, town, second).status_code == 404
    assert Event.objects.filter(act="inventory.deleted").count() == 1
    check_page(pilot.get(town.url("inventaire/")))
    second.refresh_from_db()
    second.bring_back()
    assert batch_in_force(town.authority) == second


def test_a_number_is_never_used_again(pilot, town):
    imported(pilot, town, small())
    pilot.post(town.url("inventaire/1/supprimer/"))
    assert imported(pilot, town, small()).number == 2


def test_tables_of_a_dossier_make_the_same_batch_as_an_import(pilot, town, other_town):
    batch = imported(pilot, town, small())
    taken = store_tables(other_town.authority, other_town.members[Role.PILOT], tables_of(batch), 2025)
    assert taken.sha256 == batch.sha256
    assert taken.summary == batch.summary
    assert taken.models.count() == batch.models.count()
    assert taken.exclusions.count() == batch.exclusions.count()


def test_signs_that_no_database_keeps_do_not_stop_a_dossier(pilot, town):
    table = tables_of(imported(pilot, town, small()))[0]
    line = replace(table.lines[0], cells={**table.lines[0].cells, "model": "Lati\0tude", "service": "A\0"})
    strange = replace(table, file="p\0.csv", lines=(line, *table.lines[1:]))
    batch = store_tables(town.authority, None, [strange], 2025)
    assert "\0" not in str(batch.summary)
    assert "Latitude" in {row.model for row in batch.models.all()}
    broken = replace(table, lines=(replace(line, text="\ud800"),))
    with pytest.raises(InputProblem, match="ne sont pas du texte"):
        store_tables(town.authority, None, [broken], 2025)


def test_corrections_of_a_dossier_are_laid_over(town):
    user = town.members[Role.PILOT]
    write_corrections(town.authority, user, {"a": "laptop", "b": "monitor"})
    town.authority.corrections.get(key="b").discard(user)
    assert corrections_of(town.authority) == {"a": "laptop"}
    write_corrections(town.authority, user, {"a": "desktop", "b": "monitor"})
    assert corrections_of(town.authority) == {"a": "desktop", "b": "monitor"}


def test_roles(as_role, town, pilot):
    batch = imported(pilot, town, small())
    pk = batch.models.first().pk
    read = ["inventaire/", "inventaire/1/", "inventaire/1/modeles/", "inventaire/1/exclusions/",
            "inventaire/1/ecarts/", "inventaire/1/exclusions.csv"]  # fmt: skip
    write = ["inventaire/importer/", "inventaire/1/accepter/", "inventaire/1/supprimer/",
             f"inventaire/1/modeles/{pk}/"]  # fmt: skip
    for role, can_read, can_write in (
        (Role.IT, True, True),
        (Role.CONSULTANT, True, True),
        (Role.READER, False, False),
        (Role.ELECTED, False, False),
        (Role.CONTRIBUTOR, False, False),
    ):
        client = as_role(role)
        for path in read:
            assert (client.get(town.url(path)).status_code == 403) is not can_read, (role, path)
        for path in write:
            assert (client.get(town.url(path)).status_code == 403) is not can_write, (role, path)


def test_sealed(pilot, town, other_town):
    from django.test import Client

    batch = imported(pilot, town, small())
    stranger = Client()
    stranger.force_login(other_town.members[Role.PILOT], backend="canivet_web.accounts.backends.EmailBackend")
    pk = batch.models.first().pk
    for path in ("1/", f"1/modeles/{pk}/", "1/exclusions.csv", "1/accepter/", "1/supprimer/"):
        assert stranger.get(town.url(f"inventaire/{path}")).status_code == 404
        assert stranger.post(other_town.url(f"inventaire/{path}")).status_code in (404, 405)
    # A model of another authority's batch is not found under one's own.
    own = store_tables(other_town.authority, None, tables_of(batch), 2025)
    path = other_town.url(f"inventaire/{own.number}/modeles/{pk}/")
    assert stranger.post(path, {"value": "laptop"}).status_code == 404
