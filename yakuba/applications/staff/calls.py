"""Pages of what people say by telephone, letter or at the counter: keep it, take back, correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.channel_forms import CallForm, SaidForm, WhichForm
from yakuba.applications.staff import desk
from yakuba.core import access
from yakuba.procedures.fields import kind_of
from yakuba.procedures.forms import AnswerForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@staff_only
def call(request: TownRequest, number: str) -> HttpResponse:
    """Keep what was said, or take the application back because the applicant said so."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.note_call", application)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CallForm(*sent, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        is_end = form.cleaned_data["about"] == "withdrawal"
        return desk.send(
            request,
            application,
            form,
            act="call",
            done="取下げを記録しました。" if is_end else "聞いたことを記録しました。",
            action=actions.withdraw_as_told if is_end else actions.note_call,
            said=form.said(),
        )
    return desk.show_form(request, application, form, "call")


@require_http_methods(["GET", "POST"])
@staff_only
def correct(request: TownRequest, number: str) -> HttpResponse:
    """Choose what is corrected; then correct it and say who told so."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.note_call", application)
    sections = queries.arrived_rows(application)
    asked = request.POST if request.method == "POST" else request.GET
    which = WhichForm(sections, _correctable(application), asked if "fields_to_correct" in asked else None)
    if not application.is_open:
        return desk.tell(request, application, "決定した後、または取り下げた後は、訂正できません。")
    if not which.is_valid():
        if request.method == "POST" or "next" in request.GET:
            which = WhichForm(sections, _correctable(application), asked)
        return desk.show_form(request, application, which, "correct_which")
    return _correct(request, application, set(which.cleaned_data["fields_to_correct"]))


def _correctable(application: Application) -> set[str]:
    """What can be told: no files, and nothing that follows from other answers."""
    fields = application.definition.fields
    return {name for name, field in fields.items() if field.kind not in {"file", "computed", "agreement"}}


def _correct(request: TownRequest, application: Application, chosen: set[str]) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    said = SaidForm(data, request.FILES if data is not None else None, prefix="said", now=timezone.now())
    answers = queries.filings(application)[0].answers
    parts = [
        AnswerForm(
            application.definition,
            section.id,
            answers=answers,
            data=data,
            only=chosen,
            today=application.arrival_day(timezone.localdate(application.submitted_at)),
        )
        for section in application.definition.sections
        if chosen & {field.id for field in section.fields}
    ]
    # Every form is judged, so that everything that is wrong is said at once.
    if data is not None and all([said.is_valid(), *(part.is_valid() for part in parts)]):
        told: dict[str, Any] = {}
        for part in parts:
            shown = {field.id for field in part.shown_fields() if kind_of(field).name != "computed"}
            told |= {name: part.cleaned_answers().get(name) for name in shown}
        try:
            actions.correct_as_told(
                application,
                answers=told,
                said=said.said(),
                revision=desk.revision(request),
                actor=request.actor,
                now=timezone.now(),
            )
        except desk.PROBLEMS as problem:
            said.add_error(None, str(problem))
        else:
            messages.success(request, "訂正を記録しました。申請者に知らせます。")
            return redirect("staff-application", application.matter.number)
    context = {
        "application": application,
        "definition": application.definition,
        "applicant": accounts.applicant(application.matter),
        "form": said,
        "parts": parts,
        "chosen": sorted(chosen),
        "problems": _problems([*parts, said]) if data is not None else [],
    }
    status = 409 if said.non_field_errors() else 200
    return render(request, "applications/staff/correct.html", context, status=status)


def _problems(forms: list[Any]) -> list[dict[str, str]]:
    return [
        {"text": str(error), "id": "" if name == "__all__" else f"field-{form.add_prefix(name)}"}
        for form in forms
        for name, errors in form.errors.items()
        for error in errors
    ]
