"""Small files of each kind, made here: an inventory in every form that the readers must take."""

import zipfile
from pathlib import Path

import xlsxwriter

from canivet.inventory.reading import read_files

HEADER = ["Fabricant", "Modèle", "Type", "Quantité", "Date d'achat", "Service"]
ROWS = [
    ["Dell", "Latitude 5420", "Portable", "12", "01/09/2022", "DSI"],
    ["HP", "EliteDesk 800 G6", "UC", "3", "2019", "Finances"],
    ["Dell", "P2419H", "Écran", "40", "", "Finances"],
]


def read(shipped, *paths):
    """Tables of some files."""
    return read_files(list(paths), shipped)


def reasons(table):
    """Lines of a table that are set aside, each with its reason."""
    return [(line.place.line, reason) for line, reason in table.rejected]


def write_csv(path: Path, rows, *, separator=";", encoding="utf-8", line_end="\r\n"):
    """A CSV of rows of texts."""
    path.write_bytes((line_end.join(separator.join(row) for row in rows) + line_end).encode(encoding))
    return path


def write_xlsx(path: Path, sheets, *, merged=()):
    """A workbook: name of each sheet → its rows, of texts, numbers and dates.

    ``merged`` gives ranges of cells merged in every sheet, each with what it says.
    """
    workbook = xlsxwriter.Workbook(str(path))
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if hasattr(cell, "year"):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
        for cells, said in dict(merged).items():
            sheet.merge_range(cells, said)
    workbook.close()
    return path


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def write_ods(path: Path, name, rows):
    """The least spreadsheet that LibreOffice's format allows, all cells as text."""

    def cell(text):
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'{ODS_HEAD}<table:table table:name="{name}">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
    return path
