"""What every request passes: the size of its body, and the municipality of its host name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http.request import split_domain_port
from django.shortcuts import render

from yakuba.core import scope
from yakuba.core.models import Municipality

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# These answer without a town: monitors ask them by address.
WITHOUT_TOWN = ("/healthz", "/readyz", "/static/")


class BodyLimit:
    """Refuses a body that is too large before anything reads it, in words that say what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 to a body above the limit."""
        length = request.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > settings.BODY_LIMIT:
            return self._too_large(request)
        return self.get_response(request)

    @staticmethod
    def _too_large(request: HttpRequest) -> HttpResponse:
        return render(request, "413.html", status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what Django will not read: too much typed text or too many fields, or no request at all."""
    is_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if is_large else 400
    return render(request, f"{status}.html", status=status)


class MunicipalityOfHost:
    """Opens the scope of the municipality whose host name was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the town's scope, or say that no town has this name."""
        if request.path.startswith(WITHOUT_TOWN):
            return self.get_response(request)
        name, _port = split_domain_port(request.get_host())
        town = Municipality.objects.filter(hosts__name=name).first()
        if town is None:
            return render(request, "404.html", status=404)
        request.municipality = town  # type: ignore[attr-defined]
        with scope.within(town):
            return self.get_response(request)
