"""Tells Django about the definition language."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The app `procedures`."""

    name = "yakuba.procedures"
    verbose_name = "手続定義"

    def ready(self) -> None:
        """Load the table of verbs and the declared facts."""
        from yakuba.procedures import access, events  # noqa: F401
