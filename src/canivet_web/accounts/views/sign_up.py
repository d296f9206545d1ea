"""Asking for an account, and opening it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_http_methods

from canivet_web.access import public
from canivet_web.accounts import links, signing_up, throttle
from canivet_web.accounts.forms import CurrentPasswordForm, SignUpForm
from canivet_web.accounts.session import SIGNING_UP, enter
from canivet_web.accounts.throttle import Limited
from canivet_web.accounts.views.pages import (
    bound,
    dead_link,
    is_sent,
    not_sent,
    sent,
    show,
    show_sent,
    too_many,
)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_up(request: HttpRequest) -> HttpResponse:
    """Name, address, password; the rest happens in one's messages.

    Where the instance is by invitation only, the page does not exist (404), and says what to do.
    """
    if settings.SIGN_UP != "ouvert":
        return render(request, "accounts/by_invitation.html", status=404)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if is_sent(request):
        return show_sent(
            request,
            "Ouvrez le message que Canivet vient d'envoyer et suivez son lien dans les 24 heures : votre "
            "compte sera alors ouvert.",
            "accounts:sign_up",
        )
    return _ask(request)


def _ask(request: HttpRequest) -> HttpResponse:
    template, form = "accounts/sign_up.html", bound(SignUpForm, request)
    if request.method != "POST" or not form.is_valid():
        return show(request, template, form)
    data = form.cleaned_data
    if wait := throttle.take(request, Limited.SIGN_UP, data["email"]):
        return too_many(request, template, form, wait)
    asked, left = signing_up.ask(data["name"], data["email"], data["password"])
    if not left:
        return not_sent(request, template, form)
    request.session[SIGNING_UP] = asked
    return sent(request, "accounts:sign_up", data["email"])


@require_http_methods(["GET", "HEAD", "POST"])
@public
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Open the account by one click; looking at the page, as mail scanners do, changes nothing.

    In another browser than the one that signed up last, the password is asked: somebody else may have signed
    up with this address, and the account would keep a password that they know.
    """
    link = links.find(token, links.CONFIRM)
    if link is None:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return dead_link(
            request,
            "Si votre compte est déjà ouvert, connectez-vous. Sinon, demandez un lien par courriel : Canivet "
            "vous enverra de quoi l'ouvrir.",
            "accounts:link",
            "Recevoir un lien",
        )
    user, template = link.user, "accounts/confirm.html"
    known = constant_time_compare(request.session.get(SIGNING_UP, ""), signing_up.mark_of(user))
    form = bound(CurrentPasswordForm, request, user=user)
    if known:
        del form.fields["current"]
    else:
        form.fields["current"].label = "Mot de passe choisi à l'inscription"
    context: dict[str, Any] = {"person": user, "known": known}
    if request.method != "POST":
        return show(request, template, form, **context)
    if not known and (wait := throttle.take(request, Limited.SIGN_IN, user.email)):
        return too_many(request, template, form, wait, **context)
    if not form.is_valid():
        return show(request, template, form, **context)
    if links.use(link):
        signing_up.confirm_address(user)
        throttle.forget(Limited.SIGN_IN, user.email)
        enter(request, user)
        messages.success(request, "Votre compte est ouvert.")
    return redirect(settings.LOGIN_REDIRECT_URL)
