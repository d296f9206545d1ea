"""Coming in, and where to go next."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from canivet_web.accounts.models import User

BACKEND = "canivet_web.accounts.backends.EmailBackend"
#: The session of whoever asked for an account: its confirmation link then needs one click only.
SIGNING_UP = "accounts.signing_up"
#: Address a message was sent to, to show it on the page that says so.
SENT_TO = "accounts.sent_to"


def enter(request: HttpRequest, user: User) -> None:
    """Sign in; the session's key changes."""
    auth.login(request, user, backend=BACKEND)
    for key in (SIGNING_UP, SENT_TO):
        request.session.pop(key, None)


def asked_next(request: HttpRequest) -> str:
    """The page asked for before signing in, if it is one of ours; else blank."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    mine = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if mine else ""


def next_page(request: HttpRequest) -> str:
    """Where to go once in."""
    return asked_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
