"""Name of the application."""

from django.apps import AppConfig


class RgesnConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.rgesn"
    label = "rgesn"
