"""The provider's answer → a person: the code is exchanged, both tokens checked, the person found or made."""

from __future__ import annotations

from typing import Any

import requests
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from canivet_web.accounts.models import User
from canivet_web.accounts.oidc.endpoints import endpoint
from canivet_web.accounts.oidc.identity import identity_of
from canivet_web.accounts.oidc.options import option
from canivet_web.accounts.oidc.people import person_of
from canivet_web.accounts.oidc.refusals import Refusal
from canivet_web.accounts.oidc.tokens import verified


class ProviderBackend(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Signs in by the provider. Raises `Refusal` with its reason in place of saying nothing.

    The exchange of the code is mozilla-django-oidc's. What it leaves open is closed here: issuer and audience
    of the tokens, a userinfo that must be signed and speak of the same person, and people known by ``sub``.
    """

    def __init__(self) -> None:
        # Not the parent's, which asks for all addresses at once: one is also made at each password sign-in.
        self.UserModel = get_user_model()
        self.OIDC_RP_CLIENT_ID = option("OIDC_RP_CLIENT_ID")
        self.OIDC_RP_CLIENT_SECRET = option("OIDC_RP_CLIENT_SECRET")

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 - the parent's name
        """Where the code is exchanged."""
        return endpoint("OIDC_OP_TOKEN_ENDPOINT")

    def authenticate(self, request: HttpRequest, *, nonce: str, code_verifier: str) -> User:
        """The person whose code stands in the request; for its arguments, no password comes here."""
        try:
            tokens = self.get_token(
                {
                    "client_id": self.OIDC_RP_CLIENT_ID,
                    "client_secret": self.OIDC_RP_CLIENT_SECRET,
                    "grant_type": "authorization_code",
                    "code": request.GET.get("code", ""),
                    "redirect_uri": option("OIDC_CALLBACK_ADDRESS"),
                    "code_verifier": code_verifier,
                }
            )
            id_token, access_token = str(tokens["id_token"]), str(tokens["access_token"])
        except (requests.RequestException, KeyError, TypeError) as error:
            raise Refusal("provider") from error
        said = verified(id_token, required=("exp", "iat", "nonce"))
        if not nonce or not constant_time_compare(str(said["nonce"]), nonce):
            raise Refusal("proof")
        identity = identity_of(self.get_userinfo(access_token, id_token, said))
        person = person_of(identity, getattr(request, "oidc_linking", None))
        request.oidc_signed_in = (identity, id_token)  # type: ignore[attr-defined]
        return person

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Claims of the person, in a token signed by the provider for us, about the same ``sub``."""
        try:
            response = requests.get(
                endpoint("OIDC_OP_USER_ENDPOINT"),
                headers={"Authorization": f"Bearer {access_token}"},
                timeout=option("OIDC_TIMEOUT"),
                allow_redirects=False,
            )
            response.raise_for_status()
        except requests.RequestException as error:
            raise Refusal("provider") from error
        if response.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/jwt":
            raise Refusal("proof")
        claims = verified(response.text.strip(), required=())
        if claims["sub"] != payload["sub"]:
            raise Refusal("proof")
        return claims

    def get_user(self, user_id: int) -> User | None:
        """The user of a session."""
        return User.objects.filter(pk=user_id, is_active=True).first()
