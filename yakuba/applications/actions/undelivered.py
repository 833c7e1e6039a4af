"""A message did not reach the applicant: it goes another way, and somebody looks after the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications import capacities, queries
from yakuba.applications.actions import letters
from yakuba.applications.models import Posting
from yakuba.core import access
from yakuba.messaging import actions as messaging
from yakuba.messaging import queries as messages
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.messaging.models import Message

STEP = "message-failed"


@transaction.atomic
def see_to_undelivered(
    application: Application, *, message: Message, actor: Actor, now: datetime.datetime
) -> None:
    """A mail was given up or came back: to the person's other address, else on the posting list and the to-do.

    What was settled meanwhile, and what would go to somebody who has died, is left alone.
    """
    access.require(actor, "application.turn", application)
    if not message.is_undelivered or application.department is None or queries.is_voiceless(application):
        return
    if other := _other_address(application, message):
        messaging.send_again(message, mail=other, actor=actor, now=now)
        return
    reached = messages.reached_by_device(message)
    if not reached:
        _want_letter(application, message, actor=actor, now=now)
    work.open_item(
        application.matter,
        step=STEP,
        title="メールが届かなかった：連絡先を確かめる" + ("" if reached else "（郵送の一覧に入れました）"),
        department=application.office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )


@transaction.atomic
def send_message_again(
    application: Application, *, message: Message, actor: Actor, now: datetime.datetime
) -> Message:
    """An official tries a message once more, after asking for the address or the mailbox (もう一度送る)."""
    access.require(actor, "application.examine", application)
    again = messaging.send_again(message, actor=actor, now=now)
    _settle(application, actor=actor, now=now)
    return again


@transaction.atomic
def post_message(
    application: Application, *, message: Message, actor: Actor, now: datetime.datetime
) -> Posting:
    """An official lets a message go by post instead (郵送に切り替える); on the list already, it is found there."""
    access.require(actor, "application.examine", application)
    messaging.stop(message, actor=actor, now=now)
    posting = _want_letter(application, message, actor=actor, now=now)
    _settle(application, actor=actor, now=now)
    return posting


@transaction.atomic
def stop_message(
    application: Application, *, message: Message, actor: Actor, now: datetime.datetime
) -> Message:
    """An official ends a message: the person was told another way (送るのをやめる)."""
    access.require(actor, "application.examine", application)
    stopped = messaging.stop(message, actor=actor, now=now)
    _settle(application, actor=actor, now=now)
    return stopped


def _settle(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    if not messages.undelivered_of(application.matter):
        work.close_items(application.matter, step=STEP, actor=actor, now=now)


def _want_letter(
    application: Application, message: Message, *, actor: Actor, now: datetime.datetime
) -> Posting:
    wanted = Posting.objects.filter(application=application, what=Posting.What.MESSAGE)
    found = wanted.filter(message=message, returned_on=None, dropped_at=None).first()
    return found or letters.want_posting(
        application,
        what=Posting.What.MESSAGE.value,
        # One letter for each message; its own revision says nothing about its place among the others.
        revision=wanted.values("message").distinct().count() + 1,
        document=None,
        message=message,
        actor=actor,
        now=now,
    )


def _other_address(application: Application, message: Message) -> str | None:
    """Another address of the person, as far as anybody may write to it: that of the form, or that of the sign-in."""
    if capacities.is_over(application):
        return None
    people = [accounts.applicant(application.matter)]
    if application.resident is not None and application.resident.channel != "post":
        people.append(application.resident.person)
    known = [person.mail for person in people if person is not None and person.mail]
    return next((mail for mail in known if messages.may_write_to(mail, instead_of=message)), None)
