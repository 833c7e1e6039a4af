"""Tells Django about the app `messaging`."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """The app `messaging`."""

    name = "yakuba.messaging"
    verbose_name = "お知らせ"

    def ready(self) -> None:
        """Load the facts and the table of verbs that this app declares, and let it hear."""
        from yakuba.messaging import access, events, retention, subscribers  # noqa: F401  Django allows it only once apps are ready.
