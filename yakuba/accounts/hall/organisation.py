"""The organisation on a day, the file of a reorganisation with its preview, and the same file written out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, queries
from yakuba.accounts.entrance import needs
from yakuba.accounts.hall.forms import OnForm, SheetForm, ShownSheetForm
from yakuba.accounts.queries import hall as read
from yakuba.core import access

if TYPE_CHECKING:
    from yakuba.core.requests import TownRequest


@require_safe
@needs("organisation.see")
def on_a_day(request: TownRequest) -> HttpResponse:
    """Departments, sections and who works there, on any day."""
    today = timezone.localdate(request.arrived_at)
    form = OnForm(request.GET if "on" in request.GET else None)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    context = {
        "form": form,
        "on": on,
        "is_today": on == today,
        "rows": read.organisation(on),
        "coming": read.coming_changes(on),
        "may_change": access.may(request.actor, "organisation.reorganise"),
    }
    return render(request, "accounts/hall/organisation.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("organisation.reorganise")
def reorganisation(request: TownRequest) -> HttpResponse:
    """Take a file and show what it would change; nothing is done yet."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _preview(request, form.content)
    return render(request, "accounts/hall/reorganisation.html", context)


@never_cache
@require_POST
@needs("organisation.reorganise")
def reorganise(request: TownRequest) -> HttpResponse:
    """Do what was shown; where it is out of date, show what it would be now."""
    shown = ShownSheetForm(request.POST)
    if not shown.is_valid():
        return redirect("staff-reorganisation")
    content, stamp = shown.cleaned_data["content"], shown.cleaned_data["stamp"]
    try:
        done = actions.reorganise(content, stamp=stamp, actor=request.actor, now=request.arrived_at)
    except actions.OutOfDate as problem:
        context = {"form": SheetForm(), "refused": str(problem), **_preview(request, content)}
        return render(request, "accounts/hall/reorganisation.html", context)
    return render(request, "accounts/hall/reorganised.html", {"done": done})


@require_POST
@needs("organisation.reorganise")
def export(request: TownRequest) -> HttpResponse:
    """The organisation of today and what is to come, to edit and upload."""
    today = timezone.localdate(request.arrived_at)
    content = actions.export_organisation(today, actor=request.actor, now=request.arrived_at)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"組織_{today:%Y%m%d}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _preview(request: TownRequest, content: bytes) -> dict[str, Any]:
    plan = queries.reorganisation_plan(content, today=timezone.localdate(request.arrived_at))
    return {"plan": plan, "content": base64.b64encode(content).decode() if plan.may_be_applied else ""}
