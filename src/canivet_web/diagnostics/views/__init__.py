"""Diagnoses: dashboard, explanation of any figure, history, freezing, the dossier out and in."""

from canivet_web.diagnostics.views.acts import compute, delete, freeze
from canivet_web.diagnostics.views.dossiers import dossier_in, dossier_out
from canivet_web.diagnostics.views.results import explain, history, latest, show

__all__ = [
    "compute",
    "delete",
    "dossier_in",
    "dossier_out",
    "explain",
    "freeze",
    "history",
    "latest",
    "show",
]
