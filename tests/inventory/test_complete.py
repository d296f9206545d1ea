from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inventory_samples import build, laptop, sample_commons, table

from canivet.inventory.complete import choose_lifetime
from canivet.problems import InputProblem


@pytest.fixture
def commons(tmp_path):
    return sample_commons(tmp_path)


def test_lifetime_is_declared_else_the_larger_of_archetype_and_age(commons):
    inventory = build(
        commons,
        table(
            laptop(lifetime_years="4", purchase_date="2010-12-31"),
            laptop(purchase_date="2014-12-31"),  # 3653 days / 365.25 = 10.0014 years at the end of 2024
            laptop(purchase_date="2023-06-01"),
            laptop(),
        ),
    )
    got = [(round(asset.lifetime_years, 4), asset.lifetime_origin) for asset in inventory.assets]
    assert got == [(4.0, "declared"), (10.0014, "deduced"), (5.0, "archetype"), (5.0, "archetype")]


@given(
    declared=st.none() | st.floats(0.5, 40),
    archetype=st.none() | st.floats(1, 20),
    age=st.none() | st.floats(-1, 40),
)
def test_a_lifetime_is_never_shorter_than_the_age_unless_declared(declared, archetype, age):
    years, origin = choose_lifetime(declared, archetype, age)
    assert (years == 0.0) == (origin == "missing")
    if declared is not None:
        assert (years, origin) == (declared, "declared")
    elif archetype is not None:
        assert years == max(archetype, age if age is not None else archetype)
        assert (origin == "deduced") == (years > archetype)


def test_electricity_is_declared_else_the_archetype_s_else_missing(commons):
    inventory = build(
        commons,
        table(laptop(annual_kwh="12,5"), laptop(), {"model": "OptiPlex", "status": "actif"}),
    )
    got = [(asset.annual_kwh, asset.kwh_origin) for asset in inventory.assets]
    assert got == [(12.5, "declared"), (30.0, "archetype"), (None, "missing")]


def test_only_a_server_room_has_a_pue(commons):
    inventory = build(commons, table(laptop(), {"model": "PowerEdge R640", "status": "In use"}))
    assert [asset.pue for asset in inventory.assets] == [1.0, 1.5]


def test_the_purchase_date_is_kept_beside_the_start(commons):
    (asset,) = build(commons, table(laptop(purchase_date="2024-02-01", bios_date="2023-01-01"))).assets
    assert (asset.purchase_date, asset.start_date, asset.start_basis) == (
        date(2024, 2, 1),
        date(2024, 2, 1),
        "buy",
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"model": "VMware Virtual Platform"}, "virtual"),
        ({"model": "N133BGE"}, "internal_panel"),
        ({"model": "Clé 3G"}, "not_equipment"),
        ({"model": "???"}, "unrecognised"),
        ({"model": "Latitude 5420", "status": "Perdu"}, "missing"),
        ({"model": "???", "status": "Réformé"}, "retired"),
        ({"model": "VMware Virtual Platform", "status": "En stock"}, "virtual"),
    ],
)
def test_reasons_of_exclusion(commons, cells, reason):
    inventory = build(commons, table(laptop(), cells))
    assert [item.reason for item in inventory.exclusions] == [reason]


def test_stock_is_shown_apart_with_its_family(commons):
    (item,) = build(commons, table(laptop(), laptop(status="En stock", quantity="8"))).exclusions
    assert (item.reason, item.family, item.quantity) == ("stock", "laptop", 8.0)


def test_nothing_countable_is_a_problem_that_says_why(commons):
    with pytest.raises(InputProblem) as caught:
        build(commons, table(laptop(quantity="-1"), laptop(quantity="-2"), laptop(status="Réformé")))
    text = str(caught.value)
    assert "parc.csv : aucun équipement à compter" in text
    assert "quantité inutilisable : 2, réformé : 1" in text
    assert "ligne 2, colonne « quantity » (quantité -1" in text
    assert "Que faire :" in text


def test_no_line_at_all_is_a_problem(commons):
    with pytest.raises(InputProblem, match="aucune ligne lue"):
        build(commons, table())
