"""Files that are not what they say, or made to harm: an `InputProblem`, or lines left out; never more."""

import json

import pytest

from canivet.actors.files import written
from canivet.actors.model import ActorsPart
from canivet.problems import InputProblem

HEADER = "nom,categories,commune\n"


def test_what_is_no_list_is_told_with_what_was_read(read, tmp_path):
    path = tmp_path / "parc.csv"
    path.write_text("Fabricant;Modèle;Quantité\nBravex;B12;3\n", encoding="utf-8")
    with pytest.raises(InputProblem) as raised:
        read(path)
    assert str(raised.value).startswith(
        "parc.csv, ligne 1 : ce n'est pas une liste d'acteurs connue. Première ligne : « Fabricant », "
        "« Modèle », « Quantité »."
    )
    assert "StockEtablissement" in raised.value.cure


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "un document PDF, pas une liste d'acteurs"),
        (b"\x89PNG\r\n", "une image (PNG), pas une liste d'acteurs"),
        (b"<html><body></body></html>", "c'est une page web"),
        (b"", "le fichier est vide"),
        (b'{"results": [{"siren": ', "ce fichier JSON ne se lit pas"),
        (b"[" * 200_000, "ce fichier JSON ne se lit pas"),
        (b"nom,categories\n\xc3\xa9cole,EDU\n\xe9cole,EDU\n", "mêle deux encodages"),
        (b'nom,categories\n"ouvert,EDU\n', "un guillemet est ouvert"),
        (b"nom,categories\nA\x00B,EDU\n", "ce n'est pas un fichier texte"),
    ],
)
def test_what_cannot_be_read_is_told_in_french(read, tmp_path, content, said):
    path = tmp_path / "piege.csv"
    path.write_bytes(content)
    with pytest.raises(InputProblem) as raised:
        read(path)
    assert said in raised.value.what
    assert raised.value.cure
    assert "inventaire" not in str(raised.value)


def test_a_missing_file_is_told(read, tmp_path):
    with pytest.raises(InputProblem, match="n'existe pas"):
        read(tmp_path / "absent.csv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_of_spreadsheets_are_read(read, tmp_path, encoding, separator):
    path = tmp_path / "acteurs.csv"
    rows = (("Nom", "Catégories", "Commune"), ("École fictive", "EDU", "Brenac"))
    path.write_bytes("".join(f"{separator.join(row)}\r\n" for row in rows).encode(encoding))
    (reading,) = read(path)
    assert [actor.facts.name for actor in reading.actors] == ["École fictive"]


def test_a_cell_of_a_megabyte_is_cut_and_a_larger_one_refused(read, tmp_path):
    path = tmp_path / "enorme.csv"
    path.write_text(f"{HEADER}{'a' * 900_000},EDU,Brenac\n", encoding="utf-8")
    (reading,) = read(path)
    assert len(reading.actors[0].facts.name) == 500
    path.write_text(f"{HEADER}{'a' * 1_100_000},EDU,Brenac\n", encoding="utf-8")
    with pytest.raises(InputProblem):
        read(path)


def test_two_hundred_columns_do_not_matter_and_a_row_wider_than_its_header_is_left_out(read, tmp_path):
    path = tmp_path / "large.csv"
    names = ",".join(f"colonne{rank}" for rank in range(200))
    path.write_text(
        f"nom,categories,{names}\nÉcole,EDU,{','.join('x' * 200)}\nÉcole,EDU{',y' * 250}\n", "utf-8"
    )
    (reading,) = read(path)
    assert len(reading.actors) == 1
    assert [(left.reason, left.lines) for left in reading.left_out.values()] == [
        ("plus de cellules que l'en-tête", [3])
    ]


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3", "|calc"])
def test_no_cell_that_a_spreadsheet_would_run_is_written(read, tmp_path, formula):
    path = tmp_path / "formules.csv"
    path.write_text(f'{HEADER}"{formula}",EDU,"{formula}"\n', encoding="utf-8")
    (reading,) = read(path)
    files = written(ActorsPart(tuple(reading.actors)))
    cells = [cell for text in files.values() for line in text.splitlines() for cell in line.split(",")]
    assert formula not in cells
    assert f"'{formula}" in cells


def test_control_characters_and_right_to_left_marks_are_dropped(read, tmp_path):
    path = tmp_path / "marques.csv"
    path.write_text(f"{HEADER}At\u202eelier\u200b du\x07 Port,ASS,Brenac\n", encoding="utf-8")
    (reading,) = read(path)
    assert reading.actors[0].facts.name == "Atelier du Port"


HARMFUL_LINKS = ("javascript:alert(1)", "https://a b", 'https://a"onclick=', "data:text/html,x")


@pytest.mark.parametrize("address", HARMFUL_LINKS)
def test_no_link_but_to_a_site_is_kept(read, sample, tmp_path, address):
    text = sample("qfdmo/sample.csv").read_text(encoding="utf-8")
    path = tmp_path / "liens.csv"
    path.write_text(text.replace("https://octet.example", '"' + address.replace('"', '""') + '"'), "utf-8")
    (reading,) = read(path)
    assert {actor.facts.website for actor in reading.actors} == {""}


@pytest.mark.parametrize(
    "results",
    [
        [{"siege": None, "matching_etablissements": None}],
        [{"siege": 3, "matching_etablissements": [None, 4, "x"]}],
        [{"matching_etablissements": [{"commune": ["99001"], "activite_principale": {"a": 1}}]}],
        [{"matching_etablissements": [{"commune": "99001", "siret": "12"}], "complements": 2}],
        [{"matching_etablissements": [{"commune": 99001, "activite_principale": "95.11Z", "siret": True,
                                       "etat_administratif": "A"}]}],
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_leaves_its_results_out(read, tmp_path, results):
    path = tmp_path / "reponse.json"
    path.write_text(json.dumps({"results": results}), encoding="utf-8")
    (reading,) = read(path)
    assert reading.actors == []
    assert sum(left.count for left in reading.left_out.values()) == reading.lines


@pytest.mark.parametrize("position", ["1e999", "nan", "91", "-0x1", "0,0,0"])
def test_a_position_out_of_the_world_is_no_position(read, sample, tmp_path, position):
    text = sample("qfdmo/sample.csv").read_text(encoding="utf-8")
    path = tmp_path / "positions.csv"
    path.write_text(text.replace("46.3001", f'"{position}"'), encoding="utf-8")
    (reading,) = read(path)
    facts = next(actor.facts for actor in reading.actors if actor.facts.name == "Octet Réparation")
    assert (facts.latitude, facts.longitude) == (None, None)


def test_a_stock_larger_than_what_is_read_whole_is_read_line_by_line(read, sample, tmp_path, monkeypatch):
    from canivet.actors.readers import opening

    monkeypatch.setattr(opening, "LARGEST_WHOLE", 1000)
    text = sample("sirene/sample.csv").read_text(encoding="utf-8")
    path = tmp_path / "stock.csv"
    path.write_text(text, encoding="utf-8")
    (streamed,) = read(path)
    monkeypatch.undo()
    (whole,) = read(path)
    assert streamed.actors == whole.actors
    assert {left.reason: left.lines for left in streamed.left_out.values()} == {
        left.reason: left.lines for left in whole.left_out.values()
    }
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 1000)
    path.write_bytes(text.encode().replace(b"OCTET", b"OCT\xe9T"))
    with pytest.raises(InputProblem, match="n'est pas en UTF-8"):
        read(path)
