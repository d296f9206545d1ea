"""What falls due, and the calendar that other programs take in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from law_cases import TODAY, context, facts

from canivet.obligations import check, deadlines
from canivet.obligations.calendar import calendar
from canivet.obligations.deadlines import past_milestones
from canivet.obligations.facts import Declared, DeclaredFacts


@pytest.fixture
def ahead(law, shipped):
    def find(**changes):
        given = context(**changes)
        return {item.id: item for item in deadlines(given, law, check(given, law, shipped))}

    return find


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 5, 14), date(2026, 5, 15)),
        (date(2026, 5, 15), date(2026, 5, 15)),
        (date(2026, 5, 16), date(2027, 5, 15)),
    ],
)
def test_the_next_15_may(ahead, law, today, due):
    found = ahead(today=today, facts=facts(law, datacentre_kw=600.0))["datacentres"]
    assert (found.day, found.every_year, found.uncertain) == (due, True, False)


def test_who_has_no_data_centre_has_no_such_date(ahead, law):
    assert "datacentres" not in ahead(facts=facts(law, datacentre_kw=0.0))
    assert ahead()["datacentres"].uncertain


def test_a_rule_to_come_is_announced(ahead):
    found = ahead(today=date(2026, 8, 1))
    assert found["env2026"].day == date(2026, 8, 21)
    assert "env2026" not in ahead(today=date(2026, 8, 22))


def test_dates_of_the_law_that_are_not_known_say_so(ahead):
    found = ahead()
    assert (found["agec58-2027"].day, found["agec58-2027"].year) == (None, 2027)
    assert found["agec58-declaration"].day is None
    assert "non vérifié" in found["agec58-declaration"].note
    assert list(found)[-1] == "reen-report"


def test_the_report_is_due_before_the_debate(ahead):
    debate = DeclaredFacts.of([Declared("budget_debate_on", 2026, date(2026, 12, 3))])
    assert ahead(facts=debate)["reen-report"].day == date(2026, 12, 3)
    over = DeclaredFacts.of([Declared("budget_debate_on", 2025, date(2025, 12, 3))])
    assert ahead(facts=over)["reen-report"].day is None


@pytest.mark.parametrize(
    ("made", "due", "late"),
    [
        (date(2023, 11, 23), date(2026, 11, 23), True),
        (date(2023, 11, 24), date(2026, 11, 24), False),
        (date(2023, 11, 25), date(2026, 11, 25), False),
    ],
)
def test_a_declaration_is_made_again_after_three_years(ahead, law, made, due, late):
    found = ahead(today=TODAY, facts=facts(law, rgaa_oldest_declaration_on=made))["rgaa-renewal"]
    assert (found.day, found.late) == (due, late)


def test_dates_are_in_order_and_undated_ones_last(ahead):
    days = [item.day for item in ahead().values()]
    dated = [day for day in days if day is not None]
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated


def test_milestones_of_the_past_are_the_default_timeline(law):
    found = past_milestones(context(), law)
    assert [item.id for item in found[:2]] == ["env2026", "durability"]
    assert found[-1].day == date(2021, 1, 1)


def taken_in(law, shipped, **changes):
    given = context(**changes)
    found = deadlines(given, law, check(given, law, shipped))
    text = calendar(found, law, siren="200041317", name="Agglomération d'essai", today=given.today)
    return found, text, Calendar.from_ical(text)


def test_the_calendar_is_read_back(law, shipped):
    declared = facts(law, datacentre_kw=600.0, rgaa_oldest_declaration_on=date(2025, 2, 3))
    found, _, read = taken_in(law, shipped, facts=declared)
    events = {str(event["uid"]): event for event in read.walk("VEVENT")}
    dated = [item for item in found if item.day is not None and not item.uncertain]
    assert len(events) == len(dated) == 3
    event = events["rgaa-renewal-2028-02-03@200041317.canivet"]
    assert event.decoded("dtstart") == date(2028, 2, 3)
    assert event.decoded("dtend") == date(2028, 2, 4)
    assert event.decoded("dtstamp") == datetime(2026, 11, 24, tzinfo=UTC)
    assert str(event["summary"]) == "Déclaration d'accessibilité à refaire"
    assert "Que faire : Publiez ou refaites" in str(event["description"])
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(days=-30)
    yearly = events["datacentres-chaque-annee@200041317.canivet"]
    assert yearly["rrule"]["FREQ"] == ["YEARLY"]
    assert str(read["prodid"]) == "-//Canivet//Obligations//FR"
    assert not read.errors


def test_lines_are_folded_and_end_as_the_standard_asks(law, shipped):
    """RFC 5545, 3.1: CRLF, at most 75 bytes a line; 3.3.11: commas, semicolons and line ends are escaped."""
    _, text, _ = taken_in(law, shipped, facts=facts(law, datacentre_kw=600.0))
    lines = text.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    unfolded = text.replace(b"\r\n ", b"").decode()
    assert "L. 236-3 \\; décret" in unfolded
    assert "\\nQue faire" in unfolded


def test_the_same_day_gives_the_same_bytes(law, shipped):
    assert taken_in(law, shipped)[1] == taken_in(law, shipped)[1]
