"""Filing an application: submit it (again), fetch the notice, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.accounts.queries import applicant as applicant_of
from yakuba.accounts.queries import is_restricted, require_department
from yakuba.applications import events, keeping, papers, queries
from yakuba.applications.actions import capacity, letters, limits, route, surveys, together
from yakuba.applications.actions.arrivals import (
    arrival_moment,
    give_number,
    keep_submission,
    require_complete,
    require_writer,
)
from yakuba.applications.actions.delays import go_on, start_limit
from yakuba.applications.actions.drafts import EXPIRY
from yakuba.applications.actions.intake import close_typing
from yakuba.applications.actions.supplements import SUPPLEMENT
from yakuba.applications.capacities import require_confirmed, require_mandate
from yakuba.applications.identity import require_proof
from yakuba.applications.models import ELECTRONIC, MOVES, Channel, Correction, State
from yakuba.approvals import actions as approvals
from yakuba.core import access, states
from yakuba.core.actions import cancel_timer, close_matter, record, set_timer
from yakuba.core.queries import story
from yakuba.core.transactions import joining
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document
    from yakuba.procedures.models import Version


@dataclass(frozen=True)
class OpenedPaper:
    """A paper and its bytes."""

    paper: Document
    content: bytes


TARGET = "target"
CORRECTION = "correction-due"
OVERDUE = "correction-overdue"


def submit(
    application: Application, *, actor: Actor, now: datetime.datetime, blanks: bool = False
) -> Application:
    """File the application: the first time it arrives, after a correction it arrives again.

    `blanks`: what an official types from paper may lack answers, as the paper does.
    Raises Incomplete, Closed, FiledBefore and NotPossible; then nothing has changed.
    """
    if application.state == State.RETURNED:
        return _resubmit(application, actor=actor, now=now)
    if application.definition.is_survey:
        return surveys.count(application, actor=actor, now=now)
    return _submit(application, actor=actor, now=now, blanks=blanks and application.is_being_typed)


@transaction.atomic
def _submit(application: Application, *, actor: Actor, now: datetime.datetime, blanks: bool) -> Application:
    first = _arrive(application, actor=actor, now=now, blanks=blanks)
    wanted = queries.wanted_together(first.definition, first.answers)
    if wanted and is_restricted(first.matter_id):
        # 支援措置: what the person wrote goes to no other office before a second official agrees.
        together.hold(first, versions=wanted, actor=actor, now=now)
        wanted = []
    others = _arrive_with(first, wanted, actor=actor, now=now)
    # Lock order: matter, children, number.
    for one in (first, *others):
        _acknowledge(one, actor=actor.holding(one.matter_id), now=now)
    for other in others:
        together.say(other, beside=first, actor=actor, now=now)
    return first


def _arrive_with(
    first: Application, wanted: Sequence[Version], *, actor: Actor, now: datetime.datetime
) -> list[Application]:
    """Let what is filed in the same sitting arrive; what cannot be filed is left out, with work for somebody."""
    others = []
    for version in wanted:
        other = together.filled(version, beside=first, actor=actor, now=now)
        actor = actor.holding(other.matter_id) if other else actor
        arrived = _arrive_beside(other, actor=actor, now=now) if other else None
        if arrived is None:
            together.leave_out(version, beside=first, actor=actor, now=now)
        else:
            others.append(arrived)
    return others


@transaction.atomic
def file_held_together(
    application: Application, *, actor: Actor, now: datetime.datetime
) -> list[Application]:
    """File what was held back of one sitting (支援措置), once a second official agreed; in the applicant's name."""
    access.require(actor, "application.release")
    first = states.lock(application)
    missing = queries.left_out(first)
    applicant = together.applicant_of(first)
    others = _arrive_with(first, missing, actor=applicant, now=now)
    for other in others:
        _acknowledge(other, actor=applicant.holding(other.matter_id), now=now)
        together.say(other, beside=first, actor=applicant, now=now)
    work.close_items(first.matter, step=together.HELD, actor=actor, now=now)
    return others


def _arrive_beside(other: Application, *, actor: Actor, now: datetime.datetime) -> Application | None:
    """Let the other one arrive too; what stands against it never stops the first."""
    try:
        with transaction.atomic():
            return _arrive(other, actor=actor, now=now)
    except together.IN_ITS_WAY:
        return None


@joining
def _arrive(
    application: Application, *, actor: Actor, now: datetime.datetime, blanks: bool = False
) -> Application:
    require_writer(actor, "application.submit", application)
    fresh = states.apply(application, MOVES, "submit")
    definition = fresh.definition
    if fresh.received_on is None:
        # 行政手続法7条: what came on paper has arrived already, late or not; officials examine it.
        limits.require_open(fresh.version, now=now)
    limits.require_room(definition, fresh.resident_id, besides=fresh.pk)
    require_proof(fresh)
    require_complete(fresh, now=now, blanks=blanks)
    fresh.revision, fresh.submitted_at = 1, arrival_moment(fresh, now=now)
    fresh.step = definition.route[0].id
    fresh.department = require_department(definition.department, localdate(now), procedure=definition.id)
    fresh.due_on = queries.due_on(definition, localdate(fresh.submitted_at))
    fresh.save()
    keep_submission(fresh, now=now, source=fresh.channel)
    person = accounts.register_person(procedures.known(definition, fresh.answers), actor=actor, now=now)
    accounts.add_party(fresh.matter, person, role="applicant", actor=actor, now=now)
    accounts.keep_named(
        fresh.matter, people=procedures.named(definition, fresh.answers), actor=actor, now=now
    )
    capacity.enter(fresh, person, actor=actor, now=now)
    cancel_timer(fresh.matter, EXPIRY, now=now)
    close_typing(fresh, actor=actor, now=now)
    start_clock(fresh)
    start_limit(fresh, now=fresh.submitted_at)
    open_examination(fresh, actor=actor, now=now)
    keeping.hold_original(fresh, actor=actor, now=now)
    return fresh


def _acknowledge(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Give what arrived its number and its receipt, and say so."""
    give_number(application, now=now)
    papers.request_receipt(application, actor=actor, now=now)
    record(
        events.SUBMITTED,
        matter=application.matter,
        actor=actor,
        now=now,
        number=application.matter.number,
        revision=application.revision,
        procedure=application.version.procedure,
        channel=application.channel,
    )


@transaction.atomic
def _resubmit(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    access.require(actor, "application.submit", application)
    require_mandate(application, actor=actor, now=now)
    fresh = states.apply(application, MOVES, "resubmit")
    # 行政手続法7条: what the town asked for may come after the open period too.
    require_complete(fresh, now=now)
    source = fresh.channel if fresh.channel in ELECTRONIC else Channel.ONLINE.value
    changed = arrive_again(fresh, source=source, actor=actor, now=now)
    papers.request_receipt(fresh, actor=actor, now=now)
    record(
        events.RESUBMITTED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        revision=fresh.revision,
        changed=changed,
    )
    return fresh


@transaction.atomic
def arrive_again(
    fresh: Application, *, actor: Actor, now: datetime.datetime, source: str = "online"
) -> list[str]:
    """Let other answers of a locked application be its next filing, and examine it anew; the ids that changed."""
    before = fresh.submissions.select_related("matter__key__town_key").get(revision=fresh.revision).answers
    fresh.revision += 1
    # 行政手続法6条の標準処理期間: the days on which the town waited for the correction do not count.
    fresh.due_on = queries.due_on_after_stop(fresh, localdate(now))
    go_on(fresh, now=now)
    fresh.step = fresh.definition.route[0].id
    fresh.save()
    keep_submission(fresh, now=now, source=source)
    known = procedures.known(fresh.definition, fresh.answers)
    # What the dead had said of themselves says nothing of the heir.
    if queries.succession(fresh) is None:
        accounts.register_person(known, person=applicant_of(fresh.matter), actor=actor, now=now)
    accounts.keep_named(
        fresh.matter, people=procedures.named(fresh.definition, fresh.answers), actor=actor, now=now
    )
    Correction.objects.filter(application=fresh, answered_at=None).update(answered_at=now)
    cancel_timer(fresh.matter, CORRECTION, now=now)
    start_clock(fresh)
    route.close_steps(fresh, actor=actor, now=now)
    for answered in (OVERDUE, SUPPLEMENT):
        work.close_items(fresh.matter, step=answered, actor=actor, now=now)
    open_examination(fresh, actor=actor, now=now)
    return changed_fields(fresh, before)


def changed_fields(application: Application, before: Mapping[str, Any]) -> list[str]:
    """The ids of the answers that are others than before."""
    sections = procedures.rows(application.definition, application.answers, before)
    return [row.field_id for section in sections for row in section.rows if row.changed]


@transaction.atomic
def withdraw(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Take the application back; possible until it is decided."""
    access.require(actor, "application.withdraw", application)
    require_mandate(application, actor=actor, now=now)
    fresh = end_undecided(application, actor=actor, now=now)
    record(events.WITHDRAWN, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def end_undecided(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """End a case about which nobody will decide; whoever calls it has asked whether it may, and records why."""
    fresh = states.apply(application, MOVES, "withdraw")
    fresh.clock_stopped_on = None
    fresh.save(update_fields=["state", "clock_stopped_on"])
    Correction.objects.filter(application=fresh, answered_at=None).update(answered_at=now)
    approvals.cancel_open(fresh.matter, actor=actor, now=now)
    work.close_items(fresh.matter, actor=actor, now=now)
    close_matter(fresh.matter, now=now)
    keeping.keep(fresh, actor=actor, now=now)
    return fresh


@transaction.atomic
def record_fetch(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember when the applicant first opened the notice (デジタル手続法7条3項: 到達).

    Raises MandateRefused for a proxy whose mandate has ended or was not confirmed yet.
    """
    access.require(actor, "application.view", application)
    require_confirmed(require_mandate(application, actor=actor, now=now), actor=actor)
    if any(event.name == events.NOTICE_FETCHED.name for event in story(application.matter)):
        return
    letters.mark_dispatched(application, on=localdate(now), reached_on=localdate(now))
    record(events.NOTICE_FETCHED, matter=application.matter, actor=actor, now=now)


@transaction.atomic
def open_paper(
    application: Application, *, paper: UUID, actor: Actor, now: datetime.datetime
) -> OpenedPaper | None:
    """A paper of the applicant's in the clear; opening the notice is remembered. None: there is no such paper.

    Raises MandateRefused as `record_fetch` does.
    """
    made = [one for one in document_queries.for_applicant(application.matter) if one.is_there]
    found = next((one for one in made if one.pk == paper), None)
    if found is None or found.file is None:
        return None
    if found.consequence == papers.NOTICE:
        record_fetch(application, actor=actor, now=now)
    return OpenedPaper(found, documents.open_file(found.file, actor=actor, now=now))


def start_clock(application: Application) -> None:
    """Let the standard processing time run to its last day."""
    if application.due_on:
        set_timer(application.matter, TARGET, due_at=queries.end_of_day(application.due_on))


@joining
def open_examination(
    application: Application, *, actor: Actor, now: datetime.datetime, title: str = ""
) -> None:
    """Give the first step of the route to its department, in other words where it begins anew."""
    step = application.definition.route[0]
    title = title or ("再提出された内容を確かめる" if application.revision > 1 else step.title)
    if queries.same_person(application):
        title += "（同じ方のものが、ほかにもあります）"
    if application.received_on and queries.closed_words(application.version, application.received_on):
        title += "（受付の期間の外に届いています）"
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
