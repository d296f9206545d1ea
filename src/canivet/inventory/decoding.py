"""Bytes of a text file → text → rows, with the physical line of each.

The rule for encodings is ours, since detectors guess wrong on French: byte order mark, else UTF-16 by its
zeros, else strict UTF-8, else Windows-1252. A file that mixes two is refused with the place.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from canivet.problems import InputProblem, Place, reason_of

#: One row: physical line where it starts (from 1), and its cells.
Row = tuple[int, list[str]]

#: First bytes of workbooks: XLSX and ODS, then XLS.
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
SEPARATORS: Final = (";", ",", "\t", "|")
#: Rows looked at to choose a separator.
_SAMPLE_ROWS: Final = 200
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: A longer cell is not a cell: its quote was never closed.
LONGEST_CELL: Final = 1_000_000
_SAVE_AS_UTF8: Final = (
    "ouvrez le fichier dans LibreOffice Calc et enregistrez-le en CSV, jeu de caractères « Unicode (UTF-8) »."
)


def read_bytes(path: Path) -> bytes:
    """Content of a file; `InputProblem` when it cannot be read, is a folder, or is empty."""
    if path.is_dir():
        raise InputProblem(
            "c'est un dossier, pas un fichier.", cure="donnez le fichier lui-même.", place=Place(str(path))
        )
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputProblem(
            "ce fichier n'existe pas.", cure="vérifiez son nom et son chemin.", place=Place(str(path))
        ) from error
    except OSError as error:
        raise InputProblem(
            f"ce fichier ne se lit pas ({reason_of(error)}).",
            cure="vérifiez que vous avez le droit de le lire et qu'il n'est pas ouvert ailleurs.",
            place=Place(str(path)),
        ) from error
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise InputProblem(
            "le fichier est vide.",
            cure="exportez de nouveau l'inventaire, et vérifiez le fichier avant de le donner.",
            place=Place(str(path)),
        )
    return content


def decode(content: bytes, file: str) -> tuple[str, str]:
    """Text of a file and the encoding it was read in; `InputProblem` on binary or mixed contents."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content, encoding, file), encoding.removesuffix("-sig")
    wide = _utf16_without_mark(content)
    if wide:
        return _decode_marked(content, wide, file), wide
    if b"\0" in content:
        raise InputProblem(
            "ce n'est pas un fichier texte.",
            cure="donnez un inventaire en CSV, XLSX, XLS ou ODS.",
            place=Place(file, "", content[: content.index(b"\0")].count(b"\n") + 1),
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_mixed(content, file, error.start)
        return content.decode("cp1252", errors="replace"), "cp1252"


def _decode_marked(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputProblem(
            f"le fichier annonce l'encodage {encoding.removesuffix('-sig').upper()}, mais ne le suit pas "
            "jusqu'au bout.",
            cure=_SAVE_AS_UTF8,
            place=Place(file, "", line),
        ) from error


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 that forgot its mark: every other byte of Latin text is zero."""
    sample = content[:4000]
    if len(sample) < 8:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


_UTF8_LETTER: Final = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2[\x80-\x82][\x80-\xbf]|\xc2[\xa0-\xbf]")


def _refuse_mixed(content: bytes, file: str, start: int) -> None:
    """Refuse a file where some lines hold UTF-8 letters and others cannot be UTF-8."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.isascii() and _is_utf8(line) and _UTF8_LETTER.search(line):
            first = content[:start].count(b"\n") + 1
            column = start - (content.rfind(b"\n", 0, start) + 1) + 1
            raise InputProblem(
                f"le fichier mêle deux encodages : UTF-8 (ligne {number}) et Windows-1252 "
                f"(ligne {first}, caractère {column}).",
                cure="il vient sans doute de deux exports collés l'un à l'autre : donnez-les en deux "
                f"fichiers, ou {_SAVE_AS_UTF8}",
                place=Place(file, "", first),
            )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def choose_separator(text: str) -> str:
    """The separator that cuts most rows into one same number of cells.

    >>> choose_separator("a;b;c\\n1;2,5;3\\n")
    ';'
    """
    announced = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if announced:
        return announced.group(1)
    sample = _first_lines(text)
    return max(SEPARATORS, key=lambda separator: (*_consistency(sample, separator), separator == ";"))


def _first_lines(text: str) -> str:
    end = 0
    for _ in range(_SAMPLE_ROWS):
        found = re.compile(r"\r\n|\n|\r").search(text, end)
        if found is None:
            return text
        end = found.end()
    return text[:end]


def _consistency(sample: str, separator: str) -> tuple[int, int]:
    """Cells gained by the most frequent width of two cells or more; then the fewest quotes left in cells."""
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=None), delimiter=separator))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    gained = max(((width - 1) * count for width, count in widths.items()), default=0)
    return gained, -sum(1 for row in rows if any('"' in cell for cell in row))


#: A last row of our own: when it is not read back as such, an open quote has swallowed it.
_END: Final = "\x1eend\x1e"


def split_rows(text: str, separator: str, file: str) -> Iterator[Row]:
    """Rows of a CSV; `InputProblem` with its place on a quote that is never closed."""
    ended = text if text.endswith(("\n", "\r")) else f"{text}\n"
    reader = csv.reader(io.StringIO(ended + _END, newline=None), delimiter=separator)
    csv.field_size_limit(LONGEST_CELL)
    start = 1
    try:
        for cells in reader:
            if cells and _END in cells[-1]:
                if cells != [_END]:
                    raise _open_quote(file, start, len(cells))
                return
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise _open_quote(file, start, 0) from error


def _open_quote(file: str, line: int, column: int) -> InputProblem:
    where = f", {column}{'re' if column == 1 else 'e'} cellule," if column else ""
    return InputProblem(
        f"un guillemet est ouvert à partir de cette ligne{where} et n'est jamais refermé.",
        cure="refermez-le ou effacez-le dans un éditeur de texte, ou exportez de nouveau le fichier.",
        place=Place(file, "", line),
    )


def read_csv_rows(path: Path) -> list[Row]:
    """Rows of a CSV, each with its physical line, blank lines left out; one at least holds something."""
    content = read_bytes(path)
    if content.startswith((ZIP, OLE)):
        raise InputProblem(
            "ce n'est pas un fichier CSV.",
            cure="dans votre tableur, enregistrez cette feuille en CSV, puis donnez ce fichier.",
            place=Place(str(path)),
        )
    text, _ = decode(content, path.name)
    separator = choose_separator(text)
    rows = [row for row in split_rows(text, separator, path.name) if row[1]]
    if rows and re.fullmatch(r"sep=.?", rows[0][1][0], re.IGNORECASE):
        rows = rows[1:]
    if not any(cell.strip() for _, cells in rows for cell in cells):
        raise InputProblem(
            "le fichier ne contient aucune ligne.",
            cure="exportez de nouveau l'inventaire, et vérifiez le fichier avant de le donner.",
            place=Place(str(path)),
        )
    return rows
