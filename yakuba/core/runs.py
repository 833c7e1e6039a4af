"""Works off what people asked for in one go: piece by piece, each in one transaction with its mark.

Nothing is leased: a piece stays inside the database, so its row is locked as long as it is worked on, and a worker
that is killed lets go of it by that. Whoever sweeps next goes on at once.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.db import models, transaction

from yakuba.core import access, events, languages, states, tables
from yakuba.core.actions import advance_run, finish_run, forget_run, record
from yakuba.core.actors import MACHINE
from yakuba.core.envelopes import CannotOpen
from yakuba.core.models import Run, RunItem

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from uuid import UUID

    from yakuba.core.actors import Actor

log = logging.getLogger(__name__)

BATCH = 500
# Then everything else of the clock has its turn.
PATIENCE = timedelta(seconds=10)
TRIES = 3
STOPPED = "始めた人が途中で止めたため、処理していません。"
FAULT = "プログラムの不具合でできませんでした。情報担当に知らせてください。"

LISTS_AT_ONCE = 5
LONGEST_LIST = 10_000
KEPT = timedelta(days=7)
# The rows of a list with its head, as the one who asked for it may see them; None where they may not any more.
Table = Callable[[Run, "datetime.datetime"], "list[list[Any]] | None"]
Doer = Callable[[RunItem, "datetime.datetime"], Any]
Refusals = tuple[type[Exception], ...]
State = RunItem.State


def work_off(doers: Mapping[str, Doer], *, refusals: Refusals, now: datetime.datetime) -> int:
    """Do what waits of these kinds of runs; returns how many pieces were tried.

    What a doer raises of `refusals` is the answer for the person; anything else is tried again, three times in all.
    """
    started, tried = time.monotonic(), 0
    waiting = RunItem.objects.due(now).filter(run__kind__in=doers)
    ids = list(waiting.values_list("pk", flat=True)[:BATCH])
    with languages.in_japanese():
        for item_id in ids:
            spent = timedelta(seconds=time.monotonic() - started)
            if spent > PATIENCE:
                break
            _try(item_id, doers, refusals, now=now + spent)
            tried += 1
        _take_stock(doers, now=now + timedelta(seconds=time.monotonic() - started))
    return tried


# Lists as files ------------------------------------------------------------------------------------
def write_list(kind: str, table: Table, *, now: datetime.datetime) -> int:
    """Write what was asked for of this list, each in one transaction; returns how many were written."""
    waiting = Run.objects.going_on().filter(kind=kind).order_by("id").values_list("pk", flat=True)
    with languages.in_japanese():
        return sum(_write_once(run_id, table, now=now) for run_id in list(waiting)[:LISTS_AT_ONCE])


def _write_once(run_id: UUID, table: Table, *, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            run = _going_on(run_id)
            if run is not None:
                _write(run, table(run, now), now=now)
    except Exception:
        log.exception("the list of run %s could not be written", run_id)
        with transaction.atomic():
            if run := _going_on(run_id):
                advance_run(run, done=1, failed=1)
                finish_run(run, actor=MACHINE, now=now, result={"problem": "fault"})
    return True


def _going_on(run_id: UUID) -> Run | None:
    rows = Run.objects.select_for_update(of=("self",), skip_locked=True).going_on()
    found: Run | None = rows.select_related("key__town_key").filter(pk=run_id).first()
    return found


def _write(run: Run, rows: list[list[Any]] | None, *, now: datetime.datetime) -> None:
    if rows is None:
        advance_run(run, done=1, failed=1)
        finish_run(run, actor=MACHINE, now=now, result={"problem": "not-allowed"})
        return
    if len(rows) - 1 > LONGEST_LIST:
        advance_run(run, done=1, failed=1)
        finish_run(run, actor=MACHINE, now=now, result={"problem": "too-long"})
        return
    form = run.asked["format"] if run.asked["format"] in tables.FORMATS else "csv"
    run.output = base64.b64encode(tables.written(rows, form)).decode()
    run.save(update_fields=["output"])
    advance_run(run, done=1)
    finish_run(run, actor=MACHINE, now=now, result={"rows": len(rows) - 1, "format": form})
    # What the file holds is told by codes: words that were typed to find somebody are no part of it.
    choice = [
        f"{name}:{value}" for name, value in parse_qsl(run.asked["query"]) if name not in {"q", "after"}
    ]
    record(
        events.LIST_EXPORTED,
        matter=None,
        actor=replace(MACHINE, code=run.actor),
        now=now,
        listing=run.kind.partition(".")[0],
        format=form,
        count=len(rows) - 1,
        choice=[code for code in choice if events.CODE.fullmatch(code)],
    )


def file_of(run: Run) -> bytes | None:
    """The file that came of it; None where there is none, or where it was forgotten."""
    try:
        held = run.output
    except CannotOpen:
        return None
    return base64.b64decode(held) if held else None


def forget_old(*, now: datetime.datetime, limit: int = BATCH) -> int:
    """Forget what was asked for and written a week ago; returns how many runs that were."""
    old = Run.objects.filter(
        finished_at__lt=now - KEPT, key__isnull=False, key__destroyed_at__isnull=True
    ).select_related("key__town_key")
    return len([forget_run(run, now=now) for run in old[:limit]])


def progress(run: Run) -> dict[str, int]:
    """How many pieces of a run wait, are done and could not be done, as of this moment."""
    counted = run.items.order_by().values_list("state").annotate(count=models.Count("id"))
    found: dict[str, int] = dict(counted)
    return {state.value: found.get(state.value, 0) for state in State}


# Stopping -----------------------------------------------------------------------------------------
@transaction.atomic
def stop(run: Run, *, actor: Actor, now: datetime.datetime) -> Run:
    """End a run before its end (途中で止める): what is being done is done, and what waits is left as it was.

    Only whoever began it stops it. Raises NotPossible for one that is over. `result["stopped"]` says how many waited.
    """
    access.require(actor, "run.stop")
    found: Run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if found.actor != actor.code:
        raise access.NotAllowed("止められるのは、この処理を始めた人だけです。")
    if found.finished_at is not None:
        raise states.NotPossible("この処理は、もう終わっています。", "")
    # A piece that is being done holds its row: it is waited for, and then waits no more.
    rows = RunItem.objects.select_for_update(of=("self",)).filter(run=found, state=State.WAITING)
    left: list[RunItem] = list(rows.select_related("matter__key__town_key").order_by("id"))
    for item in left:
        item.problem = STOPPED
        _settle(item, State.FAILED, now=now)
    tried = progress(found)
    found.done, found.failed = (
        tried[State.DONE] + tried[State.FAILED] - len(left),
        tried[State.FAILED] - len(left),
    )
    found.finished_at, found.result = now, {"failed": found.failed, "stopped": len(left)}
    found.save(update_fields=["done", "failed", "finished_at", "result"])
    facts = {"run": found.pk, "kind": found.kind, "done": found.done, "left": len(left)}
    record(events.RUN_STOPPED, matter=None, actor=actor, now=now, **facts)
    return found


def _try(item_id: UUID, doers: Mapping[str, Doer], refusals: Refusals, *, now: datetime.datetime) -> None:
    try:
        with transaction.atomic():
            item = _free(item_id, now=now)
            if item is None:
                return
            doers[item.run.kind](item, now)
            _settle(item, State.DONE, now=now)
    except refusals as problem:
        _keep(item_id, str(problem), now=now)
    except Exception:
        # A fault in one case must neither be lost nor stop the others.
        log.exception("piece %s of a run failed", item_id)
        _try_later(item_id, now=now)


def _free(item_id: UUID, *, now: datetime.datetime) -> RunItem | None:
    """The piece, if nobody is at it; one that another worker has tried since it was listed has its rest."""
    rows = RunItem.objects.select_for_update(of=("self",), skip_locked=True).due(now)
    found: RunItem | None = rows.select_related(*_WITH).filter(pk=item_id).first()
    return found


def _waiting(item_id: UUID) -> RunItem | None:
    """The piece, if it still waits: what became of a try is not lost because another worker is at it by then."""
    rows = RunItem.objects.select_for_update(of=("self",)).filter(state=State.WAITING)
    found: RunItem | None = rows.select_related(*_WITH).filter(pk=item_id).first()
    return found


_WITH = ("run__key__town_key", "matter__key__town_key")


@transaction.atomic
def _keep(item_id: UUID, problem: str, *, now: datetime.datetime) -> None:
    item = _waiting(item_id)
    if item is not None:
        item.problem = _sealable(item, problem)
        _settle(item, State.FAILED, now=now)


@transaction.atomic
def _try_later(item_id: UUID, *, now: datetime.datetime) -> None:
    item = _waiting(item_id)
    if item is None:
        return
    item.attempts += 1
    item.due_at = now + timedelta(seconds=5 * 2**item.attempts)
    if item.attempts >= TRIES:
        item.problem = _sealable(item, FAULT)
        _settle(item, State.FAILED, now=now)
    item.save(update_fields=["attempts", "due_at"])


def _sealable(item: RunItem, problem: str) -> str | None:
    """What is kept of a problem: nothing where the matter is forgotten, for there is no key to seal it."""
    return problem if item.matter.key.destroyed_at is None else None


def _settle(item: RunItem, state: str, *, now: datetime.datetime) -> None:
    item.state, item.done_at = state, now
    item.save(update_fields=["state", "done_at", "problem"])


def _take_stock(doers: Mapping[str, Doer], *, now: datetime.datetime) -> None:
    """Say how far each run has come; one whose worker was killed before it could say so is ended here too."""
    for run_id in Run.objects.going_on().filter(kind__in=doers).values_list("pk", flat=True):
        with transaction.atomic():
            _count(run_id, now=now)


def _count(run_id: UUID, *, now: datetime.datetime) -> None:
    run = Run.objects.select_for_update(of=("self",), skip_locked=True).going_on().filter(pk=run_id).first()
    if run is None:
        return
    found = progress(run)
    failed, tried = found[State.FAILED], found[State.FAILED] + found[State.DONE]
    if (tried, failed) != (run.done, run.failed):
        advance_run(run, done=tried, failed=failed)
    if not found[State.WAITING]:
        finish_run(run, actor=MACHINE, now=now, result={"failed": failed})
