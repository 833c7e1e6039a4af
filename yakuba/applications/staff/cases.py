"""Pages of officials about a case as a whole: the list, the case, its files and papers, and its end."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, case_page, lists, queries
from yakuba.applications.responses import download
from yakuba.applications.responses import paper as answer_with
from yakuba.applications.staff import desk
from yakuba.core import numbers
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.records import queries as records
from yakuba.work import queries as work

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest
    from yakuba.work.models import Label


@require_GET
@staff_only
def listing(request: TownRequest) -> HttpResponse:
    """Everything that the departments of this official have received, newest first."""
    choice, words = lists.Choice.read(request.GET), request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    page = queries.for_staff(request.actor, choice=choice, words=words, after=after, size=choice.rows)
    query = "&".join(filter(None, (choice.query, urlencode({"q": words}) if words else "")))
    finer = lists.boxes(choice, request.actor)
    context = {
        "rows": _rows(page.rows),
        "groups": lists.links(choice),
        "boxes": finer,
        "is_finer": any(box["chosen"] for box in finer),
        "saved": work.saved_filters(request.actor, "cases"),
        "choice": choice,
        "whole_query": query,
        "token": uuid.uuid4(),
        "first_url": f"?{query}" if not page.is_first else "",
        "next_url": f"?{query}&{urlencode({'after': page.after})}" if page.after else "",
        "shown": f"{len(page.rows)}件を表示",
        "words": words,
        "today": timezone.localdate(),
        "soon": work.soon_until(timezone.localdate()),
    }
    return render(request, "applications/staff/list.html", context)


def _rows(applications: list[Application]) -> list[tuple[Application, str, list[Label]]]:
    labels = work.labels_of(queries.matter_ids(applications))
    return [(row, name, labels.get(row.matter_id, [])) for row, name in queries.with_names(applications)]


@require_GET
@staff_only
def case(request: TownRequest, number: str) -> HttpResponse:
    """One case: answers, papers and clocks, the way to a decision, and what this official may do now."""
    if (parsed := numbers.parse_receipt_number(number)) and queries.intake_waits(parsed, request.actor):
        return redirect("staff-intake", parsed)
    application = desk.application_of(request, number, also_disposed=True)
    if application.matter.disposed_at is not None:
        told = {"application": application, "retention": records.of_matter(application.matter)}
        return render(request, "applications/staff/disposed.html", told)
    actions.record_view(application, actor=request.actor, now=timezone.now())
    context = case_page.facts(application, request.actor, now=timezone.now())
    context["from_todo"] = request.GET.get("from") == "todo"
    return render(request, "applications/staff/case.html", context)


@require_POST
@staff_only
def take(request: TownRequest, number: str) -> HttpResponse:
    """Become the one in charge."""
    staff = accounts.staff_member(request.actor.staff)
    return desk.do(request, number, "担当になりました。", actions.take_on, staff=staff)


@require_POST
@staff_only
def remake(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """Try again to make a paper that could not be made."""
    application = desk.application_of(request, number)
    papers = {paper.pk: paper for paper in document_queries.of_matter(application.matter)}
    if pk not in papers:
        raise Http404
    return desk.do(request, number, "文書を作り直しています。", actions.remake_paper, paper=papers[pk])


@require_POST
@staff_only
def close(request: TownRequest, number: str) -> HttpResponse:
    """The notice went out by post: the case is done."""
    return desk.do(request, number, "郵送を記録し、案件を完了にしました。", actions.record_posting)


@require_GET
@staff_only
def file(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """A file that the applicant sent, as a download."""
    application = desk.application_of(request, number)
    found = document_queries.file(application.matter, pk)
    if found is None or str(pk) not in queries.filed_files(application):
        raise Http404
    content = documents.open_file(found, actor=request.actor, now=timezone.now())
    return download(content, name=found.name, media_type="application/octet-stream")


@require_GET
@staff_only
def document(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """A paper of this case as PDF."""
    application = desk.application_of(request, number)
    paper = document_queries.opened(application.matter, pk)
    if paper is None or paper.file is None:
        raise Http404
    return answer_with(documents.open_file(paper.file, actor=request.actor, now=timezone.now()), paper)
