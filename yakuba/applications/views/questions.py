"""One group of questions a page, with its files: shown, kept, made anew by its own buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yakuba.accounts.queries import department as department_of
from yakuba.applications import actions, queries
from yakuba.applications.models import EDITABLE, State
from yakuba.applications.pages import Pages
from yakuba.applications.views import drafts
from yakuba.applications.views.door import application_of, for_applicant
from yakuba.core import languages, states
from yakuba.documents import actions as documents
from yakuba.procedures.forms import AnswerForm, Pressed, pressed

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@languages.keeps_typed
@require_http_methods(["GET", "POST"])
@for_applicant
def section(request: TownRequest, procedure: str, pk: uuid.UUID, section: str) -> HttpResponse:
    """One group of questions: show it, or keep what was typed and go on."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return drafts.too_late(request, application)
    pages = Pages(application)
    if section not in {part.id for part in application.definition.sections}:
        raise Http404
    if languages.is_switched(request):
        return _turn(request, application, section, Pressed(request.POST, control="", said=""))
    if request.method == "POST" and "HX-Request" not in request.headers:
        return _keep(request, application, section)
    # htmx asks which questions stand after a changed answer: the page is made, and nothing is saved.
    form = AnswerForm(
        application.spoken,
        section,
        answers=application.answers,
        data=request.POST if request.method == "POST" else None,
        only=pages.only,
        today=timezone.localdate(),
    )
    return _show(request, application, section, form)


def _keep(request: TownRequest, application: Application, section: str) -> HttpResponse:
    if turned := pressed(request.POST):
        return _turn(request, application, section, turned)
    pages = Pages(application)
    now = timezone.now()
    form = AnswerForm(
        application.spoken,
        section,
        answers=application.answers,
        data=request.POST,
        files=request.FILES,
        only=pages.only,
        today=timezone.localdate(),
    )
    # What is left blank on paper is left blank here and asked for afterwards; a question that came up is shown first.
    is_blank = application.is_being_typed and not form.appeared
    valid = form.is_valid() or (("later" in request.POST or is_blank) and form.lacks_only_answers())
    seen = _seen(request)
    try:
        refused = _take_files(
            request, application, form, is_newest=application.stamps.get(section, 0) == seen
        )
        if not valid or refused:
            return _show(request, application, section, form)
        saved = actions.save_section(
            application,
            section=section,
            answers=_with_untouched(application, section, form),
            seen=seen,
            actor=request.actor,
            now=now,
        )
    except actions.Conflict as problem:
        application.refresh_from_db()
        return _show(request, application, section, form, conflict=str(problem))
    except states.NotPossible:
        return drafts.too_late(request, application)
    if "later" in request.POST:
        return drafts.put_off(application)
    return redirect(Pages(saved).after(section, back_to_check="check" in request.GET))


def _turn(request: TownRequest, application: Application, section: str, turned: Pressed) -> HttpResponse:
    """Make the page anew after one of its own buttons; only files are taken in, a browser would forget them."""
    form = AnswerForm(
        application.spoken,
        section,
        answers=application.answers,
        data=turned.data,
        files=request.FILES,
        only=Pages(application).only,
        today=timezone.localdate(),
    )
    form.is_valid()
    form.hush()
    try:
        _take_files(
            request, application, form, is_newest=application.stamps.get(section, 0) == _seen(request)
        )
    except states.NotPossible:
        return drafts.too_late(request, application)
    return _show(request, application, section, form, pressed=turned)


def _seen(request: TownRequest) -> int:
    """How often the section had been saved when this page was opened."""
    seen = request.POST.get("seen", "")
    return int(seen) if re.fullmatch("[0-9]{1,9}", seen) else 0


def _take_files(request: TownRequest, application: Application, form: AnswerForm, *, is_newest: bool) -> bool:
    """Take uploads in whatever else is wrong on the page; True if one was refused.

    A page that is not the newest drops no file: it cannot have shown those of the other window.
    """
    refused = False
    for field, uploads in form.uploads.items():
        attached = actions.attach_files(
            application,
            field=field,
            keep=form.kept(field) if is_newest else None,
            uploads=uploads,
            actor=request.actor,
            now=timezone.now(),
        )
        form.replace_files(field, attached.entries)
        for problem in attached.problems:
            refused = True
            form.add_error(field, problem)
    return refused


def _with_untouched(application: Application, section: str, form: AnswerForm) -> dict:
    """In a correction only some fields are shown: the others stay as they are."""
    ids = {field.id for field in application.definition.section(section).fields}
    shown = {field.id for field in form.shown_fields()}
    only = Pages(application).only
    untouched = ids - shown if only is not None else set()
    kept = {key: value for key, value in application.answers.items() if key in untouched}
    return kept | form.cleaned_answers()


def _show(
    request: TownRequest,
    application: Application,
    section: str,
    form: AnswerForm,
    *,
    conflict: str = "",
    pressed: Pressed | None = None,
) -> HttpResponse:
    pages = Pages(application)
    context = {
        "layout": drafts.layout(application),
        "application": application,
        "definition": application.spoken,
        "section": application.spoken.section(section),
        "form": form,
        "steps": pages.steps(section),
        "back": pages.before(section),
        "stamp": application.stamps.get(section, 0),
        "conflict": conflict,
        "pressed": pressed,
        "conflict_rows": [
            part for part in queries.draft_rows(application) if conflict and part.id == section
        ],
        "correction": queries.open_correction(application),
        "department": department_of(
            application.definition.department, timezone.localdate(), procedure=application.definition.id
        ),
        "from_profile": _is_filled_in(application, section),
        "expires_on": timezone.localdate(application.saved_at + actions.KEEP_DRAFTS),
        "file_limit": documents.LIMIT_BYTES,
        "body_limit": settings.BODY_LIMIT,
    }
    return render(request, "applications/section.html", context)


def _is_filled_in(application: Application, section: str) -> bool:
    """Whether this page shows what the profile knew, and nobody has looked at it yet."""
    if application.resident_id is None or application.state != State.DRAFT or section in application.stamps:
        return False
    return any(field.id in application.answers for field in application.definition.section(section).fields)
