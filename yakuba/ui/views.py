"""The gallery: every component in every state, for those who build pages and for the browser tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yakuba.ui import samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ERROR_PAGES: Final = ("400", "403", "404", "413", "500")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show what residents' pages are made of."""
    return render(request, "ui/gallery/resident.html", samples.resident() | {"error_pages": ERROR_PAGES})


@require_safe
def staff_gallery(request: HttpRequest) -> HttpResponse:
    """Show what staff pages are made of."""
    return render(request, "ui/gallery/staff.html", samples.staff())


@require_safe
def error_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page that is otherwise only seen when something goes wrong."""
    if name not in ERROR_PAGES:
        raise Http404
    return render(request, f"{name}.html")
