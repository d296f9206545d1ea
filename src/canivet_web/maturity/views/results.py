"""Scores: the picture and table of the domains, then the questions of one domain."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.maturity import bridge, reading
from canivet_web.paging import page_of

STEPS_SHOWN, GAPS_SHOWN, PLANS_SHOWN, FACTS_SHOWN = 5, 5, 5, 5


@require_safe
@authority_page(Act.READ)
def scores(request: AuthorityRequest) -> HttpResponse:
    """Scores, bounds and rates side by side, what comes next, where services disagree."""
    section = bridge.section_of(request.authority)
    context = {
        "grid": section["grid"],
        "key": reading.key_figures(section),
        "rows": reading.domain_rows(section),
        "picture": reading.picture(section),
        "steps": section["next_steps"][:STEPS_SHOWN],
        "gaps": section["disagreements"][:GAPS_SHOWN],
        "plans": _dated(section["planned"]),
        "late": _dated(section["overdue"]),
        "facts": section["unknown_facts"][:FACTS_SHOWN],
        "more_facts": max(len(section["unknown_facts"]) - FACTS_SHOWN, 0),
        "denied": reading.denied(section),
        "lost": section["unknown_questions"],
        "set_aside": section["set_aside"],
    }
    return render(request, "maturity/scores.html", context)


def _dated(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**plan, "on": bridge.day_of(plan["planned_on"])} for plan in plans[:PLANS_SHOWN]]


@require_safe
@authority_page(Act.READ)
def detail(request: AuthorityRequest, domain: str) -> HttpResponse:
    """Every question of a domain, with its level, its answers and its proofs."""
    found = next((item for item in bridge.grid().domains if item.id.lower() == domain), None)
    if found is None:
        raise Http404
    scores_ = bridge.scores_of(request.authority)
    outcomes = scores_.of_domain(found.id)
    backing = reading.open_proofs(request.authority, found.id)
    context = {
        "domain": found,
        "page": page_of(request, [reading.question_row(item, scores_.gap) for item in outcomes]),
        "proofs": backing[: reading.PROOFS_SHOWN],
        "rest": max(len(backing) - reading.PROOFS_SHOWN, 0),
        "sees_confidential": Act.EDIT_STATE in request.acts,
    }
    return render(request, "maturity/detail.html", context)
