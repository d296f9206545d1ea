"""Going out at the provider too. Needs nothing of the extra: the sign-out of everybody calls it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from canivet_web.accounts.oidc.identity import SESSION
from canivet_web.accounts.oidc.options import option


def provider_exit(request: HttpRequest) -> str:
    """Where to send whoever came by the provider; blank for all others. Call it before the session ends."""
    kept = request.session.get(SESSION, {}) if settings.OIDC_ENABLED else {}
    if not kept.get("id_token"):
        return ""
    from canivet_web.accounts.oidc.endpoints import endpoint
    from canivet_web.accounts.oidc.refusals import Refusal

    try:
        address = endpoint("OIDC_OP_LOGOUT_ENDPOINT")
    except Refusal:  # the provider does not answer: the session ends here all the same
        return ""
    asked = {
        "id_token_hint": kept["id_token"],
        "state": get_random_string(option("OIDC_STATE_SIZE")),
        "post_logout_redirect_uri": option("OIDC_AFTER_LOGOUT"),
    }
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}" if address else ""
