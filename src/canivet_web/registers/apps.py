"""Name of the application."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.registers"
    label = "registers"
