"""Lists of identifiers inside cells: what leads nowhere is found, with its line."""

from __future__ import annotations

from canivet.commons.lists import LISTS, check_lists
from canivet.commons.table_schema import Table

PAIR = ("maturity/questions", "roles")


def tables(cell: str) -> dict[str, Table]:
    return {
        PAIR[0]: Table(PAIR[0], rows=[(2, {"id": "G.01", "roles": cell})]),
        LISTS[PAIR]: Table(LISTS[PAIR], rows=[(2, {"id": "it"}), (3, {"id": "hr"})]),
    }


def test_what_leads_nowhere_or_stands_twice_is_found():
    assert list(check_lists(tables("it;hr"))) == []
    (missing,) = check_lists(tables("it; maire"))
    assert (missing.line, missing.column) == (2, "roles")
    assert "« maire » n'existe pas dans maturity/roles.csv" in missing.message
    (twice,) = check_lists(tables("hr;hr"))
    assert "deux fois" in twice.message


def test_a_table_that_is_not_there_is_not_checked():
    found = tables("it;maire")
    del found[LISTS[PAIR]]
    assert list(check_lists(found)) == []
