"""Files of uses made to harm: the server never opens them itself."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from canivet_web.registers import reader
from canivet_web.registers.models import Entry

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def sparse_workbook(last_cell: str = "XFD1048576") -> bytes:
    """Two cells in opposite corners: read as a table, it takes hundreds of gigabytes."""
    row = "".join(sign for sign in last_cell if sign.isdigit())
    members = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last_cell}"/><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{last_cell}"><v>2</v></c></row>'
        "</sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return stream.getvalue()


def sent(client, town, content: bytes, name: str = "usages.xlsx"):
    return client.post(town.url("usages/importer/"), {"file": SimpleUploadedFile(name, content)})


def said(response) -> str:
    return response.content.decode().replace("&#x27;", "'")


def test_a_workbook_of_two_far_cells_kills_only_its_reader(pilot, town):
    content = sparse_workbook()
    assert len(content) < 2_000
    start = time.monotonic()
    response = sent(pilot, town, content)
    assert response.status_code == 200
    assert "demande trop de mémoire ou de temps" in said(response)
    assert time.monotonic() - start < 30
    assert not Entry.objects.exists()


def test_a_file_far_too_big_for_uses_is_not_read(pilot, town, monkeypatch):
    monkeypatch.setattr(reader, "LARGEST_BYTES", 1000)
    response = sent(pilot, town, b"type;quantite\n" + b"email;1\n" * 200, "usages.csv")
    assert "trop gros pour un fichier d'usages" in said(response)


@pytest.mark.parametrize("name", ["漢" * 120 + ".csv", "../../usages.csv", "noms.json", "=cmd.csv", "csv.py"])
def test_the_name_of_a_file_does_no_harm(pilot, town, name):
    response = sent(pilot, town, b"service;type;quantite\nEcoles;email;12\n", name)
    assert response.status_code == 200, said(response)
    assert 'name="payload"' in said(response)


@pytest.mark.parametrize("quantity", ["9" * 400, "1e308", "1e999", "9" * 31, "inf", "nan"])
def test_a_quantity_that_no_sum_holds_is_refused_with_its_place(pilot, town, quantity):
    page = said(sent(pilot, town, f"type;quantite\nemail;{quantity}\n".encode(), "usages.csv"))
    assert "n'est pas une quantité annuelle" in page
    assert "ligne 2" in page
    data = {"name": "Courriels", "kind": "email", "quantity": quantity, "origin": "declared"}
    response = pilot.post(town.url("usages/autres/ajouter/"), data)
    assert response.status_code == 200
    assert "Rien n'est encore enregistré" in said(response)
    assert not Entry.objects.exists()
