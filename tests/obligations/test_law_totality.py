"""Every rule has exactly one verdict, whatever the authority, its size, and what is known of it."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_cases import COMPLETE, KINDS, context

from canivet import commons as commons_module
from canivet import obligations
from canivet.obligations.checking import FORMULAS
from canivet.obligations.consistency import ARITIES, TYPES
from canivet.obligations.facts import NUMBERS, Declared, DeclaredFacts
from canivet.obligations.verdicts import APPLIES_LABELS, STATE_LABELS

COMMONS = commons_module.load()
LAW = obligations.load(COMMONS)
#: Around the threshold of the law, and far from it; the last says nothing.
SIZES = (0, 800, 12_000, 49_999, 50_000, 50_001, 120_000, None)
IDS = [rule.id for rule in LAW.rules]


@pytest.mark.parametrize(("kind", "size"), list(product(KINDS, SIZES)))
@pytest.mark.parametrize("pieces", [{}, COMPLETE], ids=["bare", "complete"])
def test_one_verdict_for_each_rule(kind, size, pieces):
    kind_, type_ = kind
    found = context(kind=kind_, type=type_, population_total=size, population_municipal=size, **pieces)
    verdicts = obligations.check(found, LAW, COMMONS)
    assert [item.rule for item in verdicts] == IDS
    for item in verdicts:
        assert item.applies in APPLIES_LABELS
        assert item.state in STATE_LABELS
        assert item.reason
        assert (item.applies == "no") <= (item.state == "not_applicable")
        assert bool(item.next) >= (item.state == "not_met")


def test_forty_four_rules_of_the_domain_are_there():
    """REEN-00 to 14 are fifteen; the register of the other obligations makes the rest."""
    assert [name for name in IDS if name.startswith("REEN-")] == [
        f"REEN-{number:02d}" for number in range(15)
    ]
    families = {name.split("-")[0] for name in IDS if not name.startswith("REEN-")}
    assert families == {
        "AGEC58", "AGEC55", "REEN16", "DON", "DEEE", "RGESN", "RGAA", "SPASER", "ENV2026", "PCAET", "DC500",
        "DC1000", "TERTIAIRE", "PAPIER", "PIECES",
    }  # fmt: skip


def test_every_formula_is_used_and_described():
    assert {rule.formula for rule in LAW.rules} == set(FORMULAS)
    assert set(FORMULAS) == set(ARITIES)
    assert set(TYPES) <= set(FORMULAS)


def test_every_fact_is_read_by_a_rule_or_a_milestone():
    read = {fact for rule in LAW.rules for fact in (*rule.facts, rule.basis_fact)}
    read |= {milestone.fact for milestone in LAW.milestones}
    assert set(LAW.facts) <= read


def test_what_the_law_asks_is_kept_apart_from_our_reading():
    for rule in LAW.rules:
        assert rule.requires
        assert rule.reading
        assert rule.requires != rule.reading


def values(kind):
    """Any value that a fact can have."""
    match kind.type:
        case "boolean":
            return st.booleans()
        case "date":
            return st.dates(date(2010, 1, 1), date(2035, 12, 31))
        case "themes":
            return st.sets(st.integers(1, 6), min_size=1).map(lambda found: tuple(sorted(found)))
        case name if name in NUMBERS:
            return st.integers(0, 10**6).map(float)
        case _:
            return st.text(min_size=1, max_size=10)


@st.composite
def declared(draw):
    kept = draw(st.sets(st.sampled_from(sorted(LAW.facts))))
    items = []
    for name in sorted(kept):
        kind = LAW.facts[name]
        items.append(Declared(name, 2025 if kind.yearly else None, draw(values(kind))))
    return DeclaredFacts.of(items)


@given(declared(), st.dates(date(2019, 1, 1), date(2032, 12, 31)), st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None)
def test_any_facts_on_any_day_give_one_verdict_each(found, today, kind):
    verdicts = obligations.check(
        context(facts=found, today=today, kind=kind[0], type=kind[1], **COMPLETE), LAW, COMMONS
    )
    assert [item.rule for item in verdicts] == IDS
    for item in verdicts:
        # A missing fact is named, and is one that is not declared.
        assert all(fact in LAW.facts for fact in item.missing)
        if item.state == "met":
            assert item.missing == ()
