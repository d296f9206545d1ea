"""The path of the work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities import progress


@require_safe
@authority_page(Act.BELONG)
def home(request: AuthorityRequest) -> HttpResponse:
    """Steps of the work with their state, and the next thing to do for this role."""
    if Act.READ in request.acts:
        known = progress.facts(request.authority)
        path, computed = progress.steps(request.authority, known), known.result is not None
    else:
        computed = False
        path = progress.steps_of_contributor(request.authority, request.membership.service)
    context = {
        "steps": path,
        "next": progress.next_step(path, request.acts),
        "may_read": Act.READ in request.acts,
        "computed": computed,
    }
    return render(request, "authorities/home.html", context)
