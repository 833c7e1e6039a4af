"""Pages of the history of one case and of one person: for the department's chief, and for an audit."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yakuba.accounts.entrance import needs, staff_only
from yakuba.applications import history
from yakuba.core import access

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest

UNKNOWN = "この受付番号の案件は見つかりませんでした。番号を確かめて、もう一度入れてください。"


@require_GET
@needs(history.AUDIT)
def look_up(request: TownRequest) -> HttpResponse:
    """Find a case by its receipt number, for an audit."""
    typed = request.GET.get("q", "").strip()[:40]
    found = history.find(typed, request.actor) if typed else None
    if found is not None:
        return redirect("staff-history", found.matter.number)
    problems = [{"text": UNKNOWN, "field": "q"}] if typed else []
    context = {"typed": typed, "problems": problems}
    return render(request, "applications/staff/history_find.html", context, status=404 if typed else 200)


@require_GET
@staff_only
def of_case(request: TownRequest, number: str) -> HttpResponse:
    """Everything that happened to one case, and who looked at it."""
    return _show(request, number, of=history.CASE)


@require_GET
@staff_only
def of_person(request: TownRequest, number: str) -> HttpResponse:
    """The same over all cases of the applicant, and what their account did."""
    return _show(request, number, of=history.PERSON)


def _show(request: TownRequest, number: str, *, of: str) -> HttpResponse:
    application = history.find(number, request.actor)
    if application is None:
        raise Http404
    read = history.Choice.read(request.GET)
    choice = replace(read, number=str(application.matter.number), of=of)
    # First the look, so that it stands in the page itself.
    history.look(choice, application, actor=request.actor, now=timezone.now())
    after = request.GET.get("after", "")
    page = history.page(choice, application, request.actor, after=after)
    context = {
        "application": application,
        "choice": choice,
        "page": page,
        "is_person": of == history.PERSON,
        "groups": choice.links(),
        "whole_query": choice.query,
        "token": uuid.uuid4(),
        "first_url": f"?{choice.query}" if after else "",
        "next_url": f"?{choice.query}&{urlencode({'after': page.after})}" if page.after else "",
        "shown": f"{len(page.rows)}件を表示",
        "may_open_case": access.may(request.actor, "application.view", application),
    }
    return render(request, "applications/staff/history.html", context)
