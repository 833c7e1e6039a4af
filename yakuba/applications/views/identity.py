"""The page on which a card proves who files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.applications import actions
from yakuba.applications.identity import card_level, digest_of, is_proved
from yakuba.applications.models import State
from yakuba.applications.views.door import application_of, for_applicant

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


def identity_url(application: Application) -> str:
    """Where a card proves who files; empty where none is asked for, or it was done."""
    if application.state != State.DRAFT or is_proved(application):
        return ""
    return reverse("apply-identity", args=[application.version.procedure, application.pk])


@require_http_methods(["GET", "POST"])
@for_applicant
def prove(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Ask for the card, and keep that it proved who files."""
    application = application_of(request, procedure, pk)
    if not identity_url(application):
        return redirect("apply-go-on", procedure, pk)
    level, digest, problem = card_level(application), digest_of(application), ""
    if request.method == "POST":
        try:
            actions.prove_by_card(
                application,
                answer=request.POST.get("pin", "")[:64],
                actor=request.actor,
                now=request.arrived_at,
            )
        except accounts.NotProved as refusal:
            problem = str(refusal)
        else:
            return redirect("apply-check", procedure, pk)
    context = {
        "application": application,
        "definition": application.spoken,
        "is_signing": level == "card-signed",
        "asked": people.identity_asked(level, digest),
        "is_played": settings.ACCOUNTS_IDENTITY.endswith(".LocalCard"),
        "problems": [{"id": "id_pin", "text": problem}] if problem else [],
    }
    return render(request, "applications/identity.html", context)
