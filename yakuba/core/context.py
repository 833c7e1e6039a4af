"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yakuba.core import languages


def page(request: HttpRequest) -> dict[str, Any]:
    """The municipality, whether this is the demo, who is looking, and in which languages they may."""
    return {
        "municipality": getattr(request, "municipality", None),
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", None),
        "languages": _languages(request),
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The switch of the page: each language with its name, its address here and the tag that browsers know."""
    if languages.is_japanese_only(request):
        return []
    return [
        {
            "code": code,
            "name": name,
            "tag": code[:2],
            "url": _address(request, code),
            "current": code == languages.current(),
        }
        for code, name in languages.NAMES.items()
    ]


def _address(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query[languages.PARAMETER] = code
    return f"?{query.urlencode()}"
