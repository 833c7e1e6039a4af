"""Tells Django about applications."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The app `applications`."""

    name = "yakuba.applications"
    verbose_name = "申請"

    def ready(self) -> None:
        """Load the verbs and who listens."""
        from yakuba.applications import access, disclosing, retention, subscribers  # noqa: F401  only once apps are ready
