"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The municipality, whether this is the demo, and who is looking."""
    return {
        "municipality": getattr(request, "municipality", None),
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", None),
    }
