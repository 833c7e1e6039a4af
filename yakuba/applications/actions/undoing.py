"""A decision is taken away again (取消し・撤回) by whoever decides such a thing, or a case is re-opened before it was told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.models import Staff
from yakuba.applications import events, keeping, papers, queries
from yakuba.applications.actions import filing, route
from yakuba.applications.actions.closing import close_work
from yakuba.applications.actions.route import Refused
from yakuba.applications.basis import basis_of, require_sight
from yakuba.applications.models import FINISHED, MOVES, Posting, Revocation
from yakuba.approvals import actions as approvals
from yakuba.approvals import queries as drafts
from yakuba.core import access, dates, states
from yakuba.core.actions import close_matter, record
from yakuba.core.models import Matter
from yakuba.core.queries import story
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.messaging import events as message_events
from yakuba.records import actions as records

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor

STEP = "revoke"


@transaction.atomic
def propose_revocation(
    application: Application,
    *,
    kind: str,
    reasons: str,
    hearing: str,
    actor: Actor,
    now: datetime.datetime,
    effective_on: datetime.date | None = None,
    hearing_note: str = "",
) -> Revocation:
    """Draft that a decision is annulled (取消し) or withdrawn (撤回); it goes the way of the decision itself.

    Raises Refused without reasons (行政手続法14条), without saying who was heard (13条), or for a day that cannot be.
    """
    access.require(actor, "application.revoke", application)
    fresh = states.lock(application)
    if fresh.state not in FINISHED:
        raise states.NotPossible("決定していない案件は、取り消せません。", fresh.state)
    if Revocation.objects.filter(application=fresh, state=Revocation.State.DRAFTED).exists():
        raise states.NotPossible("取消し・撤回の案が、もう決裁を待っています。", fresh.state)
    if revocation := queries.revocation(fresh):
        raise states.NotPossible(f"この決定は、もう{revocation.word}をしてあります。", fresh.state)
    day = _day(fresh, kind, effective_on, today=localdate(now))
    if not reasons.strip():
        raise Refused("理由を書いてください。根拠となる条文と事実が、通知書に載ります（行政手続法14条）。")
    if hearing not in Revocation.Hearing.values:
        raise Refused("聴聞または弁明の機会について、選んでください（行政手続法13条）。")
    row: Revocation = Revocation.objects.create(
        application=fresh,
        matter=fresh.matter,
        kind=kind,
        effective_on=day,
        reasons=reasons,
        hearing=hearing,
        hearing_note=hearing_note,
        proposed_by=Staff.objects.get(pk=actor.staff),
        proposed_at=now,
    )
    # Whoever decides such a thing takes it away: the way is that of the outcome.
    basis = basis_of(fresh, fresh.definition.outcome(fresh.outcome))
    approvals.propose(
        fresh.matter,
        step=STEP,
        outcome=fresh.outcome,
        reasons=reasons,
        basis=replace(basis, title=f"決定の{row.word}") if basis else None,
        is_own=basis is None,
        actor=actor,
        now=now,
    )
    record(events.REVOCATION_PROPOSED, matter=fresh.matter, actor=actor, now=now, kind=kind)
    return row


@transaction.atomic
def decide_revocation(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Decide as drafted: the decision is gone, and a numbered notice with reasons and 教示 says so. The number comes last."""
    require_sight(application, "application.consider", actor)
    fresh, row = _drafted(application)
    approvals.approve(_draft(fresh), actor=actor, now=now)
    row.state, row.decided_on = Revocation.State.DECIDED, localdate(now)
    row.save(update_fields=["state", "decided_on"])
    record(
        events.DECISION_REVOKED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        kind=row.kind,
        effective_on=row.effective_on,
    )
    if fresh.matter.closed_at is not None:
        # What was decided last ends the case: the period begins anew.
        close_matter(fresh.matter, now=now)
        keeping.keep(fresh, actor=actor, now=now)
    # Whoever is shown the notice learns at /verify/ from which day on it stands no more.
    documents.revoke(
        fresh.matter,
        consequence=papers.NOTICE,
        reason=row.reasons,
        ended_on=row.effective_on,
        actor=actor,
        now=now,
    )
    papers.request_revocation(fresh, row, actor=actor, now=now)
    return fresh


@transaction.atomic
def cancel_revocation(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Give up the draft: the decision stands as it was. Whoever drafted it may, and the chief of the department."""
    access.require(actor, "application.revoke", application)
    fresh, row = _drafted(application)
    if not may_give_up(fresh, row, actor):
        raise access.NotAllowed("案を取りやめられるのは、起案した本人か、担当課の課長です。")
    approvals.cancel_open(fresh.matter, actor=actor, now=now)
    row.state = Revocation.State.CANCELLED
    row.save(update_fields=["state"])
    record(events.REVOCATION_CANCELLED, matter=fresh.matter, actor=actor, now=now)
    return fresh


def may_give_up(application: Application, row: Revocation, actor: Actor) -> bool:
    """Whether the official may give up a draft of a revocation: their own, or as chief."""
    return row.proposed_by_id == actor.staff or access.may(actor, "application.decide", application)


@transaction.atomic
def reopen(application: Application, *, reason: str, actor: Actor, now: datetime.datetime) -> Application:
    """Let a case go back to examination for a reason, as long as no notice has left the house; its number is a 欠番."""
    access.require(actor, "application.reopen", application)
    if not reason.strip():
        raise Refused("審査に戻す理由を書いてください。")
    fresh = states.apply(application, MOVES, "reopen")
    _require_untold(fresh)
    decided_on = fresh.decided_on
    fresh.outcome, fresh.decided_on, fresh.step = "", None, fresh.definition.route[0].id
    fresh.save(update_fields=["state", "outcome", "decided_on", "step"])
    Matter.objects.filter(pk=fresh.matter_id).update(closed_at=None)
    records.reopen(fresh.matter, actor=actor, now=now)
    Revocation.objects.create(
        application=fresh,
        matter=fresh.matter,
        kind=Revocation.Kind.REOPEN,
        state=Revocation.State.DECIDED,
        effective_on=decided_on,
        reasons=reason,
        proposed_by=Staff.objects.get(pk=actor.staff),
        proposed_at=now,
        decided_on=localdate(now),
    )
    for paper in document_queries.of_matter(fresh.matter):
        if paper.consequence == papers.NOTICE and paper.may_stand:
            documents.void(paper, reason=reason, actor=actor, now=now)
    Posting.objects.filter(
        application=fresh, what=Posting.What.NOTICE, posted_on=None, dropped_at=None
    ).update(dropped_at=now, bundle=None)
    route.take_back(fresh, {step.id for step in fresh.definition.route if step.kind != "consult"}, now=now)
    close_work(fresh, actor=actor, now=now)
    filing.start_clock(fresh)
    filing.open_examination(fresh, title="審査に戻された案件を確かめる", actor=actor, now=now)
    record(events.REOPENED, matter=fresh.matter, actor=actor, now=now)
    return fresh


def _day(
    application: Application, kind: str, effective_on: datetime.date | None, *, today: datetime.date
) -> datetime.date:
    if kind == Revocation.Kind.ANNUL and application.decided_on:
        # From the beginning: whatever day is typed, it is the day of the decision.
        return application.decided_on
    if kind != Revocation.Kind.WITHDRAW:
        raise Refused("取消しか撤回かを選んでください。")
    if effective_on is None or effective_on < today:
        raise Refused(f"撤回の効力が生じる日は、{dates.wareki(today)}以後の日にしてください。")
    return effective_on


def _drafted(application: Application) -> tuple[Application, Revocation]:
    fresh = states.lock(application)
    row = queries.drafted_revocation(fresh)
    if row is None:
        raise states.NotPossible(
            "決裁を待っている取消し・撤回の案はありません。画面を開き直して確かめてください。", fresh.state
        )
    return fresh, row


def _draft(application: Application) -> Approval:
    found = drafts.open_approval(application.matter)
    if found.step != STEP:
        raise states.NotPossible("決裁を待っている取消し・撤回の案はありません。", application.state)
    return found


# Whoever was told, in whatever way, may rely on it: then only 取消し or 撤回 is possible.
_TOLD = frozenset(
    {
        events.NOTICE_POSTED.name,
        events.NOTICE_FETCHED.name,
        events.PAPER_POSTED.name,
        events.DELIVERED.name,
        message_events.MESSAGE_SENT.name,
    }
)


def _require_untold(application: Application) -> None:
    told = False
    for event in story(application.matter):
        if event.name == events.DECIDED.name:
            # What was told before concerned another outcome, or none.
            told = False
        elif event.name in _TOLD:
            told = True
    if told or application.dispatched_on is not None:
        raise states.NotPossible(
            "結果は、もう申請者に知らせてあります。審査には戻せません。「決定の取消し・撤回」を使ってください。",
            application.state,
        )
