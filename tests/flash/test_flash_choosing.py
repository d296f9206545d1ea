"""Five actions and three duties, whatever the answers."""

from __future__ import annotations

from flash_cases import village
from hypothesis import given
from hypothesis import strategies as st
from test_flash_answers import any_answers

from canivet import commons as commons_module
from canivet.flash.answers import Answers
from canivet.flash.choosing import ACTIONS, DUTIES, choose_actions, choose_duties
from canivet.flash.conditions import holds, parse
from canivet.flash.quantities import facts_of
from canivet.flash.questionnaire import load_questionnaire

COMMONS = commons_module.load()
QUESTIONS = load_questionnaire(COMMONS)
PRACTICES = {row["id"]: row for row in COMMONS.rows("practices/practices")}
HEAVIEST = ["", "mfp", "laptop", "desktop", "monitor", "tablet", "smartphone", "server", "printed_sheet"]


@given(any_answers(), st.sampled_from(HEAVIEST))
def test_any_answers_give_five_distinct_actions_for_a_small_commune(answers: Answers, heaviest: str) -> None:
    facts = {**facts_of(answers, QUESTIONS), **({"heaviest": heaviest} if heaviest else {})}
    actions = choose_actions(facts, COMMONS, "")
    ids = [action.practice for action in actions]
    assert len(set(ids)) == len(ids) == ACTIONS == 5
    for practice in ids:
        row = PRACTICES[practice]
        assert row["small_commune"] != "no"
        assert not set(row["neighbours"].split(";")) & set(ids)
    for action in actions:
        assert action.reason.endswith((".", "!"))
        assert all((action.label, action.who, action.deadline, action.first_step))
    assert choose_actions(facts, COMMONS, "") == actions


@given(any_answers())
def test_any_answers_give_three_distinct_duties(answers: Answers) -> None:
    duties = choose_duties(facts_of(answers, QUESTIONS), COMMONS)
    assert len({duty.rule for duty in duties}) == len(duties) == DUTIES == 3
    for duty in duties:
        assert all((duty.title, duty.article, duty.requires, duty.reason, duty.step))


def chosen(answers: Answers, **more: str) -> dict[str, str]:
    facts = {**facts_of(answers, QUESTIONS), **more}
    return {action.practice: action.reason for action in choose_actions(facts, COMMONS, "")}


def test_a_village_gets_what_its_answers_call_for() -> None:
    # Nobody leads, the copier weighs most, a cupboard, five to eight years, bought new: in this order.
    assert list(chosen(village(), heaviest="mfp")) == ["BP-a.1", "BP-f.7", "BP-i.2", "BP-d.2", "BP-e.1"]


def test_a_practice_close_to_one_already_there_is_passed_over() -> None:
    """Buying together (D1.07) and buying second-hand (BP-e.1) would be the same order book."""
    found = chosen(village(hosting="pooled", lead="clerk", website="none", copiers=0))
    assert "BP-e.1" in found
    assert "D1.07" not in found
    assert "BP-f.2" in found, "the first row that always holds takes its place"


def test_who_acts_is_who_leads_when_the_commune_can_do_it_alone() -> None:
    facts = facts_of(village(lead="elected"), QUESTIONS)
    by_practice = {a.practice: a.who for a in choose_actions(facts, COMMONS, "L'élu qui suit le numérique")}
    assert by_practice["BP-i.2"] == "L'élu qui suit le numérique"
    assert by_practice["BP-d.2"] == "Le prestataire informatique, l'intercommunalité ou le syndicat."
    nobody = {a.practice: a.who for a in choose_actions(facts, COMMONS, "")}
    assert nobody["BP-i.2"] == "La personne qui suit l'informatique, avec l'élu désigné."


def test_duties_follow_the_answers() -> None:
    def rules(**changes: str | None) -> list[str]:
        return [duty.rule for duty in choose_duties(facts_of(village(**changes), QUESTIONS), COMMONS)]

    assert rules() == ["RGAA-DECL", "DON", "AGEC55-REP"]
    assert rules(website="none", end_of_life="collected") == ["DEEE", "AGEC55-REP", "AGEC58"]
    assert rules(website="pooled", end_of_life="given", purchases="leased") == ["DON", "ENV2026", "DEEE"]


def test_comparisons_at_their_bounds() -> None:
    for text, value, want in (
        ("copiers>=1", 0.0, False), ("copiers>=1", 1.0, True), ("screens_per_computer>1.36", 1.36, False),
        ("screens_per_computer>1.36", 1.37, True), ("reams_per_person>=36", 35.0, False),
        ("reams_per_person>=36", 36.0, True), ("printers<2", 2.0, False), ("printers<2", 1.0, True),
    ):  # fmt: skip
        name = parse(text)[0].fact
        assert holds(parse(text), {name: value}) is want, (text, value)
        assert not holds(parse(text), {}), "what is not known makes it false"
    assert holds(parse("lead=nobody|unknown;copiers>=1"), {"lead": "unknown", "copiers": 2.0})
    assert not holds(parse("lead=nobody|unknown;copiers>=1"), {"lead": "unknown"})
