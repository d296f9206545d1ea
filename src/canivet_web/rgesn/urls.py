"""URLs of the self-assessments."""

from django.urls import path

from canivet_web.rgesn.views import criteria, declarations, services

app_name = "rgesn"
_HERE = "c/<siren:siren>/etat-des-lieux/ecoconception/"
_ONE = f"{_HERE}<int:pk>/"
urlpatterns = [
    path(_HERE, services.index, name="index"),
    path(f"{_HERE}ajouter/", services.service_new, name="service_new"),
    path(_ONE, services.service, name="service"),
    path(f"{_ONE}modifier/", services.service_edit, name="service_edit"),
    path(f"{_ONE}supprimer/", services.service_delete, name="service_delete"),
    path(f"{_ONE}description/", services.facts, name="facts"),
    path(f"{_ONE}thematique/<int:theme>/", criteria.theme, name="theme"),
    path(f"{_ONE}critere/<str:criterion>/", criteria.criterion, name="criterion"),
    path(f"{_ONE}declaration/", declarations.declaration, name="declaration"),
    path(f"{_ONE}declaration/<int:number>/", declarations.frozen, name="frozen"),
    path(f"{_ONE}declaration/<int:number>.<slug:extension>", declarations.file, name="file"),
    path(f"{_ONE}figer/", declarations.freeze, name="freeze"),
]
