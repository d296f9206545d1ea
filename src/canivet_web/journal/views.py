"""The audit trail, and what can still be brought back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canivet_web.access import Act, authority_page


@authority_page(Act.JOURNAL)
def trail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.UNDO)
def bin(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.UNDO)
def bring_back(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404
