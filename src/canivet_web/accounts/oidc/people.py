"""From an identity at the provider to a person here, and never to somebody else.

the identity is known                        that person, whatever the address became
a person signed in here asked to link it     that person, from now on
its address has an account                   refused: the page says how to link it
otherwise                                    a new person, in no authority
"""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from canivet_web.accounts.models import Invitation, User
from canivet_web.accounts.oidc.identity import Identity
from canivet_web.accounts.oidc.options import option
from canivet_web.accounts.oidc.refusals import Refusal
from canivet_web.journal.trail import record


def person_of(identity: Identity, linking: User | None) -> User:
    """The active person of this identity; ``linking`` asked for it to be linked to their own account."""
    try:
        with transaction.atomic():
            known = User.objects.filter(provider=identity.issuer, subject=identity.subject).first()
            if linking is not None:
                return _linked(identity, known, linking)
            user = known or _new(identity)
    except IntegrityError:  # the same person came twice at the same moment
        twin = User.objects.filter(provider=identity.issuer, subject=identity.subject).first()
        if twin is None:
            raise Refusal("known_address") from None
        user = twin
    if not user.is_active:
        raise Refusal("inactive")
    return user


def _linked(identity: Identity, known: User | None, linking: User) -> User:
    """Their own account, with this identity."""
    if known is not None:
        if known.pk != linking.pk:
            raise Refusal("other_account")
        return known
    mine = User.objects.select_for_update().get(pk=linking.pk)
    if mine.subject:
        raise Refusal("other_identity")
    mine.provider, mine.subject = identity.issuer, identity.subject
    mine.save(update_fields=["provider", "subject"])
    record("account.linked", actor=mine, target=option("OIDC_NAME"))
    return mine


def _new(identity: Identity) -> User:
    if User.objects.by_email(identity.email) is not None:
        raise Refusal("known_address")
    if settings.SIGN_UP != "ouvert" and not _is_invited(identity.email):
        raise Refusal("closed")
    return User.objects.create_user(
        identity.email,
        name=identity.name,
        provider=identity.issuer,
        subject=identity.subject,
        email_confirmed_at=timezone.now(),
    )


def _is_invited(email: str) -> bool:
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gte=timezone.now())
    return waiting.filter(email__iexact=email, authority__deleted_at=None).exists()
