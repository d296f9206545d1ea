"""Registers of what is used without being owned."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canivet_web.access import Act, authority_page


@authority_page(Act.OWN_REGISTERS)
def index(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.EDIT_REGISTERS)
def import_(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.OWN_REGISTERS)
def export(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.OWN_REGISTERS)
def register(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.OWN_REGISTERS)
def entry_new(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.OWN_REGISTERS)
def entry(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.OWN_REGISTERS)
def entry_delete(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404
