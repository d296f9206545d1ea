"""Name of the application."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.publications"
    label = "publications"
