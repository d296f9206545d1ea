"""URLs of inventories."""

from django.urls import path

from canivet_web.inventories import views

app_name = "inventories"
urlpatterns = [
    path("c/<siren:siren>/inventaire/", views.index, name="index"),
    path("c/<siren:siren>/inventaire/importer/", views.import_, name="import"),
    path("c/<siren:siren>/inventaire/<int:number>/", views.batch, name="batch"),
    path("c/<siren:siren>/inventaire/<int:number>/accepter/", views.accept, name="accept"),
    path("c/<siren:siren>/inventaire/<int:number>/modeles/", views.models, name="models"),
    path("c/<siren:siren>/inventaire/<int:number>/modeles/<int:pk>/", views.correct, name="correct"),
    path("c/<siren:siren>/inventaire/<int:number>/exclusions/", views.exclusions, name="exclusions"),
    path("c/<siren:siren>/inventaire/<int:number>/ecarts/", views.differences, name="differences"),
    path("c/<siren:siren>/inventaire/<int:number>/supprimer/", views.delete, name="delete"),
    path("c/<siren:siren>/inventaire/<int:number>/<slug:name>.csv", views.export, name="export"),
]
