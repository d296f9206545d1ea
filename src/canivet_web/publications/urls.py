"""URLs of publications."""

from django.urls import path

from canivet_web.publications.views import declared, deliverables, links

app_name = "publications"
urlpatterns = [
    path("ecoconception/", declared.ecodesign, name="ecodesign"),
    path("accessibilite/", declared.accessibility, name="accessibility"),
    path("donnees-personnelles/", declared.privacy, name="privacy"),
    path("partage/<token:token>/", links.shared, name="shared"),
    path("partage/<token:token>/<str:name>", links.shared_file, name="shared_file"),
    path("c/<siren:siren>/documents/", deliverables.deliverables, name="deliverables"),
    path("c/<siren:siren>/documents/<int:number>/<str:name>", deliverables.file, name="file"),
    path("c/<siren:siren>/partages/<int:number>/creer/", links.share, name="share"),
    path("c/<siren:siren>/partages/<int:pk>/fermer/", links.revoke, name="revoke"),
]
