"""An authority and its members by role, as every test of the platform needs them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from canivet_web.accounts.models import Membership, User
from canivet_web.authorities.models import Authority, Service
from canivet_web.roles import Role

PASSWORD = "un mot de passe de test"


@dataclass
class Town:
    """An authority and its members by role."""

    authority: Authority
    service: Service
    members: dict[str, User] = field(default_factory=dict)

    def url(self, path: str = "") -> str:
        return f"/c/{self.authority.siren}/{path}"


def make_user(email: str, **fields: object) -> User:
    return User.objects.create_user(email, PASSWORD, email_confirmed_at=timezone.now(), **fields)


def make_town(siren: str, name: str) -> Town:
    authority = Authority.objects.create(
        siren=siren, name=name, kind="epci", type="CA", population=85_412, population_municipal=83_970,
        agents=900, year=2025,
    )  # fmt: skip
    town = Town(authority, Service.objects.create(authority=authority, name="Écoles", headcount=40))
    for role in Role:
        user = make_user(f"{role}@{siren}.example", name=f"{role} {siren}")
        Membership.objects.create(
            authority=authority,
            user=user,
            role=role,
            service=town.service if role == Role.CONTRIBUTOR else None,
        )
        town.members[role] = user
    return town
