"""Tells Django about the app `approvals`."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The app `approvals`."""

    name = "yakuba.approvals"
    verbose_name = "決裁"

    def ready(self) -> None:
        """Load the facts and the table of verbs that this app declares."""
        from yakuba.approvals import access, events  # noqa: F401  Django allows it only once apps are ready.
