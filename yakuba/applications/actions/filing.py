"""Filing an application: submit it (again), fetch the notice, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.accounts.queries import applicant as applicant_of
from yakuba.accounts.queries import require_department
from yakuba.applications import events, papers, queries
from yakuba.applications.actions.drafts import EXPIRY
from yakuba.applications.models import MOVES, Correction, State, Submission
from yakuba.approvals import actions as approvals
from yakuba.core import access, dates, numbers, states
from yakuba.core.actions import cancel_timer, close_matter, next_number, record, set_timer
from yakuba.core.queries import story
from yakuba.procedures import queries as procedures
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

TARGET = "target"
CORRECTION = "correction-due"


class Incomplete(Exception):
    """Answers are still missing; `missing` lists (section, field, message)."""

    def __init__(self, missing: list[tuple[str, str, str]]) -> None:
        super().__init__("まだ入力していないところがあります。")
        self.missing = missing


def submit(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """File the application: the first time it arrives, after a correction it arrives again."""
    if application.state == State.RETURNED:
        return _resubmit(application, actor=actor, now=now)
    return _submit(application, actor=actor, now=now)


@transaction.atomic
def _submit(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    # デジタル手続法6条3項: it arrives when it is recorded in the town's file, by the server's own clock.
    access.require(actor, "application.submit", application)
    fresh = states.apply(application, MOVES, "submit")
    definition = fresh.definition
    _require_complete(fresh)
    today = localdate(now)
    fresh.revision, fresh.submitted_at = 1, now
    fresh.step = definition.route[0].id
    fresh.department = require_department(definition.department, today)
    fresh.due_on = queries.due_on(definition, today)
    fresh.save()
    _keep_submission(fresh, now=now)
    person = accounts.register_person(procedures.known(definition, fresh.answers), actor=actor, now=now)
    accounts.add_party(fresh.matter, person, role="applicant", actor=actor, now=now)
    cancel_timer(fresh.matter, EXPIRY, now=now)
    start_clock(fresh)
    _open_examination(fresh, actor=actor, now=now)
    year = dates.fiscal_year(today)
    serial = next_number("receipt", year=year)
    fresh.matter.number = numbers.receipt_number(year, serial)
    fresh.matter.save(update_fields=["number"])
    papers.request_receipt(fresh, actor=actor, now=now)
    record(
        events.SUBMITTED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        number=fresh.matter.number,
        revision=fresh.revision,
        procedure=fresh.version.procedure,
        channel=fresh.channel,
    )
    return fresh


@transaction.atomic
def _resubmit(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    access.require(actor, "application.submit", application)
    fresh = states.apply(application, MOVES, "resubmit")
    _require_complete(fresh)
    today = localdate(now)
    before = fresh.submissions.get(revision=fresh.revision).answers
    fresh.revision += 1
    # 行政手続法6条の標準処理期間: the days on which the town waited for the correction do not count.
    fresh.due_on = queries.due_on_after_stop(fresh, today)
    fresh.clock_stopped_on = None
    fresh.step = fresh.definition.route[0].id
    fresh.save()
    _keep_submission(fresh, now=now)
    known = procedures.known(fresh.definition, fresh.answers)
    accounts.register_person(known, person=applicant_of(fresh.matter), actor=actor, now=now)
    Correction.objects.filter(application=fresh, answered_at=None).update(answered_at=now)
    cancel_timer(fresh.matter, CORRECTION, now=now)
    start_clock(fresh)
    work.close_items(fresh.matter, actor=actor, now=now)
    _open_examination(fresh, actor=actor, now=now)
    papers.request_receipt(fresh, actor=actor, now=now)
    sections = procedures.rows(fresh.definition, fresh.answers, before)
    changed = [row.field_id for section in sections for row in section.rows if row.changed]
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
def withdraw(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Take the application back; possible until it is decided."""
    access.require(actor, "application.withdraw", application)
    fresh = states.apply(application, MOVES, "withdraw")
    fresh.clock_stopped_on = None
    fresh.save(update_fields=["state", "clock_stopped_on"])
    Correction.objects.filter(application=fresh, answered_at=None).update(answered_at=now)
    approvals.cancel_open(fresh.matter, actor=actor, now=now)
    work.close_items(fresh.matter, actor=actor, now=now)
    close_matter(fresh.matter, now=now)
    record(events.WITHDRAWN, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def record_fetch(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember when the applicant first opened the notice (デジタル手続法7条3項: 到達)."""
    access.require(actor, "application.view", application)
    if any(event.name == events.NOTICE_FETCHED.name for event in story(application.matter)):
        return
    record(events.NOTICE_FETCHED, matter=application.matter, actor=actor, now=now)


def start_clock(application: Application) -> None:
    """Let the standard processing time run to its last day."""
    if application.due_on:
        set_timer(application.matter, TARGET, due_at=queries.end_of_day(application.due_on))


def _require_complete(application: Application) -> None:
    if missing := procedures.missing(application.definition, application.answers):
        raise Incomplete(missing)


def _keep_submission(application: Application, *, now: datetime.datetime) -> None:
    Submission.objects.create(
        application=application,
        matter=application.matter,
        revision=application.revision,
        answers=procedures.shown_answers(application.definition, application.answers),
        arrived_at=now,
    )


def _open_examination(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    step = application.definition.route[0]
    work.open_item(
        application.matter,
        step=step.id,
        title="再提出された内容を確かめる" if application.revision > 1 else step.title,
        department=application.office,
        role=step.role,
        due_on=application.due_on,
        actor=actor,
        now=now,
    )
