"""Name of the application."""

from django.apps import AppConfig


class MaturityConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.maturity"
    label = "maturity"
