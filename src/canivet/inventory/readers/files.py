"""A file of any accepted kind → its sheets of text rows. The kind is told by the contents, not the name."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from canivet.inventory.decoding import OLE, ZIP, Row, choose_separator, decode, read_bytes, split_rows
from canivet.inventory.values import parse_number
from canivet.problems import InputProblem, Place

#: A workbook that unpacks to more than this many bytes is not an inventory.
LARGEST_WORKBOOK_BYTES: Final = 1_000_000_000
_EXPORT_AGAIN: Final = "donnez l'inventaire lui-même, en CSV, XLSX, XLS ou ODS."
_SAVE_AS_SHEET: Final = "ouvrez-le dans LibreOffice Calc et enregistrez-le en .ods ou .xlsx."

#: First bytes of files that are not inventories, what they are, and the cure.
_FOREIGN: Final = (
    (b"\xff\xd8\xff", "une image (JPEG)", _EXPORT_AGAIN),
    (b"\x89PNG", "une image (PNG)", _EXPORT_AGAIN),
    (b"GIF8", "une image (GIF)", _EXPORT_AGAIN),
    (b"BM", "une image (BMP)", _EXPORT_AGAIN),
    (b"II*\0", "une image (TIFF)", _EXPORT_AGAIN),
    (b"%PDF", "un document PDF", "demandez le fichier d'origine : un PDF ne se relit pas de façon sûre."),
    (b"{\\rtf", "un document RTF", _EXPORT_AGAIN),
    (b"Rar!", "une archive RAR", "décompressez-la, puis donnez les fichiers qu'elle contient."),
    (b"7z\xbc\xaf", "une archive 7z", "décompressez-la, puis donnez les fichiers qu'elle contient."),
    (b"\x1f\x8b", "une archive gzip", "décompressez-la, puis donnez les fichiers qu'elle contient."),
    (b"SQLite format 3", "une base de données", "exportez-en la table des équipements en CSV."),
    (b"MZ", "un programme", _EXPORT_AGAIN),
    (b"\x7fELF", "un programme", _EXPORT_AGAIN),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one sheet, or of a text file (whose sheet has no name)."""

    file: str
    name: str
    encoding: str
    """Encoding of a text file, kind of a workbook (``xlsx``, ``xls``, ``ods``)."""
    separator: str
    rows: tuple[Row, ...]
    text: str = ""
    """Text of the file, for readers that cut it in their own way; empty for a workbook."""


def read_sheets(path: Path) -> list[Sheet]:
    """Sheets of a file; `InputProblem` when it is not a table of any kind we read."""
    content = read_bytes(path)
    for magic, what, cure in _FOREIGN:
        if content.startswith(magic):
            raise InputProblem(
                f"ce fichier est {what}, pas un inventaire.", cure=cure, place=Place(str(path))
            )
    if content.startswith(ZIP):
        return _workbook(path, content, _kind_of_archive(path, content))
    if content.startswith(OLE):
        return _workbook(path, content, "xls")
    text, encoding = decode(content, path.name)
    _refuse_markup(path, text)
    separator = choose_separator(text)
    return [Sheet(path.name, "", encoding, separator, tuple(split_rows(text, separator, path.name)), text)]


def _refuse_markup(path: Path, text: str) -> None:
    """Refuse texts that have a structure of their own: web pages, XML and JSON."""
    head = text.lstrip()[:2000].lower()
    if head.startswith(("<!doctype html", "<html", "<table")):
        raise InputProblem("c'est une page web, pas un tableur.", cure=_SAVE_AS_SHEET, place=Place(str(path)))
    if head.startswith(("<?xml", "<request", "<inventory")):
        raise InputProblem(
            "c'est un fichier XML, que cette version ne lit pas.",
            cure="exportez la liste des équipements en CSV depuis votre outil de gestion de parc.",
            place=Place(str(path)),
        )
    if re.match(r"[\[{]\s*[\"{\[]", head):
        raise InputProblem(
            "c'est un fichier JSON, que cette version ne lit pas.",
            cure="exportez la liste des équipements en CSV depuis votre outil de gestion de parc.",
            place=Place(str(path)),
        )


def _kind_of_archive(path: Path, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(item.file_size for item in archive.infolist())
            mimetype = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path) from error
    if unpacked > LARGEST_WORKBOOK_BYTES:
        raise InputProblem(
            "ce classeur est démesuré une fois décompressé.",
            cure="n'en gardez que les feuilles d'inventaire, ou enregistrez-les en CSV.",
            place=Place(str(path)),
        )
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    what = "un document de texte" if "word/document.xml" in names or "opendocument.text" in mimetype else ""
    raise InputProblem(
        f"ce fichier est {what or 'une archive ZIP'}, pas un inventaire.",
        cure=_EXPORT_AGAIN if what else "décompressez-la, puis donnez les fichiers qu'elle contient.",
        place=Place(str(path)),
    )


def _damaged(path: Path) -> InputProblem:
    return InputProblem(
        "ce classeur est abîmé ou protégé par un mot de passe : il ne se lit pas.",
        cure="ouvrez-le dans LibreOffice Calc, retirez le mot de passe et enregistrez-le de nouveau.",
        place=Place(str(path)),
    )


def _workbook(path: Path, content: bytes, kind: str) -> list[Sheet]:
    """Every sheet of a workbook, from its first row (line numbers are the spreadsheet's)."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            Sheet(
                path.name,
                name,
                kind,
                "",
                _sheet_rows(_unmerged(workbook.get_sheet_by_name(name))),
            )
            for name in _names_of_tables(workbook, python_calamine.SheetTypeEnum.WorkSheet)
        ]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(path) from error
    if not any(sheet.rows for sheet in sheets):
        raise InputProblem(
            "le classeur est vide.",
            cure="exportez de nouveau l'inventaire, et vérifiez le fichier avant de le donner.",
            place=Place(str(path)),
        )
    return sheets


def _names_of_tables(workbook: Any, worksheet: Any) -> list[str]:
    return [item.name for item in workbook.sheets_metadata if item.typ == worksheet]


def _unmerged(sheet: Any) -> list[list[Any]]:
    """Rows of a sheet; a text merged over several lines (a service, a room) is said on each of them.

    Numbers are left alone: a quantity merged over three lines is not three times that quantity.
    """
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        if isinstance(value, str) and value.strip() and parse_number(value) is None:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = row[left] or value
    return rows


def _sheet_rows(rows: list[list[Any]]) -> tuple[Row, ...]:
    return tuple((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def cell_text(value: Any) -> str:
    """Text of a typed cell: whole numbers without decimals, dates in ISO form.

    >>> cell_text(12.0), cell_text(datetime.date(2021, 3, 1)), cell_text(True)
    ('12', '2021-03-01', 'oui')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
