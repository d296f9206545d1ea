"""The estimate: the engine of any diagnosis, honest intervals, and the same figures by every door."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flash_cases import counted_by_its_clerk, full, profile, village
from hypothesis import given, settings
from hypothesis import strategies as st
from test_flash_answers import any_answers

from canivet import commons as commons_module
from canivet.diagnosis import diagnose
from canivet.dossier import load, written
from canivet.examples import example_ids
from canivet.flash.answers import Answers
from canivet.flash.estimate import Flash, estimate
from canivet.flash.questionnaire import load_questionnaire
from canivet.flash.section import section
from canivet.problems import InputProblem

COMMONS = commons_module.load()
QUESTIONS = load_questionnaire(COMMONS)


def flash(**changes: int | str | None) -> Flash:
    return estimate(profile(), village(**changes), COMMONS)


def gwp(found: Flash) -> tuple[float, float, float]:
    assessment = found.diagnosis.assessment
    return (*assessment.intervals["gwp"].total, assessment.footprint.total("gwp"))


def width(found: Flash) -> float:
    """Width of the interval, as a share of the central figure."""
    low, high, central = gwp(found)
    return (high - low) / central


def test_the_figure_is_that_of_the_factors() -> None:
    """Only laptops: 8 × (185.09 ÷ 6.5 years + 48 kWh × 0.0519), with the factors of the commons."""
    from canivet.commons.archetypes import load_parameters
    from canivet.commons.factors import choose, load_factors

    zeros = dict.fromkeys(
        ("desktops", "screens", "smartphones", "tablets", "printers", "copiers", "reams"), 0
    )
    found = flash(**zeros, hosting="local", website="none")
    book = load_factors(COMMONS)
    chosen = choose(book, book.central_set)
    stages = chosen.stages("equipment:laptop", "gwp")
    embodied = sum(factor.value for stage, factor in stages.items() if stage != "use")
    mix = chosen.stages("electricity:FRA", "gwp")["use"].value
    kwh = load_parameters(COMMONS)["laptop", "annual_kwh"].value
    # 2 July 2019 to 31 December 2025: 2 374 days, 6.4997 years
    assert gwp(found)[2] == pytest.approx(8 * (embodied / (2374 / 365.25) + kwh * mix))


@pytest.mark.parametrize("example", [name for name in example_ids(COMMONS) if name != "syndicat"])
def test_the_full_diagnosis_is_inside_the_interval(example: str, record_property) -> None:
    """Whatever the size, though beyond a village what is not asked (network, hosting) lacks: 0.76 to 1.03."""
    whole = full(COMMONS, example)
    answers = counted_by_its_clerk(whole, QUESTIONS)
    low, high, central = gwp(estimate(whole.dossier.profile, answers, COMMONS))
    true = whole.assessment.footprint.total("gwp")
    record_property("flash / full", central / true)
    assert low < true < high
    assert 0.7 < central / true < 1.1
    if example == "village":
        assert central / true == pytest.approx(1.0, abs=0.1)


def test_whoever_runs_a_data_centre_is_told_so_by_nothing_in_the_questions() -> None:
    """A mutualising body is no user of this path: 70 % of its footprint is servers, which are not asked."""
    whole = full(COMMONS, "syndicat")
    found = estimate(whole.dossier.profile, counted_by_its_clerk(whole, QUESTIONS), COMMONS)
    low, high, _ = gwp(found)
    parts = whole.assessment.footprint.by("gwp", lambda key: key.category)
    asked = {key.category for key in found.diagnosis.assessment.cells.keys} - {"server"}
    assert not low < sum(parts.values()) < high
    assert low < sum(amount for category, amount in parts.items() if category in asked) < high


def test_the_dossier_opens_again_to_the_same_figures(tmp_path) -> None:
    found = flash(screens=None, printers=None)
    for name, text in written(found.diagnosis.dossier).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    again = load(tmp_path)
    assert again == found.diagnosis.dossier
    other = diagnose(again, COMMONS).assessment
    assert other.intervals == found.diagnosis.assessment.intervals
    assert other.footprint.total("gwp") == found.diagnosis.assessment.footprint.total("gwp")
    assert again.profile.agents == 6


@pytest.mark.parametrize("count", [name for name in QUESTIONS.counts if name != "people"])
def test_more_of_anything_is_never_less_impact(count: str) -> None:
    totals = [gwp(flash(**{count: value}))[2] for value in (0, 1, 2, 5, 30)]
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_more_of_anything_is_never_less_impact_whatever_the_rest(data) -> None:
    answers = data.draw(any_answers())
    known = Answers({"desktops": 1, "laptops": 1, "people": 2, **answers.counts}, answers.choices)
    name = data.draw(st.sampled_from([n for n in known.counts if n not in ("people",)]))
    more = replace(known, counts={**known.counts, name: known.counts[name] + data.draw(st.integers(1, 9))})
    try:
        less_total = gwp(estimate(profile(), known, COMMONS))[2]
    except InputProblem:
        less_total = 0.0
    assert gwp(estimate(profile(), more, COMMONS))[2] >= less_total


def test_longer_lives_are_lighter() -> None:
    totals = [gwp(flash(age=age, tablets=0))[2] for age in ("recent", "middle", "old", "very_old")]
    # Under the usual lifetime (5 and 6 years) the age changes nothing; beyond it, each year weighs less.
    assert totals[0] == totals[1] > totals[2] > totals[3]


def test_what_a_ratio_gives_is_less_sure_than_what_is_counted() -> None:
    """The same 7 laptops, counted, then taken from 6 people × 1.18 computers: 7.08."""
    counted, given = flash(desktops=0, laptops=7), flash(desktops=0, laptops=None)
    assert gwp(given)[2] == pytest.approx(gwp(counted)[2], rel=0.02)
    assert width(given) > width(counted)
    parts = [
        f.diagnosis.assessment.intervals["gwp"].by_view["by_category"]["laptop"] for f in (given, counted)
    ]
    (low, high), (sure_low, sure_high) = parts
    # Two classes apart (1.5 and 2.2): the bounds go further on both sides, the central figure being the same.
    assert low < 0.9 * sure_low
    assert high > 1.1 * sure_high


def test_a_count_by_hand_is_less_sure_than_an_inventory() -> None:
    """The same lots without their pedigree are those of an inventory: their interval is narrower."""
    found = flash()
    (table,) = found.diagnosis.dossier.tables
    listed = tuple(
        replace(line, cells={k: v for k, v in line.cells.items() if k != "quantity_pedigree"})
        for line in table.lines
    )
    inventory = replace(found.diagnosis.dossier, tables=(replace(table, lines=listed),))
    sure = diagnose(inventory, COMMONS).assessment
    low, high = sure.intervals["gwp"].total
    assert sure.footprint.total("gwp") == gwp(found)[2]
    assert (high - low) < gwp(found)[1] - gwp(found)[0]


def test_what_is_not_known_is_told_and_is_not_zero() -> None:
    found = flash(copiers=None)
    told = section(found)
    assert "mfp" not in {row["id"] for row in told["categories"]}
    assert "Gros copieurs posés au sol, souvent loués : nombre inconnu." in told["left_out"]
    (excluded,) = found.diagnosis.inventory.exclusions
    assert (excluded.reason, excluded.detail) == (
        "invalid_quantity",
        "« ne sait pas » n'est pas une quantité",
    )
    # Zero copiers is another answer: nothing is excluded, nothing is told.
    assert flash(copiers=0).diagnosis.inventory.exclusions == []


def test_what_has_no_factor_lowers_the_coverage() -> None:
    plain = flash(hosting="local", website="none").diagnosis.assessment.footprint.coverage("gwp")
    hosted = flash(hosting="provider", website="own").diagnosis.assessment.footprint.coverage("gwp")
    # 24 devices whole, and paper without its end of life (three stages of four): (24 + 0.75) ÷ 25
    assert plain == pytest.approx(24.75 / 25)
    # A line of mailboxes and a site, without any factor: ÷ 27
    assert hosted == pytest.approx(24.75 / 27)


def test_the_section_adds_up_and_is_written_as_json() -> None:
    told = section(flash())
    assert sum(row["gwp"] for row in told["categories"]) == pytest.approx(told["climate"]["central"])
    assert sum(row["share"] for row in told["categories"]) == pytest.approx(1.0)
    assert told["units"] == 3 + 8 + 3 + 2 + 6 + 1 + 1
    assert told["climate"]["central"] / 6 == pytest.approx(told["per_person"]["value"])
    assert [action["rank"] for action in told["actions"]] == [1, 2, 3, 4, 5]
    assert told["answered"] == told["questions"] == 12
    assert json.loads(json.dumps(told)) == told


def test_without_people_nothing_is_said_by_person() -> None:
    told = section(flash(people=None))
    assert told["per_person"]["value"] is None
    assert told["authority"]["people"] is None


@pytest.mark.parametrize(("population", "warned"), [(3_499, 0), (3_500, 1), (None, 0)])
def test_a_larger_authority_is_told_to_make_its_inventory(population: int | None, warned: int) -> None:
    found = estimate(profile(population=population), village(), COMMONS)
    told = [text for text in section(found)["cautions"] if "moins de 3\u202f500 habitants" in text]
    assert len(told) == warned


def test_the_same_answers_give_the_same_estimate() -> None:
    assert section(flash()) == section(flash())
