"""Check the answers, then send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yakuba.applications import actions, queries
from yakuba.applications.capacities import MandateRefused
from yakuba.applications.identity import IdentityMissing
from yakuba.applications.models import EDITABLE
from yakuba.applications.pages import TYPED_SURE, Pages
from yakuba.applications.views import drafts
from yakuba.applications.views.arrived import lead_on, what_stands_against
from yakuba.applications.views.door import application_of, for_applicant
from yakuba.applications.views.identity import identity_url
from yakuba.applications.views.people import people_url
from yakuba.core import states
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@for_applicant
def check(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Check the answers, then send them: the button says what it does."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return drafts.too_late(request, application)
    pages = Pages(application)
    missing = procedures.missing(application.spoken, application.answers)
    # An opinion is neither true nor false: a survey is sent as it is.
    sure = request.method == "POST" and ("sure" in request.POST or application.definition.is_survey)
    blanks = application.is_being_typed and "blanks" in request.POST
    refused = ""
    if request.method == "POST" and "later" in request.POST:
        return drafts.put_off(application)
    if sure and (blanks or not missing):
        try:
            sent = actions.submit(application, actor=request.actor, now=timezone.now(), blanks=blanks)
        except actions.Incomplete as problem:
            missing = problem.missing
        except (actions.Closed, actions.FiledBefore, MandateRefused, IdentityMissing) as problem:
            refused = str(problem)
        except states.NotPossible:
            return drafts.too_late(request, application)
        else:
            return lead_on(request, sent)
    context = {
        "layout": drafts.layout(application),
        "application": application,
        "definition": application.spoken,
        "sections": [
            {"id": part.id, "title": part.title, "rows": part.rows, "act_url": _change_url(pages, part.id)}
            for part in queries.draft_rows(application)
        ],
        "problems": _problems(pages, missing, unsure=request.method == "POST" and not sure),
        "unsure": request.method == "POST" and not sure,
        "lacking": bool(missing),
        "steps": pages.steps("check"),
        "may_change": pages.only,
        "back": pages.before("check"),
        "fees": procedures.fees(application.spoken, application.answers),
        "refused": refused,
        "people": queries.draft_lines(queries.capacity_of(application)),
        "people_url": people_url(application),
        "identity_url": identity_url(application),
        "is_signing": application.definition.who.identity == "card-signed",
        **what_stands_against(application, request.actor, today=timezone.localdate()),
    }
    return render(request, "applications/check.html", context, status=409 if refused else 200)


def _change_url(pages: Pages, section: str) -> str:
    return f"{pages.url(section)}?check=1" if section in pages.sections else ""


def _problems(pages: Pages, missing: list[tuple[str, str, str]], *, unsure: bool) -> list[dict[str, str]]:
    problems = [
        {"text": message, "url": f"{_change_url(pages, section)}#field-{field}"}
        for section, field, message in missing
    ]
    if unsure:
        problems.append({"text": _sure_words(pages), "id": "id_sure"})
    return problems


def _sure_words(pages: Pages) -> str:
    if pages.application.is_being_typed:
        return TYPED_SURE
    return _("「内容は事実のとおりです。」に印を付けてください")
