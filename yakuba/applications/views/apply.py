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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import grants
from yakuba.accounts.models import Resident
from yakuba.accounts.queries import department as department_of
from yakuba.applications import actions, queries
from yakuba.applications.capacities import MandateRefused
from yakuba.applications.identity import IdentityMissing
from yakuba.applications.models import EDITABLE, State
from yakuba.applications.pages import TYPED_SURE, Pages
from yakuba.applications.responses import download
from yakuba.applications.views.arrived import lead_on, what_stands_against
from yakuba.applications.views.door import application_of, for_applicant
from yakuba.applications.views.identity import identity_url
from yakuba.applications.views.people import people_url
from yakuba.core import access, languages, states
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures
from yakuba.procedures.forms import AnswerForm, Pressed, pressed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest
    from yakuba.procedures.models import Version


@require_http_methods(["GET", "POST"])
def start(request: TownRequest, procedure: str) -> HttpResponse:
    """Offer to go on with an unfinished draft, to sign in, or to begin without an account."""
    version = procedures.current(procedure)
    if version is None or "online" not in version.definition.channels:
        raise Http404
    if request.method == "POST":
        return _begin(request, version)
    return _offer(request, version)


def _offer(request: TownRequest, version: Version, status: int = 200) -> HttpResponse:
    definition, today = procedures.spoken(version.definition), timezone.localdate()
    drafts = [
        a
        for a in queries.mine(request.actor)
        if a.state == State.DRAFT and a.version.procedure == version.procedure
    ]
    earlier = queries.filed_before(definition, request.actor.resident)
    context = {
        "version": version,
        "definition": definition,
        "drafts": drafts,
        "token": uuid.uuid4(),
        "department": department_of(definition.department, today, procedure=definition.id),
        "closed": queries.closed_words(version, today),
        "earlier": earlier,
        "no_room": earlier is not None and queries.is_turned_away(definition),
    }
    return render(request, "applications/start.html", context, status=status)


def _begin(request: TownRequest, version: Version) -> HttpResponse:
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
    except (actions.Closed, actions.FiledBefore):
        # The page itself says why, and leads to the first one.
        return _offer(request, version, status=409)
    response = redirect(Pages(application).first())
    if version.definition.anonymous:
        return grants.lend(request, response, application.matter_id)
    if resident is None:
        grants.grant(request, response, application.matter_id)
    return response


@languages.keeps_typed
@require_http_methods(["GET", "POST"])
@for_applicant
def section(request: TownRequest, procedure: str, pk: uuid.UUID, section: str) -> HttpResponse:
    """One group of questions: show it, or keep what was typed and go on."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
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
        return _too_late(request, application)
    if "later" in request.POST:
        return _put_off(application)
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
        return _too_late(request, application)
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
        "layout": _layout(application),
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


@require_http_methods(["GET", "POST"])
@for_applicant
def check(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Check the answers, then send them: the button says what it does."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    pages = Pages(application)
    missing = procedures.missing(application.spoken, application.answers)
    # An opinion is neither true nor false: a survey is sent as it is.
    sure = request.method == "POST" and ("sure" in request.POST or application.definition.is_survey)
    blanks = application.is_being_typed and "blanks" in request.POST
    refused = ""
    if request.method == "POST" and "later" in request.POST:
        return _put_off(application)
    if sure and (blanks or not missing):
        try:
            sent = actions.submit(application, actor=request.actor, now=timezone.now(), blanks=blanks)
        except actions.Incomplete as problem:
            missing = problem.missing
        except (actions.Closed, actions.FiledBefore, MandateRefused, IdentityMissing) as problem:
            refused = str(problem)
        except states.NotPossible:
            return _too_late(request, application)
        else:
            return lead_on(request, sent)
    context = {
        "layout": _layout(application),
        "application": application,
        "definition": application.spoken,
        "sections": [
            {"id": part.id, "title": part.title, "rows": part.rows, "act_url": _change_url(pages, part.id)}
            for part in queries.draft_rows(application)
        ],
        "problems": _problems(pages, missing, unsure=request.method == "POST" and not sure),
        "unsure": request.method == "POST" and not sure,
        "lacking": bool(missing),
        "steps": pages.steps("check"),
        "may_change": pages.only,
        "back": pages.before("check"),
        "fees": procedures.fees(application.spoken, application.answers),
        "refused": refused,
        "people": queries.draft_lines(queries.capacity_of(application)),
        "people_url": people_url(application),
        "identity_url": identity_url(application),
        "is_signing": application.definition.who.identity == "card-signed",
        **what_stands_against(application, request.actor, today=timezone.localdate()),
    }
    return render(request, "applications/check.html", context, status=409 if refused else 200)


def _change_url(pages: Pages, section: str) -> str:
    return f"{pages.url(section)}?check=1" if section in pages.sections else ""


def _layout(application: Application) -> str:
    return "ui/staff.html" if application.is_being_typed else "ui/base.html"


def _put_off(application: Application) -> HttpResponse:
    if application.is_being_typed:
        return redirect("staff-intake", application.matter.number)
    return redirect("apply-later", application.version.procedure, application.pk)


def _problems(pages: Pages, missing: list[tuple[str, str, str]], *, unsure: bool) -> list[dict[str, str]]:
    problems = [
        {"text": message, "url": f"{_change_url(pages, section)}#field-{field}"}
        for section, field, message in missing
    ]
    if unsure:
        problems.append({"text": _sure_words(pages), "id": "id_sure"})
    return problems


def _sure_words(pages: Pages) -> str:
    if pages.application.is_being_typed:
        return TYPED_SURE
    return _("「内容は事実のとおりです。」に印を付けてください")


@require_GET
@for_applicant
def later(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Say that everything is saved, until when, and how to come back."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    context = {
        "application": application,
        "definition": application.spoken,
        "expires_on": timezone.localdate(application.saved_at + actions.KEEP_DRAFTS),
        "continue_url": Pages(application).first(),
    }
    return render(request, "applications/later.html", context)


@require_http_methods(["GET", "POST"])
@for_applicant
def discard(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Throw the draft away, on the applicant's own word."""
    application = application_of(request, procedure, pk)
    if request.method == "GET":
        return redirect("apply-later", procedure, pk)
    try:
        actions.discard(application, actor=request.actor, now=timezone.now())
    except states.NotPossible:
        return _too_late(request, application)
    return render(request, "applications/discarded.html", {"definition": application.spoken})


def _too_late(request: TownRequest, application: Application) -> HttpResponse:
    """It has arrived already (second tab, double click, back button): show where it stands."""
    if application.definition.is_survey and application.state == State.CLOSED:
        return redirect("apply-thanks", application.version.procedure)
    # What was discarded meanwhile cannot be read any more: only its number is asked for.
    application.matter.refresh_from_db(fields=["number"])
    number = application.matter.number
    if request.method == "GET" or not number:
        return redirect("application", number) if number else redirect("find")
    context = {"application": application, "definition": application.spoken}
    return render(request, "applications/already.html", context, status=409)


@require_GET
@for_applicant
def go_on(request: TownRequest, procedure: str, pk: uuid.UUID) -> HttpResponse:
    """Go on where the applicant left off."""
    application = application_of(request, procedure, pk)
    if application.state not in EDITABLE:
        return _too_late(request, application)
    return redirect(Pages(application).first())


@require_GET
@for_applicant
def file(request: TownRequest, procedure: str, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A file that the applicant has put in, to look at again."""
    application = application_of(request, procedure, pk)
    found = document_queries.file(application.matter, file)
    if found is None:
        raise Http404
    content = documents.open_file(found, actor=request.actor, now=timezone.now())
    return download(content, name=found.name, media_type="application/octet-stream")
