"""Settings that exist only where the instance has a provider (see ``settings``)."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def option(name: str) -> Any:
    """One of them."""
    return getattr(settings, name)
