"""Pages of officials about keeping: what may be disposed of, what the nights did, the rules, and erasures."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts.entrance import needs
from yakuba.core import access, dates, retention, runs, states, tables
from yakuba.core.models import Run
from yakuba.records import actions, queries
from yakuba.records.actions.disposing import KIND
from yakuba.records.forms import AnswerForm

if TYPE_CHECKING:
    from yakuba.core.requests import TownRequest

PROBLEMS = (actions.NotErasable, states.NotPossible, access.NotAllowed)
NOTHING = "選んだものの中に、今廃棄できるものがありません。画面を開き直して確かめてください。"


@require_GET
@needs("retention.see")
def overview(request: TownRequest) -> HttpResponse:
    """What of the official's departments may be disposed of, and the last night."""
    today = timezone.localdate()
    context = {
        "groups": queries.due_groups(request.actor, today),
        "nights": queries.nights()[:1],
        "waiting": [one for one in queries.erasures(request.actor) if one.state == "asked"],
        "may_dispose": access.may(request.actor, "retention.dispose"),
    }
    return render(request, "records/staff/overview.html", context)


@require_http_methods(["GET", "POST"])
@needs("retention.see")
def due(request: TownRequest) -> HttpResponse:
    """One list of what may be disposed of together; the chief agrees (廃棄の決裁)."""
    key, today = request.GET.get("group", ""), timezone.localdate()
    rows = queries.rows_of_group(key, request.actor, today, most=actions.MOST)
    if request.method == "GET" and not rows:
        raise Http404
    problem, status = "", 200
    if request.method == "POST":
        access.require(request.actor, "retention.dispose")
        run = actions.agree_to_disposal(
            _picked(request), token=_token(request), actor=request.actor, now=timezone.now()
        )
        if run is not None:
            return redirect("staff-records-run", run.pk)
        problem, status = NOTHING, 409
    context = {
        "rows": rows,
        "key": key,
        "first": rows[0] if rows else None,
        "most": actions.MOST,
        "token": uuid.uuid4(),
        "may_dispose": access.may(request.actor, "retention.dispose"),
        "problem": problem,
        "problems": [{"text": problem}] if problem else [],
    }
    return render(request, "records/staff/due.html", context, status=status)


@require_GET
@needs("retention.see")
def run(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """How far a disposal has come, for the chief who agreed to it."""
    rows = Run.objects.visible_to(request.actor).filter(kind=KIND)
    found: Run = get_object_or_404(rows, pk=pk)
    progress = runs.progress(found)
    tried = progress["done"] + progress["failed"]
    failed = found.items.filter(state="failed").select_related("matter__key__town_key").order_by("pk")
    context = {
        "run": found,
        "progress": progress,
        "tried": tried,
        "spent": round(100 * tried / found.total) if found.total else 100,
        "failed": [{"number": item.matter.number, "problem": item.problem} for item in failed],
        "is_over": found.finished_at is not None,
    }
    return render(request, "records/staff/run.html", context)


@require_GET
@needs("retention.report")
def nights(request: TownRequest) -> HttpResponse:
    """The reports of the nights."""
    return render(request, "records/staff/nights.html", {"nights": queries.nights()})


@require_GET
@needs("retention.report")
def night(request: TownRequest, day: str) -> HttpResponse:
    """The report of one night: by rule how much was forgotten, what was kept back, what went wrong."""
    return render(request, "records/staff/night.html", {"night": _night(day), "formats": tables.FORMATS})


@require_GET
@needs("retention.report")
def night_file(request: TownRequest, day: str, form: str) -> HttpResponse:  # noqa: ARG001  nobody's data are in it
    """The same as a table; it holds numbers only."""
    if form not in tables.FORMATS:
        raise Http404
    content = tables.written(queries.report_table(_night(day)), form)
    return _download(content, name=f"保存期間の報告_{day}.{form}", media_type=tables.FORMATS[form])


@require_GET
@needs("retention.report")
def rules(request: TownRequest) -> HttpResponse:
    """Every rule of keeping, with its reason."""
    return render(request, "records/staff/rules.html", {"rules": retention.RULES.values()})


@require_GET
@needs("erasure.ask")
def erasures(request: TownRequest) -> HttpResponse:
    """What the official's departments asked to be erased, and what came of it."""
    return render(request, "records/staff/erasures.html", {"rows": queries.erasures(request.actor)})


@require_http_methods(["GET", "POST"])
@needs("erasure.ask")
def erasure(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """One request to erase somebody: what goes, what stays until when; a second official answers."""
    found = queries.erasure(pk, request.actor)
    if found is None:
        raise Http404
    form, status = AnswerForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            actions.answer_erasure(
                found,
                agrees=request.POST.get("answer") == "do",
                remark=form.cleaned_data["remark"],
                actor=request.actor,
                now=timezone.now(),
            )
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, "答えを記録しました。")
            return redirect("staff-erasure", pk)
    context: dict[str, Any] = {
        "row": found,
        "form": form,
        "is_own": found.asked_by_id == request.actor.staff,
        "may_answer": access.may(request.actor, "erasure.answer", found),
        **queries.of_erasure(found, timezone.localdate()),
    }
    return render(request, "records/staff/erasure.html", context, status=status)


def _night(day: str) -> dict[str, Any]:
    try:
        told = queries.night(dates.parse_date(day))
    except dates.DateProblem:
        told = None
    if told is None:
        raise Http404
    return told


def _picked(request: TownRequest) -> list[uuid.UUID]:
    found = []
    for typed in request.POST.getlist("pick")[: actions.MOST]:
        try:
            found.append(uuid.UUID(typed))
        except ValueError:
            continue
    return found


def _token(request: TownRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def _download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
