"""The inventory: import, review of models, exclusions, differences with the batch in force."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canivet_web.access import Act, authority_page


@authority_page(Act.READ_INVENTORY)
def index(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.IMPORT)
def import_(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ_INVENTORY)
def batch(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.IMPORT)
def accept(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ_INVENTORY)
def models(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.IMPORT)
def correct(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ_INVENTORY)
def exclusions(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ_INVENTORY)
def differences(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.IMPORT)
def delete(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ_INVENTORY)
def export(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404
