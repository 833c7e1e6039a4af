"""The door of an application: who has no key yet is asked for one, and keeps what was typed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from yakuba.accounts import kept
from yakuba.accounts import queries as people
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


class Disposed(Exception):
    """The application was the visitor's, and its records are disposed of (廃棄)."""

    def __init__(self, application: Application) -> None:
        super().__init__()
        self.application = application


def for_applicant(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the applicant in, and ask everybody else for the code or a sign-in."""

    @wraps(view)
    def guarded(request: TownRequest, *arguments: object, **named: object) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except Disposed as end:
            return _tell_the_end(request, end.application)
        except Unseen:
            return _ask(request, str(named.get("procedure", "")))
        except MandateRefused as problem:
            context = {"problem": str(problem)}
            return render(request, "applications/mandate_refused.html", context, status=403)

    return guarded


def application_of(request: TownRequest, procedure: str, pk: uuid.UUID) -> Application:
    """The visitor's own application or draft at this address, or what an official types from paper.

    Raises Unseen, and Disposed to those whose it was.
    """
    if request.actor.is_staff:
        return _typed(request, procedure, pk)
    rows = Application.objects.visible_to(request.actor).with_everything()
    application: Application | None = rows.filter(pk=pk, version__procedure=procedure).first()
    if application is None or not queries.can_be_shown(application):
        raise _missing(request, pk=pk, version__procedure=procedure)
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
    """The visitor's own application of this receipt number, however it is written.

    Raises Unseen, and Disposed to those whose it was.
    """
    parsed = numbers.parse_receipt_number(number)
    if parsed is None or request.actor.is_staff:
        raise Unseen
    application = queries.by_number(parsed, request.actor)
    if application is None:
        raise _missing(request, matter__number=parsed)
    require_mandate(application, actor=request.actor, now=request.arrived_at)
    request.actor = request.actor.holding(application.matter_id)
    return application


def _missing(request: TownRequest, **named: object) -> Unseen | Disposed:
    """Why there is nothing to show; only those whose it was learn that it was there."""
    gone = queries.disposed_of(request.actor, **named)
    return Unseen() if gone is None else Disposed(gone)


def _tell_the_end(request: TownRequest, application: Application) -> HttpResponse:
    """Say that the records are disposed of by rule, and whom to ask: 410, for it does not come back."""
    today, office = timezone.localdate(), application.office
    # Years have passed: who took over from the department answers today, else the town's own telephone.
    department = people.department(office.code, today, procedure=application.version.procedure)
    context = {"application": application, "definition": application.spoken, "department": department}
    return render(request, "applications/disposed.html", context, status=410)


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
