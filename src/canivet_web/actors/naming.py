"""Identifiers of actors that no other of the authority has, not even in the bin."""

from __future__ import annotations

import re
from typing import Any

from canivet.text import fold

_LENGTH = 70


def new_slug(authority: Any, name: str) -> str:
    """The identifier of an actor added by hand, made of its name; in the caller's transaction."""
    return free_slug(authority, re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_LENGTH] or "acteur")


def free_slug(authority: Any, wanted: str) -> str:
    """An identifier, or one beside it when another actor bears it; in the caller's transaction."""
    plain = wanted[:_LENGTH]
    taken = set(authority.actors.filter(slug__startswith=plain).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{plain}-{rank}" for rank in range(2, len(taken) + 3) if f"{plain}-{rank}" not in taken)
