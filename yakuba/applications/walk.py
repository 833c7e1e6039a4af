"""Reads of the walk along the route: what was done at each step, which comes next, and who may do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.applications.models import FINISHED, OPEN, State, StepRecord
from yakuba.approvals import queries as approvals
from yakuba.core import access, dates, days
from yakuba.core.queries import closed_days
from yakuba.procedures import steps
from yakuba.procedures.steps import kind_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Step
    from yakuba.procedures.steps import Act


# Steps --------------------------------------------------------------------------------------------
def step_of(application: Application, step_id: str) -> Step | None:
    """The step of this id in the route of the application, or None."""
    return next((step for step in application.definition.route if step.id == step_id), None)


def deciding_step(application: Application) -> Step:
    """The step at which the outcome is settled; LookupError for a survey, about which nobody decides."""
    found = steps.settling_step(application.definition)
    if found is None:
        raise LookupError("nobody decides about this application")
    return found


def step_verb(step: Step) -> str:
    """What one must be allowed to do in order to do this step; what is a chief's, only a chief does."""
    return "application.decide" if step.role == "chief" else kind_of(step).verb


def deciding_verb(application: Application) -> str:
    """What one must be allowed to do in order to settle the outcome."""
    return step_verb(deciding_step(application))


def is_drafted(application: Application) -> bool:
    """Whether the outcome is settled by a decision, with pages of its own; a plain 届出 is by its only review."""
    return deciding_step(application).kind in {"decision", "review"}


def needs_draft(application: Application) -> bool:
    """Whether somebody drafts what a chief decides (起案)."""
    return is_drafted(application) and deciding_step(application).role == "chief"


def partner(application: Application, step: Step) -> str:
    """The other party of a step: whom it goes to, and for a result whom it had gone to."""
    if step.to:
        return step.to
    forwarded = next((one.to for one in earlier(application, step) if one.kind == "forward"), None)
    return forwarded or application.definition.authority


def say(application: Application, step: Step, words: str) -> str:
    """A text of an act with the other party and the register of its step."""
    return words.format(to=partner(application, step), register=step.register_ or "台帳")


def is_forwarded(application: Application) -> bool:
    """Whether another authority decides (経由)."""
    return any(step.kind == "result" for step in application.definition.route)


# What was done ------------------------------------------------------------------------------------
def standing(application: Application) -> dict[str, StepRecord]:
    """What stands of each step, by its id; what a correction or a remand took back is left out."""
    rows = StepRecord.objects.filter(application=application, superseded_at=None)
    return {row.step: row for row in rows.select_related("matter__key__town_key", "done_by")}


def history(application: Application) -> list[StepRecord]:
    """Everything that was ever written down at a step, in the order of the route and then of time."""
    places = {step.id: number for number, step in enumerate(application.definition.route)}
    rows = StepRecord.objects.filter(application=application)
    rows = rows.select_related("matter__key__town_key", "done_by").order_by("id")
    return sorted(rows, key=lambda row: places.get(row.step, len(places)))


def reasons(application: Application) -> str:
    """Why the outcome is what it is, as it was written down when it was settled."""
    row = standing(application).get(deciding_step(application).id)
    if row is not None and row.reasons:
        return str(row.reasons)
    drafts = approvals.history(application.matter)
    approved = next((draft for draft in drafts if draft.state == "approved"), None)
    return str(approved.reasons or "") if approved else ""


def is_recorded(record: StepRecord | None) -> bool:
    """Whether it is written down that this step was done."""
    return record is not None and record.done_at is not None


def is_done(application: Application, step: Step, records: Mapping[str, StepRecord]) -> bool:
    """Whether this step lies behind: it is recorded as done, or the outcome that it leads to is settled."""
    if is_recorded(records.get(step.id)):
        return True
    return application.state in FINISHED and step.kind != "delivery"


def undone(application: Application, records: Mapping[str, StepRecord]) -> list[Step]:
    """The steps that still have to be done, in order."""
    return [step for step in application.definition.route if not is_done(application, step, records)]


def waiting(application: Application, records: Mapping[str, StepRecord]) -> list[Step]:
    """The steps that somebody has to do now: the next one, and consultations that need not wait for each other."""
    ahead = undone(application, records)
    first = ahead[:1]
    if first and first[0].kind == "consult":
        rest = [number for number, step in enumerate(ahead) if step.kind != "consult"]
        return ahead[: rest[0]] if rest else ahead
    return first


def earlier(application: Application, step: Step) -> list[Step]:
    """The steps before this one, in order."""
    route = application.definition.route
    return list(route[: [one.id for one in route].index(step.id)])


def offered(application: Application, actor: Actor, records: Mapping[str, StepRecord]) -> list[Step]:
    """The steps that this actor would do next; whoever may do what follows a review ends the review by doing it."""
    ahead = undone(application, records)
    while len(ahead) > 1 and _is_passed(application, ahead[0], ahead[1], actor):
        ahead.pop(0)
    if ahead and ahead[0].kind == "consult":
        number = next((n for n, step in enumerate(ahead) if step.kind != "consult"), len(ahead))
        return ahead[:number]
    return ahead[:1]


def _is_passed(application: Application, step: Step, following: Step, actor: Actor) -> bool:
    if step.kind != "review" or following.kind in {"review", "delivery"}:
        return False
    if not access.may(actor, step_verb(step), application):
        return False
    is_draft = following.id == deciding_step(application).id and is_drafted(application)
    return is_draft or access.may(actor, step_verb(following), application)


def act_of(application: Application, step: Step) -> Act | None:
    """What is done at this step now: what was sent is answered, all else begins. Drafts have pages of their own."""
    if step.id == deciding_step(application).id and is_drafted(application):
        return None
    return kind_of(step).act(is_sent=is_open(standing(application).get(step.id)))


def is_open(record: StepRecord | None) -> bool:
    """Whether something went out at this step and is still waited for."""
    return record is not None and record.sent_on is not None and record.done_at is None


def is_possible(application: Application, step: Step, act: Act) -> bool:
    """Whether the case stands where this act has a place at all; what must come before it, the action knows."""
    wanted = {"deliver": {State.DECIDED}, "answer": OPEN}.get(act.name, {State.SUBMITTED})
    record = standing(application).get(step.id)
    is_behind = is_recorded(record) and step.kind != "consult"
    return application.state in wanted and not is_behind


# Words and days -----------------------------------------------------------------------------------
def task(application: Application, step: Step, record: StepRecord | None) -> tuple[str, str]:
    """What stands on the to-do list for this step, and for which post."""
    if step.id == deciding_step(application).id and needs_draft(application):
        return f"「{step.title}」の案を作る", "clerk"
    if is_open(record):
        return f"{step.to}の回答を確かめる", step.role
    if step.kind == "delivery" and application.outcome:
        return f"{step.title}（{application.definition.outcome(application.outcome).title}）", step.role
    return step.title, step.role


def missing_words(step: Step, record: StepRecord | None) -> str:
    """Why what comes after this step cannot be done yet."""
    if is_open(record):
        return (
            f"「{step.title}」の回答が、まだ記録されていません。回答を記録してください。"
            "期限を過ぎても回答がないときは、「回答なし」と記録すると進められます。"
        )
    return f"「{step.title}」が、まだ終わっていません。先に、この段を記録してください。"


def due_on(application: Application, step: Step, from_on: datetime.date) -> datetime.date | None:
    """By when this step should be done: its own days from now, within the standard period while that runs."""
    if step.days is None:
        return application.due_on if application.is_open else from_on
    target = application.definition.target
    own = days.deadline(from_on, step.days, target.unit if target else "calendar", closed=closed_days())
    return min(own, application.due_on) if application.is_open and application.due_on else own


def first_day(application: Application, step: Step, record: StepRecord | None) -> datetime.date:
    """The first day that may be written down at this step: nothing is answered before it was sent."""
    if record is not None and record.sent_on and is_open(record):
        return record.sent_on
    if step.kind == "delivery" and application.decided_on:
        return application.decided_on
    sent = [row.sent_on for row in standing(application).values() if row.sent_on and row.kind == "forward"]
    if step.kind == "result" and sent:
        return max(sent)
    return localdate(application.submitted_at)


def day_problem(label: str, day: datetime.date, *, first: datetime.date, today: datetime.date) -> str:
    """What is wrong with a day that an official wrote down; empty when nothing is."""
    if first <= day <= today:
        return ""
    return f"{label}は、{dates.wareki(first)}から今日までの日にしてください"


def is_withdrawn_elsewhere(application: Application) -> Step | None:
    """The authority that must still be told of a withdrawal, because the application had gone on to it."""
    if application.state != State.WITHDRAWN:
        return None
    sent = {row.step for row in standing(application).values() if row.kind == "forward" and row.sent_on}
    return next((step for step in application.definition.route if step.id in sent), None)
