"""Going to the provider, coming back, and linking an account to it."""

from __future__ import annotations

import logging
import time
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from canivet_web.access import SignedInRequest, public, signed_in
from canivet_web.accounts.oidc.backend import ProviderBackend
from canivet_web.accounts.oidc.endpoints import endpoint
from canivet_web.accounts.oidc.identity import SESSION, SIREN
from canivet_web.accounts.oidc.options import option
from canivet_web.accounts.oidc.refusals import Refusal

logger = logging.getLogger(__name__)

#: Key of the session: whose account is to be linked, and when it was asked.
LINKING: Final = "oidc_linking"
#: Seconds a person has to come back from the provider.
PATIENCE: Final = 600
BACKEND: Final = "canivet_web.accounts.oidc.backend.ProviderBackend"


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that says why, and what to do."""
    logger.warning("sign-in by the provider refused: %s", refusal.code)
    title, explanation = refusal.words(option("OIDC_NAME"))
    context = {"title": title, "explanation": explanation, "code": refusal.code}
    return render(request, "accounts/oidc/refused.html", context, status=403)


class Departure(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Sends to the provider, with state, nonce and PKCE kept in the session."""

    def __init__(self, **kwargs: Any) -> None:
        # Not the parent's, which needs the provider's address before anybody asks.
        self.OIDC_RP_CLIENT_ID = option("OIDC_RP_CLIENT_ID")

    @property
    def OIDC_OP_AUTH_ENDPOINT(self) -> str:  # noqa: N802 - the parent's name
        """Where people say who they are."""
        return endpoint("OIDC_OP_AUTHORIZATION_ENDPOINT")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Leave, or say that the provider does not answer."""
        try:
            return super().get(request)  # type: ignore[no-any-return]
        except Refusal as refusal:
            return refused(request, refusal)

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        """The address to come back to, as it is declared at the provider."""
        return {"redirect_uri": option("OIDC_CALLBACK_ADDRESS")}


class Return(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Comes back from the provider."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Sign in, or say why not. An answer that this browser did not ask for changes nothing at all."""
        asked = request.session.get("oidc_states") or {}
        begun = asked.pop(request.GET.get("state", ""), None)
        if begun is None:
            return refused(request, Refusal("expired"))
        request.session["oidc_states"] = asked
        linking, at = request.session.pop(LINKING, (None, 0))
        try:
            if time.time() - begun["added_on"] > PATIENCE:
                raise Refusal("expired")
            if request.GET.get("error") or not request.GET.get("code"):
                raise Refusal("cancelled")
            wants_link = linking is not None and time.time() - at < PATIENCE
            if wants_link and request.user.is_authenticated and request.user.pk == linking:
                request.oidc_linking = request.user  # type: ignore[attr-defined]
            user = ProviderBackend().authenticate(
                request, nonce=begun["nonce"], code_verifier=begun["code_verifier"]
            )
        except Refusal as refusal:
            return refused(request, refusal)
        return self._welcome(request, user)

    def _welcome(self, request: HttpRequest, user: Any) -> HttpResponse:
        then = self.success_url
        identity, id_token = request.oidc_signed_in  # type: ignore[attr-defined]
        auth.login(request, user, backend=BACKEND)
        request.session.pop("oidc_login_next", None)
        request.session[SESSION] = {"id_token": id_token, "organisation": identity.organisation}
        request.session[SIREN] = identity.siren
        if getattr(request, "oidc_linking", None) is not None:
            messages.success(request, f"{option('OIDC_NAME')} est rattaché à votre compte.")
        return redirect(then)


departure = never_cache(public(Departure.as_view()))
callback = never_cache(public(Return.as_view()))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def link(request: SignedInRequest) -> HttpResponse:
    """Link one's account to the provider: asked by whoever is signed in to it, proved at the provider."""
    if request.method != "POST" or request.user.subject:
        return render(request, "accounts/oidc/link.html", {"linked": bool(request.user.subject)})
    request.session[LINKING] = (request.user.pk, time.time())
    return redirect(f"{reverse('oidc:departure')}?{urlencode({'next': reverse('accounts:account')})}")
