"""URLs of the uses of the territory."""

from django.urls import path

from canivet_web.territory_uses.views import figures, lists, review

app_name = "territory_uses"
_HERE = "c/<siren:siren>/etat-des-lieux/territoire/"
urlpatterns = [
    path(_HERE, lists.index, name="index"),
    path(f"{_HERE}bilan/", review.review, name="review"),
    path(f"{_HERE}theme/<slug:theme>/", lists.theme, name="theme"),
    path(f"{_HERE}indicateur/<slug:indicator>/", figures.indicator, name="indicator"),
    path(f"{_HERE}indicateur/<slug:indicator>/ajouter/", figures.figure_new, name="figure_new"),
    path(f"{_HERE}chiffre/<int:pk>/", figures.figure, name="figure"),
    path(f"{_HERE}chiffre/<int:pk>/supprimer/", figures.figure_delete, name="figure_delete"),
]
