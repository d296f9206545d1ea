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
        path = progress.steps(request.authority, progress.facts(request.authority))
    else:
        path = progress.steps_of_contributor(request.authority, request.membership.service)
    return render(
        request,
        "authorities/home.html",
        {"steps": path, "next": progress.next_step(path, request.acts), "may_read": Act.READ in request.acts},
    )
