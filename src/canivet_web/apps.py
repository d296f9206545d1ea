"""The platform as a Django application: its templates, its static files, its commands."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web"
