"""What officials do while they examine an application: take it on, ask for a correction, draft a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.applications import events, queries, walk
from yakuba.applications.actions import delays, route
from yakuba.applications.actions.filing import CORRECTION, TARGET, start_clock
from yakuba.applications.actions.settling import outcome_of, require_drafted, require_revision, require_turn
from yakuba.applications.basis import basis_of, require_sight
from yakuba.applications.models import MOVES, Correction
from yakuba.approvals import actions as approvals
from yakuba.approvals import queries as drafts
from yakuba.core import access, states
from yakuba.core.actions import cancel_timer, record, set_timer
from yakuba.documents import actions as documents
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.accounts.models import Staff
    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document
    from yakuba.procedures.definition import Step


@transaction.atomic
def record_view(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that a member of staff looked into the file."""
    require_sight(application, "application.consider", actor)
    record(events.VIEWED, matter=application.matter, actor=actor, now=now)


@transaction.atomic
def look_for_person(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that a member of staff looked for other cases of the same person."""
    access.require(actor, "person.look_for", application)
    record(events.PERSON_LOOKED_FOR, matter=application.matter, actor=actor, now=now)


@transaction.atomic
def record_look_at_history(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that somebody looked at what happened to a case and who looked at it."""
    _require_history(application, actor)
    record(events.HISTORY_VIEWED, matter=application.matter, actor=actor, now=now)


@transaction.atomic
def record_look_at_person(
    application: Application, *, count: int, actor: Actor, now: datetime.datetime
) -> None:
    """Remember that somebody looked at the history of the applicant, over so many cases."""
    _require_history(application, actor)
    record(events.PERSON_HISTORY_VIEWED, matter=application.matter, actor=actor, now=now, count=count)


def _require_history(application: Application, actor: Actor) -> None:
    if not access.may(actor, "history.audit"):
        access.require(actor, "history.see", application)


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
    # What was read is written anew, and what was forwarded has to go out again; an answer that came stays.
    route.take_back(fresh, _steps(fresh, "review", "decision", "forward"), now=now)
    route.take_if_free(fresh, actor=actor, now=now)
    route.close_steps(fresh, actor=actor, now=now)
    cancel_timer(fresh.matter, TARGET, now=now)
    delays.stand_still(fresh, now=now)
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
    delays.go_on(fresh, now=now)
    first = fresh.definition.route[0]
    fresh.step = first.id
    fresh.save()
    Correction.objects.filter(application=fresh, answered_at=None).update(answered_at=now)
    cancel_timer(fresh.matter, CORRECTION, now=now)
    start_clock(fresh)
    work.close_items(fresh.matter, step="correction-overdue", actor=actor, now=now)
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
    weight: str = "",
    amount_yen: int | None = None,
    consult: Sequence[str] = (),
) -> Approval:
    """Draft a decision on the filing that was read (`revision`) and send it to the one who decides (起案).

    `weight` and `amount_yen` say how much hangs on it, `consult` which departments are asked besides those that the
    definition names.
    """
    access.require(actor, "application.propose", application)
    fresh = _undecided(application, revision)
    require_drafted(fresh)
    chosen, step = outcome_of(fresh, outcome, reasons), walk.deciding_step(fresh)
    route.reach(fresh, step, actor=actor, now=now)
    fresh.step = step.id
    fresh.save(update_fields=["step"])
    route.take_if_free(fresh, actor=actor, now=now)
    route.close_steps(fresh, actor=actor, now=now)
    basis = basis_of(fresh, chosen, weight=weight, amount_yen=amount_yen, consult=consult)
    return approvals.propose(
        fresh.matter,
        step=step.id,
        outcome=chosen.id,
        reasons=reasons,
        basis=basis,
        is_own=basis is None,
        actor=actor,
        now=now,
    )


@transaction.atomic
def remand(
    application: Application, *, remark: str, actor: Actor, now: datetime.datetime, to: str | None = None
) -> Application:
    """Send the draft back (差戻し): to the one who examines, or to the earlier stop with the id `to`."""
    require_turn(application, actor=actor)
    fresh = _undecided(application)
    approval = drafts.open_approval(fresh.matter)
    approvals.remand(approval, remark=remark, to=drafts.stop_of(approval, to), actor=actor, now=now)
    return fresh if to else _draft_anew(fresh, "差し戻された案を直す", actor=actor, now=now)


@transaction.atomic
def withdraw_draft(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Take one's own draft back while nobody has acted on it (引戻し)."""
    access.require(actor, "application.propose", application)
    fresh = _undecided(application)
    approvals.withdraw(drafts.open_approval(fresh.matter), actor=actor, now=now)
    return _draft_anew(fresh, "引き戻した案を直す", actor=actor, now=now)


def _draft_anew(application: Application, title: str, *, actor: Actor, now: datetime.datetime) -> Application:
    """The case is with the one who examines again, and what was examined is looked at anew."""
    route.take_back(application, _steps(application, "review"), now=now)
    first = application.definition.route[0]
    application.step = first.id
    application.save(update_fields=["step"])
    route.close_steps(application, actor=actor, now=now)
    _open(application, first, title=title, actor=actor, now=now)
    return application


@transaction.atomic
def remake_paper(
    application: Application, *, paper: Document, actor: Actor, now: datetime.datetime
) -> Document:
    """Try again to make a paper that could not be made, with the number it has."""
    access.require(actor, "application.examine", application)
    work.close_items(application.matter, step="paper-failed", actor=actor, now=now)
    return documents.retry(paper, actor=actor, now=now)


def _steps(application: Application, *kinds: str) -> set[str]:
    return {step.id for step in application.definition.route if step.kind in kinds}


def _undecided(application: Application, revision: int | None = None) -> Application:
    fresh = route.undecided(application, otherwise=MOVES["decide"].otherwise)
    require_revision(fresh, revision)
    return fresh


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
