"""One list given in two files, and two lists of one estate where one leaves the numbers out."""

import pytest
from inventory_samples import build, laptop, sample_commons, table


@pytest.fixture
def commons(tmp_path):
    return sample_commons(tmp_path)


def row(n, **cells):
    return laptop(service=f"Service {n % 3}", purchase_date=f"20{10 + n}", **cells)


def test_a_list_given_twice_counts_once_lots_included(commons):
    rows = [row(n) for n in range(6)] + [{"designation": "2 écrans", "quantity": "2"}]
    inventory = build(commons, table(*rows, file="a.csv"), table(*rows, file="b.xlsx", sheet="Postes"))
    assert sum(asset.quantity for asset in inventory.assets) == 8
    assert {item.reason for item in inventory.exclusions} == {"duplicate"}
    assert "recopiée" in inventory.exclusions[0].detail
    assert len(inventory.exclusions) == 7


def test_a_few_lines_alike_are_not_a_copy(commons):
    same = [row(n) for n in range(4)]
    other = [row(n, model=f"Latitude 7{n}00") for n in range(20)]
    inventory = build(commons, table(*same, file="a.csv"), table(*same, *other, file="b.csv"))
    assert len(inventory.assets) == 28


def test_lines_of_one_file_are_never_copies_of_each_other(commons):
    inventory = build(commons, table(*[row(1) for _ in range(30)]))
    assert len(inventory.assets) == 30


def numbered(n, **cells):
    return laptop(service="DSI", serial=f"SERIAL{n:02d}", **cells)


def bare(**cells):
    return {"designation": "PC portable", "service": "DSI", **cells}


def test_between_lists_of_one_estate_the_larger_count_holds(commons):
    first = table(*[numbered(n) for n in range(10)], file="a.csv", source="glpi")
    second = table(*[numbered(n) for n in range(6)], *[bare() for _ in range(3)], file="b.csv")
    # Six of the second are in the first by their number: its three bare lines are among the four others.
    inventory = build(commons, first, second)
    assert len(inventory.assets) == 10
    # Five bare lines for four devices: one is not in the first list.
    second = table(*[numbered(n) for n in range(6)], *[bare() for _ in range(5)], file="b.csv")
    assert len(build(commons, first, second).assets) == 11


def test_lists_of_two_estates_are_added(commons):
    first = table(*[numbered(n) for n in range(10)], file="a.csv", source="glpi")
    second = table(*[numbered(50 + n) for n in range(6)], *[bare() for _ in range(3)], file="b.csv")
    assert len(build(commons, first, second).assets) == 19


def test_a_maker_written_in_the_model_is_the_same_model(commons):
    first = table(*[numbered(n, purchase_date="12/03/2021") for n in range(2)], file="a.csv", source="glpi")
    line = {"model": "Dell Latitude 5420", "service": "DSI", "purchase_date": "2021"}
    assert len(build(commons, first, table(line, file="b.csv")).assets) == 2
