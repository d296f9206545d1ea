"""Inviting somebody to the team of an authority, and joining it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from canivet_web.accounts import mail
from canivet_web.accounts.members import Offer
from canivet_web.accounts.models import Invitation, Membership, User, hashed, new_token
from canivet_web.journal.trail import record

LIFE = timedelta(days=14)


def invite(authority: Any, by: User, email: str, offer: Offer) -> tuple[Invitation, bool]:
    """Invite an address, in place of an earlier invitation. Gives it, and whether its message left."""
    token = new_token()
    try:
        invitation = _write(authority, by, email.strip().lower(), offer, token)
    except IntegrityError:  # invited twice at the same moment: the last one stays
        invitation = _write(authority, by, email.strip().lower(), offer, token)
    sent = mail.send(
        "invitation",
        invitation.email,
        link=mail.absolute("accounts:invitation", token),
        by=f"{by.name} ({by.email})" if by.name else by.email,
        authority=authority.name,
        role=invitation.get_role_display(),
        until=timezone.localdate(invitation.expires_at),
    )
    if not sent:
        withdraw(invitation, by)
    return invitation, sent


@transaction.atomic
def _write(authority: Any, by: User, email: str, offer: Offer, token: str) -> Invitation:
    now = timezone.now()
    open_ones = Invitation.objects.filter(
        authority=authority, email=email, accepted_at=None, withdrawn_at=None
    )
    open_ones.update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        authority=authority,
        email=email,
        role=offer.role,
        service=offer.service,
        access_expires_on=offer.expires_on,
        token_hash=hashed(token),
        invited_by=by,
        expires_at=now + LIFE,
    )
    record("member.invited", actor=by, authority=authority, target=email, details=_offered(invitation))
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation of this secret, unless it was withdrawn or is too old; it may have been used."""
    return (
        Invitation.objects.select_related("authority", "service")
        .filter(
            token_hash=hashed(token),
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
            authority__deleted_at=None,
        )
        .first()
    )


@transaction.atomic
def join(invitation: Invitation, user: User) -> bool:
    """Enter the team, once; False when the invitation can no longer be used.

    Whoever is already of the team keeps their role: an old message never lowers anybody.
    """
    now = timezone.now()
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).update(accepted_at=now)
    if not taken:
        return False
    authority = invitation.authority
    offered = {
        "role": invitation.role,
        "service": invitation.service,
        "expires_on": invitation.access_expires_on,
    }
    member, made = Membership.objects.get_or_create(authority=authority, user=user, defaults=offered)
    if not made and not member.is_in_force():
        for name, value in offered.items():
            setattr(member, name, value)
        member.save()
        made = True
    if made:
        record("member.joined", actor=user, authority=authority, details=_offered(invitation))
    return True


@transaction.atomic
def withdraw(invitation: Invitation, by: User) -> bool:
    """Take the invitation back; False when it was already used or taken back."""
    done = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if done:
        record("invitation.withdrawn", actor=by, authority=invitation.authority, target=invitation.email)
    return bool(done)


def _offered(invitation: Invitation) -> dict[str, list[str]]:
    ends = invitation.access_expires_on
    values = {
        "role": invitation.get_role_display(),
        "service": str(invitation.service or ""),
        "expires_on": ends.isoformat() if ends else "",
    }
    return {name: ["", value] for name, value in values.items() if value}
