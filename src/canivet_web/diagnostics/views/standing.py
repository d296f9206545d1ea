"""The state of the art around a result: every ratio, then one with its published figures and its peers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.diagnostics import bridge, state_of_the_art
from canivet_web.diagnostics.views.results import result_or_404


@require_safe
@authority_page(Act.READ)
def ratios(request: AuthorityRequest, number: int) -> HttpResponse:
    """Every ratio, what can be read beside it, and the place among peers."""
    result = result_or_404(request, number)
    found = state_of_the_art.section_of(request.authority, bridge.document_of(result))
    rows = [state_of_the_art.row(ratio) for ratio in found["ratios"]]
    context = {"result": result, "found": found, "rows": rows}
    return render(request, "diagnostics/state_of_the_art.html", context)


@require_safe
@authority_page(Act.READ)
def ratio(request: AuthorityRequest, number: int, ratio: str) -> HttpResponse:
    """One ratio, each published figure with its verdict and reasons, and the group of peers."""
    result = result_or_404(request, number)
    found = state_of_the_art.section_of(request.authority, bridge.document_of(result))
    asked = next((item for item in found["ratios"] if item["id"] == ratio), None)
    if asked is None:
        raise Http404
    context = {"result": result, "found": found, "ratio": state_of_the_art.detail(asked)}
    return render(request, "diagnostics/ratio.html", context)
