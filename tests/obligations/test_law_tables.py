"""The shipped tables hold together, and a table that does not is refused with its row."""

from dataclasses import replace
from datetime import date

import pytest
from law_cases import COMPLETE, context, facts

from canivet.obligations.consistency import check_tables
from canivet.obligations.presenting import section
from canivet.problems import InputProblem


def changed(law, rule_id, **changes):
    rules = tuple(replace(rule, **changes) if rule.id == rule_id else rule for rule in law.rules)
    return replace(law, rules=rules)


@pytest.mark.parametrize(
    ("rule", "changes", "said"),
    [
        ("DEEE", {"formula": "guess"}, "la formule « guess » n'existe pas"),
        ("DEEE", {"facts": ("weee_register",)}, "ne lit pas 1 faits"),
        ("PCAET", {"facts": ("nothing",)}, "le fait « nothing » n'existe pas"),
        ("PCAET", {"facts": ("datacentre_kw",)}, "n'a pas le type que lit « declared »"),
        ("PCAET", {"basis": "guess"}, "la base « guess » n'existe pas"),
        ("PCAET", {"basis_fact": ""}, "il manque le fait qui décide"),
        ("DC500", {"threshold": None}, "il manque le seuil"),
        ("PAPIER", {"step_key": "none"}, "aucune valeur « none »"),
        ("SPASER-IND", {"period_years": None}, "il manque la période"),
        ("PCAET", {"group": "none"}, "le groupe « none » n'existe pas"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(law, rule, changes, said):
    with pytest.raises(InputProblem) as problem:
        check_tables(changed(law, rule, **changes))
    assert f"« {rule} »" in str(problem.value)
    assert said in str(problem.value)


def test_every_rule_says_its_source_and_how_sure_it_is(law):
    for rule in law.rules:
        assert rule.source
        assert rule.licence
        assert rule.reviewed_on >= date(2026, 11, 1)
        assert rule.confidence in ("verified", "secondary", "unverified")


def test_an_unverified_value_is_blank_and_says_why(law, shipped):
    for row in shipped.rows("obligations/steps"):
        assert (row["amount"] == "") == (row["confidence"] == "unverified"), row["id"]
        assert row["amount"] or row["note"]
    blank = [row["id"] for row in shipped.rows("obligations/steps") if not row["amount"]]
    assert {"agec58-it-2027", "agec58-it-2030"} <= set(blank)


def test_the_threshold_of_the_law_stays_in_one_table(law, shipped):
    """``obligations/scope`` alone holds the inhabitants and the two dates."""
    for rule in law.rules:
        if rule.is_reen:
            assert (rule.threshold, rule.date_effect) == (None, None), rule.id
    text = (shipped.root / "obligations" / "rules.csv").read_text(encoding="utf-8")
    assert ",50000," not in text


def test_common_mistakes_of_reference_are_not_made(law):
    assert law.rule("AGEC58").article.startswith("AGEC, article 58")
    assert "article 15" in law.rule("AGEC55-REP").article
    assert "2024-134" in law.rule("AGEC58").article
    with pytest.raises(KeyError):
        law.rule("AGEC16")


def test_questions_of_the_grid_name_rules_that_exist(law, shipped):
    known = {rule.id for rule in law.rules}
    linked = {
        rule for row in shipped.rows("maturity/questions") for rule in row["obligations"].split(";") if rule
    }
    assert linked <= known


def test_the_section_adds_up(law, shipped):
    from canivet.obligations import check, deadlines

    given = context(facts=facts(law, datacentre_kw=0.0, spaser_adopted=True), **COMPLETE)
    verdicts = check(given, law, shipped)
    found = section(given, law, verdicts, deadlines(given, law, verdicts))
    shown = [item for group in found["groups"] for item in group["verdicts"]]
    assert [item["rule"] for item in shown] == [rule.id for rule in law.rules]
    by_state = found["counts"]["by_state"]
    assert sum(by_state.values()) == found["counts"]["rules"] == len(shown)
    for state, number in by_state.items():
        assert sum(item["state"] == state for item in shown) == number
    assert found["programme"] == {"met": ["REEN-01", "REEN-02", "REEN-03", "REEN-04"], "lacking": []}
    # Met: REEN-00 to 04. SPASER waits for the amount of purchases, and no data centre is bound.
    assert by_state["met"] == 5
    assert found["counts"]["met_rate"] == 5 / (44 - by_state["not_applicable"])
    # REEN-00 is a question: four rules that bind are met, one of them with a proof.
    assert found["counts"]["binding"]["by_state"]["met"] == 4
    assert found["counts"]["proof_rate"] == 1 / 4
    voluntary = sum(item["applies"] == "voluntary" for item in shown)
    assert sum(found["counts"]["binding"]["by_state"].values()) == len(shown) - voluntary - 1
