"""Pages of what came on paper: register it (収受), see what still has to be typed, take back what was registered by mistake."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.channel_forms import IntakeForm, ReasonForm
from yakuba.applications.pages import Pages
from yakuba.applications.responses import download
from yakuba.applications.staff import desk
from yakuba.core import access, numbers
from yakuba.documents import actions as documents
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Intake
    from yakuba.core.requests import TownRequest


@require_GET
@staff_only
def listing(request: TownRequest) -> HttpResponse:
    """What came on paper to the departments of this official, newest first; what waits to be typed apart."""
    access.require(request.actor, "application.register")
    waiting = request.GET.get("which", "waiting") != "all"
    rows, after = queries.intakes(request.actor, waiting=waiting, after=request.GET.get("after", ""))
    which = "waiting" if waiting else "all"
    groups = [
        {
            "title": "入力",
            "filters": [
                {"url": "?which=waiting", "label": "入力待ち", "current": waiting},
                {"url": "?which=all", "label": "すべて", "current": not waiting},
            ],
        }
    ]
    context = {
        "rows": rows,
        "groups": groups,
        "next_url": f"?which={which}&after={after}" if after else "",
        "first_url": f"?which={which}" if "after" in request.GET else "",
        "shown": f"{len(rows)}件を表示",
    }
    return render(request, "applications/staff/intakes.html", context)


@require_http_methods(["GET", "POST"])
@staff_only
def register(request: TownRequest) -> HttpResponse:
    """Register what came; then type it at once, or later."""
    access.require(request.actor, "application.register")
    offered = queries.on_paper(request.actor, timezone.localdate())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = IntakeForm(offered, *sent, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        version = procedures.current(typed.pop("procedure"))
        if version is None:
            raise Http404
        try:
            application = actions.register(
                version, token=_token(request), actor=request.actor, now=timezone.now(), **typed
            )
        except desk.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"収受しました。受付番号は {application.matter.number} です。")
            now = "later" not in request.POST
            return redirect(Pages(application).first() if now else "staff-intakes")
    token = _token(request)
    return render(request, "applications/staff/intake_new.html", {"form": form, "token": token})


def _token(request: TownRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


@require_GET
@staff_only
def show(request: TownRequest, number: str) -> HttpResponse:
    """What was registered, and the way to type it."""
    return _page(request, _intake_of(request, number), ReasonForm())


def _page(request: TownRequest, intake: Intake, form: ReasonForm, status: int = 200) -> HttpResponse:
    application = intake.application
    context = {
        "intake": intake,
        "application": application,
        "form": form,
        "typing_url": Pages(application).first() if intake.is_waiting else "",
    }
    return render(request, "applications/staff/intake.html", context, status=status)


@require_POST
@staff_only
def cancel(request: TownRequest, number: str) -> HttpResponse:
    """Take back what was registered by mistake."""
    intake = _intake_of(request, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, intake, form)
    try:
        actions.cancel_intake(
            intake.application, actor=request.actor, now=timezone.now(), **form.cleaned_data
        )
    except desk.PROBLEMS as problem:
        form.add_error(None, str(problem))
        return _page(request, intake, form, status=409)
    messages.success(request, "収受の登録を取り消しました。")
    return redirect("staff-intakes")


@require_GET
@staff_only
def scan(request: TownRequest, number: str) -> HttpResponse:
    """The scan of what came."""
    intake = _intake_of(request, number)
    if intake.scan is None:
        raise Http404
    content = documents.open_file(intake.scan, actor=request.actor, now=timezone.now())
    return download(content, name=intake.scan.name, media_type="application/octet-stream")


def _intake_of(request: TownRequest, number: str) -> Intake:
    parsed = numbers.parse_receipt_number(number)
    intake = queries.intake(parsed, request.actor) if parsed else None
    if intake is None:
        raise Http404
    return intake
