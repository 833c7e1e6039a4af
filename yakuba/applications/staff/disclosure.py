"""Pages of a 開示請求: everything that is kept about whoever asked, what is not disclosed, and the copy that comes of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications.responses import download
from yakuba.applications.staff import desk
from yakuba.applications.staff.bulk import token_of
from yakuba.core import access, runs
from yakuba.core.models import Run
from yakuba.records import actions as records
from yakuba.records import queries as kept

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.accounts.models import Person
    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest

PROCEDURE = "disclosure-request"
KIND = "records.disclosure"
TYPES = {"pdf": "application/pdf", "json": "application/json"}
PROBLEMS = {
    "not-allowed": "写しを作る権限がなくなったか、支援措置のため二人目の確認が必要です。",
    "fault": runs.FAULT,
}


@require_http_methods(["GET", "POST"])
@staff_only
def disclosure(request: TownRequest, number: str) -> HttpResponse:
    """Everything that is kept about whoever asked, line by line, with what an official decides; and the copies made so far."""
    application, person = _request_of(request, number)
    if request.method == "POST":
        return _ask(request, application, person)
    accounts.require_open(request.actor, application.matter, "print")
    records.record_disclosure_view(application.matter, actor=request.actor, now=timezone.now())
    parts = kept.told(kept.subject_of_person(person))
    context: dict[str, Any] = {
        "application": application,
        "parts": [{"part": part, "lines": [(part.key(line), line) for line in part.lines]} for part in parts],
        "cautions": sum(bool(line.caution) for part in parts for line in part.lines),
        "copies": _copies(request, application),
        "token": uuid.uuid4(),
    }
    return render(request, "applications/staff/disclosure.html", context)


@require_GET
@staff_only
def disclosure_file(request: TownRequest, number: str, pk: uuid.UUID, form: str) -> HttpResponse:
    """The copy, for the official who made it; that it was taken is a fact."""
    application, _person = _request_of(request, number)
    rows = Run.objects.visible_to(request.actor).filter(kind=KIND).select_related("key__town_key")
    run: Run = get_object_or_404(rows, pk=pk)
    # What a protection (支援措置) keeps back since then is not handed out any more.
    accounts.require_open(request.actor, application.matter, "print")
    content = kept.copy_of(run, form) if _is_of(run, application) and form in TYPES else None
    if content is None:
        raise Http404
    records.record_disclosure_fetch(run, matter=application.matter, actor=request.actor, now=timezone.now())
    name = f"個人情報の写し_{application.matter.number}.{form}"
    return download(content, name=name, media_type=TYPES[form])


def _request_of(request: TownRequest, number: str) -> tuple[Application, Person]:
    application = desk.application_of(request, number)
    access.require(request.actor, "disclosure.make")
    person = accounts.applicant(application.matter)
    if application.version.procedure != PROCEDURE or person is None:
        raise Http404
    return application, person


def _ask(request: TownRequest, application: Application, person: Person) -> HttpResponse:
    records.ask_for_disclosure(
        application.matter,
        person=person,
        opened=request.POST.getlist("opened"),
        shut=request.POST.getlist("shut"),
        token=token_of(request.POST.get("token", "")),
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("staff-disclosure", application.matter.number)


def _copies(request: TownRequest, application: Application) -> list[dict[str, Any]]:
    rows = Run.objects.visible_to(request.actor).filter(kind=KIND).select_related("key__town_key")
    mine = [run for run in rows.order_by("-id")[:20] if _is_of(run, application)]
    return [
        {"run": run, "problem": PROBLEMS.get(run.result.get("problem", "")), "forms": ("pdf", "json")}
        for run in mine
    ]


def _is_of(run: Run, application: Application) -> bool:
    """Whether the copy was made for this request; one that was forgotten tells nothing any more."""
    asked = kept.asked_of(run)
    return asked is not None and asked.get("matter") == str(application.matter_id)
