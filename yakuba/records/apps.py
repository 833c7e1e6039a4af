"""Tells Django about the app `records`."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The app `records`."""

    name = "yakuba.records"
    verbose_name = "文書の保存と廃棄"

    def ready(self) -> None:
        """Load the verbs, the facts, the rules, and who listens."""
        from yakuba.records import access, events, retention, subscribers  # noqa: F401  only once apps are ready
