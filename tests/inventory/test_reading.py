"""From files of every kind to lines by canonical field."""

import struct
from datetime import date

import pytest
from files import HEADER, ROWS, read, reasons, write_csv, write_ods, write_xlsx

from canivet.inventory.build import build_inventory
from canivet.inventory.classify import Classifier
from canivet.problems import InputProblem

EXPECTED = [
    {
        "manufacturer": "Dell",
        "model": "Latitude 5420",
        "type": "Portable",
        "quantity": "12",
        "purchase_date": "01/09/2022",
        "service": "DSI",
    },
    {
        "manufacturer": "HP",
        "model": "EliteDesk 800 G6",
        "type": "UC",
        "quantity": "3",
        "purchase_date": "2019",
        "service": "Finances",
    },
    {
        "manufacturer": "Dell",
        "model": "P2419H",
        "type": "Écran",
        "quantity": "40",
        "service": "Finances",
    },
]


def cells(table):
    return [line.cells for line in table.lines]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_any_csv(shipped, tmp_path, separator, encoding, line_end):
    path = write_csv(
        tmp_path / "parc.csv", [HEADER, *ROWS], separator=separator, encoding=encoding, line_end=line_end
    )
    (table,) = read(shipped, path)
    assert cells(table) == EXPECTED
    assert [line.place.line for line in table.lines] == [2, 3, 4]
    assert (table.source, table.separator, table.header_line) == ("generic", separator, 1)
    assert table.mapping["model"] == "Modèle"


def test_ods(shipped, tmp_path):
    (table,) = read(shipped, write_ods(tmp_path / "parc.ods", "Postes", [HEADER, *ROWS]))
    assert cells(table) == EXPECTED
    assert (table.sheet, table.encoding) == ("Postes", "ods")
    assert str(table.lines[1].place) == "parc.ods, feuille « Postes », ligne 3"


def test_a_workbook_renamed_csv_is_read_for_what_it_is(shipped, tmp_path):
    path = write_ods(tmp_path / "parc.csv", "Postes", [HEADER, *ROWS])
    assert cells(read(shipped, path)[0]) == EXPECTED


def test_xlsx_with_titles_sheets_numbers_and_dates(shipped, tmp_path):
    postes = [
        ["Parc informatique"],
        [],
        HEADER,
        ["Dell", "Latitude 5420", "Portable", 12, date(2022, 9, 1), "DSI"],
    ]
    gone = [["Marque", "Modèle", "N° de série"], ["HP", "HP Compaq dc7700", "CZC1234567"]]
    notes = [["À faire"], ["rappeler le fournisseur"]]
    path = write_xlsx(
        tmp_path / "parc.xlsx", {"Postes": postes, "Réformés": gone, "Notes": notes, "Vide": []}
    )
    first, second = read(shipped, path)
    assert cells(first) == [
        {
            "manufacturer": "Dell",
            "model": "Latitude 5420",
            "type": "Portable",
            "quantity": "12",
            "purchase_date": "2022-09-01",
            "service": "DSI",
        }
    ]
    assert (first.header_line, first.lines[0].place.line) == (3, 4)
    assert second.lines[0].hint == "retired"
    assert "« Notes »" in first.notes[0]
    assert "Vide" not in first.notes[0]


def test_hand_made_lists(shipped, tmp_path):
    """Titles above, remarks and totals among the lines, a header again on each page, a side table."""
    text = """PARC DE LA MAIRIE;;;;;
mis à jour le 03/02/2025;;;;;
;;;;;
Site / Service;Utilisateur;Désignation;Marque;N° série;Qté;;Récapitulatif
DSI;agent-1;portable 14";Dell;ABC1234;1;;PC : 12
École du Centre;;;;;;;
;;2 écrans en salle du conseil;;;2;;
Site / Service;Utilisateur;Désignation;Marque;N° série;Qté;;
-;;Vidéoprojecteur;N/A;;1;;
Sous-total;;;;;4;;
TOTAL;;;;;4;;
;;;;;4;;
"""
    path = tmp_path / "parc.csv"
    path.write_text(text, encoding="cp1252")
    (table,) = read(shipped, path)
    assert cells(table) == [
        {
            "service": "DSI",
            "designation": 'portable 14"',
            "manufacturer": "Dell",
            "serial": "ABC1234",
            "quantity": "1",
        },
        {"designation": "2 écrans en salle du conseil", "quantity": "2"},
        {"designation": "Vidéoprojecteur", "quantity": "1"},
    ]
    assert reasons(table) == [
        (6, "not_an_item"),
        (8, "not_an_item"),
        (10, "total"),
        (11, "total"),
        (12, "total"),
    ]
    # Who uses a device is not read.
    assert not any("agent-1" in line.text or "agent-1" in line.cells.values() for line in table.lines)


def test_more_cells_than_columns_cannot_be_read_safely(shipped, tmp_path):
    path = tmp_path / "parc.csv"
    path.write_text("Modèle,Quantité\nLatitude 5420,1\nÉcran 24,5 pouces,3\nP2419H,2,\n", encoding="utf-8")
    (table,) = read(shipped, path)
    assert reasons(table) == [(3, "wrong_width")]
    assert [line.place.line for line in table.lines] == [2, 4]


def test_columns_are_told_by_their_contents_when_their_names_say_nothing(shipped, tmp_path):
    rows = [
        ["Champ1", "Champ2", "Champ3"],
        ["Latitude 5420", "5XK9F33A", "01/09/2022"],
        ["OptiPlex 7090", "7GH2K11B", "14/03/2021"],
        ["DELL P2419H", "CN0K9F44", "02/02/2020"],
        ["LaserJet Pro M404dn", "VNC3K217", "30/11/2019"],
    ]
    (table,) = read(shipped, write_csv(tmp_path / "a.csv", rows))
    assert table.mapping == {"model": "Champ1", "serial": "Champ2", "purchase_date": "Champ3"}
    assert len(table.lines) == 4
    (bare,) = read(shipped, write_csv(tmp_path / "b.csv", rows[1:]))
    assert bare.header_line == 0
    assert [line.place.line for line in bare.lines] == [1, 2, 3, 4]
    assert "sans titres de colonnes" in bare.notes[0]


def test_a_name_is_not_believed_against_its_contents(shipped, tmp_path):
    rows = [
        ["Modèle", "Type", "Date d'achat"],
        ["P2419H", "12", "néant"],
        ["Latitude 5420", "13", "voir facture"],
    ]
    (table,) = read(shipped, write_csv(tmp_path / "a.csv", rows))
    assert set(table.mapping) == {"model"}


def test_deleted_templates_and_personal_devices_are_set_aside_with_their_reason(shipped, tmp_path):
    rows = [
        ["Model", "Serial number", "Ownership", "is_deleted", "is_template"],
        ["Latitude 5420", "AAA11111", "Company", "0", "0"],
        ["iPhone 13", "BBB22222", "Personal", "0", "0"],
        ["Latitude 5430", "CCC33333", "Company", "1", "0"],
        ["Latitude 5440", "DDD44444", "Company", "0", "1"],
    ]
    (table,) = read(shipped, write_csv(tmp_path / "a.csv", rows))
    assert reasons(table) == [(3, "personal"), (4, "deleted"), (5, "template")]
    assert set(table.lines[0].cells) == {"model", "serial"}


def test_glpi_export(shipped, tmp_path):
    text = (
        '"Nom";"Entité";"Statut";"Fabricant";"Numéro de série";"Type";"Modèle";"Lieu";"Usager";\n'
        '"PC1";"Racine > Agglo";"En service";"Dell";"ABC1234";"Notebook";"Latitude 5420";'
        '"Siège > DSI";"agent-7";\n'
        '"PC2";"Racine > Agglo";"";"Dell";"To be filled by O.E.M.";"";"System Product Name";"";"";\n'
    )
    path = tmp_path / "glpi.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read(shipped, path)
    assert table.source == "glpi"
    assert table.lines[0].cells == {
        "name": "PC1",
        "entity": "Racine > Agglo",
        "status": "En service",
        "manufacturer": "Dell",
        "serial": "ABC1234",
        "type": "Notebook",
        "model": "Latitude 5420",
        "site": "Siège > DSI",
    }
    # A factory's filling is no model.
    assert "model" not in table.lines[1].cells


def test_a_glpi_list_of_screens_says_so_by_its_columns(shipped, tmp_path):
    names = '"Nom";"Lieu";"Fabricant";"Numéro de série";"Usager";"Ordinateurs - Nom"'
    text = names + '\n"E1";"Siège";"Xyz";"AAA1111";"";"PC1"\n'
    path = tmp_path / "glpi.csv"
    path.write_text(text, encoding="utf-8")
    assert read(shipped, path)[0].lines[0].hint == "monitor"


OCS = (
    "Account info : TAG;Dernier inventaire;Machine;Utilisateur connecté;Systeme;RAM (Mo);CPU (MHz);Fabricant;"
    "Numéro de série;Modèle;Description;Date BIOS;ARCHIVER;"
    '\r\n"DSI";"2026-01-02 10:00:00";"PC-1";"agent-3";"Microsoft Windows 11";"8192";"2400";"Dell Inc.";'
    '"ABC1234";"Latitude 5420";"Darwin Kernel "x"; y";"03/04/2021";'
    '\r\n"NA";"2026-01-02 10:00:00";"MacBook-de-l-accueil";"";"Mac OS X";"8192";"2400";"";"";"";"";"";'
    '\r\n"NA";"2026-01-02 10:00:00";"srv";"";"Microsoft Windows Server 2019";"0";"0";"";"";"";"";"";'
)


def test_ocs_export_with_its_quirks(shipped, tmp_path):
    path = tmp_path / "ocs.csv"
    path.write_text(OCS, encoding="utf-8", newline="")
    (table,) = read(shipped, path)
    assert table.source == "ocs"
    assert table.lines[0].cells["model"] == "Latitude 5420"
    # Month first in OCS, whatever the other dates of the column.
    assert table.lines[0].cells["bios_date"] == "2021-03-04"
    assert [line.cells.get("type", "") for line in table.lines] == ["", "MacBook", "Serveur"]
    assert [line.place.line for line in table.lines] == [2, 3, 4]


def test_g4it_export(shipped, tmp_path):
    text = (
        "nomEquipementPhysique;modele;quantite;nomCourtDatacenter;dateAchat;dateRetrait;type;statut;"
        "paysDUtilisation;consoElecAnnuelle;utilisateur;nomSourceDonnee;nomEntite;nbCoeur;\n"
        'eq-1;Serveur "100;2;DC1;2020-07-08;2023-06-16;Server;In use;France;1200;agent-1;;DSI;;\n'
    )
    path = tmp_path / "equipementPhysique.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read(shipped, path)
    assert table.source == "g4it"
    assert table.lines[0].cells == {
        "name": "eq-1",
        "model": 'Serveur "100',
        "quantity": "2",
        "datacenter": "DC1",
        "purchase_date": "2020-07-08",
        "retired_date": "2023-06-16",
        "type": "Server",
        "status": "In use",
        "country": "France",
        "annual_kwh": "1200",
        "entity": "DSI",
    }


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("ID;Titre;Statut;Demandeur;Urgence;Date d'ouverture", "12;Panne;Clos;a;Haute;01/02/2025", "tickets"),
        ("Nom;Éditeur;Version;Licence;Nombre d'installations", "Office;Microsoft;16;oui;12", "logiciels"),
        (
            "nomEquipementVirtuel;nomEquipementPhysique;vCPU;cluster;typeEqv",
            "vm1;eq-1;4;c;calcul",
            "virtuels",
        ),
        ("Nom;Prénom;Grade;Matricule", "Exemple;Un;B;12", "annuaire"),
        (";".join(f"c{i}" for i in range(200)), ";".join("x" for _ in range(200)), "aucune colonne"),
    ],
)
def test_what_is_not_an_inventory_is_refused_with_what_it_looks_like(shipped, tmp_path, header, row, said):
    path = tmp_path / "fichier.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputProblem, match=said) as problem:
        read(shipped, path)
    assert problem.value.place.file == "fichier.csv"
    assert len(str(problem.value)) < 1000


def test_two_hundred_columns_with_an_inventory_among_them_are_read(shipped, tmp_path):
    header = [f"c{i}" for i in range(190)] + HEADER
    rows = [["x"] * 190 + row for row in ROWS]
    (table,) = read(shipped, write_csv(tmp_path / "large.csv", [header, *rows]))
    assert cells(table) == EXPECTED


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100), "image"),
        ("scan.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("page.xls", b"<html><body><table><tr><td>x</td></tr></table></body></html>", "page web"),
        ("agent.csv", b'<?xml version="1.0"?><REQUEST><CONTENT/></REQUEST>', "XML"),
        ("api.csv", b'[{"id": 1, "name": "PC1"}]', "JSON"),
        ("casse.xlsx", b"PK\x03\x04" + bytes(200), "mot de passe"),
        ("chiffre.xlsx", OLE + struct.pack("<100I", *range(100)), "mot de passe"),
        ("archive.gz", b"\x1f\x8b\x08" + bytes(50), "gzip"),
    ],
)
def test_files_of_another_kind(shipped, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputProblem, match=said) as problem:
        read(shipped, path)
    assert name in problem.value.place.file


def test_a_zip_of_something_else_and_a_text_document(shipped, tmp_path):
    import zipfile

    for name, member, said in (
        ("a.zip", "parc.csv", "archive ZIP"),
        ("a.docx", "word/document.xml", "texte"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(member, "x")
        with pytest.raises(InputProblem, match=said):
            read(shipped, tmp_path / name)


def test_an_empty_workbook_and_one_without_inventory(shipped, tmp_path):
    with pytest.raises(InputProblem, match="vide"):
        read(shipped, write_xlsx(tmp_path / "a.xlsx", {"Feuil1": []}))
    with pytest.raises(InputProblem, match="feuille « Feuil1 »"):
        read(shipped, write_xlsx(tmp_path / "b.xlsx", {"Feuil1": [["bonjour"], ["au revoir"]]}))


def test_the_same_file_twice_is_refused_and_two_of_one_name_are_told_apart(shipped, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = write_csv(tmp_path / "a" / "parc.csv", [HEADER, *ROWS])
    second = write_csv(tmp_path / "b" / "parc.csv", [HEADER, ROWS[0]])
    with pytest.raises(InputProblem, match="deux fois"):
        read(shipped, first, tmp_path / "b" / ".." / "a" / "parc.csv")
    assert [table.file for table in read(shipped, first, second)] == ["a/parc.csv", "b/parc.csv"]


def test_hints_of_names_of_files(shipped, tmp_path):
    rows = [["Marque", "Modèle"], ["Xyz", "Abc"]]
    for name, hint in (("ecrans_2025.csv", "monitor"), ("Réformés.csv", "retired"), ("parc.csv", "")):
        assert read(shipped, write_csv(tmp_path / name, rows))[0].lines[0].hint == hint


def test_a_stock_of_something_else_has_nothing_to_count(shipped, tmp_path):
    path = tmp_path / "labo.csv"
    path.write_text("Référence;Libellé;Lot;Péremption\nR12;Éthanol 96 %;77;2027\n", encoding="utf-8")
    with pytest.raises(InputProblem, match="aucun équipement à compter") as problem:
        build_inventory(read(shipped, path), shipped, year=2025, classifier=Classifier(shipped))
    assert "labo.csv, ligne 2" in str(problem.value)


def test_a_word_or_two_do_not_make_an_inventory(shipped, tmp_path):
    """A list of virtual machines says « stockage » in a column: it is still no inventory."""
    text = (
        "nomEquipementVirtuel;nomEquipementPhysique;cleRepartition;vCPU;cluster;typeEqv;capaciteStockage;\n"
        "vm-1;eq-1;;4;C1;calcul;;\nvm-2;eq-1;;2;C1;stockage;12;\nvm-3;eq-2;;2;C1;stockage;8;\n"
    )
    path = tmp_path / "virtuels.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblem, match="équipements virtuels"):
        read(shipped, path)
