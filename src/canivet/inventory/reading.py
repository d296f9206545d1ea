"""From the files of an authority to the tables of lines of its inventory.

Every row with something in it becomes a line, or a rejected line with its reason; a sheet that is not an
inventory is named in the notes. Only the columns that Canivet uses are kept: no user's name, no address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.assets import ReadTable
from canivet.inventory.readers.files import Sheet, read_sheets
from canivet.inventory.readers.headers import ColumnNames
from canivet.inventory.readers.tables import SUMMARY, Reading, read_sheet
from canivet.problems import InputProblem, Place

#: Cells of a file's first line quoted in a message.
SHOWN_CELLS: Final = 8
#: Two files whose names and lines are the same were given twice.
_SAME: Final = "le fichier a été donné deux fois"


def read_files(paths: Sequence[Path], commons: Commons) -> list[ReadTable]:
    """Tables of every file, in the order given; `InputProblem` on a file without any inventory in it."""
    reading = Reading(commons, ColumnNames(commons))
    _refuse_twice(paths)
    names = Counter(path.name for path in paths)
    tables: list[ReadTable] = []
    for path in paths:
        sheets = read_sheets(path)
        if names[path.name] > 1:
            sheets = [_renamed(sheet, f"{path.parent.name}/{path.name}") for sheet in sheets]
        tables += read_one(sheets, reading)
    return tables


def _refuse_twice(paths: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in paths:
        real = path.resolve()
        if real in seen:
            raise InputProblem(
                f"{_SAME}.", cure="donnez chaque fichier une seule fois.", place=Place(str(path))
            )
        seen.add(real)


def _renamed(sheet: Sheet, file: str) -> Sheet:
    return Sheet(file, sheet.name, sheet.encoding, sheet.separator, sheet.rows, sheet.text)


def read_one(sheets: Sequence[Sheet], reading: Reading) -> list[ReadTable]:
    """Tables of the sheets of one file."""
    tables: list[ReadTable] = []
    problems: list[tuple[Sheet, str]] = []
    for sheet in sheets:
        table, problem = read_sheet(sheet, reading)
        if table is not None:
            tables.append(table)
        elif problem:
            problems.append((sheet, problem))
    if not tables:
        sheet, problem = problems[0] if problems else (sheets[0], "aucune ligne")
        raise _not_an_inventory(sheet, problem)
    tables = _without_summaries(tables)
    if problems:
        skipped = ", ".join(f"« {sheet.name} » ({problem})" for sheet, problem in problems)
        first = tables[0]
        note = f"Feuilles laissées de côté : {skipped}."
        tables[0] = _with_notes(first, (*first.notes, note))
    return tables


def _without_summaries(tables: list[ReadTable]) -> list[ReadTable]:
    """Tables whose summary sheets count nothing, when another sheet of the file holds the devices."""
    summaries = {id(table) for table in tables if any(line.hint == SUMMARY for line in table.lines)}
    if not summaries or len(summaries) == len(tables):
        return tables
    return [
        replace(
            table,
            lines=(),
            rejected=(*((line, SUMMARY) for line in table.lines), *table.rejected),
        )
        if id(table) in summaries
        else table
        for table in tables
    ]


def _with_notes(table: ReadTable, notes: tuple[str, ...]) -> ReadTable:
    return replace(table, notes=notes)


def _not_an_inventory(sheet: Sheet, problem: str) -> InputProblem:
    line, cells = next(((line, cells) for line, cells in sheet.rows if any(cells)), (1, []))
    said = [f"« {cell.strip()[:40]} »" for cell in cells if cell.strip()]
    others = f" et {len(said) - SHOWN_CELLS} autres" if len(said) > SHOWN_CELLS else ""
    more = f" Première ligne lue : {', '.join(said[:SHOWN_CELLS])}{others}." if said else ""
    return InputProblem(
        f"ce n'est pas un inventaire d'équipements : {problem}.{more}",
        cure="donnez un tableau d'un équipement (ou d'un lot) par ligne, dont les colonnes se nomment "
        "par exemple Fabricant, Modèle, Type, Quantité, Date d'achat, Statut, Service, Numéro de série.",
        place=Place(sheet.file, sheet.name, line),
    )
