import csv

import pytest
from inventory_samples import build, laptop, sample_commons, table

from canivet.inventory.corrections import read_corrections
from canivet.inventory.exports import (
    correction_rows,
    inventory_rows,
    unknown_rows,
    write_corrections,
    write_exclusions,
    write_inventory,
    write_unknowns,
)
from canivet.problems import InputProblem

#: Yearly kgCO2e of the two counted lines; the second has no factor.
IMPACTS = [12.5, None]


@pytest.fixture
def commons(tmp_path):
    return sample_commons(tmp_path / "commons")


@pytest.fixture
def inventory(commons):
    return build(
        commons,
        table(
            laptop(
                quantity="3", purchase_date="2020-05-04", service="DSI", name="PC de Dupond", serial="ABC1234"
            ),
            {"model": "=HYPERLINK(1)", "quantity": "2", "status": "actif"},
            {"model": "Boîte à outils", "quantity": "7", "status": "actif"},
            laptop(status="Réformé", quantity="1"),
            laptop(quantity="1", annual_kwh="12,5"),
        ),
    )


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_every_line_is_in_one_file_or_the_other(tmp_path, commons, inventory):
    write_inventory(inventory, commons, tmp_path / "i.csv", IMPACTS)
    write_exclusions(inventory, commons, tmp_path / "e.csv")
    counted, excluded = read(tmp_path / "i.csv"), read(tmp_path / "e.csv")
    assert sorted(int(row["ligne"]) for row in counted + excluded) == [2, 3, 4, 5, 6]
    assert sum(float(row["quantite"]) for row in counted) == sum(a.quantity for a in inventory.assets) == 4
    assert {row["raison"]: row["raison_libelle"] for row in excluded}["retired"] == "Réformé"


def test_files_suit_a_french_spreadsheet(tmp_path, commons, inventory):
    write_inventory(inventory, commons, tmp_path / "i.csv", IMPACTS)
    raw = (tmp_path / "i.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert [row["kwh_par_an"] for row in read(tmp_path / "i.csv")] == ["30", "12,5"]
    # Without a factor, a blank and not a zero.
    assert [row["gwp_kgco2e_an"] for row in read(tmp_path / "i.csv")] == ["12,5", ""]


def test_no_name_and_no_serial_leave(tmp_path, commons, inventory):
    write_inventory(inventory, commons, tmp_path / "i.csv", IMPACTS)
    text = (tmp_path / "i.csv").read_text(encoding="utf-8-sig")
    assert "Dupond" not in text
    assert "ABC1234" not in text


def test_rows_say_where_each_datum_comes_from(commons, inventory):
    first = inventory_rows(inventory, commons, IMPACTS)[0]
    assert (first["date_debut"], first["date_debut_base"]) == ("2020-05-04", "buy")
    assert (first["duree_vie_ans"], first["duree_vie_origine"]) == (5.0, "archetype")


def test_the_unknown_come_heaviest_first_and_cannot_run(tmp_path, commons, inventory):
    assert [row["unites"] for row in unknown_rows(inventory)] == [7.0, 2.0]
    write_unknowns(inventory, commons, tmp_path / "u.csv")
    assert all(
        not cell.startswith(("=", "+", "@")) for row in read(tmp_path / "u.csv") for cell in row.values()
    )


def test_corrections_are_read_back_as_they_were_written(tmp_path, commons, inventory):
    keys = {group.key: "laptop_17" for group in inventory.models}
    path = tmp_path / "correspondances.csv"
    write_corrections(inventory, commons, path, keys)
    assert read_corrections(path, commons) == keys
    write_corrections(inventory, commons, path, {})
    assert read_corrections(path, commons) == {}


def test_corrections_of_absent_models_are_kept(tmp_path, commons, inventory):
    path = tmp_path / "correspondances.csv"
    write_corrections(inventory, commons, path, {"modele disparu": "monitor"})
    assert read_corrections(path, commons) == {"modele disparu": "monitor"}
    assert correction_rows(inventory, commons, {})[-1]["cle"] != "modele disparu"


def corrected(path, commons, inventory, text):
    """Write the table, fill the correction of its first row, as a user would."""
    write_corrections(inventory, commons, path, {})
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    lines[1] = lines[1].rstrip("\r") + text
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return read_corrections(path, commons)


@pytest.mark.parametrize(
    ("text", "identifier"), [("monitor", "monitor"), ("Écran", "monitor"), ("laptop_17", "laptop_17")]
)
def test_a_correction_is_an_identifier_or_a_label(tmp_path, commons, inventory, text, identifier):
    found = corrected(tmp_path / "correspondances.csv", commons, inventory, text)
    assert list(found.values()) == [identifier]


def test_an_unknown_correction_names_line_column_and_choices(tmp_path, commons, inventory):
    with pytest.raises(InputProblem) as caught:
        corrected(tmp_path / "correspondances.csv", commons, inventory, "monitr")
    text = str(caught.value)
    assert "correspondances.csv, ligne 2, colonne « correction »" in text
    assert "vouliez-vous dire « monitor »" in text
    assert "laptop, monitor" in text


def test_one_model_corrected_in_two_ways(tmp_path, commons):
    path = tmp_path / "correspondances.csv"
    path.write_text("cle;correction\nx;laptop\nx;monitor\n", encoding="utf-8")
    with pytest.raises(InputProblem, match="corrigé de deux façons"):
        read_corrections(path, commons)


def test_a_table_without_its_columns(tmp_path, commons):
    path = tmp_path / "correspondances.csv"
    path.write_text("modele;famille\nx;laptop\n", encoding="utf-8")
    with pytest.raises(InputProblem, match="colonne « cle » manque"):
        read_corrections(path, commons)
