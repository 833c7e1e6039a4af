"""Tells Django about the app `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app `documents`."""

    name = "yakuba.documents"
    verbose_name = "文書"

    def ready(self) -> None:
        """Load the table of verbs, and let the task hear of papers that were asked for."""
        from yakuba.documents import access, retention, subscribers, tasks  # noqa: F401  Django allows it only once apps are ready.
