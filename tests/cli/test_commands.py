"""The commands as a user types them, on a small messy file."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from canivet.cli.main import main
from canivet.commons.store import Commons
from canivet.dossier import reopen
from canivet.outputs import DOCUMENTS

PARC = """PARC INFORMATIQUE;;;;;
mis à jour le 03/02/2025;;;;;
Fabricant;Modèle;Type;Service;Qté;Date d'achat
Dell;Latitude 5420;Portable;DSI;12;01/09/2022
HP;HP EliteDesk 800 G6;UC;Finances;1 200;2019
Dell;P2419H;Ecran;Finances;40;
VMware, Inc.;VMware Virtual Platform;Serveur;DSI;4;2021
Sorbex;Zorglub 3000;;DSI;3;2021
;=cmd|' /C calc'!A0;;DSI;1;
TOTAL;;;;1260;
"""
USES = "service;type;quantité;unité;origine\nDSI;email;120 000;;declaré\n"
KNOWN = ["--siren", "200041317", "--agents", "1200", "--annee", "2025"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parc.csv").write_bytes(PARC.encode("cp1252"))
    (tmp_path / "usages.csv").write_text(USES, encoding="utf-8")
    assert main(["diagnostiquer", "parc.csv", *KNOWN, "--usages", "usages.csv", "--sortie", "d"]) == 0
    return tmp_path / "d"


def result_of(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "resultat.json").read_text(encoding="utf-8"))
    return document


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_every_document_is_written(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= set(DOCUMENTS) | {"dossier.json", "lignes.csv"}
    assert (folder / "rapport.pdf").read_bytes().startswith(b"%PDF")


def test_every_line_is_counted_or_excluded(folder: Path) -> None:
    inventory = result_of(folder)["inventory"]
    counted, excluded = rows_of(folder / "inventaire.csv"), rows_of(folder / "exclusions.csv")
    assert inventory["lines_read"] == len(counted) + len(excluded) == 7
    assert inventory["by_family"] == {"desktop": 1200.0, "monitor": 40.0, "laptop": 12.0}
    reasons = {row["reason"]: row["units"] for row in inventory["exclusions"]}
    assert reasons["virtual"] == 4.0


def test_the_export_sums_to_the_result(folder: Path) -> None:
    document = result_of(folder)
    counted = rows_of(folder / "inventaire.csv")
    quantity = sum(float(row["quantite"].replace(",", ".")) for row in counted)
    assert quantity == pytest.approx(document["inventory"]["units_counted"])
    owned = sum(float(row["gwp_kgco2e_an"].replace(",", ".") or 0) for row in counted)
    uses = sum(item["gwp"] for item in document["uses"]["by_kind"].values())
    assert owned + uses == pytest.approx(document["footprint"]["gwp"]["central"], rel=1e-9)
    for figures in document["footprint"].values():
        for view in ("by_stage", "by_category", "by_service"):
            assert sum(figures[view].values()) == pytest.approx(figures["central"], rel=1e-12)
        assert figures["low"] <= figures["central"] <= figures["high"]
    assert document["bridge"][document["factor_set"]]["gwp"] == document["footprint"]["gwp"]["central"]


def test_no_exported_cell_runs_as_a_formula(folder: Path) -> None:
    for name in ("inventaire.csv", "exclusions.csv", "inconnus.csv", "correspondances.csv"):
        for row in rows_of(folder / name):
            assert not [cell for cell in row.values() if cell and cell[0] in "=@\t\r"], name


def test_a_correction_is_applied_by_running_the_dossier_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "correspondances.csv"
    lines = rows_of(path)
    unknown = next(row for row in lines if "zorglub" in row["modele"].lower())
    unknown["correction"] = "tablet"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(lines[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(lines)
    before = result_of(folder)
    assert main(["diagnostiquer", str(folder)]) == 0
    after = result_of(folder)
    assert after["inventory"]["by_family"]["tablet"] == 3.0
    assert after["inventory"]["lines_read"] == before["inventory"]["lines_read"]
    assert after["dossier_fingerprint"] != before["dossier_fingerprint"]
    # The first result is still there, untouched; the correction is still in the file.
    kept = sorted((folder / "historique").iterdir())
    assert [json.loads(item.read_text(encoding="utf-8")) for item in kept] == [before, after]
    assert [row["correction"] for row in rows_of(path) if "zorglub" in row["modele"].lower()] == ["tablet"]


def test_running_again_gives_the_same_figures(folder: Path) -> None:
    before = result_of(folder)
    assert main(["diagnostiquer", str(folder)]) == 0
    assert result_of(folder) == before
    assert len(list((folder / "historique").iterdir())) == 1


@pytest.mark.parametrize("content", ["", "[]", '{"state_of_play": {}}', "[" * 100_000])
def test_a_kept_result_that_was_cut_stays_and_stops_nothing(folder: Path, content: str) -> None:
    kept = folder / "historique" / "resultat-0001.json"
    kept.write_text(content, encoding="utf-8")
    (folder / "historique" / "resultat-z.json").write_text("à moi", encoding="utf-8")
    assert main(["diagnostiquer", "d"]) == 0
    assert kept.read_text(encoding="utf-8") == content
    names = sorted(path.name for path in kept.parent.iterdir())
    assert names == ["resultat-0001.json", "resultat-0002.json", "resultat-z.json"]


def test_the_other_accounting_adds_a_result(folder: Path) -> None:
    assert main(["diagnostiquer", str(folder), "--methode", "achats"]) == 0
    document = result_of(folder)
    assert document["method"] == "achats"
    assert len(list((folder / "historique").iterdir())) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["diagnostiquer", "parc.csv", "--siren", "210100012", "--agents", "9", "--sortie", "d"],
        ["diagnostiquer", "other", "--sortie", "d"],
        ["demo", "--sortie", "d"],
    ],
)
def test_the_dossier_of_another_authority_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    shutil.copytree(folder, folder.parent / "other")
    profile = folder.parent / "other" / "dossier.json"
    profile.write_text(
        profile.read_text(encoding="utf-8").replace("200041317", "210100012"), encoding="utf-8"
    )
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(arguments) == 2
    assert "d : ce dossier est celui du SIREN 200041317" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_explaining_sums_to_the_result(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["expliquer", str(folder), "--categorie", "monitor", "--etape", "use"]) == 0
    text = capsys.readouterr().out
    assert "electricity:FRA" in text
    assert "parc.csv, ligne 6" in text
    assert main(["expliquer", str(folder)]) == 0
    exact = float(capsys.readouterr().out.split("valeur exacte : ")[1].split(")")[0].replace(",", "."))
    assert exact == pytest.approx(result_of(folder)["footprint"]["gwp"]["central"], rel=1e-12)


def test_explaining_what_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["expliquer", str(folder), "--categorie", "licorne"]) == 2
    assert "monitor" in capsys.readouterr().err


def test_one_s_own_factor_set_is_loaded_beside_the_others(folder: Path) -> None:
    own = folder.parent / "nos-mesures.csv"
    own.write_text(
        "archetype;stage;criterion;value;source\nlaptop;embodied_unsplit;gwp;1000;nous\n", encoding="utf-8"
    )
    assert main(["diagnostiquer", str(folder), "--jeu-facteurs", str(own)]) == 0
    document = result_of(folder)
    assert document["factor_set"] == "nos-mesures"
    assert {"ademe_be2", "nos-mesures"} <= set(document["bridge"])
    assert document["bridge"]["nos-mesures"]["gwp"] > document["bridge"]["ademe_be2"]["gwp"]


def test_a_dossier_holds_nothing_that_its_result_does_not_count(folder: Path, shipped: Commons) -> None:
    own = folder.parent / "mien.csv"
    head = "archetype,stage,criterion,value,source"
    own.write_text(f"{head}\nlaptop,manufacturing,gwp,1,nous\n", encoding="utf-8")
    assert main(["diagnostiquer", "d", "--jeu-facteurs", "mien.csv"]) == 0
    (folder / "facteurs" / "notes.txt").write_text("à garder", encoding="utf-8")
    assert (folder / "facteurs" / "mien.csv").is_file()
    assert (folder / "usages.csv").is_file()
    assert main(["diagnostiquer", "parc.csv", *KNOWN, "--sortie", "d"]) == 0
    assert not (folder / "usages.csv").exists()
    assert [path.name for path in (folder / "facteurs").iterdir()] == ["notes.txt"]
    assert reopen(folder, shipped).fingerprint == result_of(folder)["dossier_fingerprint"]


def test_classifying_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "modeles.csv"
    path.write_text("manufacturer,model\nDell,Latitude 5420\n,\nDell,P2419H\n", encoding="utf-8")
    assert main(["classer", str(path)]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["family"] for row in rows] == ["laptop", "unknown", "monitor"]
    assert list(rows[0]) == ["manufacturer", "model", "family", "archetype", "confidence", "rule"]


def test_territory_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["territoire", "200 041 317"]) == 0
    text = capsys.readouterr().out
    assert "Niort" in text
    assert "126" in text


def test_the_commons_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["communs", "verifier"]) == 0, capsys.readouterr().out


def test_the_demonstration_runs_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--sortie", "essai"]) == 0
    assert result_of(tmp_path / "essai")["footprint"]["gwp"]["central"] > 0
    assert main(["demo", "--sortie", "essai"]) == 0


def test_help_is_in_french_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("demo", "diagnostiquer", "classer", "expliquer", "communs", "territoire"):
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        text = capsys.readouterr().out
        assert "Usage : canivet" in text
        assert "Exemples :" in text
        assert "show this help" not in text


def test_starting_loads_nothing_heavy() -> None:
    heavy = "('numpy', 'matplotlib', 'rich', 'typst', 'rapidfuzz', 'xlsxwriter', 'python_calamine')"
    code = f"import canivet.cli.main, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_has_no_factor_is_explained_as_not_computed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["expliquer", str(folder), "--critere", "adpe", "--etape", "distribution"]) == 0
    text = capsys.readouterr().out
    assert "Total : 0" not in text


def test_a_missing_factor_is_never_a_zero_in_an_explanation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parc.csv").write_text("Type;Quantité\nTéléphone IP;130\nPC portable;10\n", encoding="utf-8")
    assert main(["diagnostiquer", "parc.csv", *KNOWN, "--sortie", "d"]) == 0
    capsys.readouterr()
    assert main(["expliquer", "d", "--categorie", "Téléphone IP"]) == 0
    text = capsys.readouterr().out
    assert "non calculé" in text
    assert "130 unités, aucun facteur ouvert" in text
    assert "Total : 0" not in text


def test_the_summary_never_rounds_a_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["diagnostiquer", "parc.csv", *KNOWN, "--sortie", "f"]) == 0
    assert "(1 252 équipements)" in capsys.readouterr().out


def test_an_island_uses_its_own_electricity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parc.csv").write_text("Modèle;Quantité\nDell P2419H;10\n", encoding="utf-8")
    assert main(["diagnostiquer", "parc.csv", "--siren", "219740115", "--agents", "10", "--sortie", "d"]) == 0
    assert result_of(tmp_path / "d")["country"] == "REU"


def test_agents_without_computers_are_told_and_compared_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parc.csv").write_text("Modèle;Quantité\nDell Latitude 5420;10\n", encoding="utf-8")
    assert main(["diagnostiquer", "parc.csv", *KNOWN, "--sortie", "d"]) == 0
    document = result_of(tmp_path / "d")
    assert "10 ordinateurs comptés pour 1 200 agents" in document["warnings"][0]
    per_agent = next(ratio for ratio in document["ratios"] if ratio["id"] == "gwp_per_agent")
    assert {reference["comparability"] for reference in per_agent["references"]} == {"not_comparable"}


def test_purchases_are_not_compared_with_amortised_references(folder: Path) -> None:
    assert main(["diagnostiquer", str(folder), "--methode", "achats"]) == 0
    per_head = next(ratio for ratio in result_of(folder)["ratios"] if ratio["id"] == "gwp_per_inhabitant")
    assert {reference["comparability"] for reference in per_head["references"]} == {"not_comparable"}


def test_purchases_left_in_stock_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parc.csv").write_text(
        "Modèle;Quantité;Statut;Date d'achat\nDell Latitude 5420;10;En service;2025\n"
        "Dell Latitude 5420;50;En stock;2025\n",
        encoding="utf-8",
    )
    assert main(["diagnostiquer", "parc.csv", *KNOWN, "--methode", "achats", "--sortie", "d"]) == 0
    assert any("50 équipements en stock" in warning for warning in result_of(tmp_path / "d")["warnings"])
