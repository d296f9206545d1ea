"""What is kept too long goes: ``canivet plateforme purger`` calls ``purge`` every day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from canivet_web.accounts import closing, mail, throttle
from canivet_web.accounts.models import Invitation, SignInLink, User
from canivet_web.dates import months_after
from canivet_web.journal.models import Event

#: Between the message that warns and the deletion of an unused account.
WARNING = timedelta(days=30)
#: An account whose link was never followed.
UNCONFIRMED = timedelta(days=7)
#: An invitation that nobody took, after its end: the team still sees it and can send it again.
OLD_INVITATION = timedelta(days=30)


def purge() -> dict[str, int]:
    """Delete what has no more reason to be kept; what was done, in French, and how many."""
    now = timezone.now()
    counts = {
        "Liens de connexion expirés ou utilisés": SignInLink.objects.filter(
            Q(expires_at__lt=now) | ~Q(used_at=None)
        ).delete()[0],
        "Essais de connexion": throttle.purge(),
        "Sessions expirées": Session.objects.filter(expire_date__lt=now).delete()[0],
        "Invitations anciennes": _invitations(now),
        "Comptes jamais confirmés": _unconfirmed(now),
    }
    deleted, kept = _delete_unused(now)
    warned, unsent = _warn_unused(now)
    counts["Comptes inutilisés supprimés"] = deleted
    counts["Comptes inutilisés gardés (dernier pilote ou administrateur)"] = kept
    counts["Comptes inutilisés prévenus"] = warned
    counts["Avertissements qui n'ont pas pu partir"] = unsent
    return counts


def _invitations(now: datetime) -> int:
    """Old invitations, and in the trail the addresses of those who never came."""
    old = Invitation.objects.filter(expires_at__lt=now - OLD_INVITATION)
    addresses = set(old.values_list("email", flat=True))
    known = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    still = set(
        Invitation.objects.filter(email__in=addresses)
        .exclude(pk__in=old.values("pk"))
        .values_list("email", flat=True)
    )
    for address in addresses - known - still:
        Event.objects.erase_person(None, address)
    return old.delete()[0]


def _unconfirmed(now: datetime) -> int:
    never = User.objects.filter(
        email_confirmed_at=None, created_at__lt=now - UNCONFIRMED, memberships=None, last_login=None,
        is_instance_admin=False,
    ).exclude(pk__in=SignInLink.objects.filter(expires_at__gte=now).values("user"))  # fmt: skip
    done = 0
    for user in never:
        done += not closing.close(user, "account.expired")
    return done


def _unused(before: datetime) -> list[User]:
    used = User.objects.annotate(used=Coalesce("last_login", "created_at")).filter(used__lt=before)
    return list(used.order_by("pk"))


def _warn_unused(now: datetime) -> tuple[int, int]:
    """Tell those whose account will soon have been unused for too long; how many were, and could not be."""
    warned = unsent = 0
    for user in _unused(months_after(now, -settings.RETENTION_MONTHS) + WARNING):
        used = user.last_login or user.created_at
        if (user.warned_at and user.warned_at > used) or closing.obstacles(user):
            continue
        deleted_on = timezone.localdate(now + WARNING)
        link = mail.absolute("accounts:login")
        if mail.send(
            "unused", user.email, deleted_on=deleted_on, months=settings.RETENTION_MONTHS, link=link
        ):
            User.objects.filter(pk=user.pk).update(warned_at=now)
            warned += 1
        else:
            unsent += 1
    return warned, unsent


def _delete_unused(now: datetime) -> tuple[int, int]:
    """Delete those who were told a month ago and did not come back."""
    limit = months_after(now, -settings.RETENTION_MONTHS)
    deleted = kept = 0
    for user in _unused(limit):
        if closing.obstacles(user):
            kept += 1
            continue
        told = user.warned_at
        if told and told > (user.last_login or user.created_at) and told <= now - WARNING:
            deleted += not closing.close(user, "account.expired")
    return deleted, kept
