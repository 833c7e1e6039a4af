"""Tells Django about the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The app `api`."""

    name = "yakuba.api"
    verbose_name = "API"

    def ready(self) -> None:
        """Load the rule of retention that this app declares."""
        from yakuba.api import retention  # noqa: F401  Django allows it only once apps are ready.
