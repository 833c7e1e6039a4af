"""A paper comes to its end, but stays in the books: another stands in its place (差し替え済み), or it is revoked (取消し)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.documents.actions.telling import named
from yakuba.documents.events import DOCUMENT_REVOKED, DOCUMENT_SUPERSEDED, DOCUMENT_VOIDED
from yakuba.documents.models import MOVES, THERE, Document, State

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter


@transaction.atomic
def supersede(document: Document, *, now: datetime.datetime) -> Document | None:
    """A paper that came in the place of another is made: the other stands no more. None where there is no other."""
    if document.replaces is None:
        return None
    old = states.lock(document.replaces)
    if old.state != State.MADE:
        # Revoked or voided meanwhile: it has come to its own end.
        return None
    old = states.apply(old, MOVES, "supersede")
    old.ended_on = localdate(now)
    old.save(update_fields=["state", "ended_on"])
    record(DOCUMENT_SUPERSEDED, matter=old.matter, actor=MACHINE, now=now, **named(old))
    return old


@transaction.atomic
def revoke(
    matter: Matter,
    *,
    consequence: str,
    reason: str,
    ended_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
) -> list[Document]:
    """Revoke the papers of one consequence in every revision: they stand no more from this day on.

    What was asked for and is not made yet becomes void; whoever holds a revoked one learns it from `/verify/`.
    """
    access.require(actor, "document.revoke")
    states.hold(matter.pk)
    papers = Document.objects.of(matter).filter(consequence=consequence)
    return [
        _end(paper, reason=reason, ended_on=ended_on, actor=actor, now=now)
        for paper in papers.exclude(state__in=[State.VOID, State.REVOKED])
    ]


def _end(
    paper: Document, *, reason: str, ended_on: datetime.date, actor: Actor, now: datetime.datetime
) -> Document:
    was_there = paper.state in THERE
    fresh = states.apply(paper, MOVES, "revoke" if was_there else "void")
    fresh.void_reason = reason
    if was_there:
        fresh.ended_on = ended_on
    fresh.save(update_fields=["state", "void_reason", "ended_on"])
    if was_there:
        record(DOCUMENT_REVOKED, matter=fresh.matter, actor=actor, now=now, **named(fresh), ended_on=ended_on)
    else:
        record(DOCUMENT_VOIDED, matter=fresh.matter, actor=actor, now=now, **named(fresh))
    return fresh
