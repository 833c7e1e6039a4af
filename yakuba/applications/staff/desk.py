"""What every page of officials about a case shares: finding the case, calling one action, showing a form again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from yakuba.accounts import queries as accounts
from yakuba.applications import actions, case_page, queries
from yakuba.core import access, numbers, states
from yakuba.documents import actions as documents
from yakuba.work import queries as work
from yakuba.work.actions import NotTheirs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django import forms
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest
    from yakuba.work.models import WorkItem

# Sent along by who works through the to-do: what is done leads on to the next case.
NEXT = "next"
# What an action says to the official when it cannot be done.
PROBLEMS = (
    states.NotPossible,
    access.NotAllowed,
    actions.Refused,
    actions.NoDelay,
    documents.Refused,
    documents.Unprintable,
    NotTheirs,
)


def application_of(request: TownRequest, number: str, *, also_disposed: bool = False) -> Application:
    """The case with this number, as far as the official sees it; for anybody else there is none.

    Of one that is disposed of (廃棄) only the page of the case itself still tells.
    """
    parsed = numbers.parse_receipt_number(number)
    application = queries.by_number(parsed, request.actor) if parsed else None
    if application is None or (application.matter.disposed_at is not None and not also_disposed):
        raise Http404
    return application


def do(
    request: TownRequest, number: str, done: str, action: Callable[..., Any], **arguments: Any
) -> HttpResponse:
    """Call one action; what it refuses is shown on the case page in its own words."""
    application = application_of(request, number)
    here = _todo_here(request, application)
    try:
        action(application, actor=request.actor, now=timezone.now(), **arguments)
    except PROBLEMS as problem:
        return tell(request, application, str(problem))
    messages.success(request, done)
    return _onwards(request, number, here)


def _todo_here(request: TownRequest, application: Application) -> WorkItem | None:
    """What of the official's to-do this case is, before it is done: afterwards nothing tells any more."""
    if request.POST.get("then") != NEXT:
        return None
    items = work.open_items(application.matter)
    return next((item for item in items if item.reaches(request.actor)), None)


def _onwards(request: TownRequest, number: str, here: WorkItem | None) -> HttpResponse:
    """The case again; for who works through the to-do the next case, or the list once there is none."""
    if here is None:
        return redirect("staff-application", number)
    following = work.next_after(here, request.actor, timezone.localdate())
    if following is None or following.matter.number is None:
        messages.info(request, "続きの案件は、もうありません。")
        return redirect("staff-todo")
    return redirect(f"{reverse('staff-application', args=[following.matter.number])}?from=todo")


def tell(request: TownRequest, application: Application, problem: str, *, words: str = "") -> HttpResponse:
    """The case page with what could not be done, and the words that were typed there."""
    context = case_page.facts(application, request.actor, now=timezone.now())
    context |= {"problem": problem, "problems": [{"text": problem}], "words": words}
    return render(request, "applications/staff/case.html", context, status=409)


def send(
    request: TownRequest,
    application: Application,
    form: forms.Form,
    *,
    act: str,
    done: str,
    action: Callable[..., Any],
    more: Mapping[str, Any] | None = None,
    **arguments: Any,
) -> HttpResponse:
    """Call one action with what was typed; what it refuses stands above the form, which keeps every word."""
    here = _todo_here(request, application)
    try:
        action(application, actor=request.actor, now=timezone.now(), **arguments)
    except PROBLEMS as problem:
        form.add_error(None, str(problem))
        fresh = application_of(request, application.matter.number or "")
        return show_form(request, fresh, form, act, more=more, status=409)
    messages.success(request, done)
    return _onwards(request, application.matter.number or "", here)


def show_form(
    request: TownRequest,
    application: Application,
    form: forms.Form,
    act: str,
    *,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an act with its form; `more` is what its own template shows besides."""
    context = {
        "application": application,
        "definition": application.definition,
        "applicant": accounts.applicant(application.matter),
        "sections": queries.arrived_rows(application),
        "form": form,
        "act": act,
        **(more or {}),
    }
    return render(request, f"applications/staff/{act}.html", context, status=status)


def revision(request: TownRequest) -> int | None:
    """Which filing the official had read; none where the page did not say."""
    typed = request.POST.get("revision", "")
    return int(typed) if re.fullmatch("[0-9]{1,4}", typed) else None
