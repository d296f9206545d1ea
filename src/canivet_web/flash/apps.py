"""Name of the application."""

from django.apps import AppConfig


class FlashConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.flash"
    label = "flash"
