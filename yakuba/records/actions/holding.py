"""A disposal is stopped for a reason (廃棄の停止), and goes on again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.core import access, dates, states
from yakuba.core.actions import record
from yakuba.records import events
from yakuba.records.models import Hold

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

LONGEST_REASON = 500


class NotHeld(Exception):
    """The hold cannot be placed so; the message is for the person."""


@transaction.atomic
def hold(
    matter: Matter,
    *,
    kind: str,
    actor: Actor,
    now: datetime.datetime,
    reason: str = "",
    until_on: datetime.date | None = None,
    cause: Matter | None = None,
) -> Hold:
    """Keep the records although their period may end; the same cause again finds its hold.

    `cause` is the appeal or request that places it: its own end sets the last day. Raises NotHeld for a day that has
    passed or, from officials, without a reason, and NotPossible for what is disposed of already.
    """
    access.require(actor, "retention.hold")
    fresh = states.lock(matter)
    if fresh.disposed_at is not None:
        raise states.NotPossible("この案件の記録は、もう廃棄してあります。", "disposed")
    if cause is not None:
        standing = Hold.objects.filter(matter=fresh, cause=cause, lifted_at__isnull=True).first()
        if standing is not None:
            found: Hold = standing
            return found
    elif not reason.strip() or len(reason) > LONGEST_REASON:
        raise NotHeld(f"廃棄を止める理由を、{LONGEST_REASON}文字以内で書いてください。")
    if until_on is not None and until_on < localdate(now):
        raise NotHeld(f"いつまで止めるかは、{dates.wareki(localdate(now))}以後の日にしてください。")
    row = Hold(
        matter=matter,
        kind=Hold.Kind(kind),
        cause=cause,
        until_on=until_on,
        placed_at=now,
        placed_by=actor.code,
    )
    row.reason = reason.strip() or None
    row.save(force_insert=True)
    record(events.HOLD_PLACED, matter=matter, actor=actor, now=now, hold=row.pk, kind=kind)
    return row


@transaction.atomic
def lift(row: Hold, *, actor: Actor, now: datetime.datetime) -> Hold:
    """Let the disposal go its way again; lifted twice, it is lifted once."""
    access.require(actor, "retention.lift")
    fresh: Hold = states.lock(row)
    if fresh.lifted_at is None:
        fresh.lifted_at, fresh.lifted_by_id = now, actor.staff
        fresh.save(update_fields=["lifted_at", "lifted_by"])
        record(events.HOLD_LIFTED, matter=fresh.matter, actor=actor, now=now, hold=fresh.pk)
    return fresh
