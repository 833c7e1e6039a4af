"""Tells Django about the app `work`."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The app `work`."""

    name = "yakuba.work"
    verbose_name = "作業"

    def ready(self) -> None:
        """Load the facts and the table of verbs that this app declares, and who listens."""
        from yakuba.work import access, events, retention, subscribers  # noqa: F401  Django allows it only once apps are ready.
