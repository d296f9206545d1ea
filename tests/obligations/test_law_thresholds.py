"""Every threshold at one below, on it, and one above; every date a day before, on the day, a day after."""

from datetime import date, timedelta

import pytest
from law_cases import COMPLETE, TODAY, lot

ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("total", "applies"), [(49_999, "voluntary"), (50_000, "voluntary"), (50_001, "yes")]
)
@pytest.mark.parametrize(("kind", "type_"), [("commune", "commune"), ("epci", "CC"), ("epci", "METRO")])
def test_more_than_fifty_thousand_inhabitants(asked, kind, type_, total, applies):
    found = asked("REEN-01", kind=kind, type=type_, population_total=total, population_municipal=total)
    assert found.applies == applies
    assert found.severity == ("E" if applies == "yes" else "A")


def test_a_territorial_body_without_own_tax_is_not_bound(asked):
    assert asked("REEN-00", kind="epci", type="EPT", population_total=400_000).applies == "voluntary"


@pytest.mark.parametrize(("kind", "total"), [("", 120_000), ("commune", None)])
def test_what_cannot_be_told_of_the_authority_is_told(asked, kind, total):
    found = asked("REEN-00", kind=kind, type="", population_total=total, population_municipal=None)
    assert (found.applies, found.state) == ("unknown", "to_establish")


@pytest.mark.parametrize(
    ("year", "reused", "state"),
    [
        (2023, 24, "not_met"), (2023, 25, "met"), (2023, 26, "met"),
        (2024, 34, "not_met"), (2024, 35, "met"), (2024, 36, "met"),
        (2025, 49, "not_met"), (2025, 50, "met"), (2025, 51, "met"),
    ],
)  # fmt: skip
def test_reuse_rate_of_each_year(asked, year, reused, state):
    """Of 100 devices, so that each one is a percent: 25 % in 2023, 35 % in 2024, 50 % from 2025 on."""
    found = asked("REEN16", {"reen16_reused": float(reused), "reen16_reformed": 100.0}, year=year)
    assert (found.state, found.figures[0].value) == (state, reused)


def test_the_last_step_still_holds_later(asked):
    found = asked(
        "REEN16", {"reen16_reused": 49.0, "reen16_reformed": 100.0}, year=2031, today=date(2032, 6, 1)
    )
    assert (found.state, found.figures[0].threshold) == ("not_met", 50)


@pytest.mark.parametrize(("reuse", "state"), [(19_999.99, "not_met"), (20_000.0, "met"), (20_000.01, "met")])
def test_twenty_percent_of_digital_purchases(asked, reuse, state):
    """20 % of 100,000 € is 20,000 €, to the cent."""
    found = asked("AGEC58", {"agec58_it_total": 100_000.0, "agec58_it_reuse": reuse})
    assert (found.state, found.figures[0].threshold) == (state, 20)


def test_a_share_just_under_its_threshold_is_never_shown_on_it(asked):
    """100 × 19 999,99 ÷ 100 000 = 19,99999: cut, not rounded to 20."""
    found = asked("AGEC58", {"agec58_it_total": 100_000.0, "agec58_it_reuse": 19_999.99})
    assert found.reason.startswith("19,99 % en 2025")


@pytest.mark.parametrize("year", [2027, 2028, 2030, 2031])
def test_steps_that_nobody_verified_are_named_blanks(asked, year):
    found = asked(
        "AGEC58",
        {"agec58_it_total": 100.0, "agec58_it_reuse": 90.0},
        year=year,
        today=date(2032, 1, 1),
    )
    assert (found.state, found.figures[0].threshold, found.figures[0].value) == ("to_establish", None, 90)
    assert "n'est pas vérifiée" in found.reason


@pytest.mark.parametrize("name", ["printing", "supplies", "paper"])
def test_other_categories_have_a_share_and_no_threshold(asked, name):
    rule = {"printing": "AGEC58-IMPRESSION", "supplies": "AGEC58-CONSOMMABLES", "paper": "AGEC58-PAPIER"}[
        name
    ]
    found = asked(rule, {f"agec58_{name}_total": 1000.0, f"agec58_{name}_reuse": 400.0})
    assert (found.state, found.figures[0].value, found.figures[0].threshold) == ("to_establish", 40, None)


@pytest.mark.parametrize(
    ("amount", "applies"), [(49_999_999.0, "no"), (50_000_000.0, "no"), (50_000_001.0, "yes")]
)
@pytest.mark.parametrize("rule", ["SPASER", "SPASER-IND"])
def test_more_than_fifty_million_of_purchases(asked, rule, amount, applies):
    assert asked(rule, {"purchases_annual_eur": amount}).applies == applies


@pytest.mark.parametrize(
    ("rule", "power", "applies"),
    [
        ("DC500", 499.0, "no"), ("DC500", 500.0, "yes"), ("DC500", 501.0, "yes"),
        ("DC1000", 999.0, "no"), ("DC1000", 1000.0, "yes"), ("DC1000", 1001.0, "yes"),
    ],
)  # fmt: skip
def test_power_of_a_data_centre(asked, rule, power, applies):
    assert asked(rule, {"datacentre_kw": power}).applies == applies


@pytest.mark.parametrize(("share", "state"), [(39.0, "not_met"), (40.0, "met"), (41.0, "met")])
def test_recycled_paper(asked, share, state):
    assert asked("PAPIER", {"paper_recycled_pct": share}).state == state


@pytest.mark.parametrize(("years", "state"), [(2.0, "to_establish"), (3.0, "met"), (4.0, "met")])
def test_years_of_the_waste_register(asked, years, state):
    assert asked("DEEE", {"weee_register": True, "weee_register_years": years}).state == state


@pytest.mark.parametrize(("value", "state"), [(299.0, "met"), (300.0, "met"), (301.0, "not_met")])
def test_unit_value_of_a_gift(asked, value, state):
    declared = {"gifts_given": 4.0, "gifts_highest_value_eur": value, "gifts_recipients_checked": True}
    assert asked("DON", declared).state == state


@pytest.mark.parametrize(
    ("family", "price", "state"),
    [
        ("laptop", 179.0, "met"), ("laptop", 180.0, "met"), ("laptop", 181.0, "not_met"),
        ("tablet", 99.0, "met"), ("tablet", 100.0, "met"), ("tablet", 101.0, "not_met"),
        ("smartphone", 99.0, "met"), ("smartphone", 100.0, "met"), ("smartphone", 101.0, "not_met"),
        ("monitor", 29.0, "met"), ("monitor", 30.0, "met"), ("monitor", 31.0, "not_met"),
        ("printer", 29.0, "met"), ("printer", 30.0, "met"), ("printer", 31.0, "not_met"),
        ("mfp", 169.0, "met"), ("mfp", 170.0, "met"), ("mfp", 171.0, "not_met"),
    ],
)  # fmt: skip
def test_solidarity_prices(asked, family, price, state):
    sale = lot(family=family, outcome="prix_solidaire", unit_price_eur=price)
    assert asked("DON-PRIX", disposals=(sale,)).state == state


@pytest.mark.parametrize(
    ("public", "private", "state"),
    [(0, 0, "not_met"), (0, 1, "not_met"), (1, 0, "not_met"), (1, 1, "met"), (2, 2, "met")],
)
def test_one_public_and_one_private_actor(asked, public, private, state):
    from canivet.obligations.context import ActorsCount

    assert asked("REEN-01", actors=ActorsCount(public, private)).state == state


@pytest.mark.parametrize(
    ("rule", "effect"),
    [
        ("AGEC55-LOG", date(2021, 1, 1)),
        ("AGEC55-REP", date(2023, 1, 1)),
        ("SPASER", date(2023, 1, 1)),
        ("REEN16", date(2023, 1, 1)),
        ("AGEC58", date(2024, 7, 1)),
        ("AGEC55-DUR", date(2026, 1, 1)),
        ("ENV2026", date(2026, 8, 21)),
    ],
)
def test_a_rule_applies_from_its_day_on(asked, rule, effect):
    declared = {"purchases_annual_eur": 60_000_000.0} if rule == "SPASER" else {}
    before, on, after = (
        asked(rule, declared, today=day, year=effect.year) for day in (effect - ONE, effect, effect + ONE)
    )
    assert (before.applies, on.applies, after.applies) == ("no", "yes", "yes")
    assert before.since == on.since == effect
    assert "à partir du" in before.applies_reason


def test_a_yearly_rule_asks_nothing_of_a_year_before_it(asked):
    found = asked("AGEC55-DUR", year=2025)
    assert (found.applies, found.state) == ("no", "not_applicable")
    assert asked("AGEC55-DUR", year=2026).applies == "yes"


@pytest.mark.parametrize(("rule", "due"), [("REEN-01", date(2023, 1, 1)), ("REEN-05", date(2025, 1, 1))])
def test_what_is_due_by_a_day_is_late_the_day_after(asked, rule, due):
    declared = {"strategy_objectives": 0.0}
    late = [asked(rule, declared, today=day).overdue for day in (due - ONE, due, due + ONE)]
    assert late == [False, False, True]


def test_a_volunteer_is_never_late(asked):
    found = asked("REEN-01", kind="commune", type="commune", population_total=12_000)
    assert (found.applies, found.state, found.overdue) == ("voluntary", "not_met", False)


@pytest.mark.parametrize(
    ("programme", "strategy", "state", "late"),
    [
        (date(2022, 12, 31), date(2024, 12, 31), "met", False),
        (date(2023, 1, 1), date(2025, 1, 1), "met", False),
        (date(2023, 1, 2), date(2025, 1, 1), "not_met", True),
        (date(2023, 1, 1), date(2025, 1, 2), "not_met", True),
    ],
)
def test_both_deadlines_of_the_law(asked, programme, strategy, state, late):
    declared = {"programme_on": programme, "strategy_deliberation_on": strategy}
    found = asked("REEN-12", declared)
    assert (found.state, found.overdue) == (state, late)


def test_lateness_is_told_in_months(asked):
    """From 1 January 2023 to 15 June 2024: 17 whole months."""
    declared = {"programme_on": date(2024, 6, 15), "strategy_deliberation_on": date(2024, 12, 1)}
    assert "programme de travail avec 17 mois de retard" in asked("REEN-12", declared).reason


@pytest.mark.parametrize(
    ("report", "state"),
    [(date(2025, 11, 9), "met"), (date(2025, 11, 10), "met"), (date(2025, 11, 11), "not_met")],
)
def test_the_report_comes_by_the_day_of_the_budget_debate(asked, report, state):
    declared = {"report_on": report, "budget_debate_on": date(2025, 11, 10)}
    assert asked("REEN-13", declared).state == state


@pytest.mark.parametrize(
    ("today", "late"), [(date(2026, 5, 14), False), (date(2026, 5, 15), False), (date(2026, 5, 16), True)]
)
def test_the_declaration_of_data_centres_is_due_on_15_may(asked, today, late):
    found = asked("DC500", {"datacentre_kw": 800.0}, today=today, year=2025)
    assert (found.state, found.overdue) == ("to_establish", late)


@pytest.mark.parametrize(
    ("done", "late"), [(date(2026, 5, 14), False), (date(2026, 5, 15), False), (date(2026, 5, 16), True)]
)
def test_a_late_declaration_counts_and_is_said_late(asked, done, late):
    declared = {"datacentre_kw": 800.0, "datacentre_declared_on": done}
    found = asked("DC500", declared, year=2025)
    assert (found.state, found.overdue) == ("met", late)


def test_no_declaration_is_late_before_the_law(asked):
    assert asked("DC500", {"datacentre_kw": 800.0}, year=2024).state == "not_applicable"


@pytest.mark.parametrize(
    ("rule", "declared"),
    [
        ("AGEC58-DECL", {"agec58_declared_on": date(2029, 1, 1)}),
        ("AGEC58-DECL", {"agec58_declared_on": date(2019, 1, 1)}),
        ("REEN-13", {"report_on": date(2019, 1, 1), "budget_debate_on": date(2025, 11, 10)}),
        ("REEN-13", {"report_on": date(2025, 11, 1), "budget_debate_on": date(2029, 11, 10)}),
    ],
)
def test_what_is_done_for_a_year_is_done_since_it_began_and_by_today(asked, rule, declared):
    found = asked(rule, declared, year=2025)
    assert found.state == "to_establish"
    assert "La date déclarée, " in found.reason


@pytest.mark.parametrize(
    ("oldest", "state"),
    [
        (date(2023, 11, 25), "met"),
        (date(2023, 11, 24), "met"),
        (date(2023, 11, 23), "not_met"),
        (None, "to_establish"),
    ],
)
def test_accessibility_is_declared_again_every_three_years(asked, oldest, state):
    declared = {"web_public_services": 6.0, "rgaa_declarations": 6.0}
    found = asked("RGAA-DECL", declared | ({"rgaa_oldest_declaration_on": oldest} if oldest else {}))
    assert (found.state, found.overdue) == (state, state == "not_met")


@pytest.mark.parametrize(
    ("published", "state"),
    [(date(2024, 11, 25), "met"), (date(2024, 11, 24), "met"), (date(2024, 11, 23), "not_met")],
)
def test_indicators_of_two_years(asked, published, state):
    """On 24 November 2026, two years back is 24 November 2024, which still counts."""
    declared = {"purchases_annual_eur": 60_000_000.0, "spaser_indicators_on": published}
    assert asked("SPASER-IND", declared, today=TODAY).state == state


@pytest.mark.parametrize(
    ("bought", "reformed"),
    [(date(2014, 12, 31), 0), (date(2015, 1, 1), 10), (date(2015, 1, 2), 10)],
)
def test_ten_years_on_1_january(asked, bought, reformed):
    """On 1 January 2025, what was bought on 1 January 2015 is ten years old, not more."""
    found = asked("REEN16", disposals=(lot(bought_on=bought),))
    assert (found.state == "not_applicable") == (reformed == 0)


@pytest.mark.parametrize(("age", "counted"), [(9.0, True), (10.0, True), (11.0, False), (None, True)])
def test_ten_years_by_declared_age(asked, age, counted):
    found = asked("REEN16", disposals=(lot(bought_on=None, age_years=age),))
    assert (found.state == "met") == counted


@pytest.mark.parametrize(
    ("today", "state"), [(date(2025, 12, 31), "to_establish"), (date(2026, 1, 1), "not_met")]
)
def test_a_year_under_way_is_not_failed(asked, today, state):
    short = {"reen16_reused": 10.0, "reen16_reformed": 100.0}
    assert asked("REEN16", short, today=today).state == state
    bought = {"agec58_it_total": 100.0, "agec58_it_reuse": 10.0}
    assert asked("AGEC58", bought, today=today).state == state


def test_a_complete_programme_meets_its_four_rules(asked):
    for rule in ("REEN-01", "REEN-02", "REEN-03", "REEN-04"):
        assert asked(rule, **COMPLETE).state == "met"
