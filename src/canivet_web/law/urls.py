"""URLs of the obligations and of the journal of initiatives."""

from django.urls import path

from canivet_web.law.views import disposals, facts, initiatives, obligations

app_name = "law"
_LAW = "c/<siren:siren>/etat-des-lieux/obligations/"
_JOURNAL = "c/<siren:siren>/etat-des-lieux/initiatives/"
urlpatterns = [
    path(_LAW, obligations.index, name="index"),
    path(f"{_LAW}regle/<str:rule>/", obligations.rule, name="rule"),
    path(f"{_LAW}obligations.csv", obligations.export, name="export"),
    path(f"{_LAW}calendrier/", obligations.diary, name="calendar"),
    path(f"{_LAW}echeances.ics", obligations.ics, name="ics"),
    path(f"{_LAW}faits/", facts.index, name="facts_index"),
    path(f"{_LAW}faits/<slug:group>/", facts.group, name="facts"),
    path(f"{_LAW}fait/<slug:fact>/", facts.fact, name="fact"),
    path(f"{_LAW}reformes/", disposals.index, name="disposals"),
    path(f"{_LAW}reformes/ajouter/", disposals.new, name="disposal_new"),
    path(f"{_LAW}reformes/<int:pk>/", disposals.edit, name="disposal"),
    path(f"{_LAW}reformes/<int:pk>/supprimer/", disposals.delete, name="disposal_delete"),
    path(_JOURNAL, initiatives.index, name="initiatives"),
    path(f"{_JOURNAL}ajouter/", initiatives.new, name="initiative_new"),
    path(f"{_JOURNAL}neant/", initiatives.nil, name="nil"),
    path(f"{_JOURNAL}<int:pk>/", initiatives.edit, name="initiative"),
    path(f"{_JOURNAL}<int:pk>/supprimer/", initiatives.delete, name="initiative_delete"),
]
