"""Tables of a dossier as spreadsheets save them, and what is refused with its place."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import pytest

from canivet.inventory.decoding import read_bytes
from canivet.problems import InputProblem, Place
from canivet.tabular import LARGEST_NUMBER, columns_of, csv_text, read_date, read_number, read_rows, text_of

COLUMNS = ("nom", "note")


def read(folder: Path, content: bytes) -> list[dict[str, str]]:
    (folder / "t.csv").write_bytes(content)
    return [row for _, row in read_rows(folder, "t.csv", COLUMNS)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_save_is_read(tmp_path, encoding, separator, end):
    text = end.join((f"nom{separator}note", f"École{separator}œuvre à 5 €", ""))
    assert read(tmp_path, text.encode(encoding)) == [{"nom": "École", "note": "œuvre à 5 €"}]


@pytest.mark.parametrize("content", [bytes(range(256)), b"nom,note\nA\0B,\n", "nom,note\n".encode("utf-16")])
def test_what_is_no_text_is_refused(tmp_path, content):
    with pytest.raises(InputProblem, match=r"t\.csv : ce fichier n'est pas un texte en UTF-8"):
        read(tmp_path, content)


def test_a_date_is_read_as_a_french_spreadsheet_rewrites_it():
    place = Place("t.csv", "", 2)
    assert read_date("31/03/2026", place, "le") == read_date("2026-03-31", place, "le") == date(2026, 3, 31)
    assert read_date("1/4/2026", place, "le") == date(2026, 4, 1)
    for text in ("31/02/2026", "03-31-2026", "31/03/26", "2026"):
        with pytest.raises(InputProblem, match="n'est pas une date"):
            read_date(text, place, "le")


def test_a_number_that_would_break_sums_is_refused():
    place = Place("t.csv", "", 2)
    assert read_number("1 250,5", place, "x") == 1250.5
    assert read_number(repr(LARGEST_NUMBER), place, "x") == LARGEST_NUMBER
    for text in ("1e308", "inf", "NaN", "2e15"):
        with pytest.raises(InputProblem, match="trop grand"):
            read_number(text, place, "x")


def test_a_message_stays_short_whatever_the_cell_held():
    found = InputProblem(f"« {'é' * 5000} » n'est pas un nombre.", cure="écrivez un nombre.")
    assert found.what == f"« {'é' * 100}… » n'est pas un nombre."


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_a_line_ended_in_any_way_inside_a_cell_is_read_back(tmp_path, end):
    text = csv_text(COLUMNS, [{"nom": f"École{end}du Bourg", "note": "a"}, {"nom": "B", "note": f"x{end}y"}])
    assert "\r" not in text
    found = read(tmp_path, text.encode())
    assert [tuple(row.values()) for row in found] == [("École\ndu Bourg", "a"), ("B", "x\ny")]
    assert read(tmp_path, f"nom,note{end}A,b{end}".encode()) == [{"nom": "A", "note": "b"}]


def test_what_the_reader_of_csv_refuses_is_told_in_french(tmp_path):
    long = "x" * 2_000_000
    with pytest.raises(InputProblem, match=r"t\.csv, ligne \d : .*une cellule est trop longue"):
        read(tmp_path, f"nom,note\nA,{long}\n".encode())
    with pytest.raises(InputProblem, match=r"t\.csv, ligne 1 : l'en-tête"):
        columns_of(f"{long},note\n", "t.csv")


@pytest.mark.parametrize(
    ("name", "said"),
    [("d", "un dossier porte ce nom"), ("absent", "n'existe pas"), ("x" * 300, "trop long")],
)
def test_what_the_system_does_not_let_read_is_told_in_french(tmp_path, name, said):
    (tmp_path / "d").mkdir()
    with pytest.raises(InputProblem, match=said):
        text_of(tmp_path, name)


def test_lines_emptied_in_a_spreadsheet_are_skipped_and_places_stay(tmp_path):
    (tmp_path / "t.csv").write_text("nom;note\n;\nA;1\n ; \n;;;;\n\nB\n", encoding="utf-8")
    found = [(place.line, row) for place, row in read_rows(tmp_path, "t.csv", COLUMNS)]
    assert found == [(3, {"nom": "A", "note": "1"}), (7, {"nom": "B", "note": ""})]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("nom,note,nom", "« nom » y est deux fois"),
        ("nom,note,libre,libre", "« libre » y est deux fois"),
        ("Nom,NOM,note", "« nom » y est deux fois"),
        ("nom,notes", "il manque la colonne note"),
        ("", "il manque les colonnes nom, note"),
    ],
)
def test_a_header_that_leaves_a_doubt_is_refused(tmp_path, header, said):
    with pytest.raises(InputProblem, match=rf"t\.csv, ligne 1 : .*{said}"):
        read(tmp_path, f"{header}\nA,b\n".encode())


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Nom,NOTE", "A,b"),
        (" nom , note", "A,b"),
        ("nóm,Noté", "A,b"),
        ("note2,nom,Note", "x,A,b"),
        ("Nom,nom,note,,", "x,A,b,,"),
    ],
)
def test_a_header_typed_again_is_read(tmp_path, header, cells):
    assert read(tmp_path, f"{header}\n{cells}\n".encode()) == [{"nom": "A", "note": "b"}]


def test_an_inventory_that_the_system_does_not_let_read_is_told_in_french(tmp_path, monkeypatch):
    path = tmp_path / "parc.csv"
    path.write_text("a", encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputProblem, match=r"ce fichier ne se lit pas \(accès refusé\)"):
        read_bytes(path)
