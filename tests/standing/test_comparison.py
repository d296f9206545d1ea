"""The decision table of comparisons: it decides for every pair, and never flatters what the commons say."""

from __future__ import annotations

from itertools import product

import pytest

from canivet.commons.store import load
from canivet.standing.comparison import (
    ASPECTS,
    VERDICTS,
    Comparison,
    Descriptor,
    compare,
    decide,
    load_rules,
    of_ratio,
    of_reference,
)

COMMONS = load()
RULES = load_rules(COMMONS)
VALUES = {
    aspect: [row["value"] for row in COMMONS.rows("ratios/aspects") if row["aspect"] == aspect]
    for aspect in ASPECTS
}
GWP = Descriptor("gwp", "equipped_agent", "canivet", "with", "with", "authorities")


def changed(**changes: str) -> Descriptor:
    values = {aspect: getattr(GWP, aspect) for aspect in ASPECTS} | changes
    return Descriptor(*values.values())


@pytest.mark.parametrize("aspect", ASPECTS)
def test_table_decides_for_every_pair_and_says_why(aspect: str) -> None:
    for ours, theirs in product(VALUES[aspect], repeat=2):
        rule = decide(RULES, aspect, ours, theirs)
        assert rule.verdict in VERDICTS
        assert bool(rule.reason) == (rule.verdict != "comparable"), (ours, theirs)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_verdict_does_not_depend_on_who_is_first(aspect: str) -> None:
    for ours, theirs in product(VALUES[aspect], repeat=2):
        forth, back = decide(RULES, aspect, ours, theirs), decide(RULES, aspect, theirs, ours)
        assert forth.verdict == back.verdict, (ours, theirs)


def test_every_rule_decides_for_some_pair() -> None:
    used = {
        (aspect, RULES[aspect].index(decide(RULES, aspect, *pair)))
        for aspect in ASPECTS
        for pair in product(VALUES[aspect], repeat=2)
    }
    assert used == {(aspect, rank) for aspect in ASPECTS for rank in range(len(RULES[aspect]))}


def test_same_method_scope_criterion_and_base_compare() -> None:
    assert compare(GWP, GWP, RULES) == Comparison("comparable", ())


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"criterion": "several"}, "not_comparable"),  # one criterion against sixteen
        ({"criterion": "pe"}, "not_comparable"),
        ({"hosting": "without"}, "indicative"),  # with and without external data centres
        ({"schools": "without"}, "indicative"),
        ({"base": "agent"}, "indicative"),  # per agent against per equipped user
        ({"base": "user"}, "comparable"),
        ({"base": "inhabitant"}, "not_comparable"),
        ({"method_id": "green_it"}, "indicative"),
        ({"method_id": "target"}, "not_comparable"),
        ({"method_id": "unknown"}, "indicative"),
        ({"sector_id": "mixed"}, "indicative"),
        ({"sector_id": "private"}, "not_comparable"),
        ({"sector_id": "national"}, "not_comparable"),
        ({"sector_id": "households"}, "not_comparable"),
    ],
)
def test_rules_of_method_one_by_one(changes: dict[str, str], verdict: str) -> None:
    found = compare(GWP, changed(**changes), RULES)
    assert found.verdict == verdict
    assert len(found.reasons) == (verdict != "comparable")


def test_whole_life_and_one_year_of_a_device_do_not_compare() -> None:
    found = compare(changed(base="device"), changed(base="device_year"), RULES)
    assert found.verdict == "not_comparable"
    assert "toute la vie" in found.reasons[0]


def test_the_gravest_reason_comes_first() -> None:
    found = compare(GWP, changed(method_id="green_it", sector_id="private"), RULES)
    assert found.verdict == "not_comparable"
    assert found.reasons[0].startswith("Ce sont des entreprises")
    assert len(found.reasons) == 2


def test_references_are_described_with_the_words_of_the_aspects() -> None:
    for row in COMMONS.rows("ratios/references"):
        for aspect in ASPECTS:
            assert row[aspect] in VALUES[aspect], (row["source"], aspect)
    for row in COMMONS.rows("ratios/ratios"):
        found = of_ratio(row, hosting=None, schools=None)
        for aspect in ASPECTS:
            assert getattr(found, aspect) in VALUES[aspect], (row["id"], aspect)


def test_table_is_never_stricter_than_the_verdict_read_by_a_person() -> None:
    """So that the page and the report, which shows the verdict of the commons, always agree."""
    ratios = {row["id"]: row for row in COMMONS.rows("ratios/ratios")}
    for row in COMMONS.rows("ratios/references"):
        for hosting, schools in product((True, False, None), repeat=2):
            ours = of_ratio(ratios[row["ratio"]], hosting=hosting, schools=schools)
            found = compare(ours, of_reference(row), RULES)
            assert VERDICTS.index(found.verdict) <= VERDICTS.index(row["comparability"]), row["source"]


def test_no_published_figure_is_fully_comparable_today() -> None:
    """Said plainly: no open source gives a figure by the same method, for authorities alone."""
    assert {row["comparability"] for row in COMMONS.rows("ratios/references")} == {
        "indicative",
        "not_comparable",
    }


def test_a_share_of_making_alone_is_told_apart_from_ours() -> None:
    (ours,) = [row for row in COMMONS.rows("ratios/ratios") if row["id"] == "manufacturing_share_gwp"]
    assert "fabrication, transport et fin de vie" in ours["definition_fr"]
    theirs = {
        row["value"]: row
        for row in COMMONS.rows("ratios/references")
        if row["ratio"] == "manufacturing_share_gwp"
    }
    for value in ("77", "54"):
        assert theirs[value]["comparability"] == "indicative"
        assert "part de la fabrication seule" in theirs[value]["comparability_note"]
