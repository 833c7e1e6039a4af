"""Tells Django about the spine."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The app `core`."""

    name = "yakuba.core"
    verbose_name = "土台"

    def ready(self) -> None:
        """Load the tables of verbs and of retention that this app declares."""
        from yakuba.core import access_table, retention_table  # noqa: F401  Django allows it only once apps are ready.
