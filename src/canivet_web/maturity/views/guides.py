"""Interview guides: one for each role, with the questions that are left to ask, ready to be printed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.maturity import interviews


@require_safe
@authority_page(Act.EDIT_STATE)
def guides(request: AuthorityRequest) -> HttpResponse:
    """Roles, with what there is to ask to each."""
    return render(request, "maturity/guides.html", {"guides": interviews.guides_of(request.authority)})


@require_safe
@authority_page(Act.EDIT_STATE)
def guide(request: AuthorityRequest, role: str, suffix: str) -> HttpResponse:
    """The guide of a role, as PDF to print or as a page to read."""
    made = interviews.guide_file(request.authority, role, suffix)
    if made is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.content_type, headers=headers)
