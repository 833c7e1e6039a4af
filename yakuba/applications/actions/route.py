"""Officials walk a case along its route: a review is finished, something is sent to others and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.queries import staff_member
from yakuba.applications import events, walk
from yakuba.applications.models import State, StepRecord
from yakuba.approvals import queries as drafts
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.procedures.steps import ANSWERS
from yakuba.work import actions as work
from yakuba.work import queries as work_items

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Step

TOO_LATE = "今は記録できません。申請の状態が変わっています。画面を開き直して確かめてください。"
DONE_ALREADY = "この段は、もう記録されています。画面を開き直して確かめてください。"


class Refused(Exception):
    """What was written down lacks something that the law or the route asks for; the message is for the official."""


@transaction.atomic
def finish(
    application: Application, *, step: str, actor: Actor, now: datetime.datetime, note: str = ""
) -> Application:
    """End a step that settles nothing: a review, or the town's own decision to forward (進達の決裁)."""
    chosen = step_for(application, step, kinds={"review", "decision"}, actor=actor)
    fresh = undecided(application)
    if chosen.id == walk.deciding_step(fresh).id:
        raise states.NotPossible(
            "この段では結果が決まります。「結果を決める」から進めてください。", fresh.state
        )
    _require_undone(fresh, chosen)
    reach(fresh, chosen, actor=actor, now=now)
    keep_record(fresh, chosen, actor=actor, now=now, note=note)
    record(events.STEP_FINISHED, matter=fresh.matter, actor=actor, now=now, step=chosen.id)
    return advance(fresh, actor=actor, now=now)


@transaction.atomic
def send_out(
    application: Application,
    *,
    step: str,
    sent_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
    reference: str = "",
    note: str = "",
) -> Application:
    """Remember that a consultation (協議) or a forwarding (進達) went out; one that was answered may go out again."""
    chosen = step_for(application, step, kinds={"consult", "forward"}, actor=actor)
    fresh = undecided(application)
    _require_sendable(fresh, chosen)
    take_back(fresh, {chosen.id}, now=now)
    require_day(fresh, chosen, "送った日", sent_on, now=now)
    reach(fresh, chosen, actor=actor, now=now)
    facts = {"sent_on": sent_on, "reference": reference, "note": note}
    # What was forwarded is done with; a consultation is, when it is answered.
    keep_record(fresh, chosen, is_done=chosen.kind == "forward", actor=actor, now=now, **facts)
    record(
        events.STEP_SENT,
        matter=fresh.matter,
        actor=actor,
        now=now,
        step=chosen.id,
        kind=chosen.kind,
        sent_on=sent_on,
    )
    return advance(fresh, actor=actor, now=now)


@transaction.atomic
def take_answer(
    application: Application,
    *,
    step: str,
    answered_on: datetime.date,
    answer: str,
    actor: Actor,
    now: datetime.datetime,
    note: str = "",
) -> Application:
    """Remember how a consultation was answered; also while the applicant corrects, for others do not wait for that."""
    chosen = step_for(application, step, kinds={"consult"}, actor=actor)
    fresh = undecided(application, also=State.RETURNED)
    sent = walk.standing(fresh).get(chosen.id)
    if sent is None or sent.sent_on is None or sent.done_at is not None:
        raise states.NotPossible(
            DONE_ALREADY if sent and sent.done_at else walk.missing_words(chosen, None), fresh.state
        )
    if answer not in ANSWERS:
        raise Refused("回答を選んでください。")
    require_day(fresh, chosen, "回答の日", answered_on, now=now)
    told = "\n".join(filter(None, (sent.note, note)))
    keep_record(fresh, chosen, actor=actor, now=now, answered_on=answered_on, answer=answer, note=told)
    record(
        events.STEP_ANSWERED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        step=chosen.id,
        answer=answer,
        answered_on=answered_on,
    )
    return advance(fresh, actor=actor, now=now) if fresh.state == State.SUBMITTED else fresh


# What every act along the route shares -------------------------------------------------------------
def step_for(application: Application, step: str, *, kinds: Collection[str], actor: Actor) -> Step:
    """The step of one of these kinds that the actor may do; raises NotAllowed or NotPossible."""
    chosen = walk.step_of(application, step)
    if chosen is None or chosen.kind not in kinds:
        raise states.NotPossible(
            "この手続に、その段はありません。画面を開き直して確かめてください。", application.state
        )
    access.require(actor, walk.step_verb(chosen), application)
    return chosen


def undecided(application: Application, *, also: str = "", otherwise: str = TOO_LATE) -> Application:
    """The application, locked, as long as the town still examines it."""
    fresh = states.lock(application)
    if fresh.state not in {State.SUBMITTED, also}:
        raise states.NotPossible(otherwise, fresh.state)
    return fresh


def reach(application: Application, step: Step, *, actor: Actor, now: datetime.datetime) -> None:
    """Come to this step: reviews before it are over by that, anything else before it must have been done."""
    records = walk.standing(application)
    for before in walk.earlier(application, step):
        # The state may be on its way already: only what is written down counts.
        if walk.is_recorded(records.get(before.id)) or before.kind == step.kind == "consult":
            continue
        if before.kind != "review" or not access.may(actor, walk.step_verb(before), application):
            raise states.NotPossible(walk.missing_words(before, records.get(before.id)), application.state)
        keep_record(application, before, actor=actor, now=now)


def keep_record(
    application: Application,
    step: Step,
    *,
    actor: Actor,
    now: datetime.datetime,
    is_done: bool = True,
    **facts: Any,
) -> StepRecord:
    """Write down what was done at a step, on top of what stands there."""
    row = walk.standing(application).get(step.id) or StepRecord(
        application=application, matter=application.matter, step=step.id, kind=step.kind
    )
    for name, value in facts.items():
        setattr(row, name, value)
    row.done_by = staff_member(actor.staff)
    row.done_at = now if is_done else None
    row.save()
    return row


def take_back(application: Application, steps: Collection[str], *, now: datetime.datetime) -> None:
    """Let what was done at these steps be history: it has to be done anew."""
    rows = StepRecord.objects.filter(application=application, superseded_at=None, step__in=steps)
    rows.update(superseded_at=now)


def advance(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Go on to the next step: it stands in the application and on the to-do list."""
    records = walk.standing(application)
    ahead = walk.waiting(application, records)
    take_if_free(application, actor=actor, now=now)
    close_steps(application, actor=actor, now=now)
    if ahead:
        application.step = ahead[0].id
        application.save(update_fields=["step"])
    for step in ahead:
        open_step(application, step, records.get(step.id), actor=actor, now=now)
    return application


def open_step(
    application: Application,
    step: Step,
    row: StepRecord | None = None,
    *,
    actor: Actor,
    now: datetime.datetime,
) -> None:
    """Give the department this step to do."""
    title, role = walk.task(application, step, row)
    work.open_item(
        application.matter,
        step=step.id,
        title=title,
        department=application.office,
        role=role,
        due_on=walk.due_on(application, step, localdate(now)),
        actor=actor,
        now=now,
    )


def close_steps(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Take the steps of the route off the to-do list, and leave there what is no step."""
    ids = {step.id for step in application.definition.route}
    for item in work_items.open_items(application.matter):
        if item.step in ids:
            work.close_items(application.matter, step=item.step, actor=actor, now=now)


def take_if_free(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Whoever acts on a case that nobody has taken on is in charge of it from then on."""
    items = [item for item in work_items.open_items(application.matter) if item.reaches(actor)]
    staff = staff_member(actor.staff)
    if staff and items and not any(item.assignee_id for item in items):
        work.assign(application.matter, staff=staff, actor=actor, now=now)


def require_day(
    application: Application, step: Step, label: str, day: datetime.date, *, now: datetime.datetime
) -> None:
    """Raise Refused for a day before there was anything to write down, and for one to come."""
    first = walk.first_day(application, step, walk.standing(application).get(step.id))
    if problem := walk.day_problem(label, day, first=first, today=localdate(now)):
        raise Refused(f"{problem}。")


def _require_undone(application: Application, step: Step) -> None:
    if walk.is_done(application, step, walk.standing(application)):
        raise states.NotPossible(DONE_ALREADY, application.state)


def _require_sendable(application: Application, step: Step) -> None:
    if drafts.find_open(application.matter):
        raise states.NotPossible(
            "決裁を待っている起案があります。差し戻されてから、送り直してください。", application.state
        )
    row = walk.standing(application).get(step.id)
    if row is not None and (step.kind == "forward" or row.done_at is None):
        raise states.NotPossible(
            f"{step.to}には、もう送ったことになっています。画面を開き直して確かめてください。",
            application.state,
        )
