"""What is shown outside: deliverables, share links, the platform's own declarations."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canivet_web.access import Act, authority_page, public


@public
def ecodesign(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def accessibility(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def privacy(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def shared(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def shared_file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ)
def deliverables(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.READ)
def file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.SHARE)
def share(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.SHARE)
def revoke(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404
