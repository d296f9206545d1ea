"""URLs of registers."""

from django.urls import path

from canivet_web.registers.views import entries, imports, lists

app_name = "registers"
urlpatterns = [
    path("c/<siren:siren>/usages/", lists.index, name="index"),
    path("c/<siren:siren>/usages/importer/", imports.import_, name="import"),
    path("c/<siren:siren>/usages/usages.csv", lists.export, name="export"),
    path("c/<siren:siren>/usages/<slug:register>/", lists.register, name="register"),
    path("c/<siren:siren>/usages/<slug:register>/ajouter/", entries.entry_new, name="entry_new"),
    path("c/<siren:siren>/usages/<slug:register>/<int:pk>/", entries.entry, name="entry"),
    path(
        "c/<siren:siren>/usages/<slug:register>/<int:pk>/supprimer/",
        entries.entry_delete,
        name="entry_delete",
    ),
]
