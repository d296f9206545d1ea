"""An instance with a provider on this machine, and what a person and their browser do."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from provider_mock import CLIENT, SECRET, Provider

from canivet_web.accounts.backends import EmailBackend


@pytest.fixture(scope="session")
def one_provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(one_provider: Provider, monkeypatch, db) -> Iterator[Provider]:
    """The provider, and the instance set to use it as ``settings.py`` would from its environment."""
    # Read before the provider is there, whichever test comes first: they must not keep its addresses.
    import canivet_web.urls  # noqa: F401
    from canivet_web.accounts.oidc.settings import settings_of

    monkeypatch.setenv("CANIVET_OIDC_EMETTEUR", one_provider.issuer)
    monkeypatch.setenv("CANIVET_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("CANIVET_OIDC_SECRET", SECRET)
    monkeypatch.setenv("CANIVET_OIDC_NOM", "ProConnect d'essai")
    one_provider.reset()
    cache.clear()
    wanted = settings_of("http://127.0.0.1:8000")
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] = wanted["OIDC_FORM_ACTION"]
    backends = [
        f"{EmailBackend.__module__}.EmailBackend",
        "canivet_web.accounts.oidc.backend.ProviderBackend",
    ]
    with override_settings(
        OIDC_ENABLED=True, ROOT_URLCONF="oidc_urls", AUTHENTICATION_BACKENDS=backends,
        CONTENT_SECURITY_POLICY=policy, **wanted,
    ):  # fmt: skip
        yield one_provider
    cache.clear()


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def come_in(provider: Provider) -> Callable:
    """Sign in from the button to the page one lands on; gives the answer of the return."""

    def come(client: Client, then: str = ""):
        left = client.get("/oidc/connexion/", {"next": then} if then else {})
        assert left.status_code == 302, left.content
        return client.get(path_of(provider.agree(left["Location"])))

    return come


@pytest.fixture
def back_from() -> Callable[[str], str]:
    return path_of
