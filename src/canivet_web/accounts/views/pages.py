"""What the pages of accounts have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from canivet_web.accounts import mail, throttle
from canivet_web.accounts.forms import EmailForm
from canivet_web.accounts.session import SENT_TO, asked_next
from canivet_web.accounts.throttle import Limited, in_words

F = TypeVar("F", bound=Form)


def bound(form: type[F], request: HttpRequest, **kwargs: Any) -> F:
    """The form as it came, or blank."""
    return form(request.POST, **kwargs) if request.method == "POST" else form(**kwargs)


def show(request: HttpRequest, template: str, form: Form, status: int = 200, **context: Any) -> HttpResponse:
    """A page with its form, and the page to go to afterwards."""
    values: Mapping[str, Any] = {"form": form, "next": asked_next(request), **context}
    return render(request, template, values, status=status)


def too_many(
    request: HttpRequest, template: str, form: Form, wait: timedelta, **context: Any
) -> HttpResponse:
    """The same page, with how long to wait."""
    form.add_error(None, f"Trop d'essais en peu de temps. Recommencez dans {in_words(wait)}.")
    response = show(request, template, form, 429, **context)
    response.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return response


def not_sent(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """The same page, when the message could not leave."""
    form.add_error(
        None,
        "Le message n'a pas pu partir : le serveur d'envoi ne répond pas. Recommencez dans quelques "
        "minutes ; si cela dure, prévenez l'administrateur de l'instance.",
    )
    return show(request, template, form, 503, **context)


def sent(request: HttpRequest, view: str, address: str) -> HttpResponse:
    """Go to the page that says to look at one's messages: reloading it sends nothing."""
    request.session[SENT_TO] = address
    return redirect(f"{reverse(view)}?envoye=1")


def is_sent(request: HttpRequest) -> bool:
    """Whether this is that page."""
    return request.method != "POST" and "envoye" in request.GET and SENT_TO in request.session


def show_sent(request: HttpRequest, explanation: str, back: str) -> HttpResponse:
    """The page that says to look at one's messages."""
    context = {
        "address": request.session[SENT_TO],
        "explanation": explanation,
        "back": reverse(back),
        "kept_in": mail.waiting() is not None,
    }
    return render(request, "accounts/sent.html", context)


def dead_link(request: HttpRequest, cure: str, view: str, button: str) -> HttpResponse:
    """A link that was used, is too old, or never was: nothing tells which."""
    context = {"cure": cure, "back": reverse(view), "button": button}
    return render(request, "accounts/dead_link.html", context, status=404)


def send_to_address(
    request: HttpRequest,
    view: str,
    template: str,
    *,
    explanation: str,
    limited: Limited,
    send: Callable[[str], bool],
) -> HttpResponse:
    """Ask for an address and send a message there, whoever it is; then the page that says to look at it.

    ``send`` tells whether the message left.
    """
    if is_sent(request):
        return show_sent(request, explanation, view)
    form = bound(EmailForm, request)
    if request.method != "POST" or not form.is_valid():
        return show(request, template, form)
    email = form.cleaned_data["email"]
    if wait := throttle.take(request, limited, email):
        return too_many(request, template, form, wait)
    if not send(email):
        return not_sent(request, template, form)
    return sent(request, view, email)
