"""Addresses of the provider: given by the instance, or asked to the provider when somebody signs in."""

from __future__ import annotations

from typing import Any, Final

import requests
from django.core.cache import cache

from canivet_web.accounts.oidc.options import option
from canivet_web.accounts.oidc.refusals import Refusal

#: Setting → its name in the provider's own description.
DESCRIBED: Final = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
    "OIDC_OP_LOGOUT_ENDPOINT": "end_session_endpoint",
}
_KEPT: Final = 3600


def endpoint(setting: str) -> str:
    """One address of the provider; blank only for a provider without any end of session."""
    given = str(option(setting))
    if given:
        return given
    found = str(_description().get(DESCRIBED[setting], ""))
    if not found and setting == "OIDC_OP_LOGOUT_ENDPOINT":
        return ""
    # On this very machine, a provider may be without HTTPS; nowhere else.
    if not found.startswith(("https://", option("OIDC_ISSUER").partition("//")[0] + "//")):
        raise Refusal("provider")
    return found


def fetch(url: str) -> Any:
    """A JSON document of the provider."""
    try:
        response = requests.get(url, timeout=option("OIDC_TIMEOUT"), allow_redirects=False)
        response.raise_for_status()
        return response.json()
    except requests.RequestException as error:
        raise Refusal("provider") from error


def _description() -> dict[str, Any]:
    issuer: str = option("OIDC_ISSUER")
    key = f"oidc.description.{issuer}"
    described = cache.get(key)
    if described is None:
        described = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        # A description of somebody else's would make us trust somebody else's keys.
        if not isinstance(described, dict) or described.get("issuer") != issuer:
            raise Refusal("provider")
        cache.set(key, described, _KEPT)
    return dict(described)
