"""Checking what the provider signs: its keys, its signature, who it speaks to and of whom."""

from __future__ import annotations

from typing import Any, Final

import jwt
from django.core.cache import cache

from canivet_web.accounts.oidc.endpoints import endpoint, fetch
from canivet_web.accounts.oidc.options import option
from canivet_web.accounts.oidc.refusals import Refusal

#: Seconds by which two clocks may differ.
LEEWAY: Final = 30
_KEPT: Final = 3600
#: Without a name the keys are asked again at most this often: a flood of false tokens is no flood of calls.
_ASKED_AGAIN: Final = 60


def verified(token: str, *, required: tuple[str, ...]) -> dict[str, Any]:
    """Claims of a token signed by the provider, for us; refused otherwise."""
    algorithm = option("OIDC_RP_SIGN_ALGO")
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != algorithm:
            raise Refusal("proof")
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(str(header.get("kid", "")), algorithm),
            algorithms=[algorithm],
            audience=option("OIDC_RP_CLIENT_ID"),
            issuer=option("OIDC_ISSUER"),
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "sub", *required]},
        )
    except jwt.PyJWTError as error:
        raise Refusal("proof") from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != option("OIDC_RP_CLIENT_ID"):
        raise Refusal("proof")
    return claims


def _key(name: str, algorithm: str) -> jwt.PyJWK:
    """The provider's key of this name; keys change, so an unknown name makes them be asked again."""
    where = f"oidc.keys.{option('OIDC_ISSUER')}"
    kept = cache.get(where)
    found = _named(kept, name, algorithm) if kept else None
    if found is None and (kept is None or cache.add(f"{where}.asked", True, _ASKED_AGAIN)):
        kept = fetch(endpoint("OIDC_OP_JWKS_ENDPOINT"))
        cache.set(where, kept, _KEPT)
        found = _named(kept, name, algorithm)
    if found is None:
        raise Refusal("proof")
    return jwt.PyJWK(found, algorithm)


def _named(keys: Any, name: str, algorithm: str) -> dict[str, Any] | None:
    """The only key that fits."""
    listed = keys.get("keys", []) if isinstance(keys, dict) else []
    fitting = [
        key
        for key in listed
        if (not name or key.get("kid") == name)
        and key.get("alg", algorithm) == algorithm
        and key.get("use", "sig") == "sig"
        and key.get("kty") == ("RSA" if algorithm.startswith("RS") else "EC")
    ]
    return fitting[0] if len(fitting) == 1 else None
