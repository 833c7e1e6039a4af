"""Gives pages with rare characters the style sheet that draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape

from yakuba.documents import rare

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_HEAD = b"</head>"


class RareCharacters:
    """Looks at every page on its way out; nearly all pass as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with one link more where the page holds characters that devices lack."""
        response = self.get_response(request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            sheet = rare.sheet_for(response.content)
            if sheet:
                link = f'<link rel="stylesheet" href="{escape(sheet)}">'.encode()
                response.content = response.content.replace(_HEAD, link + _HEAD, 1)
        return response
