"""Papers about a person who is protected (支援措置) are held, with their number, until a second official lets them be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts import queries as people
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.documents.events import DOCUMENT_REQUESTED
from yakuba.documents.models import MOVES, Document
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

STEP = "second-print"
TITLE = "支援措置：文書を作る前に、二人目の確認を頼む"


def ask_for_second(matter: Matter, *, now: datetime.datetime) -> None:
    """Give the office of the matter the work of asking, where any office deals with it."""
    work.ask_office(matter, step=STEP, title=TITLE, actor=MACHINE, now=now)


def hold(document: Document, *, now: datetime.datetime) -> bool:
    """Whether a paper that waits to be made is held now: its person came to be protected after it was asked for."""
    if document.released_at or not people.is_restricted(document.matter_id):
        return False
    held = states.apply(document, MOVES, "hold")
    held.save(update_fields=["state"])
    ask_for_second(held.matter, now=now)
    return True


@transaction.atomic
def release(
    matter: Matter, *, actor: Actor, now: datetime.datetime, until: datetime.datetime | None = None
) -> list[Document]:
    """Let the papers that are held about a matter (those asked for by `until`) be made.

    Who calls it has the second official's consent, or knows that nobody has to be asked any more.
    """
    access.require(actor, "document.release")
    states.hold(matter.pk)
    held = Document.objects.held().filter(matter=matter)
    rows = held.filter(requested_at__lte=until) if until else held
    gone = [_let_go(row, actor=actor, now=now) for row in rows.order_by("id")]
    if not held.exists():
        work.close_items(matter, step=STEP, actor=actor, now=now)
    return gone


def _let_go(document: Document, *, actor: Actor, now: datetime.datetime) -> Document:
    fresh = states.apply(document, MOVES, "release")
    fresh.released_at = now
    fresh.save(update_fields=["state", "released_at"])
    record(
        DOCUMENT_REQUESTED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        document=fresh.pk,
        consequence=fresh.consequence,
        number=fresh.number,
    )
    return fresh
