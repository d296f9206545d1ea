"""The commons of this process, loaded once."""

from __future__ import annotations

from functools import cache

from canivet.commons import load
from canivet.commons.store import Commons


@cache
def commons() -> Commons:
    """The tables shipped with this version."""
    return load()
