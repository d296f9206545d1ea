"""Estimates: making one, reading it, taking its pages away, and making it the inventory."""

from __future__ import annotations

from typing import Final, Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.flash import bridge
from canivet_web.flash.models import FlashEstimate
from canivet_web.inventories.bridge import batch_in_force

#: Type and policy of each document. The page carries its own style, and nothing else may run or load in it; a
#: sandbox would keep the browser's own reader of PDF from opening.
KINDS: Final = {
    "html": (
        "text/html; charset=utf-8",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
    ),
    "pdf": ("application/pdf", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"),
}


@require_POST
@authority_page(Act.COMPUTE)
def make(request: AuthorityRequest) -> HttpResponse:
    """Estimate from the answers of now; the same answers give the same estimate, made once."""
    found, problem = bridge.make(request.authority, request.user)
    if found is None:
        messages.error(request, problem)
        return redirect("flash:step", request.authority.siren, 1)
    return redirect("flash:show", request.authority.siren, found.number)


@require_safe
@authority_page(Act.READ)
def show(request: AuthorityRequest, number: int) -> HttpResponse:
    """The figure, its interval, five actions, three duties."""
    found = estimate_or_404(request, number)
    document = bridge.document_of(found)
    value, interval = bridge.total(document)
    last = bridge.latest(request.authority)
    context = {
        "estimate": found,
        "document": document,
        "value": value,
        "interval": interval,
        "newer": last if last is not None and last.number != number else None,
    }
    return render(request, "flash/show.html", context)


@require_safe
@authority_page(Act.READ)
def pdf(request: AuthorityRequest, number: int) -> HttpResponseBase:
    """The two pages, to print."""
    found = estimate_or_404(request, number)
    return _sent(request, found, bytes(found.pdf), "pdf")


@require_safe
@authority_page(Act.READ)
def page(request: AuthorityRequest, number: int) -> HttpResponseBase:
    """The two pages, on screen."""
    found = estimate_or_404(request, number)
    return _sent(request, found, bytes(found.html), "html")


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.IMPORT)
def take_in(request: AuthorityRequest, number: int) -> HttpResponse:
    """Make the lots of an estimate the inventory in force, after having said what that changes."""
    found = estimate_or_404(request, number)
    siren = request.authority.siren
    if request.method == "POST":
        batch = bridge.take_in(request.authority, request.user, found)
        messages.success(
            request,
            f"Vos comptages sont l'import n° {batch.number}, en service : calculez le diagnostic.",
        )
        return redirect("diagnostics:compute", siren)
    current = batch_in_force(request.authority)
    explanation = (
        f"Les appareils comptés le {timezone.localtime(found.created_at):%d/%m/%Y} deviennent l'inventaire "
        "en service, et le diagnostic complet se calcule à partir d'eux, avec les mêmes chiffres. "
    )
    if current is not None:
        explanation += f"Ils prennent la place de l'import n° {current.number}, qui reste dans la liste. "
    if not bridge.takes_uses(request.authority):
        explanation += (
            "Vos registres d'usages sont gardés : le papier et l'hébergement n'y sont pas ajoutés. "
        )
    context = {
        "title": "Partir de ces comptages pour le diagnostic complet",
        "explanation": explanation,
        "button": "Prendre ces comptages pour inventaire",
        "back": reverse("flash:show", args=[siren, number]),
    }
    return render(request, "flash/take_in.html", context)


def estimate_or_404(request: AuthorityRequest, number: int) -> FlashEstimate:
    """An estimate of the authority."""
    found: FlashEstimate = get_object_or_404(
        request.authority.flash_estimates.select_related("authority", "created_by"), number=number
    )
    return found


def _sent(
    request: HttpRequest, found: FlashEstimate, content: bytes, suffix: Literal["pdf", "html"]
) -> HttpResponseBase:
    """A page of an estimate, or 304 when the visitor already has it; it never changes."""
    etag = f'"{found.sha256}-{suffix}"'
    unchanged = get_conditional_response(request, etag=etag)
    kind, policy = KINDS[suffix]
    response = unchanged or HttpResponse(content, content_type=kind)
    if unchanged is None:
        name = f"flash-{found.authority.siren}-{found.year}-n{found.number}.{suffix}"
        response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = policy
    return response
