"""Name of the application."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.actors"
    label = "actors"
