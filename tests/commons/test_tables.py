"""What the shipped tables must hold, whatever their figures become."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from canivet.commons.archetypes import load_archetypes, load_parameters
from canivet.commons.criteria import load_criteria
from canivet.commons.factors import choose, load_factors
from canivet.commons.store import Commons
from canivet.ratios import FORMULAS
from canivet.units import convert

MAIN_DEVICES = ("laptop", "desktop", "monitor_24", "smartphone", "tablet")
FREE_LICENCES = {"MIT", "MPL-2.0", "Apache-2.0", "Licence Ouverte 2.0", "CC-BY-4.0", "fait cité"}


def test_at_least_sixty_kinds_each_with_a_number_or_a_named_blank(shipped: Commons) -> None:
    book = load_factors(shipped)
    numbered = {factor.subject for factor in (*book.equipment, *book.services)}
    archetypes, kinds = load_archetypes(shipped), shipped.rows("services/kinds")
    energy = [*shipped.rows("services/energy"), *shipped.rows("odbl/services_energy")]
    metered = {row["kind"] for row in energy}
    with_number = [item.id for item in archetypes.values() if f"equipment:{item.id}" in numbered]
    blanks = [item.id for item in archetypes.values() if item.embodied_blank_reason]
    served = [row["id"] for row in kinds if f"service:{row['id']}" in numbered or row["id"] in metered]
    unserved = [row["id"] for row in kinds if row["blank_reason"]]
    assert len(with_number) + len(served) >= 65
    assert len(with_number) + len(blanks) == len(archetypes)
    assert len(served) + len(unserved) == len(kinds)


def test_every_main_device_has_every_criterion_of_the_base(shipped: Commons) -> None:
    book = load_factors(shipped)
    central = choose(book, book.central_set)
    criteria = {item.id for item in load_criteria(shipped)} - {"pe"}
    for device in MAIN_DEVICES:
        held = {criterion for criterion in criteria if central.stages(f"equipment:{device}", criterion)}
        assert held == criteria, device


def test_three_sets_differ_on_screens_in_the_known_direction(shipped: Commons) -> None:
    book = load_factors(shipped)
    totals = {
        item.id: sum(f.value for f in choose(book, item).stages("equipment:monitor_24", "gwp").values())
        for item in book.sets
    }
    # 64.6 + 1.29 + 3.95 ; élément 27006 ; médiane de 104 déclarations
    assert totals == pytest.approx({"ademe_be2": 69.84, "ademe_bc2018": 248.0, "pcf_median": 355.9})


@pytest.mark.parametrize("table", ["bc2018", "pcf"])
def test_every_screen_size_is_in_each_table(shipped: Commons, table: str) -> None:
    """A bridge between sets would otherwise mix the sources of two sizes of one thing."""
    screens = {row["id"] for row in shipped.rows("archetypes/archetypes") if row["family"] == "monitor"}
    rows = [*shipped.rows("factors/equipment"), *shipped.rows("odbl/equipment")]
    assert screens <= {row["archetype"] for row in rows if row["table"] == table}


def test_default_archetypes_have_a_lifetime_or_say_why(shipped: Commons) -> None:
    parameters = load_parameters(shipped)
    explained = {
        (row["archetype"], row["parameter"])
        for row in shipped.rows("archetypes/parameters")
        if not row["value"] and row["note"].startswith("Blanc")
    }
    for archetype in load_archetypes(shipped).values():
        for name in ("lifetime_years", "annual_kwh"):
            key = (archetype.id, name)
            assert (key in parameters) != (key in explained), key


def test_office_consumption_is_preferred_to_declared_profiles(shipped: Commons) -> None:
    parameters = load_parameters(shipped)
    assert parameters["laptop", "annual_kwh"].value == 48
    assert parameters["desktop", "annual_kwh"].value == 151


def test_electricity_of_france_and_of_the_world(shipped: Commons) -> None:
    book = load_factors(shipped)
    central = choose(book, book.central_set)
    french = central.stages("electricity:FRA", "gwp")["use"]
    assert (french.low, french.value, french.high) == (0.04144, 0.0519, 0.0813)
    assert central.stages("electricity:FRA", "adpe")["use"].source == "ecologits"
    assert central.stages("electricity:FRA", "ap")["use"].source == "digital4better"
    countries = Counter(factor.subject for factor in book.electricity if factor.criterion == "gwp")
    assert len(countries) >= 212
    assert set(countries.values()) == {1}


def test_no_primary_energy_without_saying_it_is_below_the_energy_delivered(shipped: Commons) -> None:
    for row in shipped.rows("electricity/mixes"):
        if row["criterion"] == "pe" and row["value"] and float(row["value"]) < 3.6:
            assert row["note"], row["country"]


def test_terminals_are_out_of_services(shipped: Commons) -> None:
    """1.286 + 0.087 g of the source's 2.462 g per mail are the terminal's: 0.036 + 0.935 + 0.118 remain."""
    book = load_factors(shipped)
    total = sum(factor.value for factor in book.services if factor.subject == "service:email")
    assert total == pytest.approx(0.00246181271 - 0.001286218 - 0.00008684837)


def test_one_stage_of_one_kind_comes_once(shipped: Commons) -> None:
    """The engine keeps one factor by stage: a second would be lost without a word."""
    rows = [*shipped.rows("services/factors"), *shipped.rows("odbl/services")]
    keys = Counter((row["kind"], row["stage"], row["criterion"]) for row in rows)
    assert [key for key, times in keys.items() if times > 1] == []


def test_stages_of_a_set_are_those_of_one_table(shipped: Commons) -> None:
    book = load_factors(shipped)
    for factor_set in book.sets:
        for (subject, criterion), stages in choose(book, factor_set).by_subject.items():
            if subject.startswith("equipment"):
                assert len({factor.table for factor in stages.values()}) == 1, (subject, criterion)


def test_units_of_paper_and_storage_convert(shipped: Commons) -> None:
    units = {row["id"]: row["unit"] for row in shipped.rows("services/kinds")}
    assert convert(1, "ramette", units["printed_sheet"]) == 500
    assert convert(1, "to.an", units["cloud_storage"].lower()) == 1000


def test_ratios_of_the_commons_are_those_the_library_computes(shipped: Commons) -> None:
    computed = {row["id"] for row in shipped.rows("ratios/ratios") if row["own"] == "inventory"}
    assert computed == set(FORMULAS)


def test_every_reference_says_how_far_it_compares(shipped: Commons) -> None:
    notes: dict[str, list[str]] = defaultdict(list)
    for row in shipped.rows("ratios/references"):
        notes[row["comparability"]].append(row["comparability_note"])
    assert {"indicative", "not_comparable"} <= set(notes)
    assert all(note.endswith((".", "»")) for said in notes.values() for note in said)


def test_free_folders_hold_free_licences_only(shipped: Commons) -> None:
    for name in ("factors/equipment", "archetypes/parameters", "electricity/mixes", "services/factors"):
        assert {row["licence"] for row in shipped.rows(name)} <= FREE_LICENCES, name


def test_sources_give_an_official_site_or_a_code_repository(shipped: Commons) -> None:
    for row in shipped.rows("sources"):
        place = r"github\.com/[\w.-]+/[\w.-]+|[\w.-]+\.(?:fr|org)|Canivet, .+"
        assert re.fullmatch(place, row["locator"]), row["id"]
