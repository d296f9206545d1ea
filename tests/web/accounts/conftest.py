"""A person to sign in, and the links of the messages that leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from canivet_web.accounts.models import User

EMAIL = "alix.fictif@val.example"
PASSWORD = "quatre mots sans rapport"


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def person(db) -> User:
    return User.objects.create_user(EMAIL, PASSWORD, name="Alix Fictif", email_confirmed_at=timezone.now())


@pytest.fixture
def link_sent() -> Callable[[], str]:
    """Path of the only link of the last message."""

    def path() -> str:
        links = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body)
        assert len(links) == 1, mail.outbox[-1].body
        return links[0]

    return path


@pytest.fixture
def later(monkeypatch) -> Callable[[timedelta], None]:
    """Move the platform's clock forward."""
    real = timezone.now

    def move(by: timedelta) -> None:
        def now() -> datetime:
            return real() + by

        monkeypatch.setattr(timezone, "now", now)

    return move


@pytest.fixture
def broken_mail(monkeypatch) -> None:
    """A server that refuses every message."""

    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
