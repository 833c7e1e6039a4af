"""Tells Django about the demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app `demo`."""

    name = "yakuba.demo"
    verbose_name = "見本"
