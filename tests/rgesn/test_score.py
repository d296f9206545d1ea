"""The RGESN score: totals of control, cases worked by hand, and what must hold whatever the answers."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canivet.commons.store import Commons, load
from canivet.problems import InputProblem
from canivet.rgesn.assessment import Answer, DigitalService, ServiceAssessment, standings
from canivet.rgesn.plan import progress_plan
from canivet.rgesn.referential import Referential, load_referential, missing_facts, versions
from canivet.rgesn.scoring import bounds, by_theme, score

BOOK = load_referential(load(), "2024")
STATES = tuple(BOOK.states)


def service(present: frozenset[str] = frozenset(), absent: frozenset[str] = frozenset()) -> DigitalService:
    return DigitalService("portail", "Portail", "", "site", "2024", date(2026, 3, 2), "", present, absent)


def assessed(**states: str) -> ServiceAssessment:
    """A service whose criteria ``c1_1=...`` have these states."""
    answers = {
        name[1:].replace("_", "."): Answer(state, reason="Sans objet ici.") for name, state in states.items()
    }
    return ServiceAssessment(service(), answers)


def everywhere(state: str) -> ServiceAssessment:
    return ServiceAssessment(service(), {id_: Answer(state, reason="Sans objet.") for id_ in BOOK.criteria})


def test_control_totals_of_the_official_referential(shipped: Commons) -> None:
    # 30 × 1.5 + 29 × 1.25 + 19 × 1 = 45 + 36.25 + 19 = 100.25
    assert versions(shipped) == ("2024",)
    assert Counter(item.priority for item in BOOK.criteria.values()) == {
        "priority": 30,
        "recommended": 29,
        "moderate": 19,
    }
    assert dict(BOOK.weights) == {"priority": 1.5, "recommended": 1.25, "moderate": 1.0}
    assert sum(BOOK.weight(id_) for id_ in BOOK.criteria) == 100.25
    assert [len(BOOK.of_theme(theme.id)) for theme in BOOK.themes] == [10, 10, 7, 15, 8, 7, 4, 10, 7]
    assert Counter(item.difficulty for item in BOOK.criteria.values()) == {
        "low": 21,
        "medium": 41,
        "high": 16,
    }


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("validated", 1.0),
        ("in_progress", 0.0),
        ("not_validated", 0.0),
        ("to_assess", 0.0),
        ("not_applicable", None),
    ],
)
def test_one_state_everywhere(state: str, expected: float | None) -> None:
    found = score(standings(everywhere(state), BOOK).values(), BOOK)
    assert found.value == expected
    assert found.applicable == (0 if expected is None else 100.25)
    assert found.counts == {name: 78 if name == state else 0 for name in STATES}


def test_nothing_answered_is_all_to_assess() -> None:
    found = standings(ServiceAssessment(service()), BOOK).values()
    whole = score(found, BOOK)
    assert (whole.value, whole.answered) == (0.0, 0.0)
    assert bounds(whole, found, BOOK) == (0.0, 1.0)


def test_a_theme_worked_by_hand() -> None:
    # Backend: 7.1 recommended 1.25, 7.2 recommended 1.25, 7.3 moderate 1, 7.4 priority 1.5.
    # 7.4 leaves: applicable 1.25 + 1.25 + 1 = 3.5; validated 7.1 and 7.3: 1.25 + 1 = 2.25.
    found = standings(
        assessed(c7_1="validated", c7_2="in_progress", c7_3="validated", c7_4="not_applicable"), BOOK
    ).values()
    backend = by_theme(found, BOOK)[7]
    assert (backend.earned, backend.applicable) == (2.25, 3.5)
    assert backend.value == pytest.approx(2.25 / 3.5)
    whole = score(found, BOOK)
    assert (whole.earned, whole.applicable) == (2.25, 98.75)  # 100.25 − 1.5
    # What is still to assess weighs 98.75 − 3.5 = 95.25: (2.25 + 95.25) / 98.75 at best.
    assert bounds(whole, found, BOOK) == pytest.approx((2.25 / 98.75, 97.5 / 98.75))


def test_facts_put_criteria_aside_with_their_reason() -> None:
    without = ServiceAssessment(service(absent=frozenset({"video", "training", "consensus"})))
    found = standings(without, BOOK)
    aside = {id_ for id_, item in found.items() if item.state == "not_applicable"}
    # No video: 5.3, 5.4, and 5.5 (its sound needs one). No training: 9.2 to 9.6. No consensus: 7.4.
    assert aside == {"5.3", "5.4", "5.5", "9.2", "9.3", "9.4", "9.5", "9.6", "7.4"}
    assert all(found[id_].from_facts and found[id_].reason for id_ in aside)
    # 5.3 1.5, 5.4 1.5, 5.5 1.5, 9.2–9.5 4 × 1.5, 9.6 1.25, 7.4 1.5 = 13.25; 100.25 − 13.25 = 87
    assert score(found.values(), BOOK).applicable == 87


def test_a_fact_can_put_aside_by_being_there() -> None:
    grouped = ServiceAssessment(service(present=frozenset({"video", "broadcast"})))
    assert standings(grouped, BOOK)["5.3"].state == "not_applicable"
    assert standings(grouped, BOOK)["5.4"].state == "to_assess"


def test_an_answer_wins_over_the_facts_and_the_contradiction_is_told() -> None:
    absent = service(absent=frozenset({"form"}))
    found = standings(ServiceAssessment(absent, {"4.10": Answer("validated")}), BOOK)
    assert (found["4.10"].state, found["4.10"].contradicts) == ("validated", True)
    assert (found["4.11"].state, found["4.11"].contradicts) == ("not_applicable", False)
    # « À évaluer » answers nothing: the facts still put the criterion aside.
    found = standings(ServiceAssessment(absent, {"4.10": Answer("to_assess")}), BOOK)
    assert found["4.10"].state == "not_applicable"


def test_every_condition_of_the_referential_can_be_met_by_a_fact() -> None:
    """One fact denied at a time: together they put aside the criteria that have a condition, and no other."""
    seen: set[str] = set()
    for fact in BOOK.facts:
        found = standings(ServiceAssessment(service(absent=frozenset({fact}))), BOOK)
        aside = {id_ for id_, item in found.items() if item.state == "not_applicable"}
        missing = missing_facts(BOOK.facts, {fact})
        assert aside == {id_ for id_, item in BOOK.criteria.items() if missing & set(item.needs)}
        seen |= aside
    conditional = {id_ for id_, item in BOOK.criteria.items() if item.needs}
    assert seen == conditional
    assert len(conditional) == 60  # 18 apply to every service
    assert all(BOOK.criteria[id_].not_applicable for id_ in conditional)


def test_plan_holds_what_is_dated_within_two_years() -> None:
    answers = {
        "1.1": Answer("in_progress", action="Écrire l'utilité", due_on=date(2028, 3, 2)),  # last day
        "1.2": Answer("not_validated", action="Rencontrer des usagers", due_on=date(2028, 3, 3)),  # too late
        "1.3": Answer("not_validated", action="Nommer un référent"),  # no date
        "4.5": Answer("to_assess", action="Relire", due_on=date(2026, 9, 1)),
        "4.6": Answer("validated", action="Déjà fait", due_on=date(2026, 9, 1)),
    }
    found = tuple(standings(ServiceAssessment(service(), answers), BOOK).values())
    whole = score(found, BOOK)
    plan = progress_plan(found, whole, BOOK, date(2026, 3, 2))
    assert plan.until == date(2028, 3, 2)
    assert [item.criterion.id for item in plan.steps] == ["4.5", "1.1"]  # by date
    assert [item.criterion.id for item in plan.beyond] == ["1.2"]
    # 78 criteria − 1 validated − 2 steps − 1 beyond
    assert len(plan.unplanned) == 74
    # Validated 4.6 (recommended, 1.25) + steps 4.5 (moderate, 1) and 1.1 (priority, 1.5)
    assert plan.expected == pytest.approx((1.25 + 1 + 1.5) / 100.25)
    # First of what is left: the heaviest, then the easiest (2.1… are priority; 4.1 is priority and easy).
    first = plan.unplanned[0].criterion
    assert (first.priority, first.difficulty, first.id) == ("priority", "low", "4.1")


def test_unknown_edition_is_refused(shipped: Commons) -> None:
    with pytest.raises(InputProblem, match="l'édition « 2020 » du RGESN"):
        load_referential(shipped, "2020")


facts = st.sets(st.sampled_from(sorted(BOOK.facts)))
answered = st.dictionaries(st.sampled_from(list(BOOK.criteria)), st.sampled_from(STATES))


@given(answered, facts)
def test_score_is_a_share_and_its_parts_add_up(states: dict[str, str], absent: set[str]) -> None:
    assessment = ServiceAssessment(
        service(absent=frozenset(absent)), {id_: Answer(state, "Motif") for id_, state in states.items()}
    )
    found = tuple(standings(assessment, BOOK).values())
    whole, themes = score(found, BOOK), by_theme(found, BOOK)
    assert sum(theme.earned for theme in themes.values()) == whole.earned  # multiples of 1/4: exact
    assert sum(theme.applicable for theme in themes.values()) == whole.applicable
    assert sum(whole.counts.values()) == 78
    if whole.value is None:
        assert whole.counts["not_applicable"] == 78
        assert bounds(whole, found, BOOK) is None
    else:
        low, high = bounds(whole, found, BOOK) or (2.0, -1.0)
        assert 0 <= low == whole.value <= high <= 1


@given(answered, st.sampled_from(list(BOOK.criteria)))
def test_validating_one_more_never_lowers_the_score(states: dict[str, str], criterion: str) -> None:
    def value(given_states: dict[str, str], book: Referential = BOOK) -> float:
        answers = {id_: Answer(state, "Motif") for id_, state in given_states.items()}
        return score(standings(ServiceAssessment(service(), answers), book).values(), book).value or 0.0

    assert value({**states, criterion: "validated"}) >= value(states)
