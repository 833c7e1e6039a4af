"""Who acts: the applicant alone, a proxy with a mandate, or somebody whom a scribe helped to type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yakuba.accounts import queries as accounts
from yakuba.applications import actions, queries
from yakuba.applications.models import State
from yakuba.applications.people_form import PeopleForm
from yakuba.applications.views.door import application_of, for_applicant
from yakuba.core import languages, states
from yakuba.documents import actions as documents

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application, Capacity
    from yakuba.core.requests import TownRequest


def people_url(application: Application) -> str:
    """Where it is said who acts; empty where nobody may act for another, or it has arrived."""
    if application.state != State.DRAFT or application.definition.is_survey:
        return ""
    return reverse("apply-people", args=[application.version.procedure, application.pk])


@languages.keeps_typed
@require_http_methods(["GET", "POST"])
@for_applicant
def state(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Ask who acts, and keep it with the draft."""
    application = application_of(request, procedure, pk)
    if not people_url(application):
        return redirect("apply-go-on", procedure, pk)
    capacity = queries.capacity_of(application)
    is_sent = request.method == "POST" and not languages.is_switched(request)
    form = _form(request, application, capacity, is_sent=is_sent)
    if is_sent and form.is_valid() and _keep(request, application, form):
        return redirect("apply-check", procedure, pk)
    context = {
        "application": application,
        "definition": application.spoken,
        "form": form,
        "may_act": application.definition.who.proxy != "none",
        "document": capacity.document if capacity else None,
    }
    return render(request, "applications/people.html", context)


def _form(
    request: TownRequest, application: Application, capacity: Capacity | None, *, is_sent: bool
) -> PeopleForm:
    procedure, today = application.version.procedure, timezone.localdate(request.arrived_at)
    own = accounts.resident(request.actor.resident) if request.actor.resident else None
    facts: dict[str, Any] = dict(capacity.facts or {}) if capacity else {}
    if languages.is_switched(request):
        facts = request.POST.dict()
    return PeopleForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        facts=facts,
        held=accounts.mandates_for(own, procedure, today) if own else [],
        proxy=application.definition.who.proxy,
        has_document=capacity is not None and capacity.document_id is not None,
        signed_in=own is not None,
        today=today,
    )


def _keep(request: TownRequest, application: Application, form: PeopleForm) -> bool:
    """Keep it, or put what is wrong on the form."""
    upload = form.cleaned_data.get("document")
    try:
        actions.state_capacity(
            application,
            facts=form.facts(),
            document=documents.admit(upload) if upload else None,
            actor=request.actor,
            now=request.arrived_at,
        )
    except documents.Refused as problem:
        form.add_error("document", str(problem))
        return False
    except states.NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    return True
