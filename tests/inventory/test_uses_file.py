import pytest
from files import write_csv, write_ods

from canivet.inventory.uses_file import read_uses_file
from canivet.problems import InputProblem

HEADER = ["service", "type", "quantité", "unité", "origine"]


def test_lines_of_uses_in_any_form(shipped, tmp_path):
    rows = [
        HEADER,
        ["DSI", "email", "120 000", "", "mesuré"],
        ["", "", "", "", ""],
        ["", "visio", "12,5", "h", ""],
    ]
    for path in (
        write_csv(tmp_path / "u.csv", rows, encoding="cp1252"),
        write_ods(tmp_path / "u.ods", "Usages", rows),
    ):
        first, second = read_uses_file(path, shipped)
        assert (first.service, first.kind_text, first.quantity) == ("DSI", "email", 120000)
        assert (first.unit, first.origin) == ("", "measured")
        assert (second.quantity, second.unit, second.origin, second.place.line) == (12.5, "h", "declared", 4)


@pytest.mark.parametrize(
    ("rows", "said", "where"),
    [
        ([["service", "quantité"], ["DSI", "3"]], "colonne type", (1, "")),
        ([["a", "b"], ["1", "2"]], "colonnes type et quantite", (1, "")),
        ([HEADER, ["DSI", "email", "beaucoup", "", ""]], "« beaucoup »", (2, "quantite")),
        ([HEADER, ["DSI", "email", "-4", "", ""]], "« -4 »", (2, "quantite")),
        ([HEADER, ["DSI", "email", "4", "", "on m'a dit"]], "on m'a dit", (2, "origine")),
        ([HEADER], "aucune ligne", (None, "")),
    ],
)
def test_a_bad_cell_stops_with_its_place(shipped, tmp_path, rows, said, where):
    with pytest.raises(InputProblem, match=said) as problem:
        read_uses_file(write_csv(tmp_path / "u.csv", rows), shipped)
    assert problem.value.place.file == "u.csv"
    assert (problem.value.place.line, problem.value.place.column) == where
