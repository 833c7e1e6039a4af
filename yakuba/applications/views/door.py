"""The door of an application: who has no key yet is asked for one, and keeps what was typed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from yakuba.accounts import kept
from yakuba.applications import queries
from yakuba.applications.capacities import MandateRefused, require_mandate
from yakuba.applications.forms import FindForm
from yakuba.applications.models import Application
from yakuba.core import languages, numbers
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import uuid
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
            return _ask(request, str(named.get("procedure", "")))
        except MandateRefused as problem:
            context = {"problem": str(problem)}
            return render(request, "applications/mandate_refused.html", context, status=403)

    return guarded


def application_of(request: TownRequest, procedure: str, pk: uuid.UUID) -> Application:
    """The visitor's own application or draft at this address, or what an official types from paper; raises Unseen."""
    if request.actor.is_staff:
        return _typed(request, procedure, pk)
    rows = Application.objects.visible_to(request.actor).with_everything()
    application: Application | None = rows.filter(pk=pk, version__procedure=procedure).first()
    if application is None or not queries.can_be_shown(application):
        raise Unseen
    require_mandate(application, actor=request.actor, now=request.arrived_at)
    request.actor = request.actor.holding(application.matter_id)
    return application


def _typed(request: TownRequest, procedure: str, pk: uuid.UUID) -> Application:
    found = queries.being_typed(request.actor).filter(pk=pk, version__procedure=procedure).first()
    if found is not None:
        return found
    if languages.is_japanese_only(request):
        raise Http404
    raise Unseen


def by_number(request: TownRequest, number: str) -> Application:
    """The visitor's own application of this receipt number, however it is written; raises Unseen."""
    parsed = numbers.parse_receipt_number(number)
    application = queries.by_number(parsed, request.actor) if parsed else None
    if application is None or request.actor.is_staff:
        raise Unseen
    require_mandate(application, actor=request.actor, now=request.arrived_at)
    request.actor = request.actor.holding(application.matter_id)
    return application


def _ask(request: TownRequest, procedure: str) -> HttpResponse:
    version = procedures.current(procedure) if procedure else None
    if version is not None and version.definition.anonymous:
        # No code and no sign-in leads back to what nobody's name stands on.
        return render(request, "applications/unnamed.html", {"definition": version.definition}, status=403)
    # The same page whether the application exists or not: nobody learns numbers by trying.
    context = {
        "form": FindForm(),
        "kept": kept.seal(request) if request.method == "POST" else "",
        "signed_in": request.actor.is_resident or request.actor.is_staff,
    }
    return render(request, "applications/door.html", context, status=403)
