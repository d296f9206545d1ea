"""Following an invitation: four people can hold the link, each is told what to do."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from canivet_web.access import membership_of, public
from canivet_web.accounts import invitations, links, signing_up
from canivet_web.accounts.forms import WelcomeForm
from canivet_web.accounts.models import Invitation, User
from canivet_web.accounts.session import enter
from canivet_web.accounts.views.pages import bound, dead_link, show


@require_http_methods(["GET", "HEAD", "POST"])
@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join the team: signed in, by one click; not yet, by signing in or by choosing a name and a password."""
    found = invitations.find(token)
    if found is None:
        return _dead(request)
    if found.accepted_at is not None:
        return _used(request, found)
    user = request.user
    if isinstance(user, User):
        return _signed_in(request, found, user)
    known = User.objects.by_email(found.email)
    if known is not None and (known.email_confirmed_at is not None or not known.is_active):
        query = urlencode({"next": request.path})
        return render(
            request,
            "accounts/invitation_sign_in.html",
            {"invitation": found, "person": known, "query": query},
        )
    return _welcome(request, found)


def _signed_in(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if user.email != found.email:
        context = {"invitation": found, "person": user}
        return render(request, "accounts/invitation_other.html", context, status=403)
    if request.method != "POST":
        return render(request, "accounts/invitation.html", {"invitation": found})
    return _join(request, found, user)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A new person: holding the link proves the address, so the account is open at once."""
    form = bound(WelcomeForm, request, email=found.email)
    if request.method != "POST" or not form.is_valid():
        return show(request, "accounts/invitation_welcome.html", form, invitation=found)
    try:
        with transaction.atomic():
            user = _opened(found.email, form.cleaned_data["name"], form.cleaned_data["password"])
            joined = user is not None and invitations.join(found, user)
            transaction.set_rollback(not joined)
    except IntegrityError:  # the other click of a double click has just made the account
        user, joined = None, False
    if user is None or not joined:
        return redirect(request.path)
    enter(request, user)
    return _welcomed(request, found)


def _opened(email: str, name: str, password: str) -> User | None:
    """The account, made now, or taken back from whoever asked for it without proving the address.

    None when it has been opened meanwhile: its password is somebody's, and is not written over.
    """
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name)
    elif user.email_confirmed_at is None and user.is_active:
        user.name = name
        user.set_password(password)
        user.save(update_fields=["name", "password"])
        links.forget(user)
    else:
        return None
    signing_up.confirm_address(user)
    return user


def _join(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if not invitations.join(found, user):
        found.refresh_from_db()
        return _used(request, found) if found.accepted_at is not None else _dead(request)
    return _welcomed(request, found)


def _welcomed(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(request, f"Vous faites partie de l'équipe de « {found.authority} ».")
    return redirect("authorities:home", found.authority.siren)


def _used(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Followed again: whoever joined goes where they wanted to go."""
    home = reverse("authorities:home", args=[found.authority.siren])
    user = request.user
    if isinstance(user, User):
        return redirect(home) if membership_of(user, found.authority.siren) else _dead(request)
    messages.info(request, "Cette invitation a déjà servi : connectez-vous.")
    return redirect(f"{reverse('accounts:login')}?{urlencode({'next': home})}")


def _dead(request: HttpRequest) -> HttpResponse:
    return dead_link(
        request,
        "Une invitation sert une fois, dans les 14 jours, et peut être annulée ou remplacée. Demandez-en une "
        "autre à la personne qui vous a invité.",
        "home",
        "Revenir à l'accueil",
    )
