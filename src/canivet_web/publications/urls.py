"""URLs of publications."""

from django.urls import path

from canivet_web.publications import views

app_name = "publications"
urlpatterns = [
    path("ecoconception/", views.ecodesign, name="ecodesign"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("partage/<token:token>/", views.shared, name="shared"),
    path("partage/<token:token>/<str:name>", views.shared_file, name="shared_file"),
    path("c/<siren:siren>/documents/", views.deliverables, name="deliverables"),
    path("c/<siren:siren>/documents/<int:number>/<str:name>", views.file, name="file"),
    path("c/<siren:siren>/partages/<int:number>/creer/", views.share, name="share"),
    path("c/<siren:siren>/partages/<int:pk>/fermer/", views.revoke, name="revoke"),
]
