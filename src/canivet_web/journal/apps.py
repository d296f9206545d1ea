"""Name of the application."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.journal"
    label = "journal"
