"""What officials do with an application: take it on, ask for a correction, draft, decide, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.queries import staff_member
from yakuba.applications import events, papers, queries
from yakuba.applications.actions.filing import CORRECTION, TARGET, start_clock
from yakuba.applications.models import MOVES, Correction
from yakuba.approvals import actions as approvals
from yakuba.approvals import queries as drafts
from yakuba.core import access, states
from yakuba.core.actions import cancel_timer, close_matter, record, set_timer
from yakuba.documents import actions as documents
from yakuba.documents.queries import newest as newest_paper
from yakuba.work import actions as work
from yakuba.work import queries as work_items

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.accounts.models import Staff
    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document
    from yakuba.procedures.definition import Outcome, Step


class Refused(Exception):
    """The decision lacks something that the law asks for; the message is for the official."""


@transaction.atomic
def record_view(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that a member of staff looked into the file."""
    access.require(actor, "application.examine", application)
    record(events.VIEWED, matter=application.matter, actor=actor, now=now)


@transaction.atomic
def take_on(application: Application, *, staff: Staff, actor: Actor, now: datetime.datetime) -> None:
    """Make somebody the one who does what is open about this application (担当)."""
    access.require(actor, "application.examine", application)
    work.assign(application.matter, staff=staff, actor=actor, now=now)


@transaction.atomic
def ask_for_correction(
    application: Application,
    *,
    fields: Sequence[str],
    message: str,
    due_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    """Return the application so that named fields are corrected by a day (行政手続法7条)."""
    access.require(actor, "application.return", application)
    fresh = states.apply(application, MOVES, "return")
    fresh.clock_stopped_on = localdate(now)
    fresh.save(update_fields=["state", "clock_stopped_on"])
    Correction.objects.create(
        application=fresh,
        matter=fresh.matter,
        fields=list(fields),
        message=message,
        due_on=due_on,
        asked_at=now,
        asked_by=actor.code,
    )
    approvals.cancel_open(fresh.matter, actor=actor, now=now)
    _take_if_free(fresh, actor=actor, now=now)
    work.close_items(fresh.matter, actor=actor, now=now)
    cancel_timer(fresh.matter, TARGET, now=now)
    set_timer(fresh.matter, CORRECTION, due_at=queries.end_of_day(due_on))
    record(
        events.RETURNED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        revision=fresh.revision,
        fields=list(fields),
        due_on=due_on,
    )
    return fresh


@transaction.atomic
def resume_examination(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Go on with what had arrived, when the applicant does not correct it (行政手続法7条: refuse or decide)."""
    access.require(actor, "application.return", application)
    fresh = states.apply(application, MOVES, "resume")
    fresh.answers = fresh.submissions.latest("revision").answers
    fresh.due_on = queries.due_on_after_stop(fresh, localdate(now))
    fresh.clock_stopped_on = None
    first = fresh.definition.route[0]
    fresh.step = first.id
    fresh.save(update_fields=["state", "answers", "due_on", "clock_stopped_on", "step"])
    Correction.objects.filter(application=fresh, answered_at=None).update(answered_at=now)
    cancel_timer(fresh.matter, CORRECTION, now=now)
    start_clock(fresh)
    work.close_items(fresh.matter, actor=actor, now=now)
    _open(fresh, first, title="直しを待たずに審査する", actor=actor, now=now)
    record(events.RESUMED, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def propose(
    application: Application,
    *,
    outcome: str,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    revision: int | None = None,
) -> Approval:
    """Draft a decision on the filing that was read (`revision`) and send it to the one who decides (起案)."""
    access.require(actor, "application.propose", application)
    fresh = _undecided(application, revision)
    chosen = _outcome(fresh, outcome, reasons)
    step = queries.deciding_step(fresh)
    approval = approvals.propose(
        fresh.matter, step=step.id, outcome=chosen.id, reasons=reasons, actor=actor, now=now
    )
    fresh.step = step.id
    fresh.save(update_fields=["step"])
    _take_if_free(fresh, actor=actor, now=now)
    work.close_items(fresh.matter, actor=actor, now=now)
    _open(fresh, step, title=f"{chosen.title}の案を決裁する", actor=actor, now=now)
    return approval


@transaction.atomic
def remand(application: Application, *, remark: str, actor: Actor, now: datetime.datetime) -> Application:
    """Send the draft back to the one who examines (差戻し)."""
    _require_decider(application, actor=actor)
    fresh = _undecided(application)
    approvals.remand(drafts.open_approval(fresh.matter), remark=remark, actor=actor, now=now)
    first = fresh.definition.route[0]
    fresh.step = first.id
    fresh.save(update_fields=["step"])
    work.close_items(fresh.matter, actor=actor, now=now)
    _open(fresh, first, title="差し戻された案を直す", actor=actor, now=now)
    return fresh


@transaction.atomic
def decide(
    application: Application,
    *,
    outcome: str,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    draft: str | None = None,
    revision: int | None = None,
) -> Application:
    """Decide (決裁): outcome, reasons where the law asks for them, numbered notice; the number comes last.

    `draft` is the id of the draft that was read, where one is decided on as it stands, and `revision` the filing:
    another one is not taken for it.
    """
    _require_decider(application, actor=actor)
    fresh = states.apply(application, MOVES, "decide")
    _require_revision(fresh, revision)
    _require_same(drafts.find_open(fresh.matter), draft)
    chosen = _outcome(fresh, outcome, reasons)
    approvals.approve_as(
        fresh.matter,
        step=queries.deciding_step(fresh).id,
        outcome=chosen.id,
        reasons=reasons,
        actor=actor,
        now=now,
    )
    fresh.outcome, fresh.decided_on = chosen.id, localdate(now)
    fresh.save(update_fields=["state", "outcome", "decided_on"])
    work.close_items(fresh.matter, actor=actor, now=now)
    cancel_timer(fresh.matter, TARGET, now=now)
    if not papers.wants_electronic_notice(fresh):
        _open(fresh, fresh.definition.route[0], title="通知書を印刷して郵送する", actor=actor, now=now)
    record(events.DECIDED, matter=fresh.matter, actor=actor, now=now, outcome=chosen.id)
    papers.request_notice(fresh, reasons=reasons, actor=actor, now=now)
    return fresh


@transaction.atomic
def record_posting(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Remember that the notice went out by post, and close the case."""
    access.require(actor, "application.close", application)
    notice = newest_paper(application.matter, papers.NOTICE)
    if papers.wants_electronic_notice(application) or notice is None or not notice.is_made:
        raise Refused(
            "通知書がまだできていないか、郵送する案件ではありません。画面を開き直して確かめてください。"
        )
    record(events.NOTICE_POSTED, matter=application.matter, actor=actor, now=now)
    return close(application, actor=actor, now=now)


@transaction.atomic
def remake_paper(
    application: Application, *, paper: Document, actor: Actor, now: datetime.datetime
) -> Document:
    """Try again to make a paper that could not be made, with the number it has."""
    access.require(actor, "application.examine", application)
    work.close_items(application.matter, step="paper-failed", actor=actor, now=now)
    return documents.retry(paper, actor=actor, now=now)


@transaction.atomic
def close(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Close the case once the notice is delivered."""
    access.require(actor, "application.close", application)
    fresh = states.apply(application, MOVES, "close")
    fresh.save(update_fields=["state"])
    work.close_items(fresh.matter, actor=actor, now=now)
    close_matter(fresh.matter, now=now)
    record(events.CLOSED, matter=fresh.matter, actor=actor, now=now)
    return fresh


def _take_if_free(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Whoever acts on a case that nobody has taken on is in charge of it from then on."""
    items = [item for item in work_items.open_items(application.matter) if item.reaches(actor)]
    staff = staff_member(actor.staff)
    if staff and items and not any(item.assignee_id for item in items):
        work.assign(application.matter, staff=staff, actor=actor, now=now)


def _undecided(application: Application, revision: int | None = None) -> Application:
    fresh = states.lock(application)
    if fresh.state != "submitted":
        raise states.NotPossible(MOVES["decide"].otherwise, fresh.state)
    _require_revision(fresh, revision)
    return fresh


def _require_revision(application: Application, revision: int | None) -> None:
    if revision not in {None, application.revision}:
        raise states.NotPossible(
            "申請者が内容を直しました。新しい内容を読んでから、もう一度決めてください。", application.state
        )


def _outcome(application: Application, outcome: str, reasons: str) -> Outcome:
    chosen = application.definition.outcome(outcome)
    # 行政手続法8条1項: a refusal shows its reasons with the decision.
    if chosen.reasons and not reasons.strip():
        raise Refused(
            f"「{chosen.title}」には理由が要ります。根拠となる条文、審査基準、事実を書いてください。"
        )
    return chosen


def _require_same(waiting: Approval | None, draft: str | None) -> None:
    if draft is not None and (waiting is None or str(waiting.pk) != draft):
        raise states.NotPossible("見ていた起案は、もう決裁を待っていません。今の起案を確かめてください。", "")


def _require_decider(application: Application, *, actor: Actor) -> None:
    access.require(actor, queries.deciding_verb(application), application)


def _open(application: Application, step: Step, *, title: str, actor: Actor, now: datetime.datetime) -> None:
    work.open_item(
        application.matter,
        step=step.id,
        title=title,
        department=application.office,
        role=step.role,
        due_on=application.due_on,
        actor=actor,
        now=now,
    )
