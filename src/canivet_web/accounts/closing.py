"""A person's own data: taken out, and deleted with the account."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from canivet_web.accounts.members import is_last_pilot
from canivet_web.accounts.models import Invitation, Membership, User
from canivet_web.accounts.team import seats
from canivet_web.authorities.models import Authority
from canivet_web.journal.models import Event
from canivet_web.journal.trail import ACTS, record


def obstacles(user: User) -> list[str]:
    """Why the account cannot be deleted now: what would be left without anybody."""
    found = [
        f"Vous êtes seul pilote de « {authority.name} » : donnez ce rôle à quelqu'un d'autre, ou supprimez "
        "la collectivité."
        for authority in sole_piloted(user)
    ]
    if user.is_instance_admin and not other_admins(user):
        found.append("Vous êtes seul administrateur de l'instance : nommez d'abord quelqu'un d'autre.")
    return found


def sole_piloted(user: User) -> list[Any]:
    """Authorities that have no other pilot."""
    mine = (
        Membership.objects.in_force(timezone.localdate())
        .select_related("authority")
        .filter(user=user, role="pilot")
        .order_by("authority__name")
    )
    return [m.authority for m in mine if is_last_pilot(seats(m.authority), m.pk)]


def other_admins(user: User) -> bool:
    """Whether somebody else administers the instance."""
    return User.objects.filter(is_instance_admin=True, is_active=True).exclude(pk=user.pk).exists()


@transaction.atomic
def close(user: User, act: str = "account.closed") -> list[str]:
    """Delete an account: what it did stays, without its name. Empty when done, else what prevents it."""
    mine = Membership.objects.filter(user=user).values("authority")
    authorities = list(Authority.objects.select_for_update().filter(pk__in=mine).order_by("pk"))
    admins = User.objects.select_for_update().filter(is_instance_admin=True).order_by("pk")
    list(admins.values_list("pk", flat=True))
    if why := obstacles(user):
        return why
    for authority in authorities:
        record(act, actor=None, authority=authority)
    Event.objects.erase_person(user.pk, user.email)
    Invitation.objects.filter(email=user.email).delete()
    user.delete()
    return []


def own_data(user: User) -> dict[str, Any]:
    """All that is kept about a person, in French as they will read it."""
    memberships = Membership.objects.filter(user=user).select_related("authority", "service").order_by("pk")
    events = Event.objects.filter(actor=user).select_related("authority").order_by("at", "pk")
    return {
        "compte": {
            "nom": user.name,
            "adresse électronique": user.email,
            "adresse confirmée le": _moment(user.email_confirmed_at),
            "créé le": _moment(user.created_at),
            "dernière connexion": _moment(user.last_login),
            "administrateur de l'instance": user.is_instance_admin,
            "responsable du programme": user.is_programme_manager,
            "fournisseur d'identité": user.provider,
            "identifiant chez ce fournisseur": user.subject,
            "prévenu de la suppression le": _moment(user.warned_at),
        },
        "collectivités": [
            {
                "siren": m.authority.siren,
                "nom": m.authority.name,
                "rôle": m.get_role_display(),
                "service": str(m.service or ""),
                "fin de l'accès": m.expires_on.isoformat() if m.expires_on else None,
                "depuis": _moment(m.created_at),
            }
            for m in memberships
        ],
        "actes": [
            {
                "date": _moment(e.at),
                "collectivité": e.authority.name if e.authority else None,
                "acte": ACTS.get(e.act, e.act),
                "objet": e.target,
                "détails": e.details,
            }
            for e in events
        ],
    }


def _moment(value: Any) -> str | None:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
