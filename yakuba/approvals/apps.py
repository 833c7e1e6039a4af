"""Tells Django about the app `approvals`."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The app `approvals`."""

    name = "yakuba.approvals"
    verbose_name = "決裁"

    def ready(self) -> None:
        """Load the table of verbs."""
        from yakuba.approvals import access  # noqa: F401  Django allows it only once apps are ready.
