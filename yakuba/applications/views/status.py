"""Following an application: find it by number and code, see where it stands, fetch papers, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import entrance, grants
from yakuba.applications import actions, events, line, papers, queries
from yakuba.applications.forms import FindForm
from yakuba.applications.models import State
from yakuba.applications.pages import Pages
from yakuba.applications.responses import paper as answer_with
from yakuba.applications.views.arrived import came_along, left_out
from yakuba.applications.views.door import by_number, for_applicant
from yakuba.core import languages, states, throttle
from yakuba.core.actions import record
from yakuba.documents import queries as document_queries
from yakuba.messaging import actions as messaging
from yakuba.messaging import queries as messages_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.core.requests import TownRequest
    from yakuba.documents.models import Document

TRIES = 20


@languages.keeps_typed
@require_http_methods(["GET", "POST"])
def find(request: TownRequest) -> HttpResponse:
    """The guest's door: receipt number and look-up code."""
    if languages.is_switched(request):
        form = FindForm(initial=request.POST.dict())
    else:
        form = FindForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if form.is_valid():
        address = entrance.client_address(request)
        if not throttle.hit("find", address, limit=TRIES, seconds=900, now=timezone.now()):
            form.add_error(
                None,
                _(
                    "続けて何度も試されたため、しばらく照会できません。15分ほどたってから、もう一度お試しください"
                ),
            )
        elif application := queries.by_lookup_code(form.cleaned_data["code"], form.cleaned_data["number"]):
            return _let_in(request, application)
        else:
            form.add_error(
                "code",
                _(
                    "この受付番号と照会コードの組み合わせは見つかりません。控えと見比べて、もう一度入力してください。"
                    "何年も前の申請は、保存期間が終わって廃棄されていることがあります"
                ),
            )
    context = {"form": form, "kept": request.POST.get("kept", "")}
    return render(request, "applications/find.html", context)


def _let_in(request: TownRequest, application: Application) -> HttpResponse:
    draft = application.state == State.DRAFT
    target = Pages(application).first() if draft else reverse("application", args=[application.matter.number])
    # Whoever was interrupted in the middle of a page comes with what was typed there.
    kept = request.POST.get("kept", "")
    response = redirect(entrance.go_on(request, to=target, token=kept, resume=reverse("sign-in-resume")))
    grants.grant(request, response, application.matter_id, issue=application.matter.code_issue)
    record(events.FOUND, matter=application.matter, actor=request.actor, now=timezone.now())
    return response


@require_GET
@for_applicant
def show(request: TownRequest, number: str) -> HttpResponse:
    """What is asked of the applicant now, what was and what will come, messages and papers."""
    application = by_number(request, number)
    context = _status(application) | _beside(application, request.actor)
    for letter in context["letters"]:
        if letter.read_at is None:
            messaging.read(letter, actor=request.actor, now=timezone.now())
    return render(request, "applications/status.html", context)


def _status(application: Application) -> dict[str, Any]:
    correction = queries.open_correction(application)
    made = document_queries.for_applicant(application.matter)
    fields = application.spoken.fields
    electronic = papers.wants_electronic_notice(application)
    revocation = queries.revocation(application)
    return {
        "application": application,
        "definition": application.spoken,
        "department": application.department,
        "correction": correction,
        "correction_labels": [fields[name].label for name in correction.fields] if correction else [],
        "correction_url": Pages(application).first() if correction else "",
        "stages": queries.way(application),
        "letters": list(messages_of.inbox(matters=[application.matter_id])),
        "paper_links": [_link(application, paper) for paper in papers.offered(application)],
        "waiting_papers": any(paper.state in {"held", "waiting"} for paper in made),
        "revocation": revocation,
        "notice_paper": _notice_of(made),
        "electronic": electronic,
        "result": line.result(application) if application.outcome else None,
        "outcome": application.spoken.outcome(application.outcome) if application.outcome else None,
        "sections": queries.arrived_rows(application),
        "may_withdraw": application.is_open,
        "today": timezone.localdate(),
    }


def _notice_of(made: list[Document]) -> Document | None:
    """The notice that stands, else the one that was revoked: its reasons are still read."""
    notices = [paper for paper in made if paper.consequence == papers.NOTICE and paper.is_there]
    standing = [paper for paper in notices if paper.is_made]
    return next(reversed(standing or notices), None)


def _beside(application: Application, actor: Actor) -> dict[str, Any]:
    """What is still owed, the limit in the law, what came along and what follows."""
    running = queries.clocks(application, timezone.localdate())
    return {
        "owed": queries.owed_files(application),
        "limit": next((clock for clock in running if clock.id == "statutory"), None),
        "companions": came_along(application, actor),
        "left_out": left_out(application),
        "follow_ups": queries.follow_ups(application),
        "followable": queries.followable(application),
        "followers": [one for one in queries.followers(application) if one.reaches(actor)],
    }


# What is said of a paper that stands no more.
_ENDED = {
    "superseded": gettext_noop("{title}（差し替え済み。新しい文書があります）"),
    "revoked": gettext_noop("{title}（取消しまたは撤回済み）"),
}


def _link(application: Application, paper: Document) -> dict[str, Any]:
    # What another authority sent may have been scanned as a picture.
    kind = "PDF" if paper.file_name.endswith(".pdf") else _("写真")
    return {
        "url": reverse("application-document", args=[application.matter.number, paper.pk]),
        "label": _(_ENDED[paper.state]).format(title=paper.title) if paper.state in _ENDED else _named(paper),
        "meta": f"{kind}　{paper.number}" if paper.number else kind,
        "icon": "download",
    }


# The mark on the paper stands in the words.
_MARKED = (gettext_noop("{title}（再発行）"), gettext_noop("{title}（差し替え）"))


def _named(paper: Document) -> str:
    words = next((words for words in _MARKED if paper.mark and paper.mark in words), "")
    return _(words).format(title=paper.title) if words else paper.title


@require_http_methods(["GET", "POST"])
@for_applicant
def withdraw(request: TownRequest, number: str) -> HttpResponse:
    """Say what withdrawing means, then do it."""
    application = by_number(request, number)
    if request.method == "POST":
        try:
            actions.withdraw(application, actor=request.actor, now=timezone.now())
        except states.NotPossible as problem:
            context = {"application": application, "companions": [], "problem": str(problem)}
            return render(request, "applications/withdraw.html", context, status=409)
        return redirect("application", number)
    context = {"application": application, "companions": queries.companions(application)}
    return render(request, "applications/withdraw.html", context)


@require_GET
@for_applicant
def document(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """A paper as PDF; opening the notice is remembered."""
    application = by_number(request, number)
    found = actions.open_paper(application, paper=pk, actor=request.actor, now=timezone.now())
    if found is None:
        raise Http404
    return answer_with(found.content, found.paper)
