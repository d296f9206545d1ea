"""``canivet maturite`` as a user types it: a new dossier, answers in and out, guides, frozen grids."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest

from canivet.cli.main import main
from canivet.dossier import load_profile
from canivet.maturity import load

NEW = ["--siren", "200041317", "--agents", "1200", "--annee", "2026"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(path: Path, answers: dict[str, dict[str, str]]) -> None:
    """Fill lines of a written grid, by identifier."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    for row in rows:
        row.update(answers.get(row["identifiant"], {}))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ")


def test_from_nothing_to_scores(folder, capsys):
    assert main(["maturite", "mairie", *NEW, "--grille", "g.csv"]) == 0
    assert "le score n'est pas calculé" in said(capsys)
    assert load_profile(folder / "mairie").siren == "200041317"
    fill(folder / "g.csv", {"G.01": {"réponse": "2", "preuve": "arrêté"}, "G.02": {"réponse": "0"}})
    assert main(["maturite", "mairie", "--repondre", "g.csv"]) == 0
    assert "2/" in said(capsys)
    part = load(folder / "mairie")
    assert [(item.question, item.level) for item in part.answers if item.is_given] == [
        ("G.01", 2),
        ("G.02", 0),
    ]
    content = json.loads((folder / "mairie" / "maturite.json").read_text(encoding="utf-8"))
    assert content["total"]["answered"] == 2
    for name in ("maturite.html", "maturite.pdf", "preuves.csv", "dossier.json"):
        assert (folder / "mairie" / name).is_file()


def test_a_bad_grid_changes_nothing(folder, capsys):
    assert main(["maturite", "mairie", *NEW, "--grille", "g.csv"]) == 0
    before = {path.name: path.read_bytes() for path in (folder / "mairie").iterdir()}
    fill(folder / "g.csv", {"G.01": {"réponse": "2"}, "G.02": {"réponse": "9"}})
    capsys.readouterr()
    assert main(["maturite", "mairie", "--repondre", "g.csv", "--entretien", "tous"]) == 2
    problem = capsys.readouterr().err
    assert "9 n'est pas un niveau" in problem
    assert "g.csv, ligne" in problem
    assert {path.name: path.read_bytes() for path in (folder / "mairie").iterdir()} == before


def test_facts_take_questions_away_and_come_back(folder, capsys):
    assert main(["maturite", "mairie", *NEW, "--fait", "website=non"]) == 0
    without = json.loads((folder / "mairie" / "maturite.json").read_text(encoding="utf-8"))
    assert any("site web" in item["reason"] for item in without["excluded"])
    assert main(["maturite", "mairie", "--fait", "website="]) == 0
    again = json.loads((folder / "mairie" / "maturite.json").read_text(encoding="utf-8"))
    assert again["excluded"] == []
    assert "website" in said(capsys)


def test_frozen_grids_are_kept_and_compared(folder, capsys):
    assert main(["maturite", "mairie", *NEW, "--figer"]) == 2
    assert "aucune réponse à figer" in capsys.readouterr().err
    assert main(["maturite", "mairie", *NEW, "--grille", "g.csv"]) == 0
    fill(folder / "g.csv", {"G.01": {"réponse": "1"}})
    assert main(["maturite", "mairie", "--repondre", "g.csv", "--figer", "avant"]) == 0
    (first,) = (folder / "mairie" / "maturite-figee").iterdir()
    kept = first.read_bytes()
    fill(folder / "g.csv", {"G.01": {"réponse": "3"}})
    assert main(["maturite", "mairie", "--repondre", "g.csv", "--figer", "après"]) == 0
    assert first.read_bytes() == kept
    names = [item.name for item in load(folder / "mairie").snapshots]
    assert len(names) == 2
    capsys.readouterr()
    assert main(["maturite", "mairie", "--comparer", *names]) == 0
    text = said(capsys)
    assert "G.01 : 1 → 3" in text
    assert "25 % → 75 % (1)" in text
    assert main(["maturite", "mairie", "--comparer", "2020-01-01", names[0]]) == 2
    assert "n'existe pas" in capsys.readouterr().err


def test_guides_are_written_for_one_role_or_all(folder, capsys):
    assert main(["maturite", "mairie", *NEW, "--entretien", "Communication"]) == 0
    names = sorted(path.name for path in (folder / "mairie" / "entretiens").iterdir())
    assert names == ["entretien-communication.html", "entretien-communication.pdf"]
    assert main(["maturite", "mairie", "--entretien", "maire"]) == 2
    assert "communication (Communication)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["maturite", "absent"], "il manque --siren et --agents"),
        (["maturite", "absent", "--siren", "200041317"], "il manque --agents"),
        (["maturite", "fichier.txt"], "pas un dossier"),
        (["maturite", "neuf", *NEW, "--grille", "grille.doc"], ".csv ou en .xlsx"),
        (["maturite", "neuf", *NEW, "--fait", "website"], "FAIT=VALEUR"),
        (["maturite", "neuf", *NEW, "--fait", "website=bof"], "ni oui ni non"),
        (["maturite", "neuf", *NEW, "--repondre", "absent.csv"], "n'existe pas"),
    ],
)
def test_what_cannot_be_done_is_said_and_writes_nothing(folder, capsys, arguments, told):
    (folder / "fichier.txt").write_text("x", encoding="utf-8")
    assert main(arguments) == 2
    assert told in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["fichier.txt"]


def test_the_units_counted_by_a_diagnosis_decide_where_nobody_said(folder, capsys):
    assert main(["maturite", "mairie", *NEW]) == 0
    result = {"inventory": {"by_family": {"laptop": 900.0}}}
    (folder / "mairie" / "resultat.json").write_text(json.dumps(result), encoding="utf-8")
    assert main(["maturite", "mairie"]) == 0
    content = json.loads((folder / "mairie" / "maturite.json").read_text(encoding="utf-8"))
    assert any("imprimantes" in item["reason"] for item in content["excluded"])
    (folder / "mairie" / "resultat.json").write_text("{}", encoding="utf-8")
    assert main(["maturite", "mairie"]) == 2
    assert "relancez « canivet diagnostiquer »" in capsys.readouterr().err


def test_a_grid_of_a_hundred_questions_and_twenty_services_is_scored_at_once(shipped):
    from canivet.maturity import Answer, compute_scores, load_grid

    grid = load_grid(shipped)
    services = [f"Service {number}" for number in range(20)]
    answers = [Answer(item.id, name, level=2) for item in grid.questions for name in services]
    started = time.perf_counter()
    assert compute_scores(grid, answers, {}, services).total.share == 0.5
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("name", ["g.csv", "mairie/maturite.csv", "mairie/faits.csv", "mairie/notes.csv"])
def test_the_grid_is_never_written_over_answers(folder, capsys, name):
    assert main(["maturite", "mairie", *NEW, "--grille", "g.csv"]) == 0
    fill(folder / "g.csv", {"G.01": {"réponse": "2"}})
    assert main(["maturite", "mairie", "--repondre", "g.csv"]) == 0
    (folder / "mairie" / "notes.csv").write_text("à garder", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["maturite", "mairie", "--grille", name, "--fait", "website=non"]) == 2
    assert "Que faire : donnez un autre nom avec --grille" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_grid_that_cannot_be_written_changes_no_dossier(folder, capsys):
    assert main(["maturite", "mairie", *NEW, "--grille", "absent/g.csv"]) == 2
    assert "impossible d'écrire ici" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_the_grid_may_be_written_in_the_dossier(folder):
    assert main(["maturite", "mairie", *NEW, "--grille", "mairie/a-remplir/g.xlsx"]) == 0
    assert main(["maturite", "mairie", "--fait", "website=non"]) == 0
    assert (folder / "mairie" / "a-remplir" / "g.xlsx").is_file()


def test_a_dossier_that_cannot_be_written_leaves_no_grid(folder, monkeypatch):
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("canivet.cli.maturity_files.write_work", fail)
    assert main(["maturite", "mairie", *NEW, "--grille", "g.csv"]) == 130
    assert list(folder.iterdir()) == []


def test_a_no_that_the_inventory_contradicts_is_told(tmp_path, capsys):
    folder = tmp_path / "demo"
    assert main(["demo", "--sortie", str(folder)]) == 0
    capsys.readouterr()
    assert main(["maturite", str(folder), "--fait", "printing=non"]) == 0
    assert "À vérifier : Vous avez dit non" in capsys.readouterr().out
