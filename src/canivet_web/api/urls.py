"""URLs of api."""

from django.urls import path

from canivet_web.api import views

app_name = "api"
urlpatterns = [
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/c/<siren:siren>/resultats/", views.results, name="results"),
    path("api/v1/c/<siren:siren>/resultats/<int:number>/", views.result, name="result"),
]
