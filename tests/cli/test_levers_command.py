"""``canivet leviers`` on a real dossier: the list, one lever, several together, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from canivet.cli.main import main


@pytest.fixture(scope="module")
def dossier(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("leviers")
    assert main(["demo", "--sortie", str(folder / "demo")]) == 0
    return folder / "demo"


def said(capsys) -> str:
    return capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")


def test_levers_are_listed_the_heaviest_first_and_the_blind_say_why(dossier, capsys):
    assert main(["leviers", str(dossier)]) == 0
    out = said(capsys)
    assert out.index("[reconditionne-ordinateurs]") < out.index("[garder-portables]")
    assert "Sans chiffre (" in out
    assert "Archiver sur bande ce qui ne sert plus [stockage-vers-bande] : aucun facteur ouvert" in out
    assert main(["leviers", str(dossier), "--theme", "6"]) == 0
    assert "[garder-portables]" not in said(capsys)


def test_one_lever_is_shown_on_every_criterion_and_can_be_set(dossier, capsys):
    gains = []
    for years in ("1", "2"):
        assert (
            main(["leviers", str(dossier), "--levier", "garder-portables", "--regler", f"years={years}"]) == 0
        )
        out = said(capsys)
        line = next(line for line in out.splitlines() if "Changement climatique :" in line)
        gains.append(float(line.split(":")[1].split()[0].replace(",", ".")))
    assert gains[0] < gains[1]
    assert "Énergie primaire : inconnu, faute de facteur sur ce critère" in out
    assert "Attention : " in out


def test_levers_together_say_what_an_addition_would_count_twice(dossier, capsys):
    assert main(["leviers", str(dossier), "--ensemble", "garder-portables", "reconditionne-ordinateurs"]) == 0
    out = said(capsys)
    assert "Additionnés, ils diraient" in out
    assert "comptés deux fois" in out
    assert main(["leviers", str(dossier), "--ensemble", "consolider-serveurs", "heberger-ailleurs"]) == 0
    assert "ne vont pas ensemble" in said(capsys)


def test_the_table_holds_what_is_shown_unrounded(dossier, tmp_path, capsys):
    target = tmp_path / "leviers.csv"
    assert main(["leviers", str(dossier), "--csv", str(target)]) == 0
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    climate = {row["levier"]: row for row in rows if row["critere"] == "gwp"}
    assert len(climate) >= 60
    blind = climate["stockage-vers-bande"]
    assert (blind["gain"], bool(blind["manque"])) == ("", True)
    for row in rows:
        if row["gain"]:
            assert float(row["gain"]) <= float(row["poids_touche"]) + 1e-9
            assert float(row["gain_bas"]) <= float(row["gain"]) <= float(row["gain_haut"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--levier", "garder-lapins"], "le levier « garder-lapins » n'existe pas"),
        (["--ensemble", "garder-portables", "x"], "le levier « x » n'existe pas"),
        (["--levier", "garder-portables", "--regler", "years=40"], "hors des bornes"),
        (["--levier", "garder-portables", "--regler", "years=deux"], "n'est pas un nombre"),
        (["--levier", "garder-portables", "--regler", "kwh=2"], "ne se règle pas"),
        (["--levier", "reconditionne-ordinateurs", "--regler", "avoided=0.9"], "ne se règle pas"),
        (["--regler", "years=2"], "ne règle aucun levier"),
        (["--csv", "."], "c'est un dossier"),
    ],
)
def test_what_cannot_be_done_is_said(dossier, capsys, arguments, message):
    assert main(["leviers", str(dossier), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_folder_that_is_no_dossier_is_refused(tmp_path, capsys):
    assert main(["leviers", str(tmp_path)]) == 2
    assert "ce n'est pas le dossier d'un diagnostic" in capsys.readouterr().err
