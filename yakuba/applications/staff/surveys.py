"""Surveys of the departments of an official: the list, what was answered, and the table to take out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.responses import download
from yakuba.core import access
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.surveys import Survey
    from yakuba.core.requests import TownRequest


@require_GET
@staff_only
def listing(request: TownRequest) -> HttpResponse:
    """Every survey of the departments of this official, with how many answered."""
    access.require(request.actor, "survey.see")
    today = timezone.localdate()
    rows = [
        {
            "survey": survey,
            "count": survey.count,
            "period": procedures.period(survey.definition, today),
            "is_open": procedures.is_open(survey.definition, today),
        }
        for survey in queries.surveys(request.actor, today)
    ]
    return render(request, "applications/staff/surveys.html", {"rows": rows})


@require_GET
@staff_only
def results(request: TownRequest, procedure: str) -> HttpResponse:
    """What was answered, question by question."""
    survey = _survey(request, procedure)
    actions.record_results_view(survey, actor=request.actor, now=timezone.now())
    context = {
        "survey": survey,
        "definition": survey.definition,
        "count": len(survey.filed),
        "results": queries.survey_results(survey),
        "period": procedures.period(survey.definition, timezone.localdate()),
    }
    return render(request, "applications/staff/survey.html", context)


@require_POST
@staff_only
def export(request: TownRequest, procedure: str) -> HttpResponse:
    """Every answer as one row of a table, for a spreadsheet."""
    survey = _survey(request, procedure)
    content = actions.export_answers(survey, actor=request.actor, now=timezone.now())
    name = f"{survey.definition.title}_{timezone.localdate():%Y%m%d}.csv"
    return download(content, name=name, media_type="text/csv; charset=utf-8")


def _survey(request: TownRequest, procedure: str) -> Survey:
    access.require(request.actor, "survey.see")
    survey = queries.survey(procedure, request.actor, timezone.localdate())
    if survey is None:
        raise Http404
    return survey
