"""URLs of the actors of the territory."""

from django.urls import path

from canivet_web.actors.views import actors, imports, lists, pairs, pictures

app_name = "actors"
HERE = "c/<siren:siren>/etat-des-lieux/acteurs"
urlpatterns = [
    path(f"{HERE}/", lists.index, name="index"),
    path(f"{HERE}/valider/", lists.validate, name="validate"),
    path(f"{HERE}/ajouter/", actors.new, name="new"),
    path(f"{HERE}/importer/", imports.import_, name="import"),
    path(f"{HERE}/imports/<int:pk>/", imports.intake, name="intake"),
    path(f"{HERE}/doublons/", pairs.queue, name="pairs"),
    path(f"{HERE}/carte/", pictures.map_page, name="map"),
    path(f"{HERE}/matrice/", pictures.matrix_page, name="matrix"),
    path(f"{HERE}/annuaire.csv", lists.export_csv, name="export_csv"),
    path(f"{HERE}/acteurs.geojson", lists.export_geojson, name="export_geojson"),
    path(f"{HERE}/lieux-mediation-numerique.csv", lists.export_places, name="export_places"),
    path(f"{HERE}/<int:pk>/", actors.actor, name="actor"),
    path(f"{HERE}/<int:pk>/fiche/", actors.facts, name="facts"),
    path(f"{HERE}/<int:pk>/decider/", actors.standing, name="standing"),
    path(f"{HERE}/<int:pk>/separer/", pairs.separate, name="separate"),
    path(f"{HERE}/<int:pk>/supprimer/", actors.delete, name="delete"),
]
