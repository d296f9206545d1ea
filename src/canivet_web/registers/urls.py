"""URLs of registers."""

from django.urls import path

from canivet_web.registers import views

app_name = "registers"
urlpatterns = [
    path("c/<siren:siren>/usages/", views.index, name="index"),
    path("c/<siren:siren>/usages/importer/", views.import_, name="import"),
    path("c/<siren:siren>/usages/usages.csv", views.export, name="export"),
    path("c/<siren:siren>/usages/<slug:register>/", views.register, name="register"),
    path("c/<siren:siren>/usages/<slug:register>/ajouter/", views.entry_new, name="entry_new"),
    path("c/<siren:siren>/usages/<slug:register>/<int:pk>/", views.entry, name="entry"),
    path(
        "c/<siren:siren>/usages/<slug:register>/<int:pk>/supprimer/", views.entry_delete, name="entry_delete"
    ),
]
