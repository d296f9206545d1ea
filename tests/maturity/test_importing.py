"""A filled grid read back: the round trip by a spreadsheet, and every refusal with its cell."""

from __future__ import annotations

import csv
from datetime import date
from hashlib import sha256

import pytest
from small_grid import GRID

from canivet.deliverables.maturity_documents import grid_csv, grid_workbook
from canivet.maturity import Answer, Maturity, known_facts
from canivet.maturity.importing import read_grid
from canivet.maturity.spreadsheet import COLUMNS, grid_rows
from canivet.problems import InputProblem

HEAD = (
    "identifiant;service;réponse;niveau visé;date visée;motif si sans objet;preuve;confidentialité;"
    "répondu par"
)


def read(folder, *lines, part=None):
    (folder / "grille.csv").write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return read_grid(folder / "grille.csv", GRID, part or Maturity())


def test_a_filled_line_becomes_an_answer(tmp_path):
    (tmp_path / "delib.txt").write_bytes(b"abc")
    part = read(
        tmp_path,
        "fait.room;;Oui;;;;;;",
        "A1;;2;4;31/12/2027;;delib.txt;public;Informatique",
        "A2;;sans objet;;;mutualisée;;;",
        "B1;RH;3;;;;https://exemple.fr/;;hr",
        "B1;Culture;;;;;;;",
        "B2;;;;;;;;",
    )
    assert part.facts == {"room": "oui"}
    assert part.answers == (
        Answer("A1", "", "it", 2, 4, date(2027, 12, 31), proofs=("P1",), grid="2026.1"),
        Answer("A2", not_applicable="mutualisée", grid="2026.1"),
        Answer("B1", "RH", "hr", 3, proofs=("P2",), grid="2026.1"),
        Answer("B1", "Culture", grid="2026.1"),  # named, hence expected
    )
    file, link = part.proofs
    assert (file.kind, file.address, file.confidentiality) == ("file", "delib.txt", "public")
    assert file.sha256 == sha256(b"abc").hexdigest()
    assert (link.kind, link.confidentiality) == ("link", "internal")


def test_a_blank_line_changes_nothing_and_a_filled_one_replaces(tmp_path):
    former = Maturity((Answer("A1", level=1, comment="vu"), Answer("B1", "RH", level=2)))
    part = read(tmp_path, "A1;;;;;;;;", "B1;rh;4;;;;;;", part=former)
    assert [(item.question, item.service, item.level) for item in part.answers] == [
        ("A1", "", 1),
        ("B1", "RH", 4),
    ]
    assert part.answers[0].comment == "vu"


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (";;;;;;;;à voir;", Answer("A1", comment="à voir", grid="2026.1")),
        (";;;;;arrêté;;;;", Answer("A1", proofs=("P1",), grid="2026.1")),
        (";;;;;;;hr;;", Answer("A1", role="hr", grid="2026.1")),
        (";;;;;;;;;02/01/2026", Answer("A1", answered_on=date(2026, 1, 2), grid="2026.1")),
    ],
)
def test_a_line_filled_without_an_answer_yet_is_kept(tmp_path, cells, kept):
    head = f"{HEAD};commentaire;répondu le"
    path = tmp_path / "grille.csv"
    path.write_text(f"{head}\nA1;{cells}\n", encoding="utf-8")
    assert read_grid(path, GRID, Maturity()).answers == (kept,)
    with pytest.raises(InputProblem, match=r"ligne 2, colonne « réponse » : .*en a déjà une"):
        read_grid(path, GRID, Maturity((Answer("A1", level=3),)))


def test_a_date_aimed_at_alone_is_refused(tmp_path):
    with pytest.raises(InputProblem, match="ligne 2, colonne « niveau visé »"):
        read(tmp_path, "A1;;;;31/12/2027;;;;")


def test_the_same_proof_given_twice_is_kept_once(tmp_path):
    part = read(tmp_path, "A1;;2;;;;https://exemple.fr/;;", "A2;;2;;;;https://exemple.fr/;;")
    assert len(part.proofs) == 1
    again = read(tmp_path, 'B2;;2;;;;"P1 ; compte rendu";;', part=part)
    assert again.answers[-1].proofs == ("P1", "P2")
    assert [proof.kind for proof in again.proofs] == ["link", "note"]


@pytest.mark.parametrize(
    ("line", "said", "column"),
    [
        ("Z1;;2;;;;;;", "n'est pas dans la grille 2026.1", "identifiant"),
        ("A1;;7;;;;;;", "n'est pas un niveau", "réponse"),
        ("A1;;sans objet;;;;;;", "sans motif", "motif si sans objet"),
        ("A1;;2;;;mutualisé;;;", "sans objet, et un niveau", "motif si sans objet"),
        ("A1;;2;1;31/12/2027;;;;", "ne dépasse pas", "niveau visé"),
        ("A1;;2;3;;;;;", "sans date", "date visée"),
        ("A1;;2;3;bientôt;;;;", "n'est pas une date", "date visée"),
        ("A1;;;3;31/12/2027;;;;", "sans le niveau actuel", "réponse"),
        ("A1;;2;;;;a;secret;", "n'est pas permis", "confidentialité"),
        ("A1;;2;;;;;;maire", "n'existe pas", "répondu par"),
        ("fait.room;;peut-être;;;;;;", "ni oui ni non", "réponse"),
        ("fait.inconnu;;oui;;;;;;", "n'est pas demandé", "réponse"),
        ("B2;;1;;;;;;", "déjà remplie à la ligne 2", "identifiant"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_cell(tmp_path, line, said, column):
    with pytest.raises(InputProblem) as caught:
        read(tmp_path, "B2;;1;;;;;;", line)
    assert said in str(caught.value)
    assert f"grille.csv, ligne 3, colonne « {column} »" in str(caught.value)
    assert "Que faire" in str(caught.value)


def test_a_file_without_its_columns_is_refused(tmp_path):
    (tmp_path / "g.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(InputProblem, match="identifiant et réponse"):
        read_grid(tmp_path / "g.csv", GRID, Maturity())


@pytest.mark.parametrize(("name", "write"), [("g.csv", grid_csv), ("g.xlsx", grid_workbook)])
def test_a_written_grid_is_read_back_to_the_same_answers(tmp_path, name, write):
    part = read(
        tmp_path,
        "fait.room;;oui;;;;;;",
        "A1;;2;4;31/12/2027;;https://exemple.fr/;;Informatique",
        "A2;;sans objet;;;=mutualisée;;;",
        "B1;RH;0;;;;;;",
        "B1;;3;;;;;;",
    )
    rows = grid_rows(GRID, part, known_facts(GRID, {}, None, part.facts))
    (tmp_path / name).write_bytes(write(rows))
    again = read_grid(tmp_path / name, GRID, Maturity(proofs=part.proofs))
    assert {(a.question, a.service): a for a in again.answers} == {
        (a.question, a.service): a for a in part.answers
    }
    assert (again.facts, again.proofs) == (part.facts, part.proofs)


def test_the_grid_to_fill_has_a_line_for_each_service_and_leaves_out_what_does_not_apply(tmp_path):
    rows = grid_rows(GRID, Maturity(facts={"room": "non"}), {"room": "non"}, ("RH", "DSI"))
    assert [(row["identifiant"], row["service"]) for row in rows] == [
        ("fait.room", ""),
        ("A1", ""),
        ("B1", "RH"),
        ("B1", "DSI"),
        ("B2", ""),
    ]
    text = grid_csv(rows).decode("utf-8-sig")
    assert next(csv.reader([text.splitlines()[0]], delimiter=";")) == list(COLUMNS)
