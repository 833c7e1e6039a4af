"""The apply flow: start, one group of questions a page, files, check, send."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import grants
from yakuba.accounts.models import Resident
from yakuba.accounts.queries import department as department_of
from yakuba.applications import actions, queries
from yakuba.applications.models import EDITABLE, Application, State
from yakuba.applications.pages import Pages
from yakuba.applications.responses import download
from yakuba.applications.views.door import Unseen, for_applicant
from yakuba.core import access, states
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures
from yakuba.procedures.forms import AnswerForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
def start(request: TownRequest, procedure: str) -> HttpResponse:
    """Offer to go on with an unfinished draft, to sign in, or to begin without an account."""
    version = procedures.current(procedure)
    if version is None or "online" not in version.definition.channels:
        raise Http404
    if request.method == "POST":
        return _begin(request, version)
    drafts = [
        a for a in queries.mine(request.actor) if a.state == State.DRAFT and a.version.procedure == procedure
    ]
    context = {
        "version": version,
        "definition": version.definition,
        "drafts": drafts,
        "token": uuid.uuid4(),
        "department": department_of(version.definition.department, timezone.localdate()),
    }
    return render(request, "applications/start.html", context)


def _begin(request: TownRequest, version) -> HttpResponse:  # noqa: ANN001  a Version
    actor = request.actor
    access.require(actor, "application.start")
    if version.definition.who.identity == "mail" and not actor.is_resident:
        return redirect(f"{reverse('sign-in')}?next={request.path}")
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        token = uuid.uuid4()
    resident = Resident.objects.filter(pk=actor.resident).first() if actor.is_resident else None
    try:
        application = actions.start(version, token=token, resident=resident, actor=actor, now=timezone.now())
    except access.NotAllowed:
        # The token belongs to somebody else's draft: begin one's own.
        application = actions.start(
            version, token=uuid.uuid4(), resident=resident, actor=actor, now=timezone.now()
        )
    response = redirect(Pages(application).first())
    if resident is None:
        grants.grant(request, response, application.matter_id)
    return response


@require_http_methods(["GET", "POST"])
@for_applicant
def section(request: TownRequest, procedure: str, pk: uuid.UUID, section: str) -> HttpResponse:
    """One group of questions: show it, or keep what was typed and go on."""
    application = _application(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    pages = Pages(application)
    if section not in {part.id for part in application.definition.sections}:
        raise Http404
    if request.method == "POST" and "HX-Request" not in request.headers:
        return _keep(request, application, section)
    # htmx asks which questions stand after a changed answer: the page is made, and nothing is saved.
    form = AnswerForm(
        application.definition,
        section,
        answers=application.answers,
        data=request.POST if request.method == "POST" else None,
        only=pages.only,
        today=timezone.localdate(),
    )
    return _show(request, application, section, form)


def _keep(request: TownRequest, application: Application, section: str) -> HttpResponse:
    pages = Pages(application)
    now = timezone.now()
    form = AnswerForm(
        application.definition,
        section,
        answers=application.answers,
        data=request.POST,
        files=request.FILES,
        only=pages.only,
        today=timezone.localdate(),
    )
    valid = form.is_valid() or ("later" in request.POST and form.lacks_only_answers())
    seen = _seen(request)
    try:
        refused = _take_files(
            request, application, form, is_newest=application.stamps.get(section, 0) == seen
        )
        if not valid or refused:
            return _show(request, application, section, form)
        actions.save_section(
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
        return _too_late(request, application)
    if "later" in request.POST:
        return redirect("apply-later", application.version.procedure, application.pk)
    application.refresh_from_db()
    return redirect(Pages(application).after(section, back_to_check="check" in request.GET))


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
    request: TownRequest, application: Application, section: str, form: AnswerForm, conflict: str = ""
) -> HttpResponse:
    pages = Pages(application)
    context = {
        "application": application,
        "definition": application.definition,
        "section": application.definition.section(section),
        "form": form,
        "steps": pages.steps(section),
        "back": pages.before(section),
        "stamp": application.stamps.get(section, 0),
        "conflict": conflict,
        "conflict_rows": [
            part for part in queries.draft_rows(application) if conflict and part.id == section
        ],
        "correction": queries.open_correction(application),
        "department": department_of(application.definition.department, timezone.localdate()),
        "expires_on": timezone.localdate(application.saved_at + actions.KEEP_DRAFTS),
        "file_limit": documents.LIMIT_BYTES,
        "body_limit": settings.BODY_LIMIT,
    }
    return render(request, "applications/section.html", context)


@require_http_methods(["GET", "POST"])
@for_applicant
def check(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Check the answers, then send them: the button says what it does."""
    application = _application(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    pages = Pages(application)
    missing = procedures.missing(application.definition, application.answers)
    sure = request.method == "POST" and "sure" in request.POST
    if request.method == "POST" and "later" in request.POST:
        return redirect("apply-later", procedure, pk)
    if sure and not missing:
        try:
            actions.submit(application, actor=request.actor, now=timezone.now())
        except actions.Incomplete as problem:
            missing = problem.missing
        except states.NotPossible:
            return _too_late(request, application)
        else:
            return redirect("apply-done", procedure, pk)
    context = {
        "application": application,
        "definition": application.definition,
        "sections": [
            {"id": part.id, "title": part.title, "rows": part.rows, "act_url": _change_url(pages, part.id)}
            for part in queries.draft_rows(application)
        ],
        "problems": _problems(pages, missing, unsure=request.method == "POST" and not sure),
        "unsure": request.method == "POST" and not sure,
        "steps": pages.steps("check"),
        "may_change": pages.only,
        "back": pages.before("check"),
        "fees": procedures.fees(application.definition, application.answers),
    }
    return render(request, "applications/check.html", context)


def _change_url(pages: Pages, section: str) -> str:
    return f"{pages.url(section)}?check=1" if section in pages.sections else ""


def _problems(pages: Pages, missing: list[tuple[str, str, str]], *, unsure: bool) -> list[dict[str, str]]:
    problems = [
        {"text": message, "url": f"{_change_url(pages, section)}#field-{field}"}
        for section, field, message in missing
    ]
    if unsure:
        problems.append({"text": "「内容は事実のとおりです。」に印を付けてください", "id": "id_sure"})
    return problems


@require_GET
@for_applicant
def later(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Say that everything is saved, until when, and how to come back."""
    application = _application(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    context = {
        "application": application,
        "definition": application.definition,
        "expires_on": timezone.localdate(application.saved_at + actions.KEEP_DRAFTS),
        "continue_url": Pages(application).first(),
    }
    return render(request, "applications/later.html", context)


@require_GET
@for_applicant
def done(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """It arrived: number, code, what happens next."""
    application = _application(request, procedure, pk)
    if application.submitted_at is None:
        return redirect("apply-check", procedure, pk)
    context = {
        "application": application,
        "definition": application.definition,
        "department": application.department,
        "arrived_at": application.submissions.latest("revision").arrived_at,
        "fees": procedures.fees(application.definition, application.answers),
    }
    return render(request, "applications/done.html", context)


@require_http_methods(["GET", "POST"])
@for_applicant
def discard(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Throw the draft away, on the applicant's own word."""
    application = _application(request, procedure, pk)
    if request.method == "GET":
        return redirect("apply-later", procedure, pk)
    try:
        actions.discard(application, actor=request.actor, now=timezone.now())
    except states.NotPossible:
        return _too_late(request, application)
    return render(request, "applications/discarded.html", {"definition": application.definition})


def _application(request: TownRequest, procedure: str, pk: uuid.UUID) -> Application:
    rows = Application.objects.visible_to(request.actor).with_everything()
    application = rows.filter(pk=pk, version__procedure=procedure).first()
    if application is None or not queries.can_be_shown(application) or request.actor.is_staff:
        raise Unseen
    request.actor = request.actor.holding(application.matter_id)
    return application


def _too_late(request: TownRequest, application: Application) -> HttpResponse:
    """It has arrived already (second tab, double click, back button): show where it stands."""
    # What was discarded meanwhile cannot be read any more: only its number is asked for.
    application.matter.refresh_from_db(fields=["number"])
    number = application.matter.number
    if request.method == "GET" or not number:
        return redirect("application", number) if number else redirect("find")
    context = {"application": application, "definition": application.definition}
    return render(request, "applications/already.html", context, status=409)


@require_GET
@for_applicant
def go_on(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Go on where the applicant left off."""
    application = _application(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    return redirect(Pages(application).first())


@require_GET
@for_applicant
def file(request: TownRequest, procedure: str, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A file that the applicant has put in, to look at again."""
    application = _application(request, procedure, pk)
    found = document_queries.file(application.matter, file)
    if found is None:
        raise Http404
    content = documents.open_file(found, actor=request.actor, now=timezone.now())
    return download(content, name=found.name, media_type="application/octet-stream")
