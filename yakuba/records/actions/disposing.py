"""Records are disposed of (廃棄): agreed to by the chief of their department, then each by the destruction of its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.core import access, retention, states
from yakuba.core.actions import ask_for_run, record
from yakuba.core.models import Matter
from yakuba.records import events
from yakuba.records.models import Retention, State

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from uuid import UUID

    from yakuba.core.actors import Actor
    from yakuba.core.models import Run

KIND = "records.dispose"
# More at once nobody looks through.
MOST = 1000
MOVES = {
    "dispose": states.move(
        State.KEPT,
        to=State.DISPOSED,
        otherwise="この案件は続いているか、もう廃棄してあります。画面を開き直して確かめてください。",
    )
}
NOT_DUE = "保存期間がまだ終わっていないか、廃棄が止められています（廃棄の停止、終わっていない関連の案件や作業、支援措置）。"


@transaction.atomic
def agree_to_disposal(
    chosen: Sequence[UUID], *, token: UUID, actor: Actor, now: datetime.datetime
) -> Run | None:
    """Agree (廃棄の決裁) that these records, as far as they are due and the actor's, are disposed of; workers do it.

    Pressed twice (`token`), it is one run. None where nothing of it is due any more. Raises NotAllowed for anybody but a
    chief of their departments.
    """
    access.require(actor, "retention.dispose")
    rows = Retention.objects.visible_to(actor).due(localdate(now)).select_related("matter")
    found = list(rows.filter(pk__in=list(chosen)[:MOST]).order_by("id"))
    for row in found:
        access.require(actor, "retention.dispose", row)
    pieces = {row.matter: {"until": row.until_on.isoformat() if row.until_on else ""} for row in found}
    if not pieces:
        return None
    return ask_for_run(KIND, asked={}, token=token, pieces=pieces, actor=actor, now=now)


@transaction.atomic
def dispose(row: Retention, *, actor: Actor, now: datetime.datetime) -> Retention:
    """Dispose of one matter's records: its key is destroyed, and whatever else could tell a person goes with it.

    Number, dates, department, procedure and outcome stay, and so do events. Raises NotPossible before the period is
    over, while something keeps the records back, or for what is disposed of already.
    """
    access.require(actor, "retention.dispose", row)
    return carry_out(row, actor=actor, now=now)


def carry_out(row: Retention, *, actor: Actor, now: datetime.datetime) -> Retention:
    """Dispose, in the caller's transaction; who calls it has asked whether it may."""
    fresh = states.apply(row, MOVES, "dispose")
    if not Retention.objects.due(localdate(now)).filter(pk=fresh.pk).exists():
        raise states.NotPossible(NOT_DUE, State.KEPT)
    matter = Matter.objects.select_related("key").get(pk=fresh.matter_id)
    matter.disposed_at = now
    matter.save(update_fields=["disposed_at"])
    retention.forget_matter(matter, now=now)
    fresh.disposed_at, fresh.agreed_by_id = now, actor.staff
    fresh.save(update_fields=["state", "disposed_at", "agreed_by"])
    record(
        events.MATTER_DISPOSED,
        matter=matter,
        actor=actor,
        now=now,
        until=fresh.until_on.isoformat() if fresh.until_on else "",
        procedure=fresh.version.procedure if fresh.version else "",
        outcome=fresh.outcome,
    )
    return fresh
