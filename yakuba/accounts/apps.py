"""Tells Django about people and organisation."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app `accounts`."""

    name = "yakuba.accounts"
    verbose_name = "人と組織"

    def ready(self) -> None:
        """Load the facts and the table of verbs that this app declares."""
        from yakuba.accounts import access, events, retention  # noqa: F401  Django allows it only once apps are ready.
