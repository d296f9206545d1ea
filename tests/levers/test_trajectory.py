"""Cohorts by hand: ten laptops of five years, 200 kg each and 2.5 kg of electricity a year."""

from __future__ import annotations

import pytest
from lever_cases import estate_mini, lever

from canivet.footprint.flows import Use
from canivet.levers.combine import combine
from canivet.levers.scenario import Planned, Scenario, Target, read_scenario
from canivet.levers.trajectory import trajectory, trend
from canivet.problems import InputProblem
from estate import make_asset

YEAR = 2024
LONGER = lever("longer", {"years": 1}, 'driver = "lifetime"\ncategories = ["laptop"]\namount = ["years"]')
FEWER = lever("fewer", {"share": 0.5}, 'driver = "quantity"\ncategories = ["laptop"]\namount = ["share"]')
SLEEP = lever(
    "sleep", {"saving": 0.4}, 'driver = "electricity"\ncategories = ["laptop"]\namount = ["saving"]'
)
USED = lever(
    "used", {"share": 1.0, "avoided": (0.5, 0.4, 0.6)},
    'driver = "second_hand"\ncategories = ["laptop"]\namount = ["share"]\navoided = ["avoided"]',
)  # fmt: skip
MOVE = lever(
    "move", {"share": 1.0, "one": 1},
    'driver = "shift"\ncategories = ["laptop"]\namount = ["share"]\nto = ["service:vm"]\nrate = ["one"]',
)  # fmt: skip
LESS = lever("less", {"share": 0.5}, 'driver = "quantity"\ncategories = ["email"]\namount = ["share"]')
ALL = (LONGER, FEWER, SLEEP, USED, MOVE, LESS)


@pytest.fixture
def estate(mini):
    """Ages unknown: spread evenly over five years."""
    laptops = make_asset("laptop", 10, start_date=None, purchase_date=None)
    return estate_mini(mini, [laptops], ALL, [Use("", "email", 1000.0)])


def path(estate, *levers, until=2036, start=2025, years=1, purchases=False):
    planned = tuple(Planned(one, {}, start, years) for one in levers)
    found = trajectory(estate, Scenario("essai", until, planned), YEAR)
    return dict(zip(found.years, found.of(estate.column("gwp"), purchases=purchases), strict=True))


def test_without_levers_nothing_moves(estate):
    whole = 10 * (200 / 5 + 2.5) + 6  # e-mails: 1 000 × 0.006
    assert list(path(estate).values()) == pytest.approx([whole] * 13)
    assert list(path(estate, purchases=True).values()) == pytest.approx([whole] * 13)
    assert trend(estate, 2030, YEAR).years == tuple(range(2024, 2031))


def test_electricity_and_services_change_at_once(estate):
    found = path(estate, SLEEP, LESS)
    assert found[2024] == pytest.approx(431)
    assert found[2025] == pytest.approx(431 - 0.4 * 25 - 3)


def test_a_longer_life_shows_when_devices_would_have_been_bought(estate):
    bought = path(estate, LONGER, purchases=True)
    # Nobody reaches six years in 2025: nothing is bought. Then two a year, 200 kg each, as before.
    assert bought[2025] == pytest.approx(25 + 6)
    assert [bought[year] for year in range(2026, 2031)] == pytest.approx([2 * 200 + 31] * 5)
    # Those of 2026 to 2030 last six years: nobody is due in 2031, and the wave comes back.
    assert bought[2031] == pytest.approx(31)
    paid = path(estate, LONGER)
    # In 2025, the share past five years grows from 0 to a fifth by quarters: 0.05 to 0.2, 0.125 on average.
    assert paid[2025] == pytest.approx(400 * (1 - 0.125) + 31)
    assert paid[2036] == pytest.approx(10 * 200 / 6 + 31, rel=0.05)
    assert sum(paid[year] for year in range(2025, 2037)) < 12 * 431


def test_what_is_paid_and_what_is_bought_are_one_story(estate):
    """Over long years, both readings add up to the same making."""
    paid, bought = path(estate, LONGER, until=2050), path(estate, LONGER, until=2050, purchases=True)
    assert sum(paid.values()) == pytest.approx(sum(bought.values()), rel=0.03)


def test_fewer_devices_go_as_their_life_ends(estate):
    found = path(estate, FEWER)
    assert found[2025] > 431 - 0.5 * 425
    assert all(found[year + 1] <= found[year] + 1e-9 for year in range(2024, 2028))
    assert found[2030] == pytest.approx(431 - 0.5 * 425)
    assert path(estate, FEWER, purchases=True)[2025] == pytest.approx(25 * (1 - 0.125) + 6)


def test_second_hand_comes_with_renewals(estate):
    found = path(estate, USED)
    assert found[2025] == pytest.approx(400 * (1 - 0.5 * 0.125) + 31)
    assert found[2030] == pytest.approx(200 + 31)


def test_what_comes_instead_follows_what_goes(estate):
    found = path(estate, MOVE)
    # In 2025 an eighth of the laptops are gone on average, and as many machines of 40 kg have come.
    assert found[2025] == pytest.approx(425 * (1 - 0.125) + 0.125 * 10 * 40 + 6)
    assert found[2030] == pytest.approx(10 * 40 + 6)


def test_a_lever_spreads_over_its_years_and_ends_where_the_combination_says(estate):
    found = path(estate, SLEEP, years=4)
    assert [round(431 - found[year], 6) for year in range(2025, 2030)] == [2.5, 5.0, 7.5, 10.0, 10.0]
    planned = Planned(SLEEP, {}, 2025, 4)
    final = combine(estate, Scenario("x", 2036, (planned,)).applied(2036)).gains()
    assert 431 - found[2036] == pytest.approx(float(final[estate.column("gwp")]))


def test_known_ages_tell_when_purchases_fall(mini):
    old = make_asset("laptop", 10)  # bought on 31 December 2022: two years old at the end of 2024
    estate = estate_mini(mini, [old], ALL)
    found = path(estate, purchases=True)
    # Between two and four years old: they are five between 2026 and 2027, five in each.
    assert [round(found[year]) for year in range(2025, 2029)] == [25, 1025, 1025, 25]


TEXT = """
name = "Sobre"
until = 2030
[[levers]]
id = "longer"
start = 2026
years = 2
set = { years = 2 }
[[targets]]
criterion = "gwp"
year = 2030
reduction = 0.3
"""
LEVERS = {one.id: one for one in ALL}
CRITERIA = frozenset({"gwp", "adpe"})


def test_a_scenario_is_read():
    found = read_scenario(TEXT, "sobre.toml", LEVERS, CRITERIA)
    assert found.levers == (Planned(LONGER, {"years": 2.0}, 2026, 2),)
    assert found.targets == (Target("gwp", 2030, 0.3),)
    assert [found.levers[0].deployed(year) for year in (2025, 2026, 2027, 2028)] == [0, 0.5, 1, 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("until = 2030", "until = 2090", "colonne « until » : il faut un nombre de 2000 à 2050"),
        ('id = "longer"', 'id = "lapin"', "« lapin » n'est pas l'un de"),
        ("years = 2\n", "years = 0\n", "il faut un nombre de 1 à 30"),
        ("set = { years = 2 }", "set = { years = 99 }", "hors des bornes"),
        ("set = { years = 2 }", "set = { kwh = 2 }", "ne se règle pas"),
        ("set = { years = 2 }", "set = 3", "il faut une table"),
        ("reduction = 0.3", "reduction = 30", "il faut une part entre 0 et 1"),
        ('criterion = "gwp"', 'criterion = "co2"', "« co2 » n'est pas l'un de"),
        ("until = 2030", "until = 2030\nzut = 1", "le champ « zut » n'existe pas"),
        ("[[targets]]", "[[targets", "n'est pas du TOML"),
    ],
)
def test_a_scenario_that_cannot_be_used_is_told(old, new, said):
    assert old in TEXT
    with pytest.raises(InputProblem) as raised:
        read_scenario(TEXT.replace(old, new), "sobre.toml", LEVERS, CRITERIA)
    assert said in str(raised.value)


def test_a_lever_given_twice_is_told():
    block = TEXT[TEXT.index("[[levers]]") : TEXT.index("[[targets]]")]
    with pytest.raises(InputProblem, match="le levier « longer » est donné deux fois"):
        read_scenario(TEXT + block, "sobre.toml", LEVERS, CRITERIA)
