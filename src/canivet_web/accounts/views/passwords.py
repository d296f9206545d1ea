"""A forgotten password, and another one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.http import require_http_methods

from canivet_web.access import SignedInRequest, public, signed_in
from canivet_web.accounts import links, mail, signing_up, throttle
from canivet_web.accounts.forms import ChangePasswordForm, NewPasswordForm
from canivet_web.accounts.models import User
from canivet_web.accounts.session import enter
from canivet_web.accounts.throttle import Limited
from canivet_web.accounts.views.pages import (
    bound,
    dead_link,
    send_to_address,
    show,
    too_many,
)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def reset(request: HttpRequest) -> HttpResponse:
    """A link to choose a new password. Every address gets a message, that says what there is to say."""
    return send_to_address(
        request,
        "accounts:reset",
        "accounts/reset.html",
        explanation="Ouvrez le message que Canivet vient d'envoyer et suivez son lien dans l'heure.",
        limited=Limited.RESET,
        send=_send_reset,
    )


def _send_reset(email: str) -> bool:
    user = User.objects.by_email(email)
    if user is None or not user.is_active:
        return mail.send("no_account", email, can_sign_up=settings.SIGN_UP == "ouvert")
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return mail.send("reset", user.email, link=mail.absolute("accounts:reset_confirm", uid, token))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def reset_confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Choose the new password and come in; every other session ends. The link also proves the address."""
    user = _user_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return dead_link(
            request,
            "Un lien de mot de passe sert une fois, dans l'heure qui suit son envoi. Se connecter "
            "entre-temps le ferme aussi.",
            "accounts:reset",
            "Recevoir un autre lien",
        )
    form = bound(NewPasswordForm, request, user=user)
    if request.method != "POST" or not form.is_valid():
        return show(request, "accounts/reset_confirm.html", form, person=user)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if default_token_generator.check_token(user, token):  # the other click of a double click did it
            _set(user, form.cleaned_data["password"])
            signing_up.confirm_address(user)
        else:
            return redirect("accounts:login")
    mail.send("password_changed", user.email, reset=mail.absolute("accounts:reset"))
    for what in (Limited.RESET, Limited.SIGN_IN):
        throttle.forget(what, user.email)
    enter(request, user)
    messages.success(request, "Votre mot de passe est changé. Vos autres connexions sont fermées.")
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password(request: SignedInRequest) -> HttpResponse:
    """Change one's password: this session goes on, the others end."""
    user, template = request.user, "accounts/password.html"
    form = bound(ChangePasswordForm, request, user=user)
    if not user.has_usable_password():
        del form.fields["current"]
    if request.method != "POST":
        return show(request, template, form)
    if wait := throttle.take(request, Limited.SIGN_IN, user.email):
        return too_many(request, template, form, wait)
    if not form.is_valid():
        return show(request, template, form)
    _set(user, form.cleaned_data["password"])
    throttle.forget(Limited.SIGN_IN, user.email)
    auth.update_session_auth_hash(request, user)
    mail.send("password_changed", user.email, reset=mail.absolute("accounts:reset"))
    messages.success(request, "Votre mot de passe est changé. Vos autres connexions sont fermées.")
    return redirect("accounts:account")


def _set(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    links.forget(user)


def _user_of(uid: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    return User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
