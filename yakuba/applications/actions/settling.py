"""The outcome of a case is settled: decided, accepted, confirmed, or received from the authority that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.applications import events, papers, walk
from yakuba.applications.actions import route
from yakuba.applications.actions.closing import close, close_work
from yakuba.applications.actions.delays import LIMIT, SOON
from yakuba.applications.actions.filing import TARGET
from yakuba.applications.actions.route import Refused
from yakuba.applications.basis import again, basis_of, require_sight
from yakuba.applications.models import MOVES
from yakuba.approvals import actions as approvals
from yakuba.approvals import queries as drafts
from yakuba.core import access, states
from yakuba.core.actions import cancel_timer, record
from yakuba.procedures.steps import delivery_step
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.documents.actions import Admitted
    from yakuba.procedures.definition import Outcome, Step


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
    require_turn(application, actor=actor)
    fresh = states.apply(application, MOVES, "decide")
    require_drafted(fresh)
    require_revision(fresh, revision)
    _require_same(drafts.find_open(fresh.matter), draft)
    chosen, step = outcome_of(fresh, outcome, reasons), walk.deciding_step(fresh)
    route.reach(fresh, step, actor=actor, now=now)
    basis = basis_of(fresh, chosen)
    if waiting := drafts.find_open(fresh.matter):
        basis = again(waiting, basis)
    approvals.approve_as(
        fresh.matter,
        step=step.id,
        outcome=chosen.id,
        reasons=reasons,
        basis=basis,
        actor=actor,
        now=now,
    )
    route.keep_record(fresh, step, actor=actor, now=now)
    return _settle(fresh, chosen, on=localdate(now), reasons=reasons, actor=actor, now=now)


@transaction.atomic
def accept(
    application: Application,
    *,
    step: str,
    outcome: str,
    actor: Actor,
    now: datetime.datetime,
    entered_on: datetime.date | None = None,
    reference: str = "",
    reasons: str = "",
    note: str = "",
    revision: int | None = None,
) -> Application:
    """Accept a notification (受理, 行政手続法37条) and remember its entry in the register (台帳への記載)."""
    chosen_step = route.step_for(application, step, kinds={"accept"}, actor=actor)
    fresh, chosen = _ready(application, chosen_step, outcome, reasons, revision, actor=actor, now=now)
    _require_entry(fresh, chosen_step, chosen, entered_on, reference, now=now)
    facts: dict[str, Any] = {
        "answered_on": entered_on,
        "reference": reference,
        "reasons": reasons,
        "note": note,
    }
    route.keep_record(fresh, chosen_step, actor=actor, now=now, **facts)
    if entered_on is not None:
        record(
            events.REGISTER_ENTERED,
            matter=fresh.matter,
            actor=actor,
            now=now,
            step=step,
            entered_on=entered_on,
        )
    return _settle(fresh, chosen, on=localdate(now), reasons=reasons, actor=actor, now=now)


@transaction.atomic
def confirm(
    application: Application,
    *,
    step: str,
    outcome: str,
    actor: Actor,
    now: datetime.datetime,
    reasons: str = "",
    note: str = "",
    revision: int | None = None,
) -> Application:
    """Settle what comes of an order or a booking (申込の確定): no 処分, so the applicant is told and nothing is decided."""
    chosen_step = route.step_for(application, step, kinds={"confirm"}, actor=actor)
    fresh, chosen = _ready(application, chosen_step, outcome, reasons, revision, actor=actor, now=now)
    route.keep_record(fresh, chosen_step, actor=actor, now=now, reasons=reasons, note=note)
    return _settle(fresh, chosen, on=localdate(now), reasons=reasons, actor=actor, now=now)


@transaction.atomic
def receive_result(
    application: Application,
    *,
    step: str,
    outcome: str,
    decided_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
    reference: str = "",
    scan: Admitted | None = None,
    note: str = "",
) -> Application:
    """Take in what the other authority decided (経由): its outcome, day, number and paper; the town makes no notice.

    The reasons of a refusal (行政手続法8条) and the 教示 (行政不服審査法82条) stand on that authority's own paper.
    """
    chosen_step = route.step_for(application, step, kinds={"result"}, actor=actor)
    fresh, chosen = _ready(application, chosen_step, outcome, None, None, actor=actor, now=now)
    route.require_day(fresh, chosen_step, "相手が決めた日", decided_on, now=now)
    _require_scan(fresh, chosen, scan)
    facts: dict[str, Any] = {"answered_on": decided_on, "reference": reference, "note": note}
    route.keep_record(fresh, chosen_step, actor=actor, now=now, **facts)
    record(
        events.RESULT_RECEIVED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        step=step,
        outcome=chosen.id,
        decided_on=decided_on,
    )
    settled = _settle(fresh, chosen, on=decided_on, reasons="", actor=actor, now=now)
    if scan is not None:
        papers.keep_scan(settled, scan, dated_on=decided_on, actor=actor, now=now)
    return settled


# What every way to an outcome shares ----------------------------------------------------------------
def outcome_of(application: Application, outcome: str, reasons: str | None) -> Outcome:
    """The outcome of this id; raises Refused where reasons must stand with it (None: they stand elsewhere)."""
    try:
        chosen = application.definition.outcome(outcome)
    except KeyError as unknown:
        raise Refused("結果を選んでください。") from unknown
    # 行政手続法8条1項: a refusal shows its reasons with the decision.
    if chosen.reasons and reasons is not None and not reasons.strip():
        raise Refused(
            f"「{chosen.title}」には理由が要ります。根拠となる条文、審査基準、事実を書いてください。"
        )
    return chosen


def require_turn(application: Application, *, actor: Actor) -> None:
    """Raise NotAllowed unless the official has to do with the decision: who it is in the end, the draft's stop says."""
    if walk.needs_draft(application):
        require_sight(application, "application.consider", actor)
    else:
        access.require(actor, walk.deciding_verb(application), application)


def require_revision(application: Application, revision: int | None) -> None:
    """Raise NotPossible when another filing was read than the one that stands."""
    if revision not in {None, application.revision}:
        raise states.NotPossible(
            "申請者が内容を直しました。新しい内容を読んでから、もう一度決めてください。", application.state
        )


def require_drafted(application: Application) -> None:
    """Raise NotPossible where the outcome is settled at a step of another kind."""
    if not walk.is_drafted(application):
        title = walk.deciding_step(application).title
        raise states.NotPossible(f"この手続の結果は、「{title}」で記録します。", application.state)


def _ready(
    application: Application,
    step: Step,
    outcome: str,
    reasons: str | None,
    revision: int | None,
    *,
    actor: Actor,
    now: datetime.datetime,
) -> tuple[Application, Outcome]:
    """The application on the way to being settled at this step, everything before it done, and the outcome."""
    fresh = states.apply(application, MOVES, "settle")
    require_revision(fresh, revision)
    chosen = outcome_of(fresh, outcome, reasons)
    route.reach(fresh, step, actor=actor, now=now)
    return fresh, chosen


def _settle(
    fresh: Application,
    chosen: Outcome,
    *,
    on: datetime.date,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    """Write the outcome down, open what follows from it, and ask for the paper: its number comes last."""
    handing_over = delivery_step(fresh.definition)
    fresh.outcome, fresh.decided_on = chosen.id, on
    fresh.step = handing_over.id if handing_over else walk.deciding_step(fresh).id
    fresh.save(update_fields=["state", "outcome", "decided_on", "step"])
    close_work(fresh, actor=actor, now=now)
    for clock in (TARGET, LIMIT, SOON):
        cancel_timer(fresh.matter, clock, now=now)
    record(events.DECIDED, matter=fresh.matter, actor=actor, now=now, outcome=chosen.id)
    if handing_over is not None:
        route.open_step(fresh, handing_over, actor=actor, now=now)
    elif papers.needs_posting(fresh):
        _open_posting(fresh, actor=actor, now=now)
    elif chosen.document == "none":
        # The message says it all: nothing is left to do.
        return close(fresh, actor=actor, now=now)
    papers.request_notice(fresh, reasons=reasons, actor=actor, now=now)
    return fresh


def _open_posting(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    first = application.definition.route[0]
    work.open_item(
        application.matter,
        step=first.id,
        title=papers.posting_words(application)[0],
        department=application.office,
        role=first.role,
        due_on=application.due_on,
        actor=actor,
        now=now,
    )


def _require_same(waiting: Approval | None, draft: str | None) -> None:
    if draft is not None and (waiting is None or str(waiting.pk) != draft):
        raise states.NotPossible("見ていた起案は、もう決裁を待っていません。今の起案を確かめてください。", "")


def _require_entry(
    application: Application,
    step: Step,
    chosen: Outcome,
    entered_on: datetime.date | None,
    reference: str,
    *,
    now: datetime.datetime,
) -> None:
    """What is accepted stands in the register; the case is not over before."""
    label = f"{step.register_ or '台帳'}に記載した日"
    if step.register_ and chosen.effect == "grant" and (entered_on is None or not reference.strip()):
        raise Refused(f"{label}と番号を入力してください。{step.register_}に記載してから、受理を記録します。")
    if entered_on is not None:
        route.require_day(application, step, label, entered_on, now=now)


def _require_scan(application: Application, chosen: Outcome, scan: Admitted | None) -> None:
    # デジタル手続法7条1項: who chose the notice on this site gets the paper itself there.
    if chosen.document == "received" and scan is None and papers.wants_electronic_notice(application):
        raise Refused(
            "申請者は、このサイトでの受け取りを選んでいます。届いた文書を読み取って、ファイルを選んでください。"
        )
