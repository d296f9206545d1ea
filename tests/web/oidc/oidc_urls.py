"""The URLs of an instance that has a provider."""

from django.urls import include, path

from canivet_web.urls import handler400, handler403, handler404, handler500
from canivet_web.urls import urlpatterns as without

urlpatterns = [*without, path("oidc/", include("canivet_web.accounts.oidc.urls"))]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
