"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

import canivet_web


def platform(request: HttpRequest) -> dict[str, Any]:
    """Version, the acts of the member on an authority's page, and whether sign-up is open."""
    return {
        "version": canivet_web.version(),
        "authority": getattr(request, "authority", None),
        "membership": getattr(request, "membership", None),
        "acts": getattr(request, "acts", frozenset()),
        "sign_up_open": settings.SIGN_UP == "ouvert",
        "oidc_enabled": settings.OIDC_ENABLED,
        "oidc_name": getattr(settings, "OIDC_NAME", ""),
    }
