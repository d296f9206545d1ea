"""Where the actors are, and how they weigh: two pictures, each with its table."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.actors import bridge
from canivet_web.actors.models import State
from canivet_web.paging import page_of


@require_safe
@authority_page(Act.READ)
def map_page(request: AuthorityRequest) -> HttpResponse:
    """The map, its indicators, and the table of its points."""
    shown = bridge.map_of(request.authority)
    located = request.authority.actors.kept().exclude(state=State.DISCARDED).exclude(latitude=None)
    page = page_of(request, located)
    context = {
        **shown,
        "page": page,
        "rows": [(bridge.list_row(row), bridge.mark_of(row)) for row in page],
        "indicators": bridge.indicators_of(request.authority),
    }
    return render(request, "actors/map.html", context)


@require_safe
@authority_page(Act.READ)
def matrix_page(request: AuthorityRequest) -> HttpResponse:
    """The matrix of influence and involvement."""
    return render(request, "actors/matrix.html", bridge.matrix_of(request.authority))
