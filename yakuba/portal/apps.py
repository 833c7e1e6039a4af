"""Tells Django about the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`."""

    name = "yakuba.portal"
    verbose_name = "ポータル"
