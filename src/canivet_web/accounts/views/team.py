"""The team of an authority, for its pilots."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.accounts import invitations, mail, throttle
from canivet_web.accounts import team as teams
from canivet_web.accounts.members import Offer, is_last_pilot, refusal
from canivet_web.accounts.team_forms import InviteForm, RoleForm
from canivet_web.accounts.throttle import Limited
from canivet_web.accounts.views.pages import bound, not_sent, show, too_many
from canivet_web.paging import page_of

#: Beside twenty members, on a page that stays light.
INVITATIONS_SHOWN = 10


@require_safe
@authority_page(Act.TEAM)
def team(request: AuthorityRequest) -> HttpResponse:
    """Members, and invitations not yet taken."""
    authority: Any = request.authority
    members = authority.memberships.select_related("user", "service").order_by(
        "user__name", "user__email", "pk"
    )
    waiting = authority.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("service")
    context = {
        "page": page_of(request, members),
        "waiting": page_of(request, waiting.order_by("-created_at", "-pk"), "invitations", INVITATIONS_SHOWN),
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    return render(request, "accounts/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.TEAM)
def invite(request: AuthorityRequest) -> HttpResponse:
    """Invite somebody by their address."""
    template = "accounts/invite.html"
    form = bound(InviteForm, request, authority=request.authority, initial=_again(request))
    context = {"kept_in": mail.waiting() is not None}
    if request.method != "POST" or not form.is_valid():
        return show(request, template, form, **context)
    data = form.cleaned_data
    if wait := throttle.take(request, Limited.INVITATION, data["email"]):
        return too_many(request, template, form, wait, **context)
    offer = Offer(data["role"], data["service"], data["expires_on"])
    invitation, left = invitations.invite(request.authority, request.user, data["email"], offer)
    if not left:
        return not_sent(request, template, form, **context)
    messages.success(request, f"{invitation.email} est invité : le lien envoyé vaut 14 jours.")
    return redirect("accounts:team", request.authority.siren)


def _again(request: AuthorityRequest) -> dict[str, Any]:
    """What an invitation said, to send it again."""
    authority: Any = request.authority
    asked = request.GET.get("encore", "")
    if not asked.isdecimal() or len(asked) > 18:
        return {}
    found = authority.invitations.filter(pk=asked, accepted_at=None, withdrawn_at=None).first()
    if found is None:
        return {}
    return {
        "email": found.email,
        "role": found.role,
        "service": found.service_id,
        "expires_on": found.access_expires_on,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.TEAM)
def member(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change the role of a member."""
    found = _member(request, pk)
    initial = {"role": found.role, "service": found.service_id, "expires_on": found.expires_on}
    form = bound(RoleForm, request, authority=request.authority, initial=initial)
    context = {"member": found, "last_pilot": is_last_pilot(teams.seats(request.authority), pk)}
    if request.method != "POST" or not form.is_valid():
        return show(request, "accounts/member.html", form, **context)
    data = form.cleaned_data
    if why := teams.change(found, request.user, Offer(data["role"], data["service"], data["expires_on"])):
        form.add_error(None, why)
        return show(request, "accounts/member.html", form, 409, **context)
    messages.success(request, f"Le rôle de {found.user} est enregistré.")
    if found.user_id == request.user.pk and data["role"] != request.membership.role:
        return redirect("authorities:home", request.authority.siren)
    return redirect("accounts:team", request.authority.siren)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.TEAM)
def member_remove(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Take a member out of the team."""
    found = _member(request, pk)
    why = refusal(teams.seats(request.authority), pk, None)
    if request.method == "POST" and not why:
        why = teams.remove(found, request.user)
    if why:
        messages.error(request, why)
        return redirect("accounts:member", request.authority.siren, pk)
    if request.method == "POST":
        messages.success(request, f"{found.user} ne fait plus partie de l'équipe.")
        mine = found.user_id == request.user.pk
        return redirect("authorities:mine") if mine else redirect("accounts:team", request.authority.siren)
    context = {
        "title": f"Retirer {found.user} de l'équipe",
        "explanation": "Cette personne n'aura plus accès à la collectivité dès maintenant. Ce qu'elle a fait "
        "reste. Vous pourrez l'inviter de nouveau.",
        "button": "Retirer de l'équipe",
        "back": reverse("accounts:member", args=[request.authority.siren, pk]),
    }
    return render(request, "canivet/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.TEAM)
def invitation_withdraw(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Take an invitation back: its link stops working."""
    authority: Any = request.authority
    found = get_object_or_404(authority.invitations, pk=pk)
    if request.method == "POST":
        if invitations.withdraw(found, request.user) or found.withdrawn_at is not None:
            messages.success(request, f"L'invitation de {found.email} est annulée.")
        else:
            messages.error(request, f"{found.email} a déjà accepté l'invitation.")
        return redirect("accounts:team", authority.siren)
    context = {
        "title": f"Annuler l'invitation de {found.email}",
        "explanation": "Le lien envoyé à cette adresse ne servira plus.",
        "button": "Annuler l'invitation",
        "back": reverse("accounts:team", args=[authority.siren]),
    }
    return render(request, "canivet/confirm.html", context)


def _member(request: AuthorityRequest, pk: int) -> Any:
    authority: Any = request.authority
    return get_object_or_404(authority.memberships.select_related("user", "service", "authority"), pk=pk)
