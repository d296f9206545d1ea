"""URLs of diagnostics."""

from django.urls import path

from canivet_web.diagnostics import views

app_name = "diagnostics"
urlpatterns = [
    path("c/<siren:siren>/diagnostic/", views.latest, name="latest"),
    path("c/<siren:siren>/diagnostic/calculer/", views.compute, name="compute"),
    path("c/<siren:siren>/diagnostic/historique/", views.history, name="history"),
    path("c/<siren:siren>/diagnostic/<int:number>/", views.show, name="show"),
    path("c/<siren:siren>/diagnostic/<int:number>/expliquer/", views.explain, name="explain"),
    path("c/<siren:siren>/diagnostic/<int:number>/figer/", views.freeze, name="freeze"),
    path("c/<siren:siren>/diagnostic/<int:number>/supprimer/", views.delete, name="delete"),
    path("c/<siren:siren>/diagnostic/<int:number>/dossier.zip", views.dossier_out, name="dossier_out"),
    path("c/<siren:siren>/dossier/reprendre/", views.dossier_in, name="dossier_in"),
]
