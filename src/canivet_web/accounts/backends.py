"""Signing in with an e-mail address and a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from canivet_web.accounts.models import User
from canivet_web.direct import row_where


class EmailBackend(BaseBackend):
    """An active user whose address is confirmed and whose password is right."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **_: Any
    ) -> User | None:
        """The user, or None; as much work is done for an unknown address as for a known one."""
        user = User.objects.by_email(email)
        if user is None or not user.has_usable_password():
            User().set_password(password)
            return None
        if not user.check_password(password) or not user.is_active or user.email_confirmed_at is None:
            return None
        return user

    def get_user(self, user_id: int) -> User | None:
        """The user of a session."""
        found = row_where(User, id=user_id)
        return found if found is not None and found.is_active else None
