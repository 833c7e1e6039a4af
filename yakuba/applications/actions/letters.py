"""What goes by post is put on one list, and what became of it is written down: posted, not needed, come back, arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.applications import events
from yakuba.applications.actions.route import Refused
from yakuba.applications.models import Posting
from yakuba.core import access, dates, states
from yakuba.core.actions import record
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document
    from yakuba.messaging.models import Message

RETURNED = "mail-returned"


@transaction.atomic
def want_posting(
    application: Application,
    *,
    what: str,
    revision: int,
    document: Document | None,
    actor: Actor,
    now: datetime.datetime,
    message: Message | None = None,
) -> Posting:
    """Put a paper of a case on the posting list (郵送一覧); wanted again while it stands there, it is found."""
    access.require(actor, "posting.want")
    fresh = states.lock(application)
    standing = Posting.objects.filter(
        application=fresh, what=what, revision=revision, returned_on=None, dropped_at=None
    )
    found: Posting | None = standing.first()
    if found is not None:
        return found
    posting: Posting = Posting.objects.create(
        application=fresh,
        matter=fresh.matter,
        what=what,
        revision=revision,
        document=document,
        message=message,
        wanted_at=now,
    )
    record(events.POSTING_WANTED, matter=fresh.matter, actor=actor, now=now, what=what)
    return posting


@transaction.atomic
def drop_posting(posting: Posting, *, reason: str, actor: Actor, now: datetime.datetime) -> Posting:
    """Take a paper off the list that need not go by post, e.g. because it was handed over; the reason is kept."""
    access.require(actor, "posting.bundle", posting)
    if not reason.strip():
        raise Refused("郵送しない理由を書いてください。")
    fresh = _locked(posting)
    if not fresh.is_waiting or fresh.bundle_id is not None:
        raise states.NotPossible("もう郵送したか、束に入っています。画面を開き直して確かめてください。", "")
    fresh.dropped_at, fresh.drop_reason = now, reason
    fresh.save(update_fields=["dropped_at", "drop_reason"])
    record(events.POSTING_DROPPED, matter=fresh.matter, actor=actor, now=now, what=fresh.what)
    return fresh


@transaction.atomic
def record_return(
    posting: Posting, *, returned_on: datetime.date, why: str, actor: Actor, now: datetime.datetime
) -> Posting:
    """Remember that a letter came back; somebody has to find out where the person lives."""
    access.require(actor, "posting.bundle", posting)
    fresh = _locked(posting)
    if fresh.posted_on is None or fresh.returned_on is not None:
        raise states.NotPossible(
            "郵送した物だけ、戻ったことを記録できます。画面を開き直して確かめてください。", ""
        )
    if why not in Posting.Return.values:
        raise Refused("戻った理由を選んでください。")
    require_past(returned_on, first=fresh.posted_on, label="戻った日", now=now)
    fresh.returned_on, fresh.returned_why = returned_on, why
    fresh.save(update_fields=["returned_on", "returned_why"])
    work.open_item(
        fresh.matter,
        step=RETURNED,
        title="郵便が戻った：宛先を確かめて、送り直す",
        department=fresh.application.office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )
    record(events.POSTING_RETURNED, matter=fresh.matter, actor=actor, now=now, returned_on=returned_on)
    return fresh


@transaction.atomic
def post_again(posting: Posting, *, actor: Actor, now: datetime.datetime) -> Posting:
    """Put a letter that came back on the list once more: it goes to the address as it is known then."""
    access.require(actor, "posting.bundle", posting)
    fresh = _locked(posting)
    if fresh.returned_on is None:
        raise states.NotPossible("戻った物だけ、もう一度郵送できます。", "")
    work.close_items(fresh.matter, step=RETURNED, actor=actor, now=now)
    return want_posting(
        fresh.application,
        what=fresh.what,
        revision=fresh.revision,
        document=fresh.document,
        message=fresh.message,
        actor=actor,
        now=now,
    )


@transaction.atomic
def record_reach(
    application: Application, *, reached_on: datetime.date, actor: Actor, now: datetime.datetime
) -> Application:
    """Remember on which day the notice reached the applicant (到達日), e.g. from the proof of delivery."""
    access.require(actor, "application.examine", application)
    fresh = states.lock(application)
    if fresh.dispatched_on is None:
        raise Refused("まだ発送していない通知は、届いたことを記録できません。")
    require_past(reached_on, first=fresh.dispatched_on, label="届いた日", now=now)
    fresh.reached_on = reached_on
    fresh.save(update_fields=["reached_on"])
    record(events.NOTICE_REACHED, matter=fresh.matter, actor=actor, now=now, reached_on=reached_on)
    return fresh


@transaction.atomic
def release_notice(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Remember that the notice lies ready on this site (施行日); opened there, it has reached (デジタル手続法7条3項)."""
    access.require(actor, "posting.want")
    mark_dispatched(application, on=localdate(now))
    record(events.NOTICE_RELEASED, matter=application.matter, actor=actor, now=now)
    return application


@transaction.atomic
def mark_posted(application: Application, *, what: str, posted_on: datetime.date) -> None:
    """Whatever waits on the list of this sort has gone out; whoever posted it records that."""
    waiting = Posting.objects.filter(application=application, what=what, posted_on=None, dropped_at=None)
    waiting.update(posted_on=posted_on)


@transaction.atomic
def mark_dispatched(
    application: Application, *, on: datetime.date, reached_on: datetime.date | None = None
) -> None:
    """The result left the house on this day (施行日); the first day counts."""
    fresh = states.lock(application)
    if fresh.dispatched_on is None:
        fresh.dispatched_on = on
    if reached_on is not None and fresh.reached_on is None:
        fresh.reached_on = max(reached_on, fresh.dispatched_on)
    fresh.save(update_fields=["dispatched_on", "reached_on"])


def require_past(
    day: datetime.date, *, first: datetime.date | None, label: str, now: datetime.datetime
) -> None:
    """Raise Refused for a day to come, or one before the first that can be."""
    today = localdate(now)
    if day > today or (first is not None and day < first):
        since = f"{dates.wareki(first)}から" if first else ""
        raise Refused(f"{label}は、{since}今日までの日にしてください。")


def _locked(posting: Posting) -> Posting:
    fresh = states.lock(posting)
    row: Posting = Posting.objects.select_related(
        "application__department", "application__version", "matter__key__town_key", "document", "message"
    ).get(pk=fresh.pk)
    return row
