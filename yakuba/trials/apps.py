"""Tells Django about the trials."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    """The app `trials`."""

    name = "yakuba.trials"
    verbose_name = "試験"
