"""What holds for any levers: order does not matter, gains stay within what is touched, merged rows agree."""

from __future__ import annotations

import random

import pytest

from canivet import commons as commons_module
from canivet.commons.store import Commons
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example
from canivet.levers.combine import Applied, combine
from canivet.levers.estate import estate_of
from canivet.levers.gains import touched
from canivet.levers.lacking import is_blind, lacking
from canivet.levers.loading import load_levers
from canivet.result import category_labels

EXAMPLES = ("agglo-demo", "agglo-120", "bourg", "village", "syndicat")
SHIPPED: Commons = commons_module.load()
LEVERS = load_levers(SHIPPED)


@pytest.fixture(scope="module", params=EXAMPLES)
def estates(request):
    diagnosis = diagnose(example_dossier(SHIPPED, load_example(SHIPPED, request.param)), SHIPPED)
    return estate_of(diagnosis, LEVERS.values()), estate_of(diagnosis, LEVERS.values(), merged=True)


def drawn(lever, generator) -> Applied:
    return Applied(
        lever,
        {item.id: generator.uniform(item.least, item.most) for item in lever.parameters},
        generator.random(),
    )


def test_every_lever_is_there():
    assert len(LEVERS) >= 60
    assert {lever.decree_theme for lever in LEVERS.values()} >= {1, 2, 3, 4, 6}


def test_rows_add_up_to_the_footprint(estates):
    for estate in estates:
        assert estate.totals == pytest.approx(estates[0].totals)
    assert combine(estates[0], []).gains() == pytest.approx(0.0, abs=1e-9)


def test_combined_levers_do_not_depend_on_their_order(estates):
    estate, merged = estates
    generator = random.Random(35)
    for _ in range(20):
        chosen = [drawn(one, generator) for one in generator.sample(list(LEVERS.values()), 12)]
        first = combine(estate, chosen).impacts()
        shuffled = generator.sample(chosen, len(chosen))
        assert combine(estate, shuffled).impacts() == pytest.approx(first, rel=1e-9)
        assert combine(merged, chosen).impacts() == pytest.approx(first, rel=1e-4)


def test_a_gain_never_passes_what_the_lever_touches(estates):
    estate, _ = estates
    generator = random.Random(1)
    for lever in LEVERS.values():
        whole = touched(estate, lever)
        for one in (Applied(lever, lever.defaults()), *(drawn(lever, generator) for _ in range(5))):
            assert (combine(estate, [one]).gains() <= whole + 1e-9 * abs(whole)).all(), lever.id


def test_no_combination_brings_an_impact_under_zero(estates):
    estate, _ = estates
    most = [Applied(one, {p.id: p.most for p in one.parameters}) for one in LEVERS.values()]
    assert (combine(estate, most).impacts() >= -1e-6).all()


def test_a_lever_that_cannot_be_computed_says_why_and_brings_nothing(estates):
    estate, _ = estates
    labels = category_labels(SHIPPED)
    for lever in LEVERS.values():
        if is_blind(estate, lever, labels):
            assert lacking(estate, lever, labels)
            assert not combine(estate, [Applied(lever, lever.defaults())]).gains().any()
