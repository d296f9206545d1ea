"""Each check of the commons fires on the one thing that is broken, and on nothing else."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from canivet import commons as commons_module
from canivet.commons.store import Commons
from canivet.commons.verify import Finding, is_stale, verify

Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture
def copy(tmp_path: Path, shipped: Commons) -> Path:
    root = tmp_path / "commons"
    shutil.copytree(shipped.root, root)
    return root


def edit(root: Path, table: str, change: Edit) -> None:
    path = root / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@cache
def shipped_findings() -> tuple[Finding, ...]:
    return tuple(verify(commons_module.load()))


def found(root: Path) -> list[Finding]:
    """Findings beyond those of the shipped tables."""
    return [finding for finding in verify(Commons(root)) if finding not in shipped_findings()]


def test_shipped_commons_have_no_error() -> None:
    assert [str(finding) for finding in shipped_findings()] == []


def set_cell(column: str, value: str, **where: str) -> Edit:
    """Put ``value`` in the first row that matches ``where``."""

    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if all(row[key] == text for key, text in where.items()))
        row[column] = value

    return change


def add_copy(where: dict[str, str], **changed: str) -> Edit:
    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if all(row[key] == text for key, text in where.items()))
        rows.append({**row, **changed})

    return change


LAPTOP = {"archetype": "laptop", "table": "be2", "stage": "manufacturing"}

BROKEN: list[tuple[str, str, Edit, str]] = [
    ("a required cell is empty", "sources", set_cell("title", ""), "doit être remplie"),
    ("not a number", "factors/equipment", set_cell("value", "170,0", **LAPTOP), "il faut un nombre"),
    ("infinite", "factors/equipment", set_cell("value", "inf", **LAPTOP), "il faut un nombre"),
    ("negative", "factors/equipment", set_cell("value", "-1", **LAPTOP), "au moins 0"),
    ("not an integer", "criteria", set_cell("rank", "1.5"), "nombre entier"),
    ("unknown stage", "factors/equipment", set_cell("stage", "transport", **LAPTOP), "valeurs permises"),
    ("bad identifier", "ratios/ratios", set_cell("id", "PC", id="kwh_per_agent"), "la forme attendue"),
    ("bad date", "factors/equipment", set_cell("reviewed_on", "24/11/2026", **LAPTOP), "une date"),
    ("no source", "factors/equipment", set_cell("source", "", **LAPTOP), "doit être remplie"),
    ("no locator", "factors/equipment", set_cell("locator", "", **LAPTOP), "doit être remplie"),
    ("no year", "factors/equipment", set_cell("year", "", **LAPTOP), "doit être remplie"),
    ("no licence", "factors/equipment", set_cell("licence", "", **LAPTOP), "doit être remplie"),
    ("twice the same key", "factors/equipment", add_copy(LAPTOP), "est déjà donné à la ligne"),
    ("unknown source", "factors/equipment", set_cell("source", "blog", **LAPTOP), "dans sources.csv"),
    ("unknown archetype", "factors/equipment", set_cell("archetype", "toaster", **LAPTOP), "n'existe pas"),
    ("unknown class", "factors/equipment", set_cell("pedigree", "Z", **LAPTOP), "n'existe pas"),
    ("no interval", "factors/equipment", set_cell("pedigree", "", **LAPTOP), "classe d'incertitude"),
    ("one bound", "factors/equipment", set_cell("low", "1", **LAPTOP), "les deux bornes"),
    ("outside its bounds", "odbl/equipment", set_cell("low", "9999", table="pcf"), "n'est pas entre"),
    ("blank without reason", "factors/equipment", set_cell("value", "", **LAPTOP), "doit dire pourquoi"),
    ("wrong unit", "factors/equipment", set_cell("unit", "g CO2 eq", **LAPTOP), "l'unité de « gwp »"),
    ("other unit", "archetypes/parameters", set_cell("unit", "kg", parameter="annual_kwh"), "l'unité est"),
    ("not the source's licence", "factors/equipment", set_cell("licence", "CC-BY-4.0", **LAPTOP), "est sous"),
    (
        "total beside its stages",
        "factors/equipment",
        add_copy(LAPTOP, stage="embodied_unsplit"),
        "compteraient deux fois",
    ),
    (
        "whole beside its components",
        "services/factors",
        add_copy({"kind": "video_hour"}, component="whole", stage="end_of_life"),
        "contient déjà",
    ),
    (
        "electricity counted twice",
        "services/factors",
        add_copy({"kind": "printed_sheet"}, kind="billed_kwh"),
        "déjà comptée en kWh",
    ),
    (
        "neither number nor reason",
        "archetypes/archetypes",
        set_cell("embodied_blank_reason", "", id="ups"),
        "aucun chiffre",
    ),
    (
        "number and reason",
        "archetypes/archetypes",
        set_cell("embodied_blank_reason", "inconnu", id="laptop"),
        "un chiffre existe",
    ),
    ("kind without number", "services/kinds", set_cell("blank_reason", "", id="sms"), "aucun chiffre"),
    (
        "two defaults",
        "archetypes/archetypes",
        set_cell("is_default", "1", id="laptop_13"),
        "2 équipements par défaut",
    ),
    (
        "overlapping sizes",
        "archetypes/archetypes",
        set_cell("screen_max_in", "28", id="monitor_24"),
        "recouvre un autre",
    ),
    ("upside down", "archetypes/archetypes", set_cell("screen_max_in", "3", id="monitor_24"), "diagonales"),
    ("two central sets", "factors/sets", set_cell("central", "1", id="pcf_median"), "2 jeux centraux"),
    ("set of an unknown table", "factors/sets", set_cell("tables", "be2;negaoctet"), "table inconnue"),
    ("ambiguous alias", "services/kinds", set_cell("aliases", "visio", id="email"), "désigne déjà"),
    ("reference without figure", "ratios/references", set_cell("value", ""), "au moins un chiffre"),
]


@pytest.mark.parametrize(
    ("table", "change", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_one_broken_thing_is_found(copy: Path, table: str, change: Edit, message: str) -> None:
    edit(copy, table, change)
    findings = found(copy)
    assert any(message in item.message for item in findings), [str(item) for item in findings]
    assert {item.table for item in findings} <= {table, "archetypes/archetypes", "classification/families"}
    assert {item.severity for item in findings} == {"error"}


def test_a_finding_gives_the_line_and_column(copy: Path) -> None:
    edit(copy, "criteria", set_cell("unit", "", id="gwp"))
    assert str(found(copy)[0]) == (
        "erreur : criteria.csv, ligne 2, colonne « unit » : cette cellule doit être remplie."
    )


def test_share_alike_rows_stay_in_their_folder(copy: Path) -> None:
    edit(copy, "sources", set_cell("licence_family", "odbl", id="impactco2"))
    messages = [item.message for item in found(copy)]
    assert messages
    assert all("se range dans le dossier odbl" in message for message in messages)
    edit(copy, "sources", set_cell("licence_family", "free", id="impactco2"))
    edit(copy, "sources", set_cell("licence_family", "free", id="boavizta_pcf"))
    assert {item.table.split("/")[0] for item in found(copy)} == {"odbl"}


def test_agpl_is_refused_even_if_the_schema_allows_it(copy: Path) -> None:
    path = copy / "schemas" / "sources.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for item in schema["fields"]:
        if item["name"] == "licence":
            item["constraints"]["enum"].append("AGPL-3.0")
    path.write_text(json.dumps(schema), encoding="utf-8")
    edit(copy, "sources", set_cell("licence", "AGPL-3.0", id="arcep"))
    assert any("AGPL ne sont pas repris" in item.message for item in found(copy))


def test_a_family_and_its_archetypes_agree(copy: Path) -> None:
    edit(copy, "classification/families", set_cell("default_archetype", "laptop_13", id="laptop"))
    assert ["d'après les équipements types est « laptop »" in item.message for item in found(copy)] == [True]
    edit(copy, "classification/families", set_cell("default_archetype", "", id="laptop"))
    assert ["indiquez « laptop »" in item.message for item in found(copy)] == [True]


def test_everything_holds_without_the_share_alike_folder(copy: Path) -> None:
    shutil.rmtree(copy / "odbl")
    findings = verify(Commons(copy))
    assert {item.severity for item in findings} == {"warning"}
    assert {item.table for item in findings} == {"archetypes/archetypes", "services/kinds"}


def test_a_table_that_is_missing_or_undeclared(copy: Path) -> None:
    (copy / "uncertainty" / "parameters.csv").unlink()
    (copy / "factors" / "brouillon.csv").write_text("id\n", encoding="utf-8")
    messages = {item.table: item.message for item in found(copy)}
    assert "n'existe pas" in messages["uncertainty/parameters"]
    assert "n'est pas déclarée" in messages["factors/brouillon"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id,label\n", "les colonnes doivent être"),
        (b"\xff\xfe", "UTF-8"),
        (b'class,spread,label_fr,when_to_use,source\nA,"1.3', "guillemet"),
        (b"class,spread,label_fr,when_to_use,source\nA,1.3\n", "2 cellules au lieu de 5"),
    ],
)
def test_an_unreadable_table(copy: Path, content: bytes, message: str) -> None:
    (copy / "uncertainty" / "pedigree.csv").write_bytes(content)
    assert any(message in item.message for item in found(copy) if item.table == "uncertainty/pedigree")


def test_a_rule_that_nothing_checks_is_a_finding(copy: Path) -> None:
    path = copy / "schemas" / "criteria.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][0]["constraints"]["maxLength"] = 3
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert [item.message for item in found(copy)] == ["le schéma a une règle inconnue : maxLength."]


def test_old_figures_are_warned_about_not_refused() -> None:
    read_on = max(
        date.fromisoformat(row["reviewed_on"]) for row in commons_module.load().rows("factors/equipment")
    )
    later = date(read_on.year + 2, read_on.month, read_on.day)
    assert not is_stale(read_on, later)
    assert is_stale(read_on, later.replace(year=later.year + 1))
    findings = verify(commons_module.load(), today=later.replace(year=later.year + 1))
    assert {item.severity for item in findings} == {"warning"}
    assert all("à revoir" in item.message for item in findings)
