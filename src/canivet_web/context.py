"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

import canivet_web
from canivet_web.navigation import links_of
from canivet_web.roles import Act


def platform(request: HttpRequest) -> dict[str, Any]:
    """Version, the links and acts of the member on an authority's page, and whether sign-up is open."""
    authority = getattr(request, "authority", None)
    acts: frozenset[Act] = getattr(request, "acts", frozenset())
    return {
        "version": canivet_web.version(),
        "authority": authority,
        "membership": getattr(request, "membership", None),
        "acts": acts,
        "navigation": links_of(authority.siren, acts) if authority else (),
        "sign_up_open": settings.SIGN_UP == "ouvert",
        "oidc_enabled": settings.OIDC_ENABLED,
        "oidc_name": getattr(settings, "OIDC_NAME", ""),
    }
