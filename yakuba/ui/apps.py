"""The Django app of the look."""

from django.apps import AppConfig


class UIConfig(AppConfig):
    """Templates, static files and template tags; no models."""

    name = "yakuba.ui"
