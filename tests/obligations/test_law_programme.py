"""The decree's rules fail one by one on a dossier stripped of the piece that each needs."""

from dataclasses import replace
from datetime import date

import pytest
from law_cases import COMPLETE, context

from canivet.obligations import check
from canivet.obligations.context import ImpactAssessment, InitiativesCount, LinkedAnswer

PIECES = {"REEN-01": "actors", "REEN-02": "assessment", "REEN-03": "uses", "REEN-04": "initiatives"}


def states(found, law, commons):
    return {item.rule: item.state for item in check(found, law, commons) if item.rule in PIECES}


@pytest.mark.parametrize("rule", PIECES)
def test_without_its_piece_a_rule_alone_fails(rule, law, shipped):
    complete = context(**COMPLETE)
    assert set(states(complete, law, shipped).values()) == {"met"}
    stripped = states(replace(complete, **{PIECES[rule]: None}), law, shipped)
    assert {name for name, state in stripped.items() if state == "not_met"} == {rule}


@pytest.mark.parametrize("lacking", ["made_on", "scope", "method"])
def test_an_assessment_says_its_date_scope_and_method(asked, lacking):
    piece = replace(COMPLETE["assessment"], **{lacking: None if lacking == "made_on" else ""})
    found = asked("REEN-02", assessment=piece)
    assert found.state == "not_met"
    assert {"made_on": "date", "scope": "périmètre", "method": "méthode"}[lacking] in found.reason


def test_an_assessment_of_uses_has_a_date(asked):
    assert asked("REEN-03", uses=replace(COMPLETE["uses"], made_on=None)).state == "not_met"


def test_nothing_done_is_an_answer_when_it_says_why(asked):
    assert asked("REEN-04", initiatives=InitiativesCount(0)).state == "not_met"
    found = asked("REEN-04", initiatives=InitiativesCount(0, "La compétence vient d'être transférée."))
    assert (found.state, "compétence" in found.reason) == ("met", True)


def test_without_a_dossier_no_piece_is_said_missing(asked):
    found = asked("REEN-02", has_dossier=False)
    assert (found.state, found.applies) == ("to_establish", "yes")


@pytest.mark.parametrize("number", range(5, 15))
def test_rules_on_the_strategy_say_what_they_await(asked, number):
    found = asked(f"REEN-{number:02d}")
    assert found.state == "to_establish"
    assert found.missing
    assert found.reason.startswith("Attend la stratégie. Il manque ")


@pytest.mark.parametrize(
    ("rule", "whole", "part"),
    [
        ("REEN-05", "strategy_objectives", "strategy_objectives_complete"),
        ("REEN-06", "strategy_objectives", "strategy_objectives_with_indicator"),
        ("REEN-07", "strategy_objectives", "strategy_objectives_with_measure"),
        ("REEN-08", "strategy_measures", "strategy_measures_with_means"),
        ("REEN-09", "strategy_items", "strategy_items_with_period"),
    ],
)
def test_all_of_what_the_strategy_sets(asked, rule, whole, part):
    assert asked(rule, {whole: 0.0, part: 0.0}).state == "not_met"
    assert asked(rule, {whole: 4.0, part: 3.0}).state == "not_met"
    found = asked(rule, {whole: 4.0, part: 4.0})
    assert (found.state, found.figures[0].arithmetic) == ("met", "100 × 4 ÷ 4")
    assert asked(rule, {whole: 4.0, part: 5.0}).state == "to_establish"


def test_figures_are_traced_where_there_are_some(asked):
    assert asked("REEN-14", {"strategy_figures": 0.0}).state == "not_applicable"
    assert asked("REEN-14", {"strategy_figures": 8.0, "strategy_figures_traced": 7.0}).state == "not_met"


def test_a_theme_without_action_is_named(asked):
    assert asked("REEN-10", {"strategy_themes": (1, 2, 3, 4, 5, 6)}).state == "met"
    found = asked("REEN-10", {"strategy_themes": (1, 2, 3, 4, 6)})
    assert (found.state, found.severity) == ("not_met", "A")
    assert "5 (Citoyens et inclusion)" in found.reason


def test_a_deliberation_is_dated_numbered_and_joined(law, shipped, asked):
    from canivet.obligations.facts import Declared, DeclaredFacts

    declared = {"strategy_deliberation_on": date(2024, 12, 3), "strategy_deliberation_number": "2024-118"}
    assert asked("REEN-11", declared).state == "to_establish"
    joined = DeclaredFacts.of(
        [Declared(name, None, value, ("deliberation-2024-118",)) for name, value in declared.items()]
    )
    found = next(v for v in check(context(facts=joined), law, shipped) if v.rule == "REEN-11")
    assert (found.state, found.proofs) == ("met", ("deliberation-2024-118",))
    assert asked("REEN-11", {"strategy_deliberation_number": "2024-118"}).missing == (
        "strategy_deliberation_on",
    )


def test_answers_of_the_grid_are_evidence_and_settle_nothing(asked):
    answer = LinkedAnswer(
        "1.04", "L'indice compte-t-il ?", "Oui, partout.", "done", ("AGEC55-REP",), ("p-7",)
    )
    found = asked("AGEC55-REP", answers=(answer,))
    assert (found.state, found.proofs) == ("to_establish", ())  # a proof of the answer, not of the rule
    assert found.evidence[-1].proofs == ("p-7",)
    assert "Grille de maturité, 1.04 (en place)" in found.evidence[-1].text
    assert asked("AGEC55-DUR", answers=(answer,), year=2026).evidence == ()


def test_unknown_is_not_free(asked):
    """Without the nature of the authority, nothing says that the dates do not bind it."""
    found = asked("REEN-12", kind="", population_total=120_000)
    assert found.state == "to_establish"
    assert "rien ne dit si les échéances vous lient" in found.reason


def test_a_programme_that_is_late_does_not_hide_a_strategy_that_is_not_there(asked):
    found = asked("REEN-12", {"programme_on": date(2024, 6, 24)})
    assert found.state == "not_met"
    assert "programme de travail avec 17 mois de retard ; stratégie : aucune date donnée" in found.reason
    assert "échéance du 1er janvier 2025" in found.reason


def test_an_assessment_made_after_the_date_says_so(asked):
    late = ImpactAssessment(date(2026, 11, 24), "organisation", "Canivet")
    found = asked("REEN-02", assessment=late)
    assert found.state == "met"
    assert found.reason.endswith("établi après l'échéance du 1er janvier 2023.")
