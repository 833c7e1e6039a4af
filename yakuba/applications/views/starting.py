"""The first page of applying: go on with a draft, sign in, or begin."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yakuba.accounts import grants
from yakuba.accounts.models import Resident
from yakuba.accounts.queries import department as department_of
from yakuba.applications import actions, queries
from yakuba.applications.models import State
from yakuba.applications.pages import Pages
from yakuba.core import access
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest
    from yakuba.procedures.models import Version


@require_http_methods(["GET", "POST"])
def start(request: TownRequest, procedure: str) -> HttpResponse:
    """Offer to go on with an unfinished draft, to sign in, or to begin without an account."""
    version = procedures.current(procedure)
    if version is None or "online" not in version.definition.channels:
        raise Http404
    if request.method == "POST":
        return _begin(request, version)
    return _offer(request, version)


def _offer(request: TownRequest, version: Version, status: int = 200) -> HttpResponse:
    definition, today = procedures.spoken(version.definition), timezone.localdate()
    drafts = [
        a
        for a in queries.mine(request.actor)
        if a.state == State.DRAFT and a.version.procedure == version.procedure
    ]
    earlier = queries.filed_before(definition, request.actor.resident)
    context = {
        "version": version,
        "definition": definition,
        "drafts": drafts,
        "token": uuid.uuid4(),
        "department": department_of(definition.department, today, procedure=definition.id),
        "closed": queries.closed_words(version, today),
        "earlier": earlier,
        "no_room": earlier is not None and queries.is_turned_away(definition),
    }
    return render(request, "applications/start.html", context, status=status)


def _begin(request: TownRequest, version: Version) -> HttpResponse:
    actor = request.actor
    access.require(actor, "application.start")
    if version.definition.who.identity == "mail" and not actor.is_resident:
        return redirect(f"{reverse('sign-in')}?next={request.path}")
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        token = uuid.uuid4()
    resident = Resident.objects.filter(pk=actor.resident).first() if actor.is_resident else None
    try:
        application = actions.start(version, token=token, resident=resident, actor=actor, now=timezone.now())
    except access.NotAllowed:
        # The token belongs to somebody else's draft: begin one's own.
        application = actions.start(
            version, token=uuid.uuid4(), resident=resident, actor=actor, now=timezone.now()
        )
    except (actions.Closed, actions.FiledBefore):
        # The page itself says why, and leads to the first one.
        return _offer(request, version, status=409)
    response = redirect(Pages(application).first())
    if version.definition.anonymous:
        return grants.lend(request, response, application.matter_id)
    if resident is None:
        grants.grant(request, response, application.matter_id)
    return response
