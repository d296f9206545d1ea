"""The law of the library ⇄ the rows of an authority: what is known of it, verdicts, deadlines, the card."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone

from canivet.deliverables import french
from canivet.deliverables.content.initiatives import period as initiative_period
from canivet.deliverables.content.obligations import since_text, state_text, threshold_text, value_text, when
from canivet.deliverables.content.obligations_table import CSV_COLUMNS, table_row
from canivet.initiatives import section as initiatives_section
from canivet.inventory.values import protect
from canivet.obligations import Context, Law, Verdict, check, deadlines, load, section
from canivet.obligations.calendar import calendar
from canivet.obligations.deadlines import past_milestones
from canivet.obligations.facts import DeclaredFacts
from canivet.obligations.presenting import counts
from canivet.obligations_context import count_initiatives
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.downloads import french_csv
from canivet_web.law import pieces, rows

#: What is typeset of a verdict.
SENTENCES = ("title", "reason", "next", "applies_reason", "requires", "reading", "note")
#: What a browser may follow.
LINKS = ("https://", "http://")
#: Name of a state in a query string → the library's.
STATES = {
    "non-respectee": "not_met",
    "a-etablir": "to_establish",
    "respectee": "met",
    "sans-objet": "not_applicable",
}


@cache
def law() -> Law:
    """The law of the commons."""
    return load(commons())


def context_of(authority: Authority, today: date | None = None) -> Context:
    """What is known of an authority today, piece by piece."""
    part = rows.obligations_of(authority, law())
    return Context(
        today=today or timezone.localdate(),
        year=authority.year,
        kind=authority.kind,
        type=authority.type,
        population_total=authority.population,
        population_municipal=authority.population_municipal,
        facts=DeclaredFacts.of(part.facts),
        disposals=part.disposals,
        actors=pieces.actors(authority),
        assessment=pieces.assessment(authority),
        uses=pieces.uses(authority),
        initiatives=count_initiatives(rows.initiatives_of(authority)),
        estate=pieces.estate(authority),
        answers=pieces.answers(authority),
    )


def checked(authority: Authority) -> tuple[Context, tuple[Verdict, ...]]:
    """What is known, and the verdict on every rule."""
    context = context_of(authority)
    return context, check(context, law(), commons())


def section_of(authority: Authority) -> dict[str, Any]:
    """Everything pages and documents show of the obligations of an authority."""
    context, verdicts = checked(authority)
    return section(context, law(), verdicts, deadlines(context, law(), verdicts))


def verdicts_of(found: dict[str, Any], state: str = "", group: str = "") -> list[dict[str, Any]]:
    """Verdicts of a section, in order, with the label of their group; only those of a state or group."""
    return [
        {**item, **_typeset(item), "group": shown["label"], "said": state_text(item)}
        for shown in found["groups"]
        for item in shown["verdicts"]
        if (not state or item["state"] == STATES.get(state)) and (not group or shown["id"] == group)
    ]


def _typeset(item: dict[str, Any]) -> dict[str, str]:
    """The sentences of a verdict with French typography: no quotation mark is left alone on a line."""
    return {name: french.typeset(item[name]) for name in SENTENCES}


def rule_of(found: dict[str, Any], rule_id: str) -> dict[str, Any] | None:
    """One verdict of a section with its figures in words; None for a rule that does not exist."""
    item = next((item for item in verdicts_of(found) if item["rule"] == rule_id), None)
    if item is None:
        return None
    rule = law().rule(rule_id)
    said = [{**shown, "said": value_text(shown), "limit": threshold_text(shown)} for shown in item["figures"]]
    facts = dict.fromkeys((*rule.facts, *([rule.basis_fact] if rule.basis_fact else ())))
    return {
        **item,
        "figures": said,
        "evidence": [
            {
                "text": french.typeset(shown["text"]),
                "proofs": [(proof, proof.startswith(LINKS)) for proof in shown["proofs"]],
            }
            for shown in item["evidence"]
        ],
        "text": rule.text,
        "licence": rule.licence,
        "facts": [law().facts[name] for name in facts],
        "reviewed_on": rule.reviewed_on,
        "since_said": since_text(item) if item["since"] else "",
    }


def table(found: dict[str, Any]) -> bytes:
    """The table of the rules, as the command line writes it, for a French spreadsheet."""
    lines = [table_row(group, item) for group in found["groups"] for item in group["verdicts"]]
    return french_csv(
        CSV_COLUMNS, [[protect(str(line[name] or "")) for name in CSV_COLUMNS] for line in lines]
    )


def diary(authority: Authority) -> bytes:
    """The dated deadlines, as a calendar file."""
    context, verdicts = checked(authority)
    ahead = deadlines(context, law(), verdicts)
    return calendar(ahead, law(), siren=authority.siren, name=authority.name, today=context.today)


def programme(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The four pieces of the work programme, each with its state."""
    wanted = {*found["programme"]["met"], *found["programme"]["lacking"]}
    return [item for item in verdicts_of(found) if item["rule"] in wanted]


def ahead(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Dates ahead of a section, in words."""
    return [{**item, "when": when(item), "dated": bool(item["day"])} for item in found["deadlines"]]


def journal(authority: Authority) -> dict[str, Any]:
    """The journal of initiatives as the report tells it: counts by theme, reason of an empty one."""
    return initiatives_section(rows.initiatives_of(authority), commons())


def period(row: Any) -> str:
    """Since when, until when, and the state of an initiative."""
    described = {"since": row.since, "until": row.until, "state_label": row.get_state_display().lower()}
    return initiative_period(described)


def past(authority: Authority) -> list[dict[str, str]]:
    """Milestones that have passed, latest first."""
    return [
        {"day": french.day(item.day), "label": item.label}
        for item in past_milestones(context_of(authority), law())
        if item.day is not None
    ]


def card(authority: Authority) -> dict[str, Any]:
    """The card of the hub: how many rules are met, and what is late."""
    _, verdicts = checked(authority)
    found = counts(verdicts)
    states = found["by_state"]
    text = (
        f"{french.counted(states['met'], 'règle respectée', 'règles respectées')} sur "
        f"{found['with_object']}, {states['not_met']} non respectée{'s' if states['not_met'] > 1 else ''}, "
        f"{states['to_establish']} à établir."
    )
    if found["overdue"]:
        text += f" {french.counted(found['overdue'], 'échéance est passée', 'échéances sont passées')}."
    url = reverse("law:index", args=[authority.siren])
    return {"title": "Obligations", "text": text, "url": url, "done": not states["to_establish"]}


def initiatives_card(authority: Authority) -> dict[str, Any]:
    """The card of the journal of initiatives."""
    part = rows.initiatives_of(authority)
    url = reverse("law:initiatives", args=[authority.siren])
    done = bool(part.started or part.nil_reason)
    if part.items:
        text = (
            f"{french.counted(len(part.started), 'initiative déjà engagée', 'initiatives déjà engagées')}, "
            f"{sum(bool(item.proofs) for item in part.items)} avec une preuve."
        )
    elif part.nil_reason:
        text = "Aucune, avec son motif."
    else:
        text = "Le journal est vide : le décret demande la synthèse des actions déjà engagées."
    return {"title": "Initiatives", "text": text, "url": url, "done": done}
