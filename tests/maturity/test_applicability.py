"""Preconditions: what is known takes a question away, what is not known never does."""

from __future__ import annotations

import pytest
from small_grid import GRID

from canivet.maturity import applicability, known_facts
from canivet.maturity.applicability import Contradiction, compare, read_yes_no
from canivet.maturity.grid import Condition

ROOM = GRID.by_id["A2"]


@pytest.mark.parametrize(
    ("known", "applies", "unknown"),
    [
        ({}, True, ("room",)),
        ({"room": "oui"}, True, ()),
        ({"room": "non"}, False, ()),
        ({"servers": "0.0"}, False, ()),
        ({"servers": "1.0"}, True, ()),
        ({"room": "non", "servers": "12.0"}, True, ()),  # the inventory counts what is denied
        ({"room": "oui", "servers": "0.0"}, True, ()),
    ],
)
def test_the_first_known_fact_decides(known, applies, unknown):
    found = applicability(GRID, ROOM, known)
    assert (found.applies, found.unknown) == (applies, unknown)


def test_a_no_that_the_inventory_contradicts_is_told():
    denied = {"room": "non", "servers": "12.0"}
    assert applicability(GRID, ROOM, denied).contradictions == (Contradiction("room", "servers"),)
    for known in ({"room": "non"}, {"room": "non", "servers": "0.0"}, {"room": "oui", "servers": "0.0"}):
        assert applicability(GRID, ROOM, known).contradictions == ()


def test_a_question_without_precondition_is_always_put():
    assert applicability(GRID, GRID.by_id["A1"], {}).applies


@pytest.mark.parametrize(("agents", "holds"), [("19", False), ("20", True), ("21", True)])
def test_thresholds_at_minus_one_zero_and_plus_one(agents, holds):
    assert compare(Condition("agents", "ge", "20"), agents) is holds
    assert compare(Condition("agents", "gt", "20"), agents) is (agents == "21")
    assert compare(Condition("agents", "le", "20"), agents) is (agents != "21")


def test_a_word_where_a_number_is_compared_does_not_hold():
    assert compare(Condition("agents", "ge", "20"), "beaucoup") is False


def test_no_inventory_is_not_an_estate_without_servers():
    assert "servers" not in known_facts(GRID, {"agents": 12}, None, {})
    # 3 servers and 2 storage units
    known = known_facts(
        GRID, {"agents": 12}, {"server": 3.0, "storage": 2.0, "laptop": 9.0}, {"room": " oui "}
    )
    assert known == {"room": "oui", "servers": "5.0", "agents": "12"}
    assert known_facts(GRID, {"agents": None}, {}, {})["servers"] == "0.0"


@pytest.mark.parametrize(
    ("text", "read"), [("Oui", "oui"), ("NON", "non"), ("x", "oui"), ("0", "non"), ("", ""), ("bof", None)]
)
def test_yes_and_no_however_they_are_written(text, read):
    assert read_yes_no(text) == read
