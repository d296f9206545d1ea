"""What every request must be, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from canivet_web.errors import bad_request

Answer = Callable[[HttpRequest], HttpResponse]

#: Nothing of the visitor's machine is asked for.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class PlainRequestMiddleware:
    """Refuses what no browser sends and no page expects.

    The sign NUL in an address or a cookie: PostgreSQL keeps it in no text. Forms that say to be written in
    anything but UTF-8: some of what Python knows under such names is no writing at all.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or 400."""
        given = (request.path_info, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values())
        written = (request.content_params or {}).get("charset", "utf-8").lower()
        if any("\0" in text for text in given) or written not in ("utf-8", "utf8"):
            return bad_request(request, SuspiciousOperation("not a request of a browser"))
        return self.get_response(request)


class HeadersMiddleware:
    """Private pages are never kept by a shared cache; no page may use the machine's sensors."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers that the answer does not already set."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
