"""One lever of a result: what it would bring on every criterion, what it assumes, what is missing."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.diagnostics import bridge, levers
from canivet_web.diagnostics.views.results import result_or_404


@require_safe
@authority_page(Act.READ)
def lever(request: AuthorityRequest, number: int, lever: str) -> HttpResponse:
    """One lever."""
    result = result_or_404(request, number)
    page = levers.page_of(bridge.document_of(result), lever)
    if page is None:
        raise Http404
    return render(request, "diagnostics/lever.html", {"result": result, "page": page})
