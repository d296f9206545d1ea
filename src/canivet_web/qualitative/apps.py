"""Name of the application."""

from django.apps import AppConfig


class QualitativeConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.qualitative"
    label = "qualitative"
