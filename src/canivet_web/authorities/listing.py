"""Services that what comes in names: those of the authority, and those that nobody had listed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from canivet.text import fold
from canivet_web.authorities.models import Authority, Service
from canivet_web.journal.trail import record

_LONGEST_NAME = 120


def services_named(authority: Authority, names: Iterable[str], user: Any) -> dict[str, Service]:
    """Services by folded name; those that ``names`` hold and nobody listed are added, blanks aside."""
    known = {fold(service.name): service for service in authority.services.kept()}
    for name in dict.fromkeys(names):
        if name and fold(name) not in known:
            known[fold(name)] = Service.objects.create(authority=authority, name=name[:_LONGEST_NAME])
            record("service.created", actor=user, authority=authority, target=name)
    return known
