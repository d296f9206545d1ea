"""Cells that list identifiers of another table, separated by semicolons: what a Table Schema cannot check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from canivet.commons.table_schema import Finding, Table

SEPARATOR: Final = ";"
#: (table, column) → table whose ``id`` the cell lists. A table that is not there is not checked.
LISTS: Final = {
    ("maturity/questions", "roles"): "maturity/roles",
    ("maturity/questions", "preconditions"): "maturity/preconditions",
    ("maturity/questions", "practices"): "practices/practices",
    ("maturity/questions", "obligations"): "obligations/rules",
    ("maturity/questions", "rgesn"): "rgesn/criteria",
}


def listed(cell: str) -> tuple[str, ...]:
    """Identifiers of a cell.

    >>> listed("it;hr"), listed("")
    (('it', 'hr'), ())
    """
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())


def check_lists(tables: dict[str, Table]) -> Iterator[Finding]:
    """Identifiers that lead nowhere, or that a cell lists twice."""
    for (name, column), target in LISTS.items():
        if name not in tables or target not in tables:
            continue
        known = {row["id"] for _, row in tables[target].rows}
        for line, row in tables[name].rows:
            seen: set[str] = set()
            for identifier in listed(row[column]):
                if identifier not in known:
                    yield Finding(name, line, column, f"« {identifier} » n'existe pas dans {target}.csv.")
                elif identifier in seen:
                    yield Finding(name, line, column, f"« {identifier} » est là deux fois.")
                seen.add(identifier)
