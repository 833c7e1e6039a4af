"""A draft as a whole: go on with it, leave it for later, throw it away, look at its files; and what comes too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.applications import actions
from yakuba.applications.models import EDITABLE, State
from yakuba.applications.pages import Pages
from yakuba.applications.responses import download
from yakuba.applications.views.door import application_of, for_applicant
from yakuba.core import states
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@require_GET
@for_applicant
def go_on(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Go on where the applicant left off."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return too_late(request, application)
    return redirect(Pages(application).first())


@require_GET
@for_applicant
def file(request: TownRequest, procedure: str, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A file that the applicant has put in, to look at again."""
    application = application_of(request, procedure, pk)
    found = document_queries.file(application.matter, file)
    if found is None:
        raise Http404
    content = documents.open_file(found, actor=request.actor, now=timezone.now())
    return download(content, name=found.name, media_type="application/octet-stream")


@require_GET
@for_applicant
def later(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Say that everything is saved, until when, and how to come back."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return too_late(request, application)
    context = {
        "application": application,
        "definition": application.spoken,
        "expires_on": timezone.localdate(application.saved_at + actions.KEEP_DRAFTS),
        "continue_url": Pages(application).first(),
    }
    return render(request, "applications/later.html", context)


@require_http_methods(["GET", "POST"])
@for_applicant
def discard(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Throw the draft away, on the applicant's own word."""
    application = application_of(request, procedure, pk)
    if request.method == "GET":
        return redirect("apply-later", procedure, pk)
    try:
        actions.discard(application, actor=request.actor, now=timezone.now())
    except states.NotPossible:
        return too_late(request, application)
    return render(request, "applications/discarded.html", {"definition": application.spoken})


# What the pages of a draft share -----------------------------------------------------------------
def too_late(request: TownRequest, application: Application) -> HttpResponse:
    """It has arrived already (second tab, double click, back button): show where it stands."""
    if application.definition.is_survey and application.state == State.CLOSED:
        return redirect("apply-thanks", application.version.procedure)
    # What was discarded meanwhile cannot be read any more: only its number is asked for.
    application.matter.refresh_from_db(fields=["number"])
    number = application.matter.number
    if request.method == "GET" or not number:
        return redirect("application", number) if number else redirect("find")
    context = {"application": application, "definition": application.spoken}
    return render(request, "applications/already.html", context, status=409)


def layout(application: Application) -> str:
    """The skeleton of the page: residents', or the office's where officials type."""
    return "ui/staff.html" if application.is_being_typed else "ui/base.html"


def put_off(application: Application) -> HttpResponse:
    """Leave a draft for later, with what was typed kept."""
    if application.is_being_typed:
        return redirect("staff-intake", application.matter.number)
    return redirect("apply-later", application.version.procedure, application.pk)
