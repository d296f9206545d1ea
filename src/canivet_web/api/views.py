"""Results as JSON, under the same rights as the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canivet_web.access import Act, authority_page


@authority_page(Act.READ)
def results(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ)
def result(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404
