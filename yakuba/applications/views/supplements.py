"""Sending the documents that were put off (あとで出す書類)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yakuba.applications import actions, queries
from yakuba.applications.forms import SupplementForm
from yakuba.applications.views.door import by_number, for_applicant
from yakuba.core import states
from yakuba.documents import actions as documents

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@for_applicant
def send(request: TownRequest, number: str) -> HttpResponse:
    """Offer a box for every document that is still owed, and take in what comes."""
    application = by_number(request, number)
    form = SupplementForm(
        queries.owed_files(application),
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        return _take(request, application, form)
    return _show(request, application, form)


def _take(request: TownRequest, application: Application, form: SupplementForm) -> HttpResponse:
    try:
        done = actions.supplement(application, files=form.uploads(), actor=request.actor, now=timezone.now())
    except states.NotPossible as problem:
        form.add_error(None, str(problem))
        return _show(request, application, form, status=409)
    labels = _("、").join(application.spoken.fields[name].label for name in done.arrived)
    if not done.problems:
        messages.success(request, _("{labels}が届きました。").format(labels=labels))
        return redirect("application", application.matter.number)
    # What passed the gate has arrived; only the others are asked for again.
    left = SupplementForm(queries.owed_files(done.application), request.POST, {})
    left.is_valid()
    left.errors.clear()
    for name, problems in done.problems.items():
        left.add_error(name, problems)
    return _show(request, done.application, left, arrived=labels, status=409)


def _show(
    request: TownRequest, application: Application, form: SupplementForm, arrived: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "definition": application.spoken,
        "form": form,
        "arrived": arrived,
        "file_limit": documents.LIMIT_BYTES,
        "body_limit": settings.BODY_LIMIT,
    }
    return render(request, "applications/supplements.html", context, status=status)
