"""Answers of the API: JSON for errors too, and the decorator that its views wear."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from canivet_web.access import Act, View, authority_page

#: Kept by the visitor's own machine, and asked again before it is used.
PRIVATE: Final = "private, no-cache"
ALLOWED: Final = ("GET", "HEAD")
ERRORS: Final = {
    401: "Connectez-vous : cette adresse demande une session ouverte sur la plateforme.",
    403: "Votre rôle dans cette collectivité ne permet pas de lire ses résultats.",
    404: "Rien à cette adresse, ou rien qui soit ouvert à votre compte.",
    405: "Cette adresse se lit seulement : employez GET.",
}


def answer(document: Any, *, status: int = 200, cache: str = PRIVATE) -> HttpResponse:
    """A document as JSON, in plain UTF-8."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    headers = {"Cache-Control": cache}
    return HttpResponse(text, content_type="application/json", status=status, headers=headers)


def refusal(status: int) -> HttpResponse:
    """An error, with its cure."""
    response = answer({"error": ERRORS[status]}, status=status, cache="private, no-store")
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Cookie realm="Canivet"'
    if status == 405:
        response.headers["Allow"] = ", ".join(ALLOWED)
    return response


def reads(act: Act) -> Callable[[View], View]:
    """A route of an authority, under the same table as its pages, whose refusals are JSON."""

    def decorate(view: View) -> View:
        page = authority_page(act)(view)

        @wraps(page)
        def wrapped(request: Any, siren: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return refusal(401)
            if request.method not in ALLOWED:
                return refusal(405)
            try:
                return page(request, siren, *args, **kwargs)
            except PermissionDenied:
                return refusal(403)
            except Http404:
                return refusal(404)

        # Nothing is ever changed here: a request without a form's token gets its answer in JSON too.
        wrapped.csrf_exempt = True  # type: ignore[attr-defined]
        return wrapped

    return decorate
