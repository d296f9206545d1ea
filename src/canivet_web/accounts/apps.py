"""Name of the application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Name of the application."""

    name = "canivet_web.accounts"
    label = "accounts"
