"""Diagnoses: dashboard, explanation of any figure, history, freezing, the dossier out and in."""
