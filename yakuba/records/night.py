"""The night in which what is over is forgotten by rule: once a day for each town, a batch at a time.

What a batch forgets and how many that were is one transaction under the lock of the night's run: a worker that is
killed has counted what it did and done what it counted, two workers never do the same, and whoever comes next goes on.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.core import retention, scope
from yakuba.core.actions import advance_run, ask_for_run, finish_run
from yakuba.core.actors import MACHINE
from yakuba.core.models import Run
from yakuba.records.models import Retention
from yakuba.records.queries.nights import KIND

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

log = logging.getLogger(__name__)

# The night begins at one in the morning.
BEGINS = timedelta(hours=1)
BATCH = 200
# Then everything else of the clock has its turn.
PATIENCE = timedelta(seconds=5)
TRIES = 3


def go_on(*, now: datetime.datetime) -> int:
    """Begin the night of this day, or go on with it; returns how many batches were done."""
    day = localdate(now - BEGINS)
    token = uuid5(scope.current().pk, f"{KIND}:{day.isoformat()}")
    known = Run.objects.filter(token=token).values_list("pk", "finished_at").first()
    if known and known[1] is not None:
        return 0
    pk = known[0] if known else _begin(token, day, now=now)
    started, done = time.monotonic(), 0
    while timedelta(seconds=time.monotonic() - started) < PATIENCE and _go_one_further(pk, now=now):
        done += 1
    return done


@transaction.atomic
def _begin(token: UUID, day: datetime.date, *, now: datetime.datetime) -> UUID:
    run = ask_for_run(KIND, asked={}, token=token, actor=MACHINE, now=now)
    if not run.result:
        names = [name for name, rule in retention.RULES.items() if rule.forget]
        run.result = {"day": day.isoformat(), "rules": {name: {"done": 0} for name in names}}
        run.total = len(names)
        run.save(update_fields=["result", "total"])
    found: UUID = run.pk
    return found


def _go_one_further(run_id: UUID, *, now: datetime.datetime) -> bool:
    """Do one batch of the first rule that is not over; False once the night is, or another worker has it."""
    name = ""
    try:
        with transaction.atomic():
            run = _going_on(run_id, skip_locked=True)
            if run is None:
                return False
            name = _next(run)
            if not name:
                _end(run, now=now)
                return False
            _do(run, name, now=now)
    except Exception as problem:
        # A fault in one rule must neither be lost nor stop the others.
        log.exception("the rule %s failed", name)
        _keep_fault(run_id, name, type(problem).__name__)
    return True


def _going_on(run_id: UUID, *, skip_locked: bool) -> Run | None:
    rows = Run.objects.select_for_update(of=("self",), skip_locked=skip_locked).going_on()
    found: Run | None = rows.filter(pk=run_id).first()
    return found


def _next(run: Run) -> str:
    told: dict[str, dict[str, Any]] = run.result["rules"]
    return next((name for name, said in told.items() if not said.get("over")), "")


def _do(run: Run, name: str, *, now: datetime.datetime) -> None:
    rule, said = retention.RULES.get(name), run.result["rules"][name]
    # A rule that a newer version of the program no longer has is over.
    count = rule.forget(now=now, limit=BATCH) if rule and rule.forget else 0
    said["done"] += count
    said["over"] = count < BATCH
    _save(run)


@transaction.atomic
def _keep_fault(run_id: UUID, name: str, error: str) -> None:
    # Another worker may have the night by now: it is waited for, else the try would not be counted.
    run = _going_on(run_id, skip_locked=False)
    if run is None or not name or run.result["rules"][name].get("over"):
        return
    said = run.result["rules"][name]
    said["tries"] = said.get("tries", 0) + 1
    if said["tries"] >= TRIES:
        # Only the error's class is kept: its text could hold what people typed.
        said["over"], said["error"] = True, error
    _save(run)


def _save(run: Run) -> None:
    told = run.result["rules"].values()
    run.save(update_fields=["result"])
    advance_run(
        run,
        done=sum(bool(said.get("over")) for said in told),
        failed=sum(bool(said.get("error")) for said in told),
    )


def _end(run: Run, *, now: datetime.datetime) -> None:
    today = localdate(now)
    over = Retention.objects.over(today)
    counts = {"due": Retention.objects.due(today).count(), "held": over.held(today).count()}
    finish_run(run, actor=MACHINE, now=now, result={**run.result, **counts})
