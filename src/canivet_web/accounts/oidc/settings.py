"""What the environment says of the provider: read at start, without any call to it.

CANIVET_OIDC_EMETTEUR       its issuer, as its tokens write it; blank: no such sign-in
CANIVET_OIDC_CLIENT         our identifier there        CANIVET_OIDC_SECRET  our secret there
CANIVET_OIDC_NOM            its name on the button      CANIVET_OIDC_ROLES   roles accepted, any if blank
CANIVET_OIDC_ALGORITHME     RS256 or ES256
CANIVET_OIDC_AUTORISATION, _JETON, _INFOS, _CLES, _DECONNEXION: its addresses, asked to it when not given
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from csp.constants import SELF

from canivet_web import environment

#: What is asked of the provider: each word is one claim of ProConnect.
SCOPES: Final = "openid given_name usual_name email uid siret idp_id organization_label roles"
#: Setting of Django → our variable.
ENDPOINTS: Final = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "OIDC_AUTORISATION",
    "OIDC_OP_TOKEN_ENDPOINT": "OIDC_JETON",
    "OIDC_OP_USER_ENDPOINT": "OIDC_INFOS",
    "OIDC_OP_JWKS_ENDPOINT": "OIDC_CLES",
    "OIDC_OP_LOGOUT_ENDPOINT": "OIDC_DECONNEXION",
}
#: Characters of ``state`` and ``nonce``: ProConnect asks for 32 at least.
RANDOM: Final = 43
SECONDS: Final = 10
LOCAL: Final = ("127.0.0.1", "localhost", "::1")


def settings_of(public_url: str) -> dict[str, Any]:
    """Django's settings for this provider; stops with a cure when one is wrong or absent."""
    endpoints = {setting: _address(name) for setting, name in ENDPOINTS.items()}
    issuer = _address("OIDC_EMETTEUR")
    return {
        **endpoints,
        "OIDC_ISSUER": issuer,
        "OIDC_NAME": environment.text("OIDC_NOM", "ProConnect"),
        "OIDC_ROLES": frozenset(environment.text("OIDC_ROLES").replace(",", " ").split()),
        "OIDC_RP_CLIENT_ID": _needed("OIDC_CLIENT"),
        "OIDC_RP_CLIENT_SECRET": _needed("OIDC_SECRET"),
        "OIDC_RP_SIGN_ALGO": environment.choice("OIDC_ALGORITHME", ("RS256", "ES256")),
        "OIDC_RP_SCOPES": SCOPES,
        "OIDC_USE_NONCE": True,
        "OIDC_STATE_SIZE": RANDOM,
        "OIDC_NONCE_SIZE": RANDOM,
        "OIDC_USE_PKCE": True,
        "OIDC_PKCE_CODE_CHALLENGE_METHOD": "S256",
        "OIDC_MAX_STATES": 10,
        "OIDC_TIMEOUT": SECONDS,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "oidc:callback",
        "OIDC_CALLBACK_ADDRESS": f"{public_url}/oidc/retour/",
        "OIDC_AFTER_LOGOUT": f"{public_url}/",
        "OIDC_FORM_ACTION": [SELF, *sorted({_origin(url) for url in (issuer, *endpoints.values()) if url})],
    }


def _needed(name: str) -> str:
    given = environment.text(name)
    if not given:
        environment.refuse(
            name, "il est absent.", "recopiez la valeur que le fournisseur d'identité a donnée."
        )
    return given


def _address(name: str) -> str:
    """An address of the provider: HTTPS, but on this very machine."""
    given = environment.text(name)
    if not given:
        return ""
    parts = urlsplit(given)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    if not secure or not parts.hostname:
        cure = "écrivez une adresse complète, en https://"
        environment.refuse(name, f"« {given} » ne convient pas.", cure)
    return given


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
