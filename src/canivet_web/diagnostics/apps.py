"""Name of the application."""

from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.diagnostics"
    label = "diagnostics"
