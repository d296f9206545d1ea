"""Coming in by password or by a link, and going out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from canivet_web.access import public
from canivet_web.accounts import links, mail, signing_up, throttle
from canivet_web.accounts.forms import SignInForm
from canivet_web.accounts.models import User
from canivet_web.accounts.oidc.leaving import provider_exit
from canivet_web.accounts.session import asked_next, enter, next_page
from canivet_web.accounts.throttle import Limited
from canivet_web.accounts.views.pages import (
    bound,
    dead_link,
    send_to_address,
    show,
    too_many,
)

REFUSED = (
    "Adresse ou mot de passe incorrect, ou compte pas encore confirmé. Vous pouvez aussi recevoir un "
    "lien par courriel, ou choisir un nouveau mot de passe."
)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def login(request: HttpRequest) -> HttpResponse:
    """Address and password; one answer for all that can be wrong."""
    if request.user.is_authenticated:
        return redirect(next_page(request))
    template, form = "accounts/login.html", bound(SignInForm, request)
    if request.method != "POST" or not form.is_valid():
        return show(request, template, form)
    email = form.cleaned_data["email"]
    if wait := throttle.take(request, Limited.SIGN_IN, email):
        return too_many(request, template, form, wait)
    user = auth.authenticate(request, email=email, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        form.add_error(None, REFUSED)
        return show(request, template, form)
    throttle.forget(Limited.SIGN_IN, email)
    enter(request, user)
    return redirect(next_page(request))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def link(request: HttpRequest) -> HttpResponse:
    """A link by e-mail in place of the password. Every address gets a message, that says what is so."""
    if request.user.is_authenticated:
        return redirect(next_page(request))
    then = asked_next(request)
    return send_to_address(
        request,
        "accounts:link",
        "accounts/link.html",
        explanation="Ouvrez le message que Canivet vient d'envoyer et suivez son lien dans les 15 minutes.",
        limited=Limited.LINK,
        send=lambda email: _send_link(email, then),
    )


def _send_link(email: str, then: str) -> bool:
    user = User.objects.by_email(email)
    if user is None or not user.is_active:
        return mail.send("no_account", email, can_sign_up=settings.SIGN_UP == "ouvert")
    if user.email_confirmed_at is None:
        return signing_up.send_confirmation(user)
    address = mail.absolute("accounts:link_in", links.make(user, links.SIGN_IN))
    return mail.send(
        "sign_in", user.email, link=f"{address}?{urlencode({'next': then})}" if then else address
    )


@require_http_methods(["GET", "HEAD", "POST"])
@public
def link_in(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by the link, once, by one click; looking at the page changes nothing."""
    found = links.find(token, links.SIGN_IN)
    if found is None or found.user.email_confirmed_at is None:
        if request.user.is_authenticated:
            return redirect(next_page(request))
        return dead_link(
            request,
            "Un lien de connexion sert une fois, dans les 15 minutes.",
            "accounts:link",
            "Recevoir un lien",
        )
    if request.method != "POST":
        return render(request, "accounts/link_in.html", {"person": found.user, "next": asked_next(request)})
    if links.use(found):
        throttle.forget(Limited.LINK, found.user.email)
        throttle.forget(Limited.SIGN_IN, found.user.email)
        enter(request, found.user)
    return redirect(next_page(request))


@require_POST
@public
def logout(request: HttpRequest) -> HttpResponse:
    """Go out."""
    at_provider = provider_exit(request)
    auth.logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    return redirect(at_provider or asked_next(request) or settings.LOGOUT_REDIRECT_URL)
