"""Name of the application."""

from django.apps import AppConfig


class InventoriesConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.inventories"
    label = "inventories"
