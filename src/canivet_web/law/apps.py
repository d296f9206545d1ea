"""Name of the application."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.law"
    label = "law"
