"""Name of the application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.api"
    label = "api"
