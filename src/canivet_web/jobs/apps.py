"""Name of the application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.jobs"
    label = "jobs"
