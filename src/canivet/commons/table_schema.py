"""Check CSV tables against their Frictionless Table Schemas, as listed by a data package.

Covers what the commons use: types ``string``, ``integer``, ``number`` and ``date``; constraints ``required``,
``unique``, ``enum``, ``pattern``, ``minimum`` and ``maximum``; primary and foreign keys. Anything else in a
schema is itself a finding, so that no rule is believed to hold while nothing checks it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from canivet.commons.store import table_files

SHARE_ALIKE_FOLDER = "odbl"
Cell = Callable[[str], "str | None"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct in a table: where (physical line from 1), and what, in French."""

    table: str
    line: int | None
    column: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = [f"{self.table}.csv"]
        if self.line is not None:
            place.append(f"ligne {self.line}")
        if self.column:
            place.append(f"colonne « {self.column} »")
        mark = "erreur" if self.severity == "error" else "avertissement"
        return f"{mark} : {', '.join(place)} : {self.message}"


@dataclass(slots=True)
class Table:
    """A table as read: each row with its physical line, so that a finding can point at it."""

    name: str
    schema: dict[str, Any] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read_tables(root: Path) -> tuple[dict[str, Table], list[Finding]]:
    """Tables of the data package at ``root``, by name (path without ``.csv``), and what prevents reading.

    The tables of the share-alike folder are left out when that folder has been taken away.
    """
    package = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for resource in package["resources"]:
        name = str(resource["path"]).removesuffix(".csv")
        if name.startswith(f"{SHARE_ALIKE_FOLDER}/") and not (root / SHARE_ALIKE_FOLDER).is_dir():
            continue
        path, schema_path = root / f"{name}.csv", root / str(resource["schema"])
        if not path.is_file() or not schema_path.is_file():
            lacking = path if not path.is_file() else schema_path
            relative = lacking.relative_to(root).as_posix()
            findings.append(Finding(name, None, "", f"le fichier {relative} n'existe pas."))
            continue
        table = Table(name, json.loads(schema_path.read_text(encoding="utf-8")))
        findings += _read_rows(path, table)
        tables[name] = table
    on_disk = {path.relative_to(root).as_posix().removesuffix(".csv") for path in table_files(root)}
    declared = {str(resource["path"]).removesuffix(".csv") for resource in package["resources"]}
    findings += [
        Finding(name, None, "", "cette table n'est pas déclarée dans datapackage.json.")
        for name in sorted(on_disk - declared)
    ]
    return tables, findings


def _read_rows(path: Path, table: Table) -> Iterator[Finding]:
    expected = [str(item["name"]) for item in table.schema["fields"]]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        yield Finding(table.name, None, "", "le fichier n'est pas en UTF-8.")
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != expected:
            yield Finding(table.name, 1, "", f"les colonnes doivent être : {','.join(expected)}.")
            return
        for cells in reader:
            if len(cells) != len(expected):
                message = f"{len(cells)} cellules au lieu de {len(expected)} : vérifiez les guillemets."
                yield Finding(table.name, reader.line_num, "", message)
                continue
            table.rows.append(
                (reader.line_num, {name: cell.strip() for name, cell in zip(expected, cells, strict=True)})
            )
    except csv.Error:
        yield Finding(table.name, reader.line_num, "", "un guillemet n'est pas refermé.")


def check_schemas(tables: dict[str, Table], resources: dict[str, str]) -> Iterator[Finding]:
    """Every rule of every schema; ``resources`` gives the table of each resource name."""
    for table in tables.values():
        yield from _check_cells(table)
        yield from _check_primary_key(table)
        for key in table.schema.get("foreignKeys", ()):
            yield from _check_foreign_key(table, key, tables, resources)


def _check_cells(table: Table) -> Iterator[Finding]:
    for item in table.schema["fields"]:
        name = str(item["name"])
        constraints = dict(item.get("constraints", {}))
        required, unique = constraints.pop("required", False), constraints.pop("unique", False)
        try:
            rules = _rules(str(item.get("type", "string")), constraints)
        except KeyError as unknown:
            yield Finding(table.name, None, name, f"le schéma a une règle inconnue : {unknown.args[0]}.")
            continue
        verdicts: dict[str, str | None] = {}
        seen: set[str] = set()
        for line, row in table.rows:
            text = row[name]
            if not text:
                if required:
                    yield Finding(table.name, line, name, "cette cellule doit être remplie.")
                continue
            if text not in verdicts:
                verdicts[text] = next((said for rule in rules if (said := rule(text))), None)
            if (said := verdicts[text]) is not None:
                yield Finding(table.name, line, name, f"« {text} » : {said}")
            if unique and text in seen:
                yield Finding(table.name, line, name, f"« {text} » est déjà pris plus haut.")
            seen.add(text)


def _rules(kind: str, constraints: dict[str, Any]) -> list[Cell]:
    """Checks of a cell, in order: each returns what is wrong, or None. Raises KeyError on an unknown rule."""
    rules = [_TYPES[kind]] if kind != "string" else []
    for name, bound in constraints.items():
        rules.append(_CONSTRAINTS[name](bound))
    return rules


def _integer(text: str) -> str | None:
    return None if re.fullmatch(r"-?\d+", text) else "il faut un nombre entier."


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _number(text: str) -> str | None:
    return None if _is_number(text) else "il faut un nombre, avec un point pour les décimales."


def _date(text: str) -> str | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return "il faut une date comme 2026-11-24."
    return None


def _enum(allowed: list[str | int]) -> Cell:
    texts = [str(item) for item in allowed]
    return lambda text: None if text in texts else f"valeurs permises : {', '.join(texts)}."


def _pattern(pattern: str) -> Cell:
    matches = re.compile(pattern).search
    return lambda text: None if matches(text) else f"la forme attendue est {pattern}."


def _minimum(bound: float) -> Cell:
    return lambda text: (
        f"la valeur doit être au moins {bound}." if _is_number(text) and float(text) < bound else None
    )


def _maximum(bound: float) -> Cell:
    return lambda text: (
        f"la valeur doit être au plus {bound}." if _is_number(text) and float(text) > bound else None
    )


_TYPES: dict[str, Cell] = {"integer": _integer, "number": _number, "date": _date}
_CONSTRAINTS: dict[str, Callable[[Any], Cell]] = {
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _minimum,
    "maximum": _maximum,
}


def _names(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _check_primary_key(table: Table) -> Iterator[Finding]:
    columns = _names(table.schema.get("primaryKey", []))
    seen: dict[tuple[str, ...], int] = {}
    for line, row in table.rows if columns else ():
        key = tuple(row[column] for column in columns)
        first = seen.setdefault(key, line)
        if first != line:
            message = f"« {', '.join(key)} » est déjà donné à la ligne {first}."
            yield Finding(table.name, line, columns[0], message)


def _check_foreign_key(
    table: Table, key: dict[str, Any], tables: dict[str, Table], resources: dict[str, str]
) -> Iterator[Finding]:
    columns, reference = _names(key["fields"]), key["reference"]
    target_name = resources.get(str(reference["resource"]), "") if reference["resource"] else table.name
    target = tables.get(target_name)
    if target is None:
        message = f"la table de référence « {reference['resource']} » manque."
        yield Finding(table.name, None, columns[0], message)
        return
    target_columns = _names(reference["fields"])
    known = {tuple(row[column] for column in target_columns) for _, row in target.rows}
    for line, row in table.rows:
        value = tuple(row[column] for column in columns)
        if any(value) and value not in known:
            message = f"« {', '.join(value)} » n'existe pas dans {target_name}.csv."
            yield Finding(table.name, line, columns[0], message)
