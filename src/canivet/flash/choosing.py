"""What to do and what the law asks: two decision tables, whose first rows that hold are taken.

Their last rows have no condition and are about subjects of their own: any set of answers gets five actions on
five subjects, and three duties.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from canivet.commons.store import Commons
from canivet.flash.conditions import Facts, holds, parse

#: What a commune can carry in a year, and what fits in two pages.
ACTIONS: Final = 5
DUTIES: Final = 3
#: Roles that whoever leads the subject in the commune plays.
LED_BY: Final = frozenset({"dr_officer", "general_management"})
#: The role that a commune without an IT department gives to somebody outside, and who plays it inside for
#: what it can do alone.
OUTSIDE, INSIDE = "it", "dr_officer"


@dataclass(frozen=True, slots=True)
class Action:
    """One priority action: a practice of the commons, why it comes first here, who, when, how to start."""

    practice: str
    label: str
    detail: str
    reason: str
    who: str
    deadline: str
    first_step: str
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One rule of law, why it concerns this commune, and the first thing to do."""

    rule: str
    title: str
    text: str
    article: str
    since: date | None
    requires: str
    reason: str
    step: str


def choose_actions(facts: Facts, commons: Commons, leader: str) -> tuple[Action, ...]:
    """Five practices on five subjects, none close enough to another to do the same work twice.

    ``leader`` is who follows the subject in the commune, blank when nobody does.
    """
    practices = {row["id"]: row for row in commons.rows("practices/practices")}
    roles = {row["id"]: row["small_commune_fr"] for row in commons.rows("practices/roles")}
    actions: list[Action] = []
    topics: set[str] = set()
    barred: set[str] = set()
    for row in sorted(commons.rows("flash/priorities"), key=lambda row: int(row["rank"])):
        if row["topic"] in topics or row["practice"] in barred or not holds(parse(row["when"]), facts):
            continue
        practice = practices[row["practice"]]
        pilot = practice["pilot_roles"].split(";")[0]
        if pilot == OUTSIDE and practice["small_commune"] == "alone":
            pilot = INSIDE
        topics.add(row["topic"])
        barred |= {row["practice"], *practice["neighbours"].split(";")}
        actions.append(
            Action(
                practice["id"],
                row["label_fr"] or practice["label_fr"],
                practice["detail_fr"],
                row["reason_fr"],
                (leader if pilot in LED_BY else "") or roles[pilot],
                row["deadline_fr"],
                practice["first_step_fr"],
                practice["official_reference"],
                practice["note_fr"],
            )
        )
        if len(actions) == ACTIONS:
            break
    return tuple(actions)


def choose_duties(facts: Facts, commons: Commons) -> tuple[Duty, ...]:
    """Three rules, the most pressing first."""
    rules = {row["id"]: row for row in commons.rows("obligations/rules")}
    duties: dict[str, Duty] = {}
    for row in sorted(commons.rows("flash/duties"), key=lambda row: int(row["rank"])):
        if row["rule"] in duties or not holds(parse(row["when"]), facts):
            continue
        rule = rules[row["rule"]]
        duties[row["rule"]] = Duty(
            rule["id"],
            rule["title_fr"],
            rule["text"],
            rule["article"],
            date.fromisoformat(rule["date_effect"]) if rule["date_effect"] else None,
            rule["requires_fr"],
            row["reason_fr"],
            row["step_fr"],
        )
        if len(duties) == DUTIES:
            break
    return tuple(duties.values())
