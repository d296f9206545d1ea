"""URLs of diagnostics."""

from django.urls import path

from canivet_web.diagnostics.views import acts, dossiers, levers, results, standing

app_name = "diagnostics"
urlpatterns = [
    path("c/<siren:siren>/diagnostic/", results.latest, name="latest"),
    path("c/<siren:siren>/diagnostic/calculer/", acts.compute, name="compute"),
    path("c/<siren:siren>/diagnostic/historique/", results.history, name="history"),
    path("c/<siren:siren>/diagnostic/<int:number>/", results.show, name="show"),
    path("c/<siren:siren>/diagnostic/<int:number>/expliquer/", results.explain, name="explain"),
    path("c/<siren:siren>/diagnostic/<int:number>/leviers/<slug:lever>/", levers.lever, name="lever"),
    path("c/<siren:siren>/diagnostic/<int:number>/etat-de-l-art/", standing.ratios, name="standing"),
    path("c/<siren:siren>/diagnostic/<int:number>/etat-de-l-art/<slug:ratio>/", standing.ratio, name="ratio"),
    path("c/<siren:siren>/diagnostic/<int:number>/figer/", acts.freeze, name="freeze"),
    path("c/<siren:siren>/diagnostic/<int:number>/supprimer/", acts.delete, name="delete"),
    path("c/<siren:siren>/diagnostic/<int:number>/dossier.zip", dossiers.dossier_out, name="dossier_out"),
    path("c/<siren:siren>/dossier/reprendre/", dossiers.dossier_in, name="dossier_in"),
]
