"""URLs of inventories."""

from django.urls import path

from canivet_web.inventories.views import batches, importing, lists, review

app_name = "inventories"
urlpatterns = [
    path("c/<siren:siren>/inventaire/", batches.index, name="index"),
    path("c/<siren:siren>/inventaire/importer/", importing.import_, name="import"),
    path("c/<siren:siren>/inventaire/<int:number>/", batches.batch, name="batch"),
    path("c/<siren:siren>/inventaire/<int:number>/accepter/", batches.accept, name="accept"),
    path("c/<siren:siren>/inventaire/<int:number>/modeles/", review.models, name="models"),
    path("c/<siren:siren>/inventaire/<int:number>/modeles/<int:pk>/", review.correct, name="correct"),
    path("c/<siren:siren>/inventaire/<int:number>/exclusions/", lists.exclusions, name="exclusions"),
    path("c/<siren:siren>/inventaire/<int:number>/ecarts/", lists.differences, name="differences"),
    path("c/<siren:siren>/inventaire/<int:number>/supprimer/", batches.delete, name="delete"),
    path("c/<siren:siren>/inventaire/<int:number>/<slug:name>.csv", lists.export, name="export"),
]
