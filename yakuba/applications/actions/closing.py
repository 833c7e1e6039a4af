"""A case comes to its end: the result is handed over or posted, and the case is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.applications import events, keeping, papers
from yakuba.applications.actions import letters, route
from yakuba.applications.actions.delays import POST_DELAY
from yakuba.applications.actions.route import Refused
from yakuba.applications.models import MOVES, Posting, State
from yakuba.approvals.models import AFTERWARDS
from yakuba.core import access, states
from yakuba.core.actions import close_matter, record
from yakuba.procedures.steps import IDENTITY, METHODS, delivery_step
from yakuba.work import actions as work
from yakuba.work import queries as work_items

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


OUTLASTING = frozenset({POST_DELAY, papers.FAILED})


@transaction.atomic
def deliver(
    application: Application,
    *,
    step: str,
    method: str,
    delivered_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
    identity: str = "",
    note: str = "",
) -> Application:
    """Remember how and when the result was handed over (交付), and close the case."""
    chosen = route.step_for(application, step, kinds={"delivery"}, actor=actor)
    fresh = states.lock(application)
    _require_settled(fresh)
    _require_method(fresh, method, identity)
    route.require_day(fresh, chosen, "渡した日", delivered_on, now=now)
    facts: dict[str, Any] = {"answered_on": delivered_on, "answer": method, "note": note}
    # The kind of paper that was shown, and nothing that stands on it.
    shown = identity if method == "counter" else ""
    route.keep_record(fresh, chosen, actor=actor, now=now, reference=shown, **facts)
    record(
        events.DELIVERED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        step=step,
        method=method,
        delivered_on=delivered_on,
    )
    # What is handed over at the counter reaches the applicant with it; on this site, when it is opened there.
    letters.mark_dispatched(fresh, on=delivered_on, reached_on=delivered_on if method == "counter" else None)
    return close(fresh, actor=actor, now=now)


@transaction.atomic
def record_posting(
    application: Application, *, actor: Actor, now: datetime.datetime, posted_on: datetime.date | None = None
) -> Application:
    """Remember that the notice went out by post (today, unless another day is named), and close the case."""
    access.require(actor, "application.close", application)
    if not papers.needs_posting(application) or not papers.is_ready(application):
        raise Refused(
            "通知書がまだできていないか、郵送する案件ではありません。画面を開き直して確かめてください。"
        )
    day = posted_on or localdate(now)
    letters.require_past(day, first=application.decided_on, label="郵送した日", now=now)
    letters.mark_posted(application, what=Posting.What.NOTICE, posted_on=day)
    letters.mark_dispatched(application, on=day)
    record(events.NOTICE_POSTED, matter=application.matter, actor=actor, now=now)
    return close(application, actor=actor, now=now)


@transaction.atomic
def close(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Close the case once the notice is delivered."""
    access.require(actor, "application.close", application)
    fresh = states.apply(application, MOVES, "close")
    fresh.save(update_fields=["state"])
    close_work(fresh, actor=actor, now=now)
    close_matter(fresh.matter, now=now)
    keeping.keep(fresh, actor=actor, now=now)
    # The clocks of the case stop with it; of what outlasts it on the list, people are still reminded.
    work.go_on_reminding(fresh.matter, actor=actor, now=now)
    record(events.CLOSED, matter=fresh.matter, actor=actor, now=now)
    return fresh


def close_work(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Take what is open about the case off the to-do list, but for what the outcome does not do away with.

    Somebody still sees afterwards what went past them (後閲); a numbered delay notice still has to go out on paper; a
    paper that could not be made is made anew.
    """
    for item in work_items.open_items(application.matter):
        if not item.step.startswith(AFTERWARDS) and item.step not in OUTLASTING:
            work.close_items(application.matter, step=item.step, actor=actor, now=now)


def _require_settled(application: Application) -> None:
    if application.state == State.CLOSED:
        raise states.NotPossible(route.DONE_ALREADY, application.state)
    if application.state != State.DECIDED or delivery_step(application.definition) is None:
        raise states.NotPossible(
            "まだ結果が決まっていないか、取り下げられた案件です。画面を開き直して確かめてください。",
            application.state,
        )


def _require_method(application: Application, method: str, identity: str) -> None:
    if method not in METHODS:
        raise Refused("渡した方法を選んでください。")
    if method == "counter" and identity not in IDENTITY:
        raise Refused("窓口で渡したときは、本人の確かめ方を選んでください。")
    if not papers.is_ready(application):
        raise Refused("渡す文書が、まだできていません。数分たってから、もう一度開いてください。")
    if method == "online" and not papers.is_online(application):
        raise Refused(
            "このサイトで受け取れる文書がないか、申請者がこのサイトでの受け取りを選んでいません。"
            "窓口か郵送で渡してください。"
        )
