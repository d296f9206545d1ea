"""Name of the application."""

from django.apps import AppConfig


class TerritoryUsesConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.territory_uses"
    label = "territory_uses"
