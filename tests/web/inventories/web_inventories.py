"""Files of fictional estates, and their import through the pages."""

from __future__ import annotations

import io
import re
import uuid
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from canivet_web.inventories.models import Batch

EXAMPLES = Path(__file__).resolve().parents[3] / "commons" / "examples"
HEADER = "Fabricant;Modèle;Type;Quantité;Statut;Service;Numéro de série"


def csv_file(*rows: str, name: str = "parc.csv", header: str = HEADER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join((header, *rows, "")).encode())


def small(name: str = "parc.csv") -> SimpleUploadedFile:
    return csv_file(
        "Dell;Latitude 5420;Portable;12;En service;Écoles;",
        "HP;ProDesk 600 G5;Ordinateur fixe;5;En service;Mairie;",
        "Zorg;Blorp 9000;;7;En service;Mairie;",
        "Canon;Machin rare;;2;En stock;Mairie;",
        "Iiyama;ProLite XB2483HSU;Écran;9;En service;;",
        "Dell;Latitude 5400;Portable;3;Réformé;Écoles;",
        name=name,
    )


def example(authority: str) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(path.name, path.read_bytes())
        for path in sorted((EXAMPLES / authority).iterdir())
        if path.suffix in {".csv", ".xlsx"} and path.name != "usages.csv"
    ]


def send(client: Client, town, *files, once: str = ""):
    data = {"once": once or str(uuid.uuid4()), "documents": list(files)}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(town.url("inventaire/importer/"), data)


def imported(client: Client, town, *files) -> Batch:
    """The batch that these files make; fails with the problem when they are refused."""
    response = send(client, town, *files)
    assert response.status_code == 302, re.findall(r"<li>(.*?)</li>", response.content.decode(), re.S)
    job = town.authority.jobs.latest("pk")
    assert job.state == "done", job.problem
    return town.authority.batches.latest("number")


def elements(html: str) -> int:
    return len(re.findall(r"<[a-z][a-z0-9]*[\s>/]", html))


def check_page(response) -> str:
    html = response.content.decode()
    assert response.status_code == 200, response.status_code
    assert "INVALID-VARIABLE" not in html
    assert html.count("<h1") == 1
    assert elements(html) <= 385, elements(html)
    assert len(html) <= 60_000
    return html


def workbook(**sheets: list[list[object]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()
