"""A new import against the one in force, before it is accepted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web_inventories import check_page, csv_file, imported

from canivet_web.inventories.differences import Change, ModelUnits, changes, families_now
from canivet_web.inventories.models import Correction


def year(pilot, town, *rows, accepted=True):
    batch = imported(pilot, town, csv_file(*rows, name=f"{len(rows)}.csv"))
    if accepted:
        pilot.post(town.url(f"inventaire/{batch.number}/accepter/"))
    return batch


BEFORE = (
    "Dell;Latitude 5420;Portable;1;En service;Écoles;AAAA1111",
    "Dell;Latitude 5420;Portable;1;En service;Écoles;AAAA2222",
    "HP;ProDesk 600;Ordinateur fixe;5;En service;Mairie;",
    "Iiyama;ProLite;Écran;9;En service;Voirie;",
)
AFTER = (
    "Dell;Latitude 5420;Portable;1;En service;Écoles;aaaa-1111",
    "Dell;Latitude 5450;Portable;1;En service;Écoles;BBBB3333",
    "HP;ProDesk 600;Ordinateur fixe;2;En service;Mairie;",
    "Iiyama;ProLite;Écran;9;En service;Piscine;",
)


def test_families_models_services_and_devices(pilot, town):
    year(pilot, town, *BEFORE)
    after = year(pilot, town, *AFTER, accepted=False)
    # One serial number of last year, one that is new, two lines without any.
    assert after.summary["same"] == {"against": 1, "same": 1, "new": 1, "silent": 2}
    response = pilot.get(town.url("inventaire/2/ecarts/"))
    check_page(response)
    families = {label: (row.before, row.after, row.delta) for label, row in response.context["families"]}
    assert families == {
        "Ordinateur fixe": (5, 2, -3),
        "Écran": (9, 9, 0),
        "Ordinateur portable": (2, 2, 0),
    }
    models = {row["name"]: (row["kind"], row["change"].delta) for row in response.context["models"]}
    assert models == {
        "HP ProDesk 600": ("less", -3),
        "Dell Latitude 5420": ("less", -1),
        "Dell Latitude 5450": ("new", 1),
    }
    assert [row.name for row in response.context["new_services"]] == ["Piscine"]
    assert [row.name for row in response.context["gone_services"]] == ["Voirie"]
    html = check_page(pilot.get(town.url("inventaire/2/ecarts/?voir=new")))
    assert "Latitude 5450" in html
    assert "ProDesk" not in html


def test_corrections_hold_on_both_sides(pilot, town):
    year(pilot, town, *BEFORE)
    year(pilot, town, *AFTER, accepted=False)
    Correction.objects.create(authority=town.authority, key="hp prodesk 600", value="server")
    families = dict(pilot.get(town.url("inventaire/2/ecarts/")).context["families"])
    assert (families["Serveur"].before, families["Serveur"].after) == (5, 2)
    assert "Ordinateur fixe" not in families


def test_the_batch_in_force_is_compared_with_the_one_before_it(pilot, town):
    year(pilot, town, *BEFORE)
    assert "rien à comparer" in check_page(pilot.get(town.url("inventaire/1/ecarts/")))
    year(pilot, town, *AFTER)
    assert pilot.get(town.url("inventaire/2/ecarts/")).context["former"].number == 1


def test_queries_do_not_grow_with_models(pilot, town):
    counts = []
    for size in (3, 300):
        year(pilot, town, *(f"Dell;Latitude {n};Portable;{1 + n % 9};;S {n};" for n in range(size)))
        batch = year(
            pilot, town, *(f"Dell;Latitude {n};Portable;{2 + n % 5};;T {n};" for n in range(size)),
            accepted=False,
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            check_page(pilot.get(town.url(f"inventaire/{batch.number}/ecarts/")))
        counts.append(len(queries))
        assert not [query for query in queries if '"dossier"' in query["sql"]]
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [(0, 2, "new"), (2, 0, "gone"), (1, 2, "more"), (2, 1, "less"), (1, 1, "same")],
)
def test_kinds(before, after, kind):
    assert Change("x", before, after).kind == kind


def test_nothing_on_either_side_is_no_change():
    assert changes({"a": 0}, {"a": 0, "b": 0}) == []


def test_families_now_moves_what_was_corrected_and_gives_it_back():
    counted = frozenset({"laptop", "monitor"})
    read = [["laptop", 1, 5.0], ["monitor", 1, 2.0]]
    moved = [ModelUnits("x", "laptop", 3.0)]
    # corrected since; read as corrected and taken back; moved out of what is counted; moved into it
    assert families_now(read, {}, {"x": "monitor"}, moved, counted) == {"laptop": 2, "monitor": 5}
    assert families_now(read, {"x": "monitor"}, {}, [ModelUnits("x", "laptop", 2.0)], counted) == {
        "laptop": 7
    }
    assert families_now(read, {}, {"x": "accessory"}, moved, counted) == {"laptop": 2, "monitor": 2}
    unknown = [ModelUnits("u", "unknown", 4.0)]
    assert families_now(read, {}, {"u": "laptop"}, unknown, counted) == {"laptop": 9, "monitor": 2}
