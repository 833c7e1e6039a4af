"""What was sent: before it goes what stands against it, after it the number, what came along, and thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from yakuba.accounts import grants
from yakuba.applications import queries
from yakuba.applications.models import State
from yakuba.applications.views.door import application_of, for_applicant
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.core.requests import TownRequest


def what_stands_against(application: Application, actor: Actor, *, today: datetime.date) -> dict[str, Any]:
    """For the check: the closed period and the first filing that leave no room, and what goes along."""
    definition = application.spoken
    is_first = application.state == State.DRAFT
    earlier = queries.filed_before(definition, actor.resident, besides=application.pk) if is_first else None
    others = queries.wanted_together(definition, application.answers) if is_first else []
    return {
        "closed": queries.closed_words(application.version, today) if is_first else "",
        "earlier": earlier,
        "no_room": earlier is not None and queries.is_turned_away(definition),
        "together": [
            {
                "title": procedures.spoken(other.definition).title,
                "fees": procedures.fees(other.definition, _shared(application, other.definition)),
            }
            for other in others
        ],
    }


def _shared(application: Application, other: Any) -> dict[str, Any]:
    return {name: value for name, value in application.answers.items() if name in other.fields}


def lead_on(request: TownRequest, application: Application) -> HttpResponse:
    """From the check to what says that it arrived; the browser keeps the way to what came along."""
    if application.received_on is not None:
        return redirect("staff-application", application.matter.number)
    if application.definition.is_survey:
        response = redirect("apply-thanks", application.version.procedure)
        # From now on no browser leads to what was answered without a name.
        return grants.take_back(request, response, application.matter_id)
    response = redirect("apply-done", application.version.procedure, application.pk)
    if is_typed_for_another(application, request.actor):
        # The scribe sees that it arrived, once: number and code are for the applicant.
        grants.grant(request, response, application.matter_id, issue=application.matter.code_issue)
    if application.resident_id is None:
        for other in queries.children(application):
            grants.grant(request, response, other.matter_id, issue=other.matter.code_issue)
    return response


@require_GET
@for_applicant
def done(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """It arrived: number, code, what happens next, and what came along."""
    application = application_of(request, procedure, pk)
    if application.submitted_at is None:
        return redirect("apply-check", procedure, pk)
    if application.definition.is_survey:
        return redirect("apply-thanks", procedure)
    context = {
        "application": application,
        "definition": application.spoken,
        "department": application.department,
        "arrived_at": application.submissions.latest("revision").arrived_at,
        "fees": procedures.fees(application.spoken, application.answers),
        "companions": came_along(application, request.actor),
        "left_out": left_out(application),
        "owed": queries.owed_files(application),
        "is_scribe": is_typed_for_another(application, request.actor),
    }
    response = render(request, "applications/done.html", context)
    if not context["is_scribe"]:
        return response
    for each in (application, *queries.children(application)):
        response = grants.let_go(request, response, each.matter_id)
    return response


def is_typed_for_another(application: Application, actor: Actor) -> bool:
    """Whether who sits here is a scribe (入力支援者), who gets no access to what was typed for another."""
    if queries.scribe_of(application) is None:
        return False
    return application.resident_id is None or application.resident_id != actor.resident


@require_GET
def thanks(request: TownRequest, procedure: str) -> HttpResponse:
    """The answer to a survey was counted: this page knows of nobody who gave it."""
    version = procedures.current(procedure)
    if version is None or not version.definition.is_survey:
        raise Http404
    definition = procedures.spoken(version.definition)
    context = {"definition": definition, "follow_ups": queries.next_procedures(definition)}
    return render(request, "applications/thanks.html", context)


def came_along(application: Application, actor: Actor) -> list[dict[str, Any]]:
    """What was filed in the same sitting; the way to it only for who may open it from here."""
    return [
        {
            "title": procedures.spoken(other.definition).title,
            "number": other.matter.number,
            "url": reverse("application", args=[other.matter.number]) if other.reaches(actor) else "",
            # Shown once, on the page that says that it arrived.
            "code": other.lookup_code if other.reaches(actor) and other.resident_id is None else "",
        }
        for other in queries.companions(application)
    ]


def left_out(application: Application) -> list[dict[str, str]]:
    """What could not be filed along, each with the page on which it is filed by itself."""
    drafts = {
        other.version.procedure: other
        for other in queries.children(application)
        if other.state == State.DRAFT
    }
    return [
        {
            "title": procedures.spoken(version.definition).title,
            "url": reverse("apply-go-on", args=[version.procedure, drafts[version.procedure].pk])
            if version.procedure in drafts
            else reverse("procedure", args=[version.procedure]),
        }
        for version in queries.left_out(application)
    ]
