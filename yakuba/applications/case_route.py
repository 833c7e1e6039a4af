"""What the case page shows of the route: every step with what was done there, and what this official may do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from yakuba.applications import papers, walk
from yakuba.applications.models import OPEN, State
from yakuba.core import access, dates
from yakuba.procedures.steps import ANSWERS, IDENTITY, METHODS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yakuba.applications.models import Application, StepRecord
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Step
    from yakuba.procedures.steps import Act


# The route ----------------------------------------------------------------------------------------
def lines(application: Application, drafts: list[Approval]) -> list[dict[str, Any]]:
    """The steps of the definition: who has done what when, where the case stands, what is still to come."""
    records = walk.standing(application)
    now = {step.id for step in walk.waiting(application, records)} if _is_going_on(application) else set()
    return [
        {
            "title": kind_of(step).title,
            "note": _note(step, records.get(step.id)),
            "state": _state(application, step, records, now),
            **_by_whom(application, step, records.get(step.id), drafts),
        }
        for step in application.definition.route
    ]


def _note(step: Step, row: StepRecord | None) -> str:
    happened = _happened(step, row)
    return f"{step.title}（{happened}）" if happened else step.title


def _is_going_on(application: Application) -> bool:
    return application.state in {*OPEN, State.DECIDED}


def _state(application: Application, step: Step, records: Mapping[str, StepRecord], now: set[str]) -> str:
    if walk.is_done(application, step, records):
        return "done"
    return "now" if step.id in now else "todo"


def _by_whom(
    application: Application, step: Step, row: StepRecord | None, drafts: list[Approval]
) -> dict[str, Any]:
    """Whoever did it and when; else the post that will."""
    latest = drafts[0] if drafts else None
    is_deciding = step.id == walk.deciding_step(application).id
    if row is not None and row.done_by and row.done_at:
        return {"who": row.done_by.name, "on": timezone.localdate(row.done_at)}
    if latest and walk.is_drafted(application) and (is_deciding or step.kind == "review"):
        person, at = (
            (latest.decided_by, latest.decided_at)
            if is_deciding
            else (latest.proposed_by, latest.proposed_at)
        )
        if person and at:
            return {"who": person.name, "on": timezone.localdate(at)}
    return {"who": "課長" if step.role == "chief" else "担当", "on": None}


def _happened(step: Step, row: StepRecord | None) -> str:
    """What went out or came back at this step, in a word: the days and all else stand among the records."""
    if row is None:
        return f"相手：{step.to}" if step.to else ""
    if walk.is_open(row) and row.sent_on:
        return f"{row.sent_on.month}月{row.sent_on.day}日に送付"
    return ANSWERS.get(row.answer) or METHODS.get(row.answer) or ""


# What was written down ----------------------------------------------------------------------------
def records(application: Application) -> list[dict[str, Any]]:
    """Everything that was written down at steps, with what was taken back by a correction or a remand."""
    found = []
    for row in walk.history(application):
        step = walk.step_of(application, row.step)
        rows = list(_written(application, step, row)) if step else []
        if step and rows:
            again = "（やり直す前）" if row.superseded_at else ""
            found.append({"title": f"{kind_of(step).title}：{step.title}{again}", "rows": rows})
    return found


def _written(application: Application, step: Step, row: StepRecord) -> Iterator[dict[str, str]]:
    asks = {ask.name: ask for act in kind_of(step).acts for ask in act.asks}
    answered = next(
        (name for name in ("answered_on", "entered_on", "decided_on", "delivered_on") if name in asks), ""
    )
    told = {
        "sent_on": dates.wareki(row.sent_on) if row.sent_on else "",
        "reference": row.reference or "",
        answered: dates.wareki(row.answered_on) if row.answered_on else "",
        "answer": ANSWERS.get(row.answer, ""),
        "method": METHODS.get(row.answer, ""),
        "identity": IDENTITY.get(row.reference or "", ""),
        "reasons": row.reasons or "",
        "note": row.note or "",
    }
    for name, text in told.items():
        if name in asks and text:
            yield {"label": walk.say(application, step, asks[name].label), "text": text}


# What may be done ---------------------------------------------------------------------------------
def acts(application: Application, actor: Actor, *, is_drafted: bool) -> dict[str, Any]:
    """The steps that this official may do now, as links; `waits` says whom the case waits for instead."""
    rows = walk.standing(application)
    offered = [] if is_drafted else _offered(application, actor, rows)
    theirs = [step for step in offered if access.may(actor, walk.step_verb(step), application)]
    links = [_link(application, step, rows.get(step.id)) for step in theirs]
    again = [] if is_drafted else _again(application, actor, rows)
    return {
        "step_links": links,
        "again_links": again,
        "waits": offered[0].title if offered and not theirs else "",
    }


def _offered(application: Application, actor: Actor, rows: Mapping[str, StepRecord]) -> list[Step]:
    """The steps with a page of their own: while the applicant corrects, only answers of others come in."""
    if application.state == State.RETURNED:
        return [step for step in application.definition.route if walk.is_open(rows.get(step.id))]
    if application.state not in {State.SUBMITTED, State.DECIDED}:
        return []
    deciding = walk.deciding_step(application).id if walk.is_drafted(application) else ""
    return [step for step in walk.offered(application, actor, rows) if step.id != deciding]


def _link(application: Application, step: Step, row: StepRecord | None) -> dict[str, str]:
    act = kind_of(step).act(is_sent=walk.is_open(row))
    return {"label": walk.say(application, step, act.link), "url": _url(application, step)}


def _again(application: Application, actor: Actor, rows: Mapping[str, StepRecord]) -> list[dict[str, str]]:
    """Consultations that were answered may be held once more, until the outcome is settled."""
    if application.state != State.SUBMITTED:
        return []
    return [
        {"label": f"{step.to}ともう一度協議する", "url": _url(application, step)}
        for step in application.definition.route
        if step.kind == "consult"
        and walk.is_done(application, step, rows)
        and access.may(actor, walk.step_verb(step), application)
    ]


def _url(application: Application, step: Step) -> str:
    return reverse("staff-step", args=[application.matter.number, step.id])


def may_draft(application: Application, actor: Actor) -> bool:
    """Whether the next thing that this official does is the outcome itself, drafted or decided."""
    if application.state != State.SUBMITTED or not walk.is_drafted(application):
        return False
    offered = walk.offered(application, actor, walk.standing(application))
    return walk.deciding_step(application).id in {step.id for step in offered}


def about(application: Application, step: Step, act: Act) -> dict[str, Any]:
    """What the page of one act of a step shows besides its form."""
    row = walk.standing(application).get(step.id)
    sent = list(_written(application, step, row)) if row is not None and walk.is_open(row) else []
    return {
        "step": step,
        "step_act": act,
        "lead": walk.say(application, step, act.lead),
        "partner": walk.partner(application, step) if step.kind in {"consult", "forward", "result"} else "",
        "sent_rows": sent,
    }


def posting(application: Application) -> dict[str, Any]:
    """What still has to go out by post, where the route has no 交付."""
    if not papers.needs_posting(application):
        return {"needs_posting": False}
    work, button = papers.posting_words(application)
    return {"needs_posting": True, "posting_work": work, "posting_button": button}
