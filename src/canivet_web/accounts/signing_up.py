"""A new account: it opens only once the link sent to its address has been followed."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from canivet_web.accounts import links, mail
from canivet_web.accounts.models import User


def ask(name: str, email: str, password: str) -> tuple[str, bool]:
    """Ask for an account: what its browser must keep (blank if the address has one), and if a message left.

    One message leaves in every case, after the same work: nothing tells whether the address was known.
    """
    user = User.objects.by_email(email)
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, password, name=name)
        except IntegrityError:  # asked twice at the same moment
            user = User.objects.by_email(email)
            assert user is not None
    elif user.email_confirmed_at is not None or not user.is_active:
        User().set_password(password)
        return "", mail.send("already", user.email, sign_in=mail.absolute("accounts:login"))
    else:
        user.name = name
        user.set_password(password)
        user.save(update_fields=["name", "password"])
    return mark_of(user), send_confirmation(user)


def mark_of(user: User) -> str:
    """What tells the browser that asked for an account in its last form: it changes with the password.

    Somebody else may have asked for the same address since: their password must not be confirmed for them.
    """
    return f"{user.pk}:{user.get_session_auth_hash()}"


def send_confirmation(user: User) -> bool:
    """Send the link that opens the account."""
    token = links.make(user, links.CONFIRM)
    return mail.send("confirm", user.email, link=mail.absolute("accounts:confirm", token))


def confirm_address(user: User) -> None:
    """The person reads what is sent to the address."""
    if user.email_confirmed_at is None:
        user.email_confirmed_at = timezone.now()
        user.save(update_fields=["email_confirmed_at"])
