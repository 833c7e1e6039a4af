"""The three languages of residents' pages, and in which of them a request is answered."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.http import UnreadablePostError
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.http import HttpRequest

View = TypeVar("View", bound="Callable[..., object]")

JAPANESE, ENGLISH, EASY = "ja", "en", "ja-easy"
# Each in its own words: who cannot read the page finds the way.
NAMES = {JAPANESE: "日本語", ENGLISH: "English", EASY: "やさしい日本語"}
PARAMETER = "language"
COOKIE = "yakuba_language"
AGE = 365 * 24 * 3600  # seconds
# Officials work in Japanese (decision 0022), and so does whoever writes a program against the API; the demo and the gallery speak of the program, not to residents.
JAPANESE_ONLY = ("/staff/", "/demo/", "/ui/", "/api/")


# Choosing -------------------------------------------------------------------------------------------
def of(request: HttpRequest) -> str:
    """The language in which this request is answered: what was chosen in this browser, else Japanese.

    The browser's own wish (Accept-Language) is not obeyed: see decision 0022.
    """
    if is_japanese_only(request):
        return JAPANESE
    return known(request.COOKIES) or JAPANESE


def is_japanese_only(request: HttpRequest) -> bool:
    """Whether the page is there in Japanese only."""
    return request.path.startswith(JAPANESE_ONLY)


def known(given: Mapping[str, str], name: str = COOKIE) -> str:
    """The language that is named there; empty when it is none of ours."""
    code = given.get(name, "")
    return code if code in NAMES else ""


def is_switched(request: HttpRequest) -> bool:
    """Whether a language was pressed beside the form that comes with this request."""
    if request.method != "POST":
        return False
    try:
        return bool(known(request.POST, PARAMETER))
    except UnreadablePostError:
        # The visitor has gone in the middle of it.
        return False


def keeps_typed(view: View) -> View:
    """Mark a view that takes its form along when the language is switched; it does nothing else with it then."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def current() -> str:
    """The language of now; Japanese wherever no resident reads along."""
    code = translation.get_language() or JAPANESE
    return code if code in NAMES else JAPANESE


@contextmanager
def in_japanese() -> Iterator[None]:
    """For what is written down (papers, letters): Japanese, whoever's request it happens in; a decorator too."""
    with translation.override(JAPANESE):
        yield
