"""Pages on which officials do one thing to many cases: choose, confirm, watch it being done, try again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts.entrance import needs
from yakuba.accounts.models import Protection
from yakuba.applications import bulk
from yakuba.core import runs, states
from yakuba.core.actions import ask_for_run
from yakuba.core.models import Run
from yakuba.core.runs import LONGEST_LIST

if TYPE_CHECKING:
    from collections.abc import Collection

    from django import forms
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest

# Lists that are taken out as files, by the kind of their runs.
LISTS = {"cases.export": "案件の一覧", "todo.export": "やることの一覧", "history.export": "経過と閲覧の記録"}
PROBLEMS = {
    "too-long": f"一覧が{LONGEST_LIST:,}件を超えています。条件を絞り込んでから、もう一度書き出してください。",
    "not-allowed": "一覧を書き出す権限がなくなりました。係長か情報担当に相談してください。",
    "fault": runs.FAULT,
}
SHOWN = 50  # own runs, the newest first
WORKING = "application.examine"
TAKING = "list.export"


@require_POST
@needs(WORKING)
def choose(request: TownRequest, verb: str) -> HttpResponse:
    """Show what would be done to the chosen cases, in groups that are alike; nothing is done yet."""
    return _confirm(request, _verb(verb), bulk.cases(request.POST.getlist("pick"), request.actor))


@require_POST
@needs(WORKING)
def start(request: TownRequest, verb: str) -> HttpResponse:
    """Begin what was confirmed for one group."""
    chosen, read = _verb(verb), request.POST.getlist("seen")
    cases = bulk.cases((word.partition(":")[0] for word in read), request.actor)
    groups, _ = bulk.groups(chosen, cases, request.actor, now=timezone.now())
    form = chosen.form(cases, request.POST, now=timezone.now()) if len(groups) == 1 else None
    if form is None or not form.is_valid():
        return _confirm(request, chosen, cases, form=form, status=200 if form else 409)
    run = ask_for_run(
        chosen.kind,
        asked=chosen.asked(form),
        token=token_of(request.POST.get("token", "")),
        pieces=bulk.pieces(read, cases),
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("staff-run", run.pk)


@require_GET
@needs(TAKING)
def listing(request: TownRequest) -> HttpResponse:
    """What this official asked for lately."""
    kinds = [*bulk.BY_KIND, *LISTS]
    rows = Run.objects.visible_to(request.actor).filter(kind__in=kinds).order_by("-id")[:SHOWN]
    lines = [{"run": run, "title": _title(run.kind)} for run in rows]
    return render(request, "applications/staff/runs.html", {"lines": lines})


@require_GET
@needs(TAKING)
def run(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """How far it has come, and what could not be done."""
    found = _run(request, pk, LISTS, bulk.BY_KIND)
    if found.kind in LISTS:
        return render(request, "applications/staff/run_list.html", _list_facts(found))
    return render(request, "applications/staff/run.html", _facts(found))


@require_POST
@needs(WORKING)
def stop(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """Leave undone what still waits."""
    found = _run(request, pk, bulk.BY_KIND)
    try:
        stopped = runs.stop(found, actor=request.actor, now=timezone.now())
    except states.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"残りの{stopped.result['stopped']}件を止めました。")
    return redirect("staff-run", pk)


@require_POST
@needs(WORKING)
def again(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm anew what could not be done: it is read again as it stands now."""
    found = _run(request, pk, bulk.BY_KIND)
    failed = found.items.filter(state="failed").values_list("matter__number", flat=True)
    return _confirm(request, bulk.BY_KIND[found.kind], bulk.cases(failed, request.actor))


def _confirm(
    request: TownRequest,
    verb: bulk.Verb,
    cases: list[bulk.Case],
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    groups, left = bulk.groups(verb, cases, request.actor, now=now)
    parts = [
        {"group": group, "form": form or verb.form(group.cases, None, now=now), "token": uuid.uuid4()}
        for group in groups
    ]
    context = {
        "verb": verb,
        "parts": parts,
        "left": left,
        "form": form,
        "count": len(cases),
        "most": bulk.MOST,
    }
    return render(request, "applications/staff/bulk.html", context, status=status)


def _facts(run: Run) -> dict[str, Any]:
    found, stopped = runs.progress(run), run.result.get("stopped", 0)
    found["failed"] -= stopped
    tried = found["done"] + found["failed"]
    failed = (
        run.items.filter(state="failed").select_related("matter__key__town_key").order_by("matter__number")
    )
    return {
        "run": run,
        "verb": bulk.BY_KIND[run.kind],
        "progress": found,
        "tried": tried,
        "stopped": stopped,
        "spent": round(100 * tried / run.total) if run.total else 100,
        "failed": [{"number": item.matter.number, "problem": item.problem} for item in failed],
        "is_over": run.finished_at is not None,
    }


def _list_facts(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "title": _title(run.kind),
        "is_over": run.finished_at is not None,
        "problem": PROBLEMS.get(run.result.get("problem", "")),
        "content": None if is_overtaken(run) else runs.file_of(run),
        "format": {"csv": "CSV", "xlsx": "Excel"}.get(run.result.get("format", ""), ""),
    }


def _title(kind: str) -> str:
    return f"{LISTS[kind]}の書き出し" if kind in LISTS else bulk.BY_KIND[kind].title


def _run(request: TownRequest, pk: uuid.UUID, *kinds: Collection[str]) -> Run:
    rows = Run.objects.visible_to(request.actor).filter(kind__in=[kind for some in kinds for kind in some])
    found: Run = get_object_or_404(rows.select_related("key__town_key"), pk=pk)
    return found


def _verb(code: str) -> bulk.Verb:
    if code not in bulk.VERBS:
        raise Http404
    return bulk.VERBS[code]


def is_overtaken(run: Run) -> bool:
    """Whether a protection (支援措置) began after this list was written: its file names people whom it must not."""
    return Protection.objects.filter(flagged_at__gte=run.finished_at or run.started_at).exists()


def token_of(typed: str) -> uuid.UUID:
    """The press of a button, as the form told it; a fresh one where it told none."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()
