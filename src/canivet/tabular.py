"""Tables of a dossier: their written form, and reading them back with the place of what is wrong.

A dossier is a folder or the inside of a zip; each part of it is a CSV that a spreadsheet opens. A cell that a
spreadsheet would run as a formula is protected (see ``inventory.values``).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from canivet.inventory.values import protect, unprotect
from canivet.problems import InputProblem, Place, reason_of
from canivet.text import fold, with_line_feeds

ENCODINGS = ("utf-8-sig", "cp1252")
#: What a number of a table may reach: more is a slip of the keyboard, and breaks sums.
LARGEST_NUMBER = 1e15

#: A folder on disk or inside a zip: both answer to ``/``, ``is_file`` and ``read_text``.
Folder = Path | zipfile.Path


_FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Text of a table: one line per row, columns in the order given; None is a blank cell.

    >>> csv_text(("a", "b"), [{"a": "=1+1", "b": None}])
    "a,b\\n'=1+1,\\n"
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = (row[name] for name in columns)
        writer.writerow(["" if value is None else protect(with_line_feeds(str(value))) for value in values])
    return stream.getvalue()


def text_of(folder: Folder, name: str) -> str:
    """Text of one file of a folder, in UTF-8 or as Excel saves a CSV in France (Windows-1252).

    `InputProblem` when it is no text.
    """
    content = bytes_of(folder, name)
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return with_line_feeds(text)
    raise InputProblem(
        "ce fichier n'est pas un texte en UTF-8.",
        cure="enregistrez-le en CSV UTF-8, ou reprenez la version d'origine.",
        place=Place(file=name),
    )


def bytes_of(folder: Folder, name: str) -> bytes:
    """Bytes of one file of a folder; `InputProblem` when the system refuses them."""
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise InputProblem(
            f"ce fichier ne se lit pas ({reason_of(error)}).",
            cure="vérifiez qu'il existe et que vous avez le droit de le lire.",
            place=Place(file=name),
        ) from error


def read_rows(folder: Folder, name: str, columns: Sequence[str]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Rows of a table with the place of each; none when the file is absent.

    Every column must be there, once; others are left aside, and so are blank lines. `InputProblem` says which
    is missing, or which line has more cells than the header.
    """
    if (folder / name).is_file():
        yield from rows_of(text_of(folder, name), name, columns)


def rows_of(text: str, name: str, columns: Sequence[str]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Rows of the text of a table; ``name`` is its file, for messages. Same errors as `read_rows`."""
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text))
    try:
        header = next(reader, [])
        ranks = _ranks(header, columns, name)
        for cells in reader:
            # A spreadsheet writes « ;;;; » for a line that was emptied.
            if not any(cell.strip() for cell in cells):
                continue
            place = Place(name, "", reader.line_num)
            if len(cells) > len(header):
                raise InputProblem(
                    "cette ligne a plus de cellules que l'en-tête.",
                    cure="entourez de guillemets les textes qui contiennent une virgule.",
                    place=place,
                )
            yield (
                place,
                {
                    column: unprotect(cells[rank].strip()) if rank < len(cells) else ""
                    for column, rank in ranks.items()
                },
            )
    except csv.Error as error:
        raise InputProblem(
            f"cette ligne ne se lit pas ({csv_reason(error)}).",
            cure="vérifiez les guillemets de cette ligne.",
            place=Place(name, "", reader.line_num),
        ) from error


def _ranks(header: Sequence[str], columns: Sequence[str], name: str) -> dict[str, int]:
    """Rank of each column: by its very name, else by one that differs in case or accents alone."""
    place = Place(name, "", 1)
    twice = next(
        (cell for cell, n in Counter(cell for cell in header if cell.strip()).items() if n > 1), None
    )
    if twice is not None:
        raise _double(twice, place)
    folded: dict[str, list[int]] = {}
    for rank, cell in enumerate(header):
        folded.setdefault(fold(cell), []).append(rank)
    found: dict[str, int] = {}
    for column in columns:
        alike = [header.index(column)] if column in header else folded.get(fold(column), [])
        if len(alike) > 1:
            raise _double(column, place)
        if alike:
            found[column] = alike[0]
    missing = [column for column in columns if column not in found]
    if missing:
        raise InputProblem(
            f"il manque {'la colonne' if len(missing) == 1 else 'les colonnes'} {', '.join(missing)}.",
            cure=f"gardez les colonnes {', '.join(columns)}, séparées par des virgules.",
            place=place,
        )
    return found


def _double(column: str, place: Place) -> InputProblem:
    return InputProblem(
        f"la colonne « {column} » y est deux fois.",
        cure="gardez-en une seule, ou donnez un autre nom à la seconde.",
        place=place,
    )


def csv_reason(error: csv.Error) -> str:
    """What the reader of CSV says, in French.

    >>> csv_reason(csv.Error("field larger than field limit (131072)"))
    'une cellule est trop longue'
    """
    text = str(error)
    if "field limit" in text:
        return "une cellule est trop longue"
    if "new-line character" in text:
        return "un retour à la ligne est hors des guillemets"
    return "un guillemet ou un caractère n'est pas à sa place"


def columns_of(text: str, name: str = "") -> list[str]:
    """Columns of the table that a text holds; ``name`` is its file, for messages.

    >>> columns_of("a;b\\n1;2"), columns_of("a,b\\n1,2")
    (['a', 'b'], ['a', 'b'])
    """
    try:
        return next(csv.reader(io.StringIO(text), delimiter=_separator(text)), [])
    except csv.Error as error:
        raise InputProblem(
            f"l'en-tête ne se lit pas ({csv_reason(error)}).",
            cure="vérifiez les guillemets de cette ligne.",
            place=Place(name, "", 1),
        ) from error


def _separator(text: str) -> str:
    """The comma, or the semicolon of a French spreadsheet; no column has either in its name."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def read_date(text: str, place: Place, column: str) -> date | None:
    """A date written YYYY-MM-DD, or DD/MM/YYYY as a French spreadsheet rewrites it; None for a blank."""
    if not text:
        return None
    french = _FRENCH_DATE.fullmatch(text)
    try:
        return (
            date(*(int(part) for part in reversed(french.groups()))) if french else date.fromisoformat(text)
        )
    except ValueError as error:
        raise InputProblem(
            f"« {text} », dans la colonne {column}, n'est pas une date.",
            cure="écrivez-la année-mois-jour, par exemple 2026-03-31.",
            place=place,
        ) from error


def read_number(text: str, place: Place, column: str) -> float | None:
    """A number with a point or a comma; None for a blank."""
    if not text:
        return None
    try:
        value = float(text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", "."))
    except ValueError as error:
        raise InputProblem(
            f"« {text} », dans la colonne {column}, n'est pas un nombre.",
            cure="écrivez un nombre, sans unité.",
            place=place,
        ) from error
    if not abs(value) <= LARGEST_NUMBER:
        raise InputProblem(
            f"« {text} », dans la colonne {column}, n'est pas un nombre, ou il est trop grand.",
            cure="écrivez un nombre que l'on peut relire, sans unité.",
            place=place,
        )
    return value
