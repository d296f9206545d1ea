"""Two pages for the benchmark alone (``CANIVET_BANC=oui``): the least the server can say, and fifty rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page, public

ROWS = 50
#: What the table shows, and nothing else: whole records would cost as much as all the rest of the page.
COLUMNS = ("name", "service__name", "supplier", "kind", "quantity")


@require_safe
@public
def hello(request: HttpRequest) -> HttpResponse:
    """The floor: the whole chain of middleware, and one word."""
    return HttpResponse("bonjour", content_type="text/plain")


@require_safe
@authority_page(Act.READ_INVENTORY)
def rows(request: AuthorityRequest) -> HttpResponse:
    """A page of an authority with fifty rows of its registers: session, rights, database, template."""
    entries = request.authority.entries.kept().values(*COLUMNS)[:ROWS]
    return render(request, "canivet/bench.html", {"entries": entries})


urlpatterns = [path("banc/", hello), path("c/<siren:siren>/banc/", rows)]
