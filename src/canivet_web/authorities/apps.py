"""Name of the application."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.authorities"
    label = "authorities"
