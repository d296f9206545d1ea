"""The rules of a team, apart from the database: what each role is for, and who can be changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from canivet_web.roles import Role

#: What a role is for, in the words of whoever has to choose one.
ROLE_HELP = {
    Role.PILOT: "peut tout faire : inventaire, diagnostic, partage, équipe. Il en faut au moins un.",
    Role.IT: "importe l'inventaire, corrige le profil, calcule le diagnostic.",
    Role.CONSULTANT: "travaille comme l'informatique, jusqu'à une date de fin si vous en donnez une.",
    Role.CONTRIBUTOR: "tient les registres de son service, et ne voit rien d'autre.",
    Role.ELECTED: "lit les résultats, les documents et le journal des décisions.",
    Role.READER: "lit les résultats et les documents.",
}
LAST_PILOT = (
    "C'est le seul pilote de la collectivité : sans lui, plus personne ne pourrait gérer l'équipe. Donnez "
    "d'abord le rôle de pilote à quelqu'un d'autre."
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A member, as the rules see it."""

    member: int
    role: str
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person is to be in a team."""

    role: str
    service: Any = None
    expires_on: date | None = None


def is_last_pilot(seats: Iterable[Seat], member: int) -> bool:
    """Whether this member is the only pilot who can still come in.

    >>> is_last_pilot([Seat(1, "pilot"), Seat(2, "reader")], 1)
    True
    >>> is_last_pilot([Seat(1, "pilot"), Seat(2, "pilot")], 1)
    False
    >>> is_last_pilot([Seat(1, "pilot"), Seat(2, "pilot", in_force=False)], 1)
    True
    """
    return {seat.member for seat in seats if seat.role == Role.PILOT and seat.in_force} == {member}


def refusal(seats: Iterable[Seat], member: int, role: str | None) -> str:
    """Why a member cannot take this role (None: leave the team); blank when nothing prevents it."""
    lowered = role != Role.PILOT
    return LAST_PILOT if lowered and is_last_pilot(seats, member) else ""


def needs_service(role: str) -> bool:
    """Whether the role is that of one service."""
    return role == Role.CONTRIBUTOR


def may_end(role: str) -> bool:
    """Whether the access of this role can be given an end."""
    return role == Role.CONSULTANT
