"""Hand arithmetic of each driver, from the round figures of the tiny commons.

A laptop: 200 kg over 5 years and 50 kWh at 0.05, so 40 + 2.5 = 42.5 kg a year. A monitor: 60 / 5 + 50 × 0.05,
so 14.5. A server: 1000 / 5 + 1500 × 1.6 × 0.05, so 320 behind its PUE.
"""

from __future__ import annotations

import pytest
from lever_cases import applied, estate_mini, lever

from canivet.footprint.flows import Use
from canivet.levers.combine import combine
from canivet.levers.gains import gains, gains_by, overlap, touched
from canivet.levers.lacking import is_blind, lacking
from estate import make_asset

LONGER = lever(
    "longer", {"years": 1, "reach": 0.5},
    'driver = "lifetime"\ncategories = ["laptop"]\namount = ["years"]\nreach = ["reach"]',
)  # fmt: skip
FEWER = lever("fewer", {"share": 0.3}, 'driver = "quantity"\ncategories = ["laptop"]\namount = ["share"]')
SLEEP = lever(
    "sleep", {"saving": (0.4, 0.2, 0.5), "reach": 0.5},
    'driver = "electricity"\ncategories = ["laptop"]\namount = ["saving"]\nreach = ["reach"]',
)  # fmt: skip
USED = lever(
    "used", {"share": 0.2, "avoided": (0.7, 0.4, 0.9)},
    'driver = "second_hand"\ncategories = ["laptop"]\namount = ["share"]\navoided = ["avoided"]\n'
    'criteria = ["gwp"]',
)  # fmt: skip
SCREENS = lever(
    "screens", {"target": 1},
    'driver = "ratio"\ncategories = ["monitor"]\namount = ["target"]\nper = "computer"',
)  # fmt: skip
PER_AGENT = lever(
    "per-agent", {"target": 0.5},
    'driver = "ratio"\ncategories = ["laptop"]\namount = ["target"]\nper = "agent"',
)  # fmt: skip
MOVE = lever(
    "move", {"share": 0.5, "machines": 2},
    'driver = "shift"\ncategories = ["server"]\namount = ["share"]\nto = ["service:vm"]\nrate = ["machines"]',
)  # fmt: skip
LIGHTER = lever(
    "lighter", {"share": 0.25}, 'driver = "intensity"\ncategories = ["email"]\namount = ["share"]'
)
COOL = lever("cool", {"target": 1.2}, 'driver = "pue"\ncategories = ["server"]\namount = ["target"]')
BESIDE = lever(
    "beside", {"each": 0.5},
    'driver = "added"\ncategories = ["laptop"]\namount = ["each"]\nto = ["equipment:monitor"]',
)  # fmt: skip
ALL = (LONGER, FEWER, SLEEP, USED, SCREENS, PER_AGENT, MOVE, LIGHTER, COOL, BESIDE)


def gwp(estate, *chosen):
    return float(combine(estate, list(chosen)).gains()[estate.column("gwp")])


@pytest.fixture
def estate(mini):
    assets = [
        make_asset("laptop", 10),
        make_asset("monitor", 15),
        make_asset("server", 4, annual_kwh=1500.0, pue=1.6),
    ]
    return estate_mini(mini, assets, ALL, [Use("", "email", 1000.0)], agents=8)


def test_the_estate_adds_up_to_the_footprint(estate):
    # 10 × 42.5 + 15 × 14.5 + 4 × (200 + 1500 × 1.6 × 0.05) + 1000 × 0.006
    assert estate.totals[estate.column("gwp")] == pytest.approx(425 + 217.5 + 1280 + 6)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (LONGER, 10 * 0.5 * (40 - 200 / 6)),  # five laptops at 200 / 6 instead of 200 / 5
        (FEWER, 0.3 * 425),
        (SLEEP, 10 * 0.5 * 0.4 * 2.5),
        (USED, 0.2 * 0.7 * 400),  # embodied alone
        (SCREENS, 5 * 14.5),  # ten computers: fifteen screens become ten
        (PER_AGENT, 6 * 42.5),  # half a laptop for each of eight agents: ten become four
        (MOVE, 2 * 320 - 4 * (30 + 200 * 0.05)),  # two servers go, two machines come for each
        (LIGHTER, 0.25 * 6),
        (COOL, 4 * 1500 * (1.6 - 1.2) * 0.05),
        (BESIDE, -5 * (60 / 6 + 40 * 0.05)),  # five monitors of the archetype: 6 years, 40 kWh
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_each_driver(estate, chosen, expected):
    assert gwp(estate, applied(chosen)) == pytest.approx(expected)


def test_a_criterion_that_a_study_does_not_cover_gains_nothing(estate):
    found = combine(estate, [applied(USED)]).gains()
    assert found[estate.column("adpe")] == 0.0
    # Metals of ten laptops kept a year more for half of them: 10 × 0.5 × (0.01 / 5 - 0.01 / 6)
    longer = combine(estate, [applied(LONGER)]).gains()
    assert longer[estate.column("adpe")] == pytest.approx(5 * (0.002 - 0.01 / 6))


def test_what_comes_without_a_factor_leaves_the_criterion_blank(mini):
    move = lever(
        "swap", {"share": 0.5, "one": 1},
        'driver = "shift"\ncategories = ["laptop"]\namount = ["share"]\nto = ["service:vm"]\nrate = ["one"]',
    )  # fmt: skip
    estate = estate_mini(mini, [make_asset("laptop", 10)], [move])
    found = gains(estate, [applied(move)])
    assert found["gwp"] is not None
    assert found["gwp"].value == pytest.approx(5 * 42.5 - 5 * 40)
    assert found["adpe"] is None  # a virtual machine has no open figure for metals: no gain is claimed


def test_two_levers_are_combined_and_not_added(estate):
    # Three fewer, and half of those left kept a year more: 7 laptops of 2.5 + 0.5 × 40 + 0.5 × 200 / 6
    together = gwp(estate, applied(FEWER), applied(LONGER))
    assert together == pytest.approx(425 - 7 * (2.5 + 20 + 100 / 6))
    found = overlap(estate, [applied(FEWER), applied(LONGER)], "gwp")
    assert found.alone == pytest.approx((127.5, 10 * 0.5 * (40 - 200 / 6)))
    assert found.together == pytest.approx(together)
    assert found.lost == pytest.approx(0.3 * 10 * 0.5 * (40 - 200 / 6))  # counted twice by an addition


def test_years_of_two_levers_add_up_over_those_they_reach(estate):
    more = lever(
        "more", {"years": 2, "reach": 0.4},
        'driver = "lifetime"\ncategories = ["laptop"]\namount = ["years"]\nreach = ["reach"]',
    )  # fmt: skip
    # 0.5 × 0.6 at 5 years, 0.5 × 0.6 at 6, 0.5 × 0.4 at 7, 0.5 × 0.4 at 8
    left = 200 * (0.3 / 5 + 0.3 / 6 + 0.2 / 7 + 0.2 / 8)
    assert gwp(estate, applied(LONGER), applied(more)) == pytest.approx(10 * (40 - left))


def test_what_is_shifted_takes_its_part_of_what_goes(estate):
    """Half of four servers stopped by one lever, half moved by another: three go, of which 1.5 were moved."""
    stop = lever("stop", {"share": 0.5}, 'driver = "quantity"\ncategories = ["server"]\namount = ["share"]')
    assert gwp(estate, applied(stop), applied(MOVE)) == pytest.approx(3 * 320 - 1.5 * 2 * 40)


def test_a_target_already_reached_asks_for_nothing(estate):
    assert gwp(estate, applied(SCREENS, target=2.0)) == 0.0
    assert gwp(estate, applied(COOL, target=1.6)) == pytest.approx(0.0)
    assert gwp(estate, applied(FEWER), applied(PER_AGENT, target=1.0)) == pytest.approx(0.3 * 425)


def test_services_and_what_is_added_share_the_gain(estate):
    found = gains_by(combine(estate, [applied(MOVE)]), "gwp", lambda key: key.category)
    assert found == pytest.approx({"server": 640.0, "ajouté": -160.0})


def test_a_lever_without_its_data_says_which_and_brings_nothing(mini):
    docks = lever("docks", {"share": 0.5}, 'driver = "quantity"\ncategories = ["dock"]\namount = ["share"]')
    estate = estate_mini(mini, [make_asset("laptop", 10)], [*ALL, docks])
    labels = {"monitor": "Écran", "server": "Serveur", "dock": "Station"}
    for one, said in (
        (SCREENS, "rien n'est compté de « Écran »"),
        (PER_AGENT, "le nombre d'agents n'a pas été donné"),
        (MOVE, "rien n'est compté de « Serveur »"),
        (docks, "rien n'est compté de « Station »"),
    ):
        assert lacking(estate, one, labels) == (said,)
        assert is_blind(estate, one, labels)
        assert gwp(estate, applied(one)) == 0.0
    dock = make_asset("dock", 3, annual_kwh=None, kwh_origin="missing")
    found = estate_mini(mini, [dock], [docks])
    assert lacking(found, docks, labels) == ("aucun facteur ouvert n'est connu pour « Station »",)


def test_renewals_mean_nothing_when_purchases_are_counted(mini):
    estate = estate_mini(mini, [make_asset("laptop", 10)], [LONGER], method="achats")
    assert "comptabilité par achats" in lacking(estate, LONGER, {})[0]
    assert gwp(estate, applied(LONGER)) == 0.0


def test_a_gain_never_passes_what_the_lever_touches(estate):
    for one in ALL:
        whole = touched(estate, one)[estate.column("gwp")]
        for value in (0.0, 0.5, 1.0):
            shares = {name: value for name in one.defaults() if name in ("share", "reach", "saving")}
            assert gwp(estate, applied(one, **shares)) <= whole + 1e-9


def test_intervals_are_drawn_in_common(estate):
    found = gains(estate, [applied(SLEEP)])["gwp"]
    assert found is not None
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(5.0)
    # Electricity is known here, its factor has a pedigree of 1.5, the saving runs from half to 1.25 times.
    assert found.low > 5.0 / 1.5 / 2
    assert found.high < 5.0 * 1.5 * 1.25
    assert gains(estate, [applied(SLEEP)])["gwp"] == found
