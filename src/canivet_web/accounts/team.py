"""Changing the team of an authority: one at a time, so that it always keeps a pilot."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from canivet_web.accounts.members import Offer, Seat, refusal
from canivet_web.accounts.models import Membership, User
from canivet_web.journal.trail import record
from canivet_web.records import hold


@transaction.atomic
def change(member: Membership, by: User, offer: Offer) -> str:
    """Give a member another role; blank when done, else why not."""
    hold(member.authority)
    stored = Membership.objects.select_related("user", "service").filter(pk=member.pk).first()
    if stored is None:
        return "Cette personne ne fait plus partie de l'équipe."
    if why := refusal(seats(member.authority), member.pk, offer.role):
        return why
    before = _written(stored)
    stored.role, stored.service, stored.expires_on = offer.role, offer.service, offer.expires_on
    after = _written(stored)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        stored.save()
        record(
            "member.changed", actor=by, authority=member.authority, target=stored.user.email, details=changes
        )
    return ""


@transaction.atomic
def remove(member: Membership, by: User) -> str:
    """Take a member out of the team; blank when done (or done already), else why not."""
    hold(member.authority)
    if why := refusal(seats(member.authority), member.pk, None):
        return why
    deleted, _ = Membership.objects.filter(pk=member.pk).delete()
    if deleted:
        record("member.removed", actor=by, authority=member.authority, target=member.user.email)
    return ""


def seats(authority: Any) -> list[Seat]:
    """The team as the rules see it."""
    in_force = set(
        Membership.objects.in_force(timezone.localdate())
        .filter(authority=authority)
        .values_list("pk", flat=True)
    )
    rows = Membership.objects.filter(authority=authority).values_list("pk", "role")
    return [Seat(pk, role, pk in in_force) for pk, role in rows]


def _written(member: Membership) -> dict[str, str]:
    ends = member.expires_on
    return {
        "role": member.get_role_display(),
        "service": str(member.service or ""),
        "expires_on": ends.isoformat() if ends else "",
    }
