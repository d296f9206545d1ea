"""The table of the rules, one page for each, the dates ahead, and what can be taken away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.downloads import csv_file
from canivet_web.law import bridge, wordings
from canivet_web.paging import page_of


@require_safe
@authority_page(Act.READ)
def index(request: AuthorityRequest) -> HttpResponse:
    """Every rule with its state, what it rests on and what to do; filtered by state and by subject."""
    found = bridge.section_of(request.authority)
    state, group = request.GET.get("etat", ""), request.GET.get("sujet", "")
    state = state if state in bridge.STATES else ""
    rows = bridge.verdicts_of(found, state, group)
    context: dict[str, Any] = {
        "found": found,
        "page": page_of(request, rows),
        "state": state,
        "group": group,
        "states": [(name, found["labels"]["states"][code]) for name, code in bridge.STATES.items()],
        "groups": wordings.all_groups(),
        "programme": bridge.programme(found),
        "may_edit": Act.EDIT_STATE in request.acts,
    }
    return render(request, "law/index.html", context)


@require_safe
@authority_page(Act.READ)
def rule(request: AuthorityRequest, rule: str) -> HttpResponse:
    """One rule: what the text asks, our reading apart, the verdict with its evidence, how sure we are."""
    item = bridge.rule_of(bridge.section_of(request.authority), rule)
    if item is None:
        raise Http404("Cette règle n'existe pas.")
    return render(request, "law/rule.html", {"item": item, "may_edit": Act.EDIT_STATE in request.acts})


@require_safe
@authority_page(Act.READ)
def export(request: AuthorityRequest) -> HttpResponse:
    """The table of the rules, for a spreadsheet."""
    return csv_file(bridge.table(bridge.section_of(request.authority)), "obligations.csv")


@require_safe
@authority_page(Act.READ)
def diary(request: AuthorityRequest) -> HttpResponse:
    """The dates ahead, and those of the past."""
    ahead = bridge.ahead(bridge.section_of(request.authority))
    context = {"ahead": ahead, "dated": any(item["dated"] for item in ahead)}
    return render(request, "law/calendar.html", {**context, "past": bridge.past(request.authority)})


@require_safe
@authority_page(Act.READ)
def ics(request: AuthorityRequest) -> HttpResponse:
    """The dated deadlines, for a calendar application."""
    headers = {"Content-Disposition": 'attachment; filename="echeances.ics"'}
    content = bridge.diary(request.authority)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
