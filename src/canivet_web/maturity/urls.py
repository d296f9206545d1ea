"""URLs of the maturity grid."""

from django.urls import path

from canivet_web.maturity.views import answering, dates, facts, grid, guides, proofs, results

app_name = "maturity"
_HERE = "c/<siren:siren>/etat-des-lieux/maturite/"
urlpatterns = [
    path(_HERE, grid.index, name="index"),
    path(f"{_HERE}domaine/<slug:domain>/", grid.domain, name="domain"),
    path(f"{_HERE}question/<str:question>/", answering.question, name="question"),
    path(f"{_HERE}question/<str:question>/preuve/", proofs.proof_new, name="proof_new"),
    path(f"{_HERE}preuve/<int:pk>/", proofs.proof, name="proof"),
    path(f"{_HERE}preuve/<int:pk>/supprimer/", proofs.proof_delete, name="proof_delete"),
    path(f"{_HERE}faits/", facts.facts, name="facts"),
    path(f"{_HERE}scores/", results.scores, name="scores"),
    path(f"{_HERE}scores/<slug:domain>/", results.detail, name="detail"),
    path(f"{_HERE}figer/", dates.freeze, name="freeze"),
    path(f"{_HERE}dates/", dates.dates, name="dates"),
    path(f"{_HERE}entretiens/", guides.guides, name="guides"),
    path(f"{_HERE}entretiens/<slug:role>.<slug:suffix>", guides.guide, name="guide"),
]
