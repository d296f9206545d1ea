"""A file of actors → rows of text with their physical lines, or the objects of a JSON, by its contents."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from canivet.inventory.decoding import LONGEST_CELL, Row, choose_separator, decode, read_bytes, split_rows
from canivet.inventory.readers.files import read_sheets
from canivet.problems import InputProblem, Place

#: A larger text is read line by line: the national file of establishments weighs gigabytes.
LARGEST_WHOLE: Final = 24 * 1024 * 1024
_HEAD: Final = 1 << 16
#: Objects inside objects in a JSON: an answer has six.
_OBJECTS: Final = ("results", "result", "data", "lieux", "acteurs", "etablissements")
#: Words of the readers of inventories, and what they are here.
_WORDS: Final = (
    ("pas un inventaire", "pas une liste d'acteurs"),
    ("l'inventaire lui-même", "la liste elle-même"),
    ("de nouveau l'inventaire", "de nouveau la liste"),
    ("donnez un inventaire", "donnez une liste"),
    ("la liste des équipements en CSV depuis votre outil de gestion de parc", "la liste en CSV"),
    ("la table des équipements", "la table des acteurs"),
    ("les feuilles d'inventaire", "les feuilles utiles"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sheet, or of a text file; read once, in order."""

    file: str
    sheet: str
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects of a JSON file, in order."""

    file: str
    items: tuple[dict[str, Any], ...]


def open_file(path: Path) -> list[Table] | Objects:
    """What a file holds; `InputProblem` when it is no table and no JSON that we read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if path.stat().st_size > LARGEST_WHOLE and _is_plain_text(head):
            return [Table(path.name, "", _streamed(path, head))]
    except OSError:
        pass  # said below, in French, by the reading of the whole
    try:
        content = read_bytes(path)
        if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return Objects(path.name, tuple(_objects(content, path.name)))
        if _is_plain_text(content[:_HEAD]):
            text, _ = decode(content, path.name)
            if text.lstrip()[:1] != "<":
                return [Table(path.name, "", split_rows(text, choose_separator(text), path.name))]
        return [Table(sheet.file, sheet.name, sheet.rows) for sheet in read_sheets(path)]
    except InputProblem as problem:
        raise _of_actors(problem) from problem


def _is_plain_text(head: bytes) -> bool:
    """Whether a beginning is that of a text: workbooks, pictures and programs hold zeros or a mark."""
    marked = head.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"Rar!", b"7z", b"\x1f\x8b"))
    pictures = head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM\x00", b"II*", b"MZ", b"\x7fELF"))
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return wide or not (marked or pictures or head.startswith(b"SQLite format 3"))


def _streamed(path: Path, head: bytes) -> Iterator[Row]:
    """Rows of a large text, in UTF-8 only: what it weighs, it is an official file."""
    separator = choose_separator(head.decode("utf-8", "ignore").rpartition("\n")[0])
    csv.field_size_limit(LONGEST_CELL)
    start = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=separator)
            for cells in reader:
                yield start, cells
                start = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise InputProblem(
            "ce grand fichier n'est pas en UTF-8.",
            cure="donnez le fichier d'origine, ou découpez-le en fichiers plus petits.",
            place=Place(path.name, "", start),
        ) from error
    except csv.Error as error:
        raise InputProblem(
            "un guillemet est ouvert près de cette ligne et n'est jamais refermé.",
            cure="téléchargez de nouveau le fichier d'origine.",
            place=Place(path.name, "", start),
        ) from error


def _objects(content: bytes, file: str) -> Iterator[dict[str, Any]]:
    """Objects of a JSON: of one answer, of a list of answers, or of one answer a line."""
    text, _ = decode(content, file)
    try:
        documents = [json.loads(text)]
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2:
            raise _not_json(file, error.lineno) from error
        documents = []
        for number, line in lines:
            try:
                documents.append(json.loads(line))
            except (json.JSONDecodeError, RecursionError) as inner:
                raise _not_json(file, error.lineno if number == 1 else number) from inner
    except RecursionError as error:
        raise _not_json(file, 1) from error
    for document in documents:
        yield from _flattened(document)


def _flattened(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, list):
        for item in document:
            yield from _flattened(item)
    elif isinstance(document, dict):
        inner = next((document[name] for name in _OBJECTS if isinstance(document.get(name), list)), None)
        if inner is not None and all(isinstance(item, dict) for item in inner):
            yield from inner
        else:
            yield document


def _not_json(file: str, line: int) -> InputProblem:
    return InputProblem(
        "ce fichier JSON ne se lit pas.",
        cure="enregistrez de nouveau la réponse entière, sans la retoucher.",
        place=Place(file, "", line),
    )


def _of_actors(problem: InputProblem) -> InputProblem:
    """The same problem in the words of a list of actors."""
    what, cure = problem.what, problem.cure
    for of_inventory, of_actors in _WORDS:
        what, cure = what.replace(of_inventory, of_actors), cure.replace(of_inventory, of_actors)
    return InputProblem(what, cure=cure, place=problem.place)
