"""The identifier of an actor added by hand: made of its name, and of nobody else's."""

from __future__ import annotations

import re
from typing import Any

from canivet.text import fold

_LENGTH = 70


def new_slug(authority: Any, name: str) -> str:
    """An identifier that no actor of the authority has, not even in the bin; in the caller's transaction."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_LENGTH] or "acteur"
    taken = set(authority.actors.filter(slug__startswith=plain).values_list("slug", flat=True))
    if plain not in taken:
        return plain
    return next(f"{plain}-{rank}" for rank in range(2, len(taken) + 3) if f"{plain}-{rank}" not in taken)
