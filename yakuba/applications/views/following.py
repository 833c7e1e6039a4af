"""Beginning what follows an application, filled with what was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from yakuba.accounts import grants
from yakuba.applications import actions
from yakuba.applications.pages import Pages
from yakuba.applications.views.door import by_number, for_applicant
from yakuba.core import states
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_POST
@for_applicant
def begin(request: TownRequest, number: str, procedure: str) -> HttpResponse:
    """Begin it, or go on where it was left."""
    application = by_number(request, number)
    version = procedures.current(procedure)
    if version is None:
        raise Http404
    try:
        draft = actions.follow_up(application, version=version, actor=request.actor, now=timezone.now())
    except states.NotPossible as impossible:
        raise Http404 from impossible
    except (actions.Closed, actions.FiledBefore) as problem:
        messages.error(request, str(problem))
        return redirect("application", number)
    response = redirect(Pages(draft).first())
    if draft.resident_id is None:
        grants.grant(request, response, draft.matter_id)
    return response
