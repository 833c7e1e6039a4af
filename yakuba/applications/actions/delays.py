"""The limit in the law: it runs from arrival, stops only where the law says so, and a delay notice in time moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.applications import clocks, events, papers, queries
from yakuba.applications.actions import letters
from yakuba.applications.models import Posting
from yakuba.core import access, dates, states
from yakuba.core.actions import cancel_timer, record, set_timer
from yakuba.core.actors import MACHINE
from yakuba.core.queries import story
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

LIMIT, SOON = "statutory", "statutory-soon"
WARNING, PASSED, POST_DELAY = "statutory-soon", "statutory-passed", "post-delay"


_PASSED = "法律の期限が過ぎた：申請者に連絡し、結果を出す"
_ABOUT_DELAY = frozenset({events.DELAY_NOTIFIED.name, events.DELAY_POSTED.name})


class NoDelay(Exception):
    """The law offers no delay here, or the day is not one that it allows; the message is for the official."""


def start_limit(application: Application, *, now: datetime.datetime) -> None:
    """Let the limit in the law run from this arrival on, if the definition names one; its start is the arrival."""
    application.statutory_due_on = clocks.statutory_due_on(application, localdate(now))
    if application.statutory_due_on is not None:
        application.save(update_fields=["statutory_due_on"])
        _set_timers(application)


def stand_still(application: Application, *, now: datetime.datetime) -> None:
    """Let the limit wait while the applicant corrects, where those days do not count."""
    if clocks.stands_still(application):
        cancel_timer(application.matter, LIMIT, now=now)
        cancel_timer(application.matter, SOON, now=now)
        work.close_items(application.matter, step=WARNING, actor=MACHINE, now=now)


def go_on(application: Application, *, now: datetime.datetime) -> None:
    """Let the clock that stood still for a correction go on; the caller saves."""
    is_still = clocks.stands_still(application)
    application.statutory_due_on, application.delayed_on = clocks.after_stop(application, localdate(now))
    application.clock_stopped_on = None
    if is_still:
        _set_timers(application)


@transaction.atomic
def warn(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Give the office the question whether the limit in the law will be kept."""
    access.require(actor, "work.open")
    due_on = queries.statutory_day(application)
    if due_on is None or not application.is_open or queries.end_of_day(due_on) <= now:
        return
    if clocks.stands_still(application):
        return
    may_delay = application.delayed_on is None and not clocks.delay_refusal(application, today=localdate(now))
    _open(
        application,
        step=WARNING,
        title="延期の通知をするか、決める" if may_delay else "法律の期限までに結果を出す",
        due_on=due_on,
        now=now,
    )


@transaction.atomic
def notify_delay(
    application: Application,
    *,
    until: datetime.date,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    beyond: bool = False,
) -> Application:
    """Tell the applicant by a numbered notice until when the result is put off, and why (延期の通知).

    Only before the limit passes (介護保険法27条11項: 申請のあった日から三十日以内に通知し), and by no more than the law
    allows; `beyond` says that it is the article for more (個人情報保護法84条) which is applied. The number comes last.
    """
    access.require(actor, queries.deciding_verb(application), application)
    fresh = states.lock(application)
    _require_possible(fresh, until, reasons, beyond=beyond, today=localdate(now))
    fresh.delayed_on = until
    fresh.save(update_fields=["delayed_on"])
    work.close_items(fresh.matter, step=WARNING, actor=actor, now=now)
    _set_timers(fresh)
    if not papers.wants_electronic_notice(fresh):
        _open(
            fresh,
            step=POST_DELAY,
            title="延期の通知書を印刷して郵送する",
            due_on=fresh.statutory_due_on,
            now=now,
        )
    revision = papers.next_delay(fresh)
    record(events.DELAY_NOTIFIED, matter=fresh.matter, actor=actor, now=now, revision=revision, until=until)
    papers.request_delay(fresh, revision=revision, reasons=reasons, beyond=beyond, actor=actor, now=now)
    return fresh


@transaction.atomic
def record_delay_posting(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Remember that the delay notice went out by post."""
    access.require(actor, "application.examine", application)
    fresh = states.lock(application)
    if not awaits_post(fresh):
        raise states.NotPossible("郵送を待っている延期の通知書はありません。", fresh.state)
    work.close_items(fresh.matter, step=POST_DELAY, actor=actor, now=now)
    letters.mark_posted(fresh, what=Posting.What.DELAY, posted_on=localdate(now))
    record(events.DELAY_POSTED, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def record_passing(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Say aloud that the limit in the law passed without a result; no outcome is set by the machine."""
    access.require(actor, "work.open")
    fresh = states.lock(application)
    due_on = queries.statutory_day(fresh)
    # Late deliveries: what was decided, taken back or put off meanwhile has not passed.
    if due_on is None or not fresh.is_open or queries.end_of_day(due_on) > now or clocks.stands_still(fresh):
        return fresh
    work.close_items(fresh.matter, step=WARNING, actor=MACHINE, now=now)
    _open(fresh, step=PASSED, title=_PASSED, due_on=due_on, now=now)
    record(events.STATUTORY_PASSED, matter=fresh.matter, actor=MACHINE, now=now, due_on=due_on)
    return fresh


def awaits_post(application: Application) -> bool:
    """Whether the newest delay notice still has to go out on paper."""
    if application.delayed_on is None or papers.wants_electronic_notice(application):
        return False
    told = [event.name for event in story(application.matter) if event.name in _ABOUT_DELAY]
    return bool(told) and told[-1] == events.DELAY_NOTIFIED.name


def _require_possible(
    application: Application, until: datetime.date, reasons: str, *, beyond: bool, today: datetime.date
) -> None:
    if problem := clocks.delay_refusal(application, today=today):
        raise NoDelay(problem)
    due_on = application.statutory_due_on
    if due_on is not None and until <= due_on:
        raise NoDelay(f"延期した日は、法律の期限（{dates.wareki(due_on)}）より後の日にしてください。")
    if problem := clocks.too_long(application, until, beyond=beyond):
        raise NoDelay(problem)
    if not reasons.strip():
        raise NoDelay("延期の理由を書いてください。通知書に載ります。")


def _set_timers(application: Application) -> None:
    due_on, soon = queries.statutory_day(application), clocks.warning_at(application)
    if due_on is None or soon is None or clocks.stands_still(application):
        return
    set_timer(application.matter, LIMIT, due_at=queries.end_of_day(due_on))
    set_timer(application.matter, SOON, due_at=soon)


def _open(
    application: Application, *, step: str, title: str, due_on: datetime.date | None, now: datetime.datetime
) -> None:
    work.open_item(
        application.matter,
        step=step,
        title=title,
        department=application.office,
        role="clerk",
        due_on=due_on,
        actor=MACHINE,
        now=now,
    )
