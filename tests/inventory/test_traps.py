import pytest
from inventory_samples import build, laptop, sample_commons, table

from canivet.inventory.wording import count, figure


@pytest.fixture
def commons(tmp_path):
    return sample_commons(tmp_path)


def warnings(inventory):
    return [warning.replace("\u202f", " ") for warning in inventory.warnings]


def the(inventory, words):
    """The one warning that holds some words."""
    (found,) = [warning for warning in warnings(inventory) if words in warning]
    return found


def dated(n, **cells):
    return laptop(purchase_date=f"2021-{1 + n % 12:02d}-{1 + n // 12:02d}", serial=f"SERIAL{n:03d}", **cells)


def test_a_clean_inventory_says_nothing(commons):
    assert build(commons, table(*(dated(n, service="DSI") for n in range(40)))).warnings == []


def test_a_date_shared_by_many_lines_is_named_with_its_count(commons):
    rows = [dated(n) for n in range(60)] + [
        laptop(purchase_date="2016-06-17", serial=f"OTHER{n:03d}") for n in range(12)
    ]
    text = the(build(commons, table(*rows)), "date d'achat")
    assert text.startswith("12 lignes de parc.csv portent la date d'achat 17/06/2016 (17 % des lignes")


def test_a_batch_under_ten_lines_is_no_placeholder(commons):
    rows = [laptop(purchase_date="2016-06-17", serial=f"OTHER{n:03d}") for n in range(9)]
    assert build(commons, table(*rows)).warnings == []


def test_a_quantity_out_of_scale_is_named_with_its_line(commons):
    rows = [dated(n, quantity="3") for n in range(30)]
    text = the(build(commons, table(*rows, laptop(quantity="25700"))), "25 700")
    assert text.startswith("parc.csv, ligne 32 : une quantité de 25 700 (« 25700 » dans le fichier")


def test_small_lots_are_in_scale(commons):
    inventory = build(commons, table(laptop(quantity="15"), laptop(quantity="4")))
    assert not any("une quantité de" in warning for warning in inventory.warnings)


def test_virtual_machines_among_servers(commons):
    virtual = {"model": "VMware Virtual Platform", "type": "Server", "quantity": "34", "status": "In use"}
    text = the(build(commons, table(laptop(quantity="1"), virtual)), "Machines virtuelles")
    assert text.startswith("Machines virtuelles rangées parmi les serveurs : 1 ligne (34 unités ; « VMware")
    assert "parc.csv, ligne 3" in text


def test_places_for_models(commons):
    rows = [
        {"model": "HOSTING_MAG", "type": "Server", "status": "In use"},
        laptop(),
        laptop(model="Latitude site"),
    ]
    text = the(build(commons, table(*rows)), "Nom de lieu")
    assert "1 ligne (1 unité ; « HOSTING_MAG »)" in text


def test_one_model_under_two_types(commons):
    rows = [laptop(type="Server"), laptop(type="Portable"), laptop(model="LATITUDE 5420", type="portable")]
    text = the(build(commons, table(*rows)), "plusieurs types")
    assert text == "1 modèle sous plusieurs types : « Latitude 5420 (Portable, Server) »."


def test_repeated_brands_and_broken_letters(commons):
    rows = [
        laptop(model="DELL DELL Latitude"),
        laptop(model="Latitude 360Â° USB"),
        laptop(model="Latitude 5 5 6"),
    ]
    inventory = build(commons, table(*rows))
    assert the(inventory, "Marque").endswith("1 ligne (« DELL DELL Latitude »).")
    assert the(inventory, "encodage").endswith("1 ligne (« Dell Latitude 360Â° USB »).")


def test_blank_statuses_and_missing_column(commons):
    inventory = build(commons, table(laptop(), laptop(status="")))
    assert the(inventory, "Statut absent").endswith(" : 1 ligne de parc.csv.")
    inventory = build(commons, table({"model": "Latitude 5420"}))
    assert "1 ligne de parc.csv" in the(inventory, "Pas de colonne de statut")


def test_internal_panels(commons):
    text = the(build(commons, table(laptop(), {"model": "N133BGE"})), "Dalles")
    assert "« N133BGE »" in text


def test_totals(commons):
    text = the(build(commons, table(laptop(), rejected=[({"model": "TOTAL"}, "total")])), "total")
    assert text == "Une ligne de total n'est pas comptée : parc.csv, ligne 3."


def test_great_ages(commons):
    text = the(build(commons, table(laptop(purchase_date="2001-07-01"), laptop())), "plus de 15 ans")
    assert "1 ligne (1 unité). La plus ancienne, parc.csv, ligne 2, date du 01/07/2001" in text


def test_unknown_share(commons):
    inventory = build(
        commons, table(laptop(quantity="90"), {"model": "???", "quantity": "10", "status": "actif"})
    )
    assert "10 unités (10 % du parc" in the(inventory, "non reconnus")
    inventory = build(
        commons, table(laptop(quantity="99"), {"model": "???", "quantity": "1", "status": "actif"})
    )
    assert not any("non reconnus" in warning for warning in warnings(inventory))


def test_the_heaviest_warning_comes_first(commons):
    rows = [
        laptop(model="DELL DELL Latitude", quantity="2"),
        laptop(quantity="90"),
        {"model": "VMware", "type": "Server", "quantity": "50"},
    ]
    found = warnings(build(commons, table(*rows)))
    heavy = next(i for i, text in enumerate(found) if "virtuelle" in text)
    light = next(i for i, text in enumerate(found) if "Marque" in text)
    assert heavy < light


def test_wording():
    assert figure(1234567) == "1\u202f234\u202f567"
    assert count(0, "unité") == "0 unité"
    assert count(1.5, "unité") == "1,5 unité"
