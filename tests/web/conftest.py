"""Two authorities, one member per role in each, and clients signed in as any of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from canivet_web.roles import Role
from towns import Town, make_town


@pytest.fixture
def town(db) -> Town:
    return make_town("999999998", "Communauté d'agglomération du Val-Fictif")


@pytest.fixture
def other_town(db) -> Town:
    return make_town("999999980", "Ville de Fictive-sur-Mer")


@pytest.fixture
def as_role(town: Town) -> Callable[[str], Client]:
    """A client signed in as the member of ``town`` who has this role."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(town.members[role], backend="canivet_web.accounts.backends.EmailBackend")
        return client

    return signed_in


@pytest.fixture
def pilot(as_role) -> Client:
    return as_role(Role.PILOT)
