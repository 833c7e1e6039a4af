"""What is done about mails that came back, and about messages that did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts.queries import mail_key
from yakuba.core import access, states
from yakuba.core.envelopes import CannotOpen
from yakuba.messaging import queries, reports
from yakuba.messaging.actions import addresses
from yakuba.messaging.actions.facts import record_of
from yakuba.messaging.events import MESSAGE_FAILED, MESSAGE_RESENT, MESSAGE_STOPPED
from yakuba.messaging.models import MOVES, Channel, Message, State

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.messaging.reports import Report


@transaction.atomic
def note_report(report: Report, *, actor: Actor, now: datetime.datetime) -> bool:
    """Keep what a server told of a mail of the town in scope; False where no such mail was sent from here.

    Told twice, or late about an address that the message does not go to any more, it changes nothing.
    """
    access.require(actor, "message.note_report")
    message = Message.objects.by_mail().filter(pk=report.message).select_related(Message.key_path).first()
    if message is None:
        return False
    if report.action == reports.ARRIVED or _is_of_another_address(message, report):
        return True
    fresh: Message = states.lock(message)
    if fresh.state != State.SENT:
        return True
    code = f"bounce-{report.status or 'unknown'}"
    if report.action == reports.DELAYED:
        # The server that has it goes on trying; it stands on the page, and nothing else changes.
        fresh.failure = f"delayed-{report.status or 'unknown'}"[:40]
        fresh.save(update_fields=["failure"])
        return True
    came_back = states.apply(message, MOVES, "bounce")
    came_back.bounced_at, came_back.failure = now, code[:40]
    came_back.save(update_fields=["state", "bounced_at", "failure"])
    if reports.is_bad_address(report.status):
        addresses.mark_bad(_address(message), code=code, now=now)
    record_of(MESSAGE_FAILED, came_back, actor=actor, now=now)
    return True


@transaction.atomic
def send_again(message: Message, *, actor: Actor, now: datetime.datetime, mail: str | None = None) -> Message:
    """Try a message that failed or was stopped once more, under its own Message-ID; `mail` is another address for it.

    Whoever tries the old address again says that it is right: it counts as confirmed. Raises NotPossible.
    """
    access.require(actor, "message.send")
    fresh = states.apply(message, MOVES, "again")
    if mail is not None:
        fresh.address = mail
    elif fresh.channel == Channel.MAIL and (address := _address(fresh)):
        addresses.clear_address(address, actor=actor, now=now)
    # It begins anew: what was tried before is counted, but gives it up no sooner.
    fresh.excused, fresh.begun_at = fresh.attempts, None
    fresh.due_at, fresh.sent_at, fresh.bounced_at, fresh.failure = now, None, None, ""
    fresh.save()
    record_of(MESSAGE_RESENT, fresh, actor=actor, now=now)
    return fresh


@transaction.atomic
def stop(message: Message, *, actor: Actor, now: datetime.datetime) -> Message:
    """Send a message no more: the person was told another way. Raises NotPossible."""
    access.require(actor, "message.send")
    fresh = states.lock(message)
    if fresh.is_in_hand:
        raise states.NotPossible(
            "いま送っているところです。少し待って、画面を開き直してください。", fresh.state
        )
    fresh = states.apply(message, MOVES, "stop")
    fresh.due_at = fresh.begun_at = None
    fresh.save(update_fields=["state", "due_at", "begun_at"])
    record_of(MESSAGE_STOPPED, fresh, actor=actor, now=now)
    return fresh


def _is_of_another_address(message: Message, report: Report) -> bool:
    # A report that names an address known to be bad, which is not the one that the message goes to now, comes late.
    named = report.recipient
    if not named or not queries.is_bad(named):
        return False
    return mail_key(named) != mail_key(_address(message) or "")


def _address(message: Message) -> str | None:
    try:
        address: str | None = message.address
    except CannotOpen:
        # The person was forgotten meanwhile.
        return None
    return address
