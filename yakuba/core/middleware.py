"""What every request passes: its language, the size of its body, and the municipality of its host name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes

from yakuba.core import languages, scope
from yakuba.core.models import Municipality
from yakuba.core.statements import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

# These answer without a town: monitors ask them by address.
WITHOUT_TOWN = ("/healthz", "/readyz", "/static/")


class LanguageOfRequest:
    """Answers residents in the language that they chose, and remembers a choice for a year."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take a choice from the address and lead back to the page, else answer in the language chosen before."""
        with translation.override(languages.of(request)):
            if chosen := self._in_address(request):
                return _remember(redirect(_without_choice(request)), chosen)
            response = self.get_response(request)
            if not languages.is_japanese_only(request):
                patch_vary_headers(response, ("Cookie",))
                response.headers.setdefault("Content-Language", languages.current()[:2])
            chosen = getattr(request, "chosen_language", "")
            return _remember(response, chosen) if chosen else response

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: Any
    ) -> HttpResponse | None:
        """A language pressed beside a form: the view takes along what was typed, or the page is asked for anew."""
        del arguments, named
        if languages.is_japanese_only(request) or not languages.is_switched(request):
            return None
        chosen = languages.known(request.POST, languages.PARAMETER)
        # Until the end of `__call__`, which puts back what was there before.
        translation.activate(chosen)
        request.chosen_language = chosen  # type: ignore[attr-defined]
        return None if getattr(view, "keeps_typed", False) else redirect(_here(request))

    @staticmethod
    def _in_address(request: HttpRequest) -> str:
        if request.method not in {"GET", "HEAD"} or languages.is_japanese_only(request):
            return ""
        return languages.known(request.GET, languages.PARAMETER)


def _without_choice(request: HttpRequest) -> str:
    query = request.GET.copy()
    del query[languages.PARAMETER]
    request.META["QUERY_STRING"] = query.urlencode()
    return _here(request)


def _here(request: HttpRequest) -> str:
    # Two slashes at the beginning would lead to another host.
    return escape_leading_slashes(request.get_full_path())


def _remember(response: HttpResponse, code: str) -> HttpResponse:
    response.set_cookie(
        languages.COOKIE,
        code,
        max_age=languages.AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


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


@kept
def _town_at(host: str) -> QuerySet[Municipality]:
    return Municipality.objects.filter(hosts__name=host)[:1]


class MunicipalityOfHost:
    """Opens the scope of the municipality whose host name was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the town's scope, or say that no town has this name."""
        if request.path.startswith(WITHOUT_TOWN):
            return self.get_response(request)
        name, _port = split_domain_port(request.get_host())
        town = _town_at.first(host=name)
        if town is None:
            return render(request, "404.html", status=404)
        request.municipality = town  # type: ignore[attr-defined]
        with scope.within(town):
            return self.get_response(request)
