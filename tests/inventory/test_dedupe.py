from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inventory_samples import build, laptop, sample_commons, table

from canivet.inventory.identifiers import JunkSerials, cleaned_number


@pytest.fixture(scope="module")
def commons(tmp_path_factory):
    return sample_commons(tmp_path_factory.mktemp("commons"))


def duplicates(inventory):
    return [item for item in inventory.exclusions if item.reason == "duplicate"]


def test_one_serial_in_two_files_is_one_device(commons):
    full = laptop(serial="abc-1234", service="DSI", name="PC1")
    short = {"model": "Latitude 5420", "serial": "ABC1234", "purchase_date": "2020-01-01"}
    inventory = build(commons, table(full, file="a.csv"), table(short, file="b.csv"))
    (asset,) = inventory.assets
    assert asset.place.file == "a.csv"
    assert asset.start_basis == "buy"
    assert [place.file for place in asset.merged_from] == ["b.csv"]
    (item,) = duplicates(inventory)
    assert item.detail == "même numéro de série que a.csv, ligne 2"
    assert inventory.lines_read == 2


def test_an_unknown_line_takes_the_family_of_its_double(commons):
    vague = {"model": "5420", "serial": "ABC1234", "service": "DSI", "name": "PC1", "status": "En service"}
    inventory = build(commons, table(vague, file="a.csv"), table(laptop(serial="ABC1234"), file="b.csv"))
    (asset,) = inventory.assets
    assert (asset.place.file, asset.family) == ("a.csv", "laptop")


@pytest.mark.parametrize(
    "serial", ["To Be Filled By O.E.M.", "Default string", "00000000", "XXXXXX", "0x01010101", "AB12", "N/A"]
)
def test_junk_serials_merge_nothing(commons, serial):
    rows = [laptop(serial=serial, name=f"PC{n}") for n in range(2)]
    assert len(build(commons, table(*rows)).assets) == 2


def test_a_serial_on_more_than_three_lines_identifies_nothing(commons):
    rows = [laptop(serial="SAME12345", name=f"PC{n}") for n in range(4)]
    inventory = build(commons, table(*rows))
    assert len(inventory.assets) == 4
    assert any("« SAME12345 »" in warning for warning in inventory.warnings)
    assert len(build(commons, table(*rows[:3])).assets) == 1


def test_a_serial_on_two_kinds_of_devices_is_a_conflict(commons):
    screen = {"model": "P2419H", "serial": "ABC1234", "status": "En service"}
    inventory = build(commons, table(laptop(serial="ABC1234"), screen))
    assert len(inventory.assets) == 2
    assert any(
        "Numéro de série" in warning and "familles différentes" in warning for warning in inventory.warnings
    )


def test_kinds_often_mistaken_for_one_another_are_merged(commons):
    inventory = build(
        commons,
        table(laptop(serial="ABC1234")),
        table({"model": "OptiPlex", "serial": "ABC1234"}, file="b.csv"),
    )
    assert [asset.family for asset in inventory.assets] == ["laptop"]


def test_inventory_number_serves_when_a_serial_is_missing(commons):
    inventory = build(
        commons,
        table(laptop(serial="ABC1234", inventory_number="INV-1")),
        table(laptop(inventory_number="inv1"), file="b.csv"),
    )
    assert len(inventory.assets) == 1
    assert duplicates(inventory)[0].detail.startswith("même numéro d'inventaire")


def test_inventory_number_reused_with_another_serial_is_a_conflict(commons):
    inventory = build(
        commons,
        table(laptop(serial="ABC1234", inventory_number="INV1")),
        table(laptop(serial="XYZ9876", inventory_number="INV1"), file="b.csv"),
    )
    assert len(inventory.assets) == 2
    assert any("Numéro d'inventaire" in warning for warning in inventory.warnings)


def test_lots_are_not_merged_and_are_said(commons):
    lot = laptop(serial="ABC1234", quantity="5")
    inventory = build(commons, table(lot), table(laptop(serial="ABC1234"), file="b.csv"))
    assert sum(asset.quantity for asset in inventory.assets) == 6
    assert any("1 lot (5 unités ; " in warning.replace("\u202f", " ") for warning in inventory.warnings)


def test_same_lines_without_serial_in_one_file_are_kept_and_said(commons):
    rows = [laptop(name=f"PC{n}") for n in range(12)]
    inventory = build(commons, table(*rows))
    assert len(inventory.assets) == 12
    assert any("11 lignes" in warning and "que par le nom" in warning for warning in inventory.warnings)


def test_status_of_a_merged_device(commons):
    listed = {"model": "Latitude 5420", "serial": "ABC1234", "service": "DSI", "name": "PC1"}
    gone = {"model": "Latitude 5420", "serial": "ABC1234"}
    other = laptop(serial="OTHER99")
    inventory = build(
        commons, table(listed, other), table(gone, sheet="Réformés", hint="retired", file="b.xlsx")
    )
    assert [item.reason for item in inventory.exclusions] == ["retired", "duplicate"]
    inventory = build(
        commons, table({**listed, "status": "En service"}), table({**gone, "status": "Réformé"}, file="b.csv")
    )
    assert [asset.status for asset in inventory.assets] == ["in_use"]


def test_a_line_without_number_joins_its_like_in_another_list_once(commons):
    numbered = [laptop(serial=f"SERIAL{n}", service="DSI", in_service_date="2020-05-04") for n in range(2)]
    bare = laptop(service="DSI", purchase_date="2020")
    inventory = build(commons, table(*numbered, file="a.csv"), table(bare, file="b.csv"))
    assert len(inventory.assets) == 2
    inventory = build(commons, table(*numbered, file="a.csv"), table(bare, bare, bare, file="b.csv"))
    assert len(inventory.assets) == 3
    assert any("rapprochées" in warning for warning in inventory.warnings)


@pytest.mark.parametrize(
    "bare",
    [
        laptop(service="RH", purchase_date="2020"),
        laptop(service="DSI", purchase_date="2019"),
        {"model": "Latitude 7490", "service": "DSI", "purchase_date": "2020"},
        {"model": "P2419H", "service": "DSI", "purchase_date": "2020"},
        laptop(service="DSI", purchase_date="2020", name="PC9"),
        laptop(purchase_date="2020"),
    ],
)
def test_a_line_that_disagrees_is_not_joined(commons, bare):
    numbered = laptop(serial="SERIAL1", service="DSI", in_service_date="2020-05-04", name="PC1")
    inventory = build(commons, table(numbered, file="a.csv"), table(bare, file="b.csv"))
    assert len(inventory.assets) == 2


def test_the_order_of_files_changes_nothing(commons):
    tables = [
        table(laptop(serial="AAAA1", inventory_number="I001"), laptop(inventory_number="I002"), file="a.csv"),
        table(
            {"model": "Latitude 5420", "serial": "aaaa1"},
            laptop(serial="BBBB2", inventory_number="I002"),
            file="b.csv",
        ),
        table(
            laptop(serial="BBBB2", service="RH", name="PC7"),
            {"model": "P2419H", "serial": "AAAA1"},
            file="c.csv",
        ),
    ]
    seen = set()
    for order in permutations(tables):
        inventory = build(commons, *order)
        seen.add(
            tuple(
                sorted((str(asset.place), tuple(map(str, asset.merged_from))) for asset in inventory.assets)
            )
        )
    assert len(seen) == 1


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["", "SER01", "SER02", "SER03"]),
            st.sampled_from(["", "INV1", "INV2"]),
            st.sampled_from(["Latitude 5420", "OptiPlex", "P2419H", "???"]),
            st.sampled_from(["", "DSI", "RH"]),
        ),
        min_size=1,
        max_size=12,
    ),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_files_changes_nothing_whatever_the_lines(commons, rows, seed):
    tables = [
        table(laptop(serial="KEPT99999"), file="z.csv"),
        *(
            table(
                {"serial": serial, "inventory_number": number, "model": model, "service": service},
                file=f"f{n % 3}.csv",
                sheet=str(n),
            )
            for n, (serial, number, model, service) in enumerate(rows)
        ),
    ]
    shuffled = list(tables)
    seed.shuffle(shuffled)

    def picture(inventory):
        kept = sorted((str(a.place), a.family, tuple(map(str, a.merged_from))) for a in inventory.assets)
        return kept, sorted((str(e.place), e.reason, e.detail) for e in inventory.exclusions)

    one, other = build(commons, *tables), build(commons, *shuffled)
    assert picture(one) == picture(other)
    assert one.lines_read == len(rows) + 1


def test_cleaned_numbers(commons):
    assert cleaned_number("  vm-ware 12 ") == "VMWARE12"
    assert "UUID12345" in JunkSerials(commons)
    assert "5CG1234XYZ" not in JunkSerials(commons)
