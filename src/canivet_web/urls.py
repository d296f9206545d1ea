"""URLs of the platform."""

from django.conf import settings
from django.urls import include, path, register_converter

from canivet_web import errors, health, home
from canivet_web.converters import SirenConverter, TokenConverter

register_converter(SirenConverter, "siren")
register_converter(TokenConverter, "token")

urlpatterns = [
    path("", home.home, name="home"),
    path("sante", health.health, name="health"),
    path("", include("canivet_web.accounts.urls")),
    path("", include("canivet_web.authorities.urls")),
    path("c/<siren:siren>/", include("canivet_web.jobs.urls")),
    path("", include("canivet_web.inventories.urls")),
    path("", include("canivet_web.registers.urls")),
    path("", include("canivet_web.maturity.urls")),
    path("", include("canivet_web.rgesn.urls")),
    path("", include("canivet_web.territory_uses.urls")),
    path("", include("canivet_web.law.urls")),
    path("", include("canivet_web.actors.urls")),
    path("", include("canivet_web.qualitative.urls")),
    path("", include("canivet_web.flash.urls")),
    path("", include("canivet_web.diagnostics.urls")),
    path("", include("canivet_web.publications.urls")),
    path("", include("canivet_web.journal.urls")),
    path("", include("canivet_web.api.urls")),
]
if settings.OIDC_ENABLED:
    urlpatterns.append(path("oidc/", include("canivet_web.accounts.oidc.urls")))
if settings.BENCH:
    urlpatterns += [path("", include("canivet_web.bench"))]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
