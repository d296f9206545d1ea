"""What the tables of the flash path must hold, whatever their texts become."""

from __future__ import annotations

import pytest

from canivet import commons as commons_module
from canivet.flash.choosing import ACTIONS, DUTIES, LED_BY
from canivet.flash.conditions import parse
from canivet.flash.quantities import BASES
from canivet.flash.questionnaire import load_questionnaire
from canivet.footprint.uses import load_kinds
from canivet.inventory.classify import Classifier
from canivet.units import convert

COMMONS = commons_module.load()
QUESTIONS = load_questionnaire(COMMONS)
PRACTICES = {row["id"]: row for row in COMMONS.rows("practices/practices")}
#: What conditions may name besides choices and counts (see ``flash.quantities`` and ``flash.estimate``).
COMPUTED = {"unknown_counts", "screens_per_computer", "reams_per_person", "heaviest"}


def test_there_are_twelve_questions_in_three_steps() -> None:
    assert [question.rank for question in QUESTIONS.questions] == list(range(1, 13))
    assert [question.step for question in QUESTIONS.questions] == [1] * 6 + [2] * 3 + [3] * 3
    assert len({question.step_title for question in QUESTIONS.questions}) == 3


@pytest.mark.parametrize("question", QUESTIONS.questions, ids=lambda question: question.id)
def test_a_question_counts_or_offers_choices_one_of_which_is_not_to_know(question) -> None:
    assert bool(question.counts) != bool(question.choices)
    assert (question.answer_type == "count") == bool(question.counts)
    if question.answer_type == "yes_no":
        assert [choice.id for choice in question.choices] == ["yes", "no", "unknown"]
    if question.choices:
        assert sum(choice.is_unknown for choice in question.choices) == 1
        assert question.unknown is question.choices[-1]
        assert [choice.rank for choice in question.choices] == list(range(1, len(question.choices) + 1))
        labels = [choice.label for choice in question.choices]
        assert len(set(labels)) == len(labels)


def test_what_is_fed_exists_and_is_recognised() -> None:
    kinds, classifier = load_kinds(COMMONS), Classifier(COMMONS)
    fed = [(count.feeds, count.designation, count.unit) for count in QUESTIONS.counts.values()]
    fed += [
        (choice.feeds, choice.designation, "")
        for question in QUESTIONS.chosen.values()
        for choice in question.choices
        if choice.feeds
    ]
    for feed, designation, unit in fed:
        if feed.target == "family":
            verdict = classifier.classify("", "", designation, "", "", "", None)
            assert verdict.family == feed.name, designation
            assert verdict.confidence >= 0.85
        elif feed.target == "kind":
            assert feed.name in kinds
            kind = kinds[feed.name]
            assert not unit or convert(1.0, unit, kind.unit) is not None
        else:
            assert feed.name == "agents"


def test_an_unknown_count_has_a_cited_ratio_or_a_named_blank() -> None:
    for count in QUESTIONS.counts.values():
        default = count.default
        if default.value is None:
            assert default.note.startswith("Blanc"), count.id
            assert (default.base, default.pedigree) == ("", "")
        else:
            assert default.base in BASES, count.id
            assert default.pedigree > count.pedigree, "a ratio is never surer than a count"
    groups: dict[str, set[float | None]] = {}
    for count in QUESTIONS.counts.values():
        groups.setdefault(count.default.together, set()).add(count.default.value)
    assert all(len(values) == 1 for values in groups.values())


def test_ratios_are_those_that_are_published() -> None:
    """530 ÷ 450 = 1.18 computers per person; 3,400 ÷ 2,500 = 1.36 screens per computer."""
    published = {(row["ratio"], row["value"]) for row in COMMONS.rows("ratios/references")}
    assert QUESTIONS.counts["laptops"].default.value == 1.18 == round(530 / 450, 2)
    assert ("pc_per_agent", "1.18") in published
    assert QUESTIONS.counts["screens"].default.value == 1.36 == 3400 / 2500
    assert ("screens_per_pc", "1.36") in published


def test_keeping_a_device_longer_spares_its_making_only() -> None:
    why = QUESTIONS.chosen["age"].why
    assert "la fabrication pèse deux fois moins par an" in why
    assert "l'électricité, elle, ne change pas" in why


@pytest.mark.parametrize("table", ["flash/priorities", "flash/duties"])
def test_conditions_name_what_is_asked_or_computed(table: str) -> None:
    families = {row["id"] for row in COMMONS.rows("classification/families")}
    categories = families | set(load_kinds(COMMONS))
    for row in COMMONS.rows(table):
        for comparison in parse(row["when"]):
            fact, values = comparison.fact, comparison.values
            if fact in QUESTIONS.chosen:
                known = {choice.id for choice in QUESTIONS.chosen[fact].choices}
            elif fact == "heaviest":
                known = categories
            else:
                assert fact in COMPUTED | set(QUESTIONS.counts), (row["id"], fact)
                assert comparison.operator != "="
                assert all(float(value) >= 0 for value in values)
                continue
            assert comparison.operator == "="
            assert set(values) <= known, row["id"]


def test_actions_fit_a_commune_without_an_it_department() -> None:
    roles = {row["id"] for row in COMMONS.rows("practices/roles")}
    assert roles >= LED_BY
    for row in COMMONS.rows("flash/priorities"):
        practice = PRACTICES[row["practice"]]
        assert practice["small_commune"] in ("alone", "with_help"), row["id"]
        assert practice["first_step_fr"], row["id"]
        assert practice["pilot_roles"].split(";")[0] in roles


def test_one_server_is_not_asked_to_be_grouped_with_itself() -> None:
    about = [row for row in COMMONS.rows("flash/priorities") if row["practice"] == "BP-h.4"]
    assert {row["id"] for row in about} == {"heaviest_server", "server_yes", "server_unknown"}
    assert all("hébergement partagé" in row["label_fr"] for row in about)
    assert "l'intercommunalité ou au syndicat" in PRACTICES["BP-h.4"]["first_step_fr"]


def test_thresholds_of_conditions_say_where_they_come_from() -> None:
    for row in COMMONS.rows("flash/priorities"):
        thresholds = [c for c in parse(row["when"]) if c.operator != "=" and float(c.values[0]) not in (1, 2)]
        assert bool(thresholds) == bool(row["note"]), row["id"]


def test_the_rows_without_a_condition_are_enough_alone() -> None:
    """Whatever the answers: these are on subjects of their own, and no two are neighbours."""
    always = [row for row in COMMONS.rows("flash/priorities") if not row["when"]]
    assert len({row["topic"] for row in always}) == len(always) >= ACTIONS
    for row in always:
        neighbours = set(PRACTICES[row["practice"]]["neighbours"].split(";"))
        assert not neighbours & {other["practice"] for other in always}
    rules = {row["rule"] for row in COMMONS.rows("flash/duties") if not row["when"]}
    assert len(rules) >= DUTIES


def test_the_law_of_a_small_commune_is_there() -> None:
    rules = {row["id"]: row for row in COMMONS.rows("obligations/rules")}
    chosen = {row["rule"] for row in COMMONS.rows("flash/duties")}
    assert {"AGEC55-REP", "DEEE", "RGAA-DECL", "DON"} <= chosen
    for rule in chosen:
        assert rules[rule]["norm"] == "required"
        assert rules[rule]["confidence"] == "verified"
        assert rules[rule]["basis"] == "all", "it binds whatever the population"


def test_a_condition_that_cannot_be_read_is_a_defect() -> None:
    with pytest.raises(ValueError, match="not a comparison"):
        parse("lead~nobody")
