"""Messages about a person who is protected (支援措置) are held until a second official lets them go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts import queries as people
from yakuba.core import access, states
from yakuba.core.actors import MACHINE
from yakuba.core.models import Matter
from yakuba.messaging.actions.facts import record_of
from yakuba.messaging.events import MESSAGE_SENT
from yakuba.messaging.models import MOVES, Channel, Message, State
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter
    from yakuba.messaging.models import Outgoing

STEP = "second-notify"
TITLE = "支援措置：通知の前に、二人目の確認を頼む"


def ask_for_second(matter: Matter, *, now: datetime.datetime) -> None:
    """Give the office of the matter the work of asking, where any office deals with it."""
    work.ask_office(matter, step=STEP, title=TITLE, actor=MACHINE, now=now)


def hold(fresh: Outgoing, *, now: datetime.datetime) -> bool:
    """Whether a mail that was on its way is held now: its person came to be protected after it was written.

    `fresh` is locked by the caller. A mail that a second official let go passes.
    """
    if not isinstance(fresh, Message) or fresh.released_at or not people.is_restricted(fresh.matter_id):
        return False
    held = states.apply(fresh, MOVES, "hold")
    held.due_at = held.leased_until = None
    held.save(update_fields=["state", "due_at", "leased_until"])
    ask_for_second(held.matter, now=now)
    return True


@transaction.atomic
def release(
    matter: Matter, *, actor: Actor, now: datetime.datetime, until: datetime.datetime | None = None
) -> list[Message]:
    """Let go what is held about a matter (what was written by `until`): to the inbox now, mails by a worker.

    Who calls it has the second official's consent, or knows that nobody has to be asked any more.
    """
    access.require(actor, "message.release")
    states.hold(matter.pk)
    held = Message.objects.held().filter(matter=matter)
    rows = held.filter(written_at__lte=until) if until else held
    gone = [_let_go(row, actor=actor, now=now) for row in rows.order_by("id")]
    if not held.exists():
        work.close_items(matter, step=STEP, actor=actor, now=now)
    return gone


def _let_go(message: Message, *, actor: Actor, now: datetime.datetime) -> Message:
    is_inbox = message.channel == Channel.INBOX
    fresh = states.apply(message, MOVES, "show" if is_inbox else "queue")
    fresh.released_at = now
    fresh.sent_at, fresh.due_at = (now, None) if is_inbox else (None, now)
    fresh.save(update_fields=["state", "released_at", "sent_at", "due_at"])
    if fresh.state == State.SENT:
        record_of(MESSAGE_SENT, fresh, actor=actor, now=now)
    return fresh
