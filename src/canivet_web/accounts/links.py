"""Secret links sent by e-mail: one use, one purpose, a short life; only their hash is kept."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from canivet_web.accounts.models import SignInLink, User, hashed, new_token

SIGN_IN = "sign_in"
CONFIRM = "confirm"
LIVES = {SIGN_IN: timedelta(minutes=15), CONFIRM: timedelta(hours=24)}


def make(user: User, purpose: str) -> str:
    """A new link; the ones sent before for the same purpose stop working. Gives its secret."""
    token = new_token()
    SignInLink.objects.filter(user=user, purpose=purpose).delete()
    SignInLink.objects.create(
        user=user, purpose=purpose, token_hash=hashed(token), expires_at=timezone.now() + LIVES[purpose]
    )
    return token


def find(token: str, purpose: str) -> SignInLink | None:
    """The link of this secret, if it can still be used."""
    return (
        SignInLink.objects.select_related("user")
        .filter(
            token_hash=hashed(token),
            purpose=purpose,
            used_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )


def use(link: SignInLink) -> bool:
    """Spend the link; False when somebody else has just done it."""
    now = timezone.now()
    return SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now) == 1


def forget(user: User) -> None:
    """Stop every link of a person whose password has changed."""
    SignInLink.objects.filter(user=user, used_at=None).delete()
