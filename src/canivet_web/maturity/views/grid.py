"""The grid: its domains with their progress, then the questions of one domain."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.maturity import bridge, reading
from canivet_web.maturity.scope import answers_for_all, answers_of, own_service
from canivet_web.paging import page_of


@require_safe
@authority_page(Act.BELONG)
def index(request: AuthorityRequest) -> HttpResponse:
    """Every domain: what it asks, how far it is answered, and the score for those who read scores."""
    grid = bridge.grid()
    context: dict[str, Any] = {"grid": grid, "all": answers_for_all(request), "service": own_service(request)}
    if Act.READ in request.acts:
        section = bridge.section_of(request.authority)
        rows = reading.domain_rows(section)
        context |= {"key": reading.key_figures(section), "facts": len(section["unknown_facts"])}
        context["rows"] = list(zip(grid.domains, rows[:-1], strict=True))
    else:
        context["rows"] = [(domain, own) for domain, own in _own_progress(request)]
    return render(request, "maturity/index.html", context)


def _own_progress(request: AuthorityRequest) -> list[tuple[Any, dict[str, int]]]:
    """Domains with the answers of the member's service, of the questions put to it."""
    asked = Counter(item.domain for item in bridge.applicable(bridge.known_of(request.authority)))
    given = Counter(row.question.partition(".")[0] for row in answers_of(request) if _is_answered(row))
    return [
        (domain, {"answered": given[domain.id], "asked": asked[domain.id]})
        for domain in bridge.grid().domains
    ]


def _is_answered(row: Any) -> bool:
    return row.level is not None or bool(row.not_applicable)


def _state(row: Any) -> str:
    """Where the member's own answer stands, in words."""
    if row is None or not _is_answered(row):
        return "Sans réponse"
    return "Sans objet" if row.not_applicable else "Répondu"


@require_safe
@authority_page(Act.ANSWER)
def domain(request: AuthorityRequest, domain: str) -> HttpResponse:
    """The questions of a domain that apply, with what the member's service, or everybody, answered."""
    grid = bridge.grid()
    found = next((item for item in grid.domains if item.id.lower() == domain), None)
    if found is None:
        raise Http404
    role, waiting = request.GET.get("role", ""), request.GET.get("reste", "") == "1"
    everyone = answers_for_all(request)
    scores = bridge.scores_of(request.authority)
    mine = {row.question: row for row in answers_of(request)} if not everyone else {}
    rows = []
    for outcome in scores.of_domain(found.id):
        row = reading.question_row(outcome, scores.gap)
        answer = mine.get(outcome.question.id)
        done = outcome.answered == outcome.expected if everyone else _is_answered(answer) if answer else False
        shown = outcome.applicability.applies and (not role or role in outcome.question.roles)
        if shown and not (waiting and done):
            level = answer.level if answer else None
            rows.append((outcome.question, row, _state(answer), "–" if level is None else level))
    context = {
        "domain": found,
        "page": page_of(request, rows),
        "away": [
            reading.question_row(item, scores.gap)
            for item in scores.of_domain(found.id)
            if not item.applicability.applies
        ],
        "all": everyone,
        "service": own_service(request),
        "roles": bridge.role_choices(),
        "role": role,
        "waiting": waiting,
        "may_answer": everyone or own_service(request) is not None,
    }
    return render(request, "maturity/domain.html", context)
