"""Two pages for the benchmark alone (``CANIVET_BANC=oui``): the least the server can say, and fifty rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page, public

ROWS = 50


@require_safe
@public
def hello(request: HttpRequest) -> HttpResponse:
    """The floor: the whole chain of middleware, and one word."""
    return HttpResponse("bonjour", content_type="text/plain")


@require_safe
@authority_page(Act.READ_INVENTORY)
def rows(request: AuthorityRequest) -> HttpResponse:
    """A page of an authority with fifty rows of its registers: session, rights, database, template."""
    entries = list(request.authority.entries.kept().select_related("service")[:ROWS])
    return render(request, "canivet/bench.html", {"entries": entries})


urlpatterns = [path("banc/", hello), path("c/<siren:siren>/banc/", rows)]
