"""Deadlines as a calendar that any calendar application takes in (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from canivet.obligations.deadlines import Deadline
from canivet.obligations.law import Law

PRODUCT = "-//Canivet//Obligations//FR"
#: How long before a date the calendar reminds of it.
REMINDER = timedelta(days=-30)


def calendar(deadlines: Sequence[Deadline], law: Law, *, siren: str, name: str, today: date) -> bytes:
    """An iCalendar file of the dated deadlines: all-day events, a reminder a month before.

    The same deadlines on the same day give the same bytes; an event keeps its identifier from one file to the
    next, so that taking the file in again updates it. What has no day, or may not bind, is left out.
    """
    from icalendar import Alarm, Calendar, Event

    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", f"Échéances du numérique responsable – {name}")
    for deadline in deadlines:
        if deadline.day is None or deadline.uncertain:
            continue
        event = Event()
        event.add("uid", _identifier(deadline, siren))
        event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
        event.add("dtstart", deadline.day)
        event.add("dtend", deadline.day + timedelta(days=deadline.day < date.max))
        event.add("summary", deadline.label)
        event.add("description", _description(deadline, law))
        event.add("transp", "TRANSPARENT")
        if deadline.every_year:
            event.add("rrule", {"freq": "yearly"})
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", deadline.label)
        alarm.add("trigger", REMINDER)
        event.add_component(alarm)
        found.add_component(event)
    written: bytes = found.to_ical()
    return written


def _identifier(deadline: Deadline, siren: str) -> str:
    """Stable: a yearly event is one event, whatever the year in which the file is made."""
    assert deadline.day is not None
    when = "chaque-annee" if deadline.every_year else deadline.day.isoformat()
    return f"{deadline.id}-{when}@{siren}.canivet"


def _description(deadline: Deadline, law: Law) -> str:
    if not deadline.rule:
        return deadline.note
    rule = law.rule(deadline.rule)
    lines = [
        rule.requires,
        f"Que faire : {rule.action}",
        f"Preuve : {rule.proof}.",
        f"Source : {rule.article}.",
    ]
    return "\n".join([*lines, *([deadline.note] if deadline.note else [])])
