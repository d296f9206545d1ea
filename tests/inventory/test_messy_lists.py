"""Lists as town halls keep them: names of columns, summaries, totals and lines that no tool would write."""

import pytest
from files import read, reasons, write_csv, write_xlsx

from canivet.inventory.build import build_inventory
from canivet.inventory.classify import Classifier


def built(shipped, path):
    return build_inventory(read(shipped, path), shipped, year=2025, classifier=Classifier(shipped))


@pytest.mark.parametrize(
    "name", ["Nb de postes", "Nbr", "Qté 2024", "Nombre de matériels", "Nombre d'unités", "Qte en service"]
)
def test_names_that_count_devices_are_quantities(shipped, tmp_path, name):
    path = write_csv(tmp_path / "parc.csv", [["Désignation", name], ["PC fixe", "10"], ["Écran", "4"]])
    (table,) = read(shipped, path)
    assert table.mapping["quantity"] == name


@pytest.mark.parametrize("name", ["Nb de pages", "Nombre de licences", "Nb écrans", "Nombre de coeurs"])
def test_names_that_count_something_else_are_not(shipped, tmp_path, name):
    path = write_csv(
        tmp_path / "parc.csv", [["Désignation", "Modèle", name], ["PC fixe", "OptiPlex 3060", "10"]]
    )
    (table,) = read(shipped, path)
    assert "quantity" not in table.mapping


def test_a_summary_sheet_counts_nothing_beside_the_detail(shipped, tmp_path):
    detail = [["Type", "Modèle", "Quantité"], ["PC portable", "Latitude 5420", 12], ["Écran", "P2419H", 8]]
    total = [["Type", "Nombre"], ["PC portable", 12], ["Écran", 8]]
    path = write_xlsx(tmp_path / "parc.xlsx", {"Détail": detail, "Synthèse": total})
    inventory = built(shipped, path)
    assert sum(asset.quantity for asset in inventory.assets) == 20
    assert [item.reason for item in inventory.exclusions] == ["summary", "summary"]
    assert any("« Synthèse » de parc.xlsx" in warning for warning in inventory.warnings)


def test_a_summary_alone_is_what_the_user_has(shipped, tmp_path):
    path = write_xlsx(tmp_path / "parc.xlsx", {"Synthèse": [["Type", "Nombre"], ["PC portable", 12]]})
    (table,) = read(shipped, path)
    assert len(table.lines) == 1


@pytest.mark.parametrize("text", ["Grand total", "Cumul", "S/Total", "T O T A L", "Récapitulatif"])
def test_other_names_of_totals(shipped, tmp_path, text):
    path = write_csv(
        tmp_path / "parc.csv",
        [["Désignation", "Service", "Quantité"], ["PC fixe", "DSI", "5"], [text, "", "7"]],
    )
    (table,) = read(shipped, path)
    assert reasons(table) == [(3, "total")]


def test_lines_with_too_many_cells_are_told(shipped, tmp_path):
    path = tmp_path / "parc.csv"
    path.write_text("Modèle,Qté,Prix\nPC portable HP,2,100\nPC portable HP,2,1,200.50\n", encoding="utf-8")
    inventory = built(shipped, path)
    assert any("nombre de cellules inattendu" in warning for warning in inventory.warnings)


def warnings_of(shipped, path):
    return built(shipped, path).warnings


def test_several_devices_on_a_line_are_told(shipped, tmp_path):
    rows = [["Matériel", "Qté"], ["Portable + station d'accueil + écran", "1"], ["PC fixe", "2"]]
    warnings = warnings_of(shipped, write_csv(tmp_path / "parc.csv", rows))
    assert any("Plusieurs équipements sur une ligne : 1 ligne" in warning for warning in warnings)


def test_one_device_with_its_accessories_is_one_device(shipped, tmp_path):
    rows = [["Désignation", "Qté"], ["PC fixe + clavier + souris", "1"], ["Portable et sacoche", "2"]]
    warnings = warnings_of(shipped, write_csv(tmp_path / "parc.csv", rows))
    assert not any("Plusieurs équipements" in warning for warning in warnings)


def test_a_table_without_titles_says_what_it_does_not_read(shipped, tmp_path):
    devices = [
        "Dell OptiPlex 3060",
        "Lenovo ThinkPad T14",
        "Écran Dell P2419H",
        "Imprimante HP LaserJet M404",
    ]
    rows = [
        [service, text, "3", "2019"] for service in ("Mairie", "CCAS", "DSI", "Écoles") for text in devices
    ]
    warnings = warnings_of(shipped, write_csv(tmp_path / "parc.csv", rows))
    assert any("sans titres de colonnes" in warning for warning in warnings)


def test_the_pue_of_a_room_is_read(shipped, tmp_path):
    rows = [
        ["Type", "Modèle", "Qté", "PUE"],
        ["Serveur", "PowerEdge R640", "2", "1,3"],
        ["Serveur", "R740", "1", ""],
    ]
    path = write_csv(tmp_path / "salle.csv", rows)
    inventory = built(shipped, path)
    assert [asset.pue for asset in inventory.assets] == [1.3, 1.75]


def test_a_service_merged_over_lines_is_that_of_each(shipped, tmp_path):
    rows = [
        ["Service", "Modèle", "Quantité"],
        [None, "Latitude 5420", 2],
        [None, "P2419H", 2],
        [None, "OptiPlex 3060", 2],
    ]
    path = write_xlsx(tmp_path / "parc.xlsx", {"Parc": rows}, merged={"A2:A4": "Mairie"})
    (table,) = read(shipped, path)
    assert [line.cells["service"] for line in table.lines] == ["Mairie"] * 3


def test_a_quantity_merged_over_lines_counts_once(shipped, tmp_path):
    rows = [["Modèle", "Quantité"], ["Latitude 5420", None], ["P2419H", None]]
    path = write_xlsx(tmp_path / "parc.xlsx", {"Parc": rows}, merged={"B2:B3": 7})
    (table,) = read(shipped, path)
    assert [line.cells.get("quantity") for line in table.lines] == ["7", None]
