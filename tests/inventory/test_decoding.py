import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canivet.inventory.decoding import choose_separator, decode, read_csv_rows, split_rows
from canivet.problems import InputProblem

TEXT = "Modèle;Quantité\nÉcran 24 pouces;12\nOrdinateur à l'œil €;3\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"Modele;Quantite\nEcran;12\n", "utf-8"),
    ],
)
def test_encodings(content, encoding):
    text, found = decode(content, "parc.csv")
    assert found == encoding
    if b"Ecran;12" not in content:
        assert text == TEXT


@given(st.text(st.sampled_from("abcéèàçœ€ÎÔûŒ;\n0123"), min_size=1).filter(lambda t: not t.isascii()))
def test_what_was_written_in_windows_1252_is_read_back(text):
    try:
        text.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        assert decode(text.encode("cp1252"), "f")[0] == text


def test_two_encodings_in_one_file_are_refused_with_their_lines():
    mixed = "Modèle;Qté\n".encode() + "Écran;2\n".encode("cp1252")
    with pytest.raises(
        InputProblem, match=r"UTF-8 \(ligne 1\) et Windows-1252 \(ligne 2, caractère 1\)"
    ) as problem:
        decode(mixed, "parc.csv")
    assert (problem.value.place.file, problem.value.place.line) == ("parc.csv", 2)
    assert "UTF-8" in problem.value.cure


def test_a_file_that_does_not_follow_its_mark_is_refused():
    with pytest.raises(InputProblem, match="UTF-8"):
        decode(codecs.BOM_UTF8 + b"a;b\nMod\xe8le;1\n", "parc.csv")


def test_binary_contents_are_refused():
    with pytest.raises(InputProblem, match="pas un fichier texte"):
        decode(b"abc\x00\x01def\n" * 10, "parc.csv")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;c\n1;2,5;3\n", ";"),
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("Inventaire, mis à jour\n\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("sep=,\na,b\n", ","),
        ('"x;y","z;t"\n"1;2","3;4"\n', ","),
        ("seul\n", ";"),
    ],
)
def test_separators(text, separator):
    assert choose_separator(text) == separator


def test_lines_are_physical_whatever_the_line_ends_and_the_cells():
    text = 'a;b\r\n"sur\r\ndeux lignes";2\r\n\r\n3;4\r\n'
    assert [(line, cells) for line, cells in split_rows(text, ";", "f") if cells] == [
        (1, ["a", "b"]),
        (2, ["sur\ndeux lignes", "2"]),
        (5, ["3", "4"]),
    ]
    assert [line for line, _ in split_rows("a;b\rc;d\r", ";", "f")] == [1, 2]


def test_stray_quotes_inside_a_cell_are_kept():
    assert next(iter(split_rows('Serveur "100;écran 24"\n', ";", "f"))) == (1, ['Serveur "100', 'écran 24"'])


@pytest.mark.parametrize("text", ['a;b\n1;2\n3;"ouvert\n5;6\n', '"', 'a;"b\n', 'a;b\n"c;d\n'])
def test_a_quote_never_closed_is_refused_with_its_line(text):
    opened = text[: text.index('"')].count("\n") + 1
    with pytest.raises(InputProblem, match="guillemet") as problem:
        list(split_rows(text, ";", "parc.csv"))
    assert problem.value.place.line == opened


def test_quoted_cells_closed_at_the_very_end_are_fine():
    assert list(split_rows('a;"b"', ";", "f")) == [(1, ["a", "b"])]
    assert list(split_rows('"a ""b"""\n', ";", "f")) == [(1, ['a "b"'])]


def test_an_empty_or_missing_file(tmp_path):
    with pytest.raises(InputProblem, match="n'existe pas"):
        read_csv_rows(tmp_path / "absent.csv")
    for content in (b"", b"\n\n  \n", codecs.BOM_UTF8):
        (tmp_path / "vide.csv").write_bytes(content)
        with pytest.raises(InputProblem, match="vide"):
            read_csv_rows(tmp_path / "vide.csv")
    with pytest.raises(InputProblem, match="dossier"):
        read_csv_rows(tmp_path)
