"""The door of an application: who has no key yet is asked for one, and keeps what was typed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.shortcuts import render

from yakuba.accounts import kept
from yakuba.applications.forms import FindForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


class Unseen(Exception):
    """The visitor may not see this application, or there is none."""


def for_applicant(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the applicant in, and ask everybody else for the code or a sign-in."""

    @wraps(view)
    def guarded(request: TownRequest, *arguments: object, **named: object) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except Unseen:
            return _ask(request)

    return guarded


def _ask(request: TownRequest) -> HttpResponse:
    # The same page whether the application exists or not: nobody learns numbers by trying.
    context = {
        "form": FindForm(),
        "kept": kept.seal(request) if request.method == "POST" else "",
        "signed_in": request.actor.is_resident or request.actor.is_staff,
    }
    return render(request, "applications/door.html", context, status=403)
