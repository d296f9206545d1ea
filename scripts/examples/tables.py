"""Written forms of the example files: GLPI, OCS and hand-made CSV, workbooks, profile and uses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import xlsxwriter

Row = Sequence[str]
Cell = str | int | date
#: Written in workbooks in place of the clock.
MADE_ON: Final = datetime(2026, 1, 15, 9, 0, 0)
UTF8_BOM: Final = "utf-8-sig"
USES_HEADER: Final = ("service", "type", "quantité", "unité", "origine")


def quoted_csv(header: Row, rows: Sequence[Row]) -> bytes:
    """The export of GLPI 9: every field between quotes, a separator after the last one, plain line feeds."""
    lines = ["".join(f'"{cell.replace(chr(34), chr(34) * 2)}";' for cell in row) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def ocs_csv(header: Row, rows: Sequence[Row]) -> bytes:
    """The export of OCS reports, with its oddities.

    Header without quotes, one column longer than the rows; line ends written *before* each row, so that the
    last line has none; a separator after the last field; quotes inside cells left as they are.
    """
    lines = ["".join(f"{cell};" for cell in header)]
    lines += ["".join(f'"{cell}";' for cell in row) for row in rows]
    return "\r\n".join(lines).encode("utf-8")


def sheet_csv(rows: Sequence[Row], *, encoding: str) -> bytes:
    """What a French spreadsheet saves as CSV: semicolons, CRLF, quotes where needed."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode(encoding)


def plain_csv(header: Row, rows: Sequence[Row]) -> bytes:
    """The CSV files of G4IT: semicolons, line feeds, no quotes, an empty column at the end."""
    return "".join(";".join(row) + ";\n" for row in (header, *rows)).encode("utf-8")


def uses_csv(rows: Sequence[Row]) -> bytes:
    """The file of what is used without being owned."""
    return sheet_csv([USES_HEADER, *rows], encoding="utf-8")


def workbook(sheets: Sequence[tuple[str, str, Sequence[Sequence[Cell]]]]) -> bytes:
    """A workbook of sheets (name, title over the table, rows): dates are real ones, text stays text."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"author": "Exemple fictif", "created": MADE_ON})
    bold = book.add_format({"bold": True})
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, title, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title, bold)
        for line, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), as_date)
                elif isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                elif cell:
                    sheet.write_string(line, column, cell, bold if line == 2 else None)
    book.close()
    return stream.getvalue()


def profile(
    *,
    presentation: str,
    siren: str,
    name: str,
    kind: str,
    type: str,
    population: int,
    population_municipal: int | None,
    agents: int,
    files: Sequence[str],
    uses: str | None,
) -> bytes:
    """``profil.json``, as ``canivet.examples`` reads it; all examples are of 2025 and in France."""
    content = {
        "presentation": presentation,
        "siren": siren,
        "nom": name,
        "kind": kind,
        "type": type,
        "population": population,
        "population_municipale": population_municipal,
        "agents": agents,
        "annee": 2025,
        "pays": "FRA",
        "fichiers": list(files),
        "usages": uses,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def french(value: float, decimals: int = 2) -> str:
    """A figure of a French spreadsheet: « 12 345,50 »."""
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")
