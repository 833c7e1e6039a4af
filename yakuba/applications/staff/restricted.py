"""Pages about cases that a protection (支援措置) keeps back: which there are, and asking a second official."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.forms import SecondForm
from yakuba.core import access, numbers, states

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest

PROBLEMS = (accounts.NotProtectable, states.NotPossible, access.NotAllowed)


@require_GET
@staff_only
def kept_back(request: TownRequest) -> HttpResponse:
    """The cases of this official's departments of which nothing but the number is shown."""
    rows = queries.kept_back(request.actor)
    return render(request, "applications/staff/kept_back.html", {"rows": rows, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
@staff_only
def second(request: TownRequest, number: str) -> HttpResponse:
    """Ask a second official for a view, a paper, a message and so on."""
    application = _kept_back(request, number)
    form = SecondForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_second(application, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, "二人目の確認を頼みました。認められると、この画面に出ます。")
            return redirect("staff-second", number)
    asked = people.asked_about(application.matter_id, request.actor, now=timezone.now())
    context = {"application": application, "form": form, "asked": asked}
    return render(request, "applications/staff/second.html", context, status=status)


def _kept_back(request: TownRequest, number: str) -> Application:
    parsed = numbers.parse_receipt_number(number)
    application = queries.behind_guard(parsed, request.actor) if parsed else None
    if application is None:
        raise Http404
    return application
