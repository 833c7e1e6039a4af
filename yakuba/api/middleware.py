"""Whatever refuses a request to the API says so as a problem, also what stands in front of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from yakuba.api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PREFIX = "/api/"
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemsOfApi:
    """Puts a problem (RFC 9457) in the place of a page that says what is wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as before, but to a program in its own format."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        # What a token opens stays in no store on the way.
        response.headers.setdefault("Cache-Control", "private, no-store")
        if response.status_code < 400 or response.headers.get("Content-Type", "") == MEDIA_TYPE:
            return response
        kept = {name: response.headers[name] for name in KEPT if name in response.headers}
        code = HTTPStatus(response.status_code).phrase.lower().replace(" ", "-")
        return Problem(
            response.status_code, code, headers={**kept, "Cache-Control": "private, no-store"}
        ).response()
