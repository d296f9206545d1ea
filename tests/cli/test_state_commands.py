"""``rgesn``, ``usages-territoire`` and ``etat-de-l-art``: what they print and write, and what they refuse."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from canivet.cli.main import main

SERVICES = (
    "service,nom,adresse,type,version,etablie_le,evaluateur,avec,sans\n"
    "portail,Portail des familles,https://familles.example.fr,teleservice,2024,2026-03-02,"
    "Service numérique,,vidéo\n"
    "intranet,Intranet,,intranet,2024,,,,\n"
)
ANSWERS = (
    "service,critere,etat,motif,commentaire,preuve,action,echeance\n"
    "portail,1.1,validé,,Note de service,note.pdf,,\n"
    "portail,7.1,non validé,,,,Garder les réponses en cache,2027-05-01\n"
)


@pytest.fixture
def assessed(tmp_path: Path) -> Path:
    folder = tmp_path / "evaluations"
    folder.mkdir()
    (folder / "rgesn_services.csv").write_text(SERVICES, encoding="utf-8")
    (folder / "rgesn.csv").write_text(ANSWERS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "dossier"
    assert main(["demo", "--sortie", str(folder)]) == 0
    return folder


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str], folder: Path) -> str:
    before = sorted(folder.rglob("*"))
    assert main(arguments) == 2
    message = capsys.readouterr().err
    assert message.startswith("Erreur : ")
    assert "Que faire : " in message
    assert sorted(folder.rglob("*")) == before
    return message


def test_score_is_printed_for_every_service(assessed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rgesn", str(assessed)]) == 0
    said = capsys.readouterr().out
    # Without video: 5.3, 5.4 and 5.5 leave, 3 × 1.5; 100.25 − 4.5 = 95.75 points; 1.1 earns 1.5: 1.57 %.
    assert "Portail des familles (Démarche en ligne) — RGESN 2024, 2026-03-02" in said
    assert "Score : 2 % (1,5 points sur 95,75)" in said
    assert "Score : 0 % (0 points sur 100,25)" in said


def test_one_service_is_chosen(assessed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rgesn", str(assessed), "--service", "intranet"]) == 0
    said = capsys.readouterr().out
    assert "Intranet" in said
    assert "Portail" not in said


def test_declaration_is_written_as_a_page_and_as_text(
    assessed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["rgesn", str(assessed), "--service", "portail", "--declaration", "--contact", "nr@example.fr"])
        == 0
    )
    folder = assessed / "rgesn"
    assert {path.name for path in folder.iterdir()} == {
        "declaration-portail.html",
        "declaration-portail.txt",
        "declarations.csv",
    }
    page, text = (
        (folder / f"declaration-portail.{kind}").read_text(encoding="utf-8") for kind in ("html", "txt")
    )
    for document in (page, text):
        for needed in (
            "Portail des familles", "2 mars 2026", "RGESN 2024", "nr@example.fr", "Note de service",
            "Garder les réponses en cache", "1er mai 2027", "Le service ne propose pas de vidéo.",
        ):  # fmt: skip
            assert needed in document, needed
    # Each of the 78 criteria has its line.
    assert text.count("Justification") == 78
    (row,) = csv.DictReader((folder / "declarations.csv").read_text(encoding="utf-8").splitlines())
    assert float(row["score"]) == pytest.approx(1.5 / 95.75)
    # Again: the former declaration is replaced, not refused.
    assert main(["rgesn", str(assessed), "--service", "portail", "--declaration"]) == 0
    capsys.readouterr()


def test_what_cannot_be_declared_or_found_is_refused(
    assessed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "n'est pas datée" in refused(["rgesn", str(assessed), "--declaration"], capsys, tmp_path)
    assert "aucun service" in refused(["rgesn", str(assessed), "--service", "autre"], capsys, tmp_path)
    assert "rgesn_services.csv" in refused(["rgesn", str(tmp_path)], capsys, tmp_path)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    target = ["--service", "portail", "--declaration", "--sortie", str(tmp_path / "photos")]
    assert "autre chose" in refused(["rgesn", str(assessed), *target], capsys, tmp_path)
    (assessed / "rgesn.csv").write_text(ANSWERS.replace("7.1", "7.9"), encoding="utf-8")
    assert "rgesn.csv, ligne 3" in refused(["rgesn", str(assessed)], capsys, tmp_path)


def test_grid_of_a_first_service_then_its_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "nouveau"
    assert main(["rgesn", str(folder), "--grille"]) == 0
    grid = (folder / "rgesn.csv").read_text(encoding="utf-8")
    assert len(grid.splitlines()) == 79
    (folder / "rgesn.csv").write_text(grid.replace("à évaluer", "validé"), encoding="utf-8")
    assert main(["rgesn", str(folder)]) == 0
    assert "Score : 100 %" in capsys.readouterr().out


def test_answers_whose_services_are_gone_are_not_erased_by_a_grid(
    assessed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (assessed / "rgesn_services.csv").unlink()
    (assessed / "dossier.json").write_text("{}", encoding="utf-8")
    assert "rgesn_services.csv" in refused(["rgesn", str(assessed), "--grille"], capsys, assessed)
    assert (assessed / "rgesn.csv").read_text(encoding="utf-8") == ANSWERS


def test_grid_keeps_the_answers_and_the_other_files(
    assessed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (assessed / "notes.txt").write_text("à garder", encoding="utf-8")
    assert main(["rgesn", str(assessed), "--grille"]) == 0
    rows = list(csv.DictReader((assessed / "rgesn.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 2 * 78
    assert {row["etat"] for row in rows if row["critere"] == "critère 1.1"} == {"validé", "à évaluer"}
    assert (assessed / "notes.txt").read_text(encoding="utf-8") == "à garder"
    capsys.readouterr()


def test_uses_of_the_territory_of_a_dossier(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["usages-territoire", str(demo)]) == 0
    said = capsys.readouterr().out
    # Municipal population 83,970 × 430 kg ÷ 1,000 = 36,107.1 t
    assert "83 970 habitants" in said
    assert "Gaz à effet de serre du numérique : 36 100 t CO₂e/an" in said
    assert "Estimation par ratio national (2022)" in said


def test_local_figures_of_the_template_replace_the_ratio(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "territoire"
    assert main(["usages-territoire", str(folder), "--modele"]) == 0
    file = folder / "usages_territoire.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        if row["indicateur"] == "footprint_gwp":
            row |= {"annee": "2024", "valeur": "30000", "source": "Étude du territoire"}
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert main(["usages-territoire", str(folder), "--population", "50 000"]) == 0
    said = capsys.readouterr().out
    assert "30 000 t CO₂e/an — Chiffre local : Étude du territoire (2024)" in said
    assert main(["usages-territoire", str(folder), "--modele"]) == 0
    assert "Étude du territoire" in file.read_text(encoding="utf-8")
    capsys.readouterr()
    file.write_text(file.read_text(encoding="utf-8").replace("30000", "beaucoup"), encoding="utf-8")
    assert "usages_territoire.csv, ligne 2" in refused(["usages-territoire", str(folder)], capsys, tmp_path)


POOL = (
    "stratum,kind,ratio,year,method,n,p10,p25,p50,p75,p90\n"
    "50_100k,epci,gwp_per_agent,2025,canivet-amortie,12,10,20,30,40,50\n"
)


def test_state_of_the_art_with_peers(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pool = tmp_path / "pairs.csv"
    pool.write_text(POOL, encoding="utf-8")
    assert main(["etat-de-l-art", str(demo), "--pairs", str(pool), "--sortie", str(tmp_path / "art")]) == 0
    said = capsys.readouterr().out
    assert "460 kg CO₂e/agent/an — Benchmark Green IT 2021, 2021 : à titre indicatif" in said
    assert "Pairs : parmi les 10 % les plus hauts : défavorable" in said
    rows = list(csv.DictReader((tmp_path / "art" / "etat-de-l-art.csv").read_text("utf-8").splitlines()))
    assert all(row["motifs"] and row["annee"] and row["methode"] and row["verdict"] for row in rows)
    assert "Parmi les collectivités de même nature" in (tmp_path / "art" / "etat-de-l-art.html").read_text(
        "utf-8"
    )


def test_a_pool_saved_by_a_french_spreadsheet_is_read(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = tmp_path / "pairs.csv"
    french = POOL.replace(",", ";").replace("canivet-amortie", "méthode à nous").replace("\n", "\r\n")
    pool.write_bytes(french.encode("cp1252"))
    assert main(["etat-de-l-art", str(demo), "--pairs", str(pool), "--sortie", str(tmp_path / "art")]) == 0
    assert "une autre méthode (méthode à nous)" in capsys.readouterr().out


def test_bad_pools_and_folders_are_refused(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = tmp_path / "pairs.csv"
    asked = ["etat-de-l-art", str(demo), "--sortie", str(tmp_path / "art"), "--pairs", str(pool)]
    assert "n'existe pas" in refused(asked, capsys, tmp_path)
    pool.write_text(POOL.replace("epci", "planète"), encoding="utf-8")
    assert "pairs.csv, ligne 2" in refused(asked, capsys, tmp_path)
    pool.write_bytes(POOL.encode("utf-16"))
    assert "UTF-8" in refused(asked, capsys, tmp_path)
    pool.write_bytes(b"x" * (1024 * 1024 + 1))
    assert "trop gros" in refused(asked, capsys, tmp_path)
    assert "dossier d'un diagnostic" in refused(["etat-de-l-art", str(tmp_path)], capsys, tmp_path)


def test_a_zip_is_read_and_its_documents_written_beside(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.make_archive(str(tmp_path / "paquet"), "zip", demo)
    assert main(["usages-territoire", "paquet.zip"]) == 0
    assert main(["etat-de-l-art", "paquet.zip"]) == 0
    assert (tmp_path / "paquet-etat-de-l-art" / "etat-de-l-art.csv").is_file()
    capsys.readouterr()
