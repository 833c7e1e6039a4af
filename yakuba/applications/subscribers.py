"""What applications do when they hear a fact: tell the applicant, and remind the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import queries as accounts
from yakuba.applications import actions, events, papers, queries
from yakuba.applications.models import Application, State
from yakuba.core import events as core_events
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.core.events import subscribe
from yakuba.documents import events as document_events
from yakuba.documents import queries as documents
from yakuba.messaging import actions as messaging
from yakuba.work import actions as work

if TYPE_CHECKING:
    from yakuba.core.models import Event


@subscribe(events.SUBMITTED)
def tell_of_arrival(event: Event) -> None:
    """The receipt number and that the application arrived (デジタル手続法6条)."""
    _notify(event, "application.submitted")


@subscribe(events.RESUBMITTED)
def tell_of_resubmission(event: Event) -> None:
    """That the corrected application arrived."""
    _notify(event, "application.resubmitted")


@subscribe(events.RETURNED)
def tell_of_correction(event: Event) -> None:
    """What has to be corrected until when."""
    _notify(event, "application.returned")


@subscribe(events.WITHDRAWN)
def tell_of_withdrawal(event: Event) -> None:
    """That the town has noted the withdrawal."""
    _notify(event, "application.withdrawn")


@subscribe(document_events.DOCUMENT_MADE)
def tell_of_decision(event: Event) -> None:
    """The notice is there: tell the applicant, and close the case if it goes out electronically."""
    application = _application(event)
    notice = documents.newest(event.matter, papers.NOTICE) if event.matter else None
    if application is None or notice is None or str(notice.pk) != event.data["document"]:
        return
    if not papers.wants_electronic_notice(application):
        # デジタル手続法7条1項: without the applicant's wish the notice goes on paper.
        return
    _notify(event, "application.decided")
    if application.state == State.DECIDED:
        actions.close(application, actor=MACHINE, now=event.at)


@subscribe(document_events.DOCUMENT_FAILED)
def see_to_failed_paper(event: Event) -> None:
    """A paper could not be made: somebody has to look, or the applicant waits for ever."""
    application = _application(event)
    if application is not None:
        papers.tell_of_failure(application, actor=MACHINE, now=event.at)


@subscribe(core_events.TIMER_DUE)
def when_time_is_up(event: Event) -> None:
    """A draft nobody continued, a correction nobody answered, a standard period that has passed."""
    application = _application(event)
    if application is None:
        return
    # A delivery may come late: what was saved, or put off, since the timer fell due still stands.
    if event.data["name"] == "draft-expires" and application.state == State.DRAFT:
        if application.saved_at + actions.KEEP_DRAFTS <= event.at:
            actions.discard(application, actor=MACHINE, now=event.at)
    elif event.data["name"] == "correction-due" and application.state == State.RETURNED:
        _remind_of_correction(application, event)
    elif event.data["name"] == "target" and _is_past(application, event):
        # 行政手続法6条: passing the standard period decides nothing; it is only said aloud.
        record(
            events.TARGET_MISSED,
            matter=application.matter,
            actor=MACHINE,
            now=event.at,
            due_on=application.due_on,
        )


def _is_past(application: Application, event: Event) -> bool:
    if application.state != State.SUBMITTED or application.due_on is None:
        return False
    return queries.end_of_day(application.due_on) <= event.at


def _remind_of_correction(application: Application, event: Event) -> None:
    correction = application.corrections.get(answered_at=None)
    if queries.end_of_day(correction.due_on) > event.at:
        return
    work.open_item(
        application.matter,
        step="correction-overdue",
        title="補正の期限が過ぎた：電話で確かめる",
        department=application.office,
        role="clerk",
        due_on=correction.due_on,
        actor=MACHINE,
        now=event.at,
    )
    record(
        events.CORRECTION_OVERDUE,
        matter=application.matter,
        actor=MACHINE,
        now=event.at,
        due_on=correction.due_on,
    )


def _notify(event: Event, name: str) -> None:
    application = _application(event)
    if application is None:
        return
    for notice in application.definition.notices:
        if notice.when == name:
            messaging.send(
                application.matter,
                consequence=notice.id,
                revision=event.data.get("revision", application.revision),
                subject=notice.subject,
                body=papers.notice_body(application, notice),
                resident=application.resident,
                mail=_mail_of(application),
                actor=MACHINE,
                now=event.at,
            )


def _mail_of(application: Application) -> str | None:
    """The address that the form gave, else the one that the resident signs in with."""
    people = [accounts.applicant(application.matter)]
    if application.resident:
        people.append(application.resident.person)
    return next((person.mail for person in people if person and person.mail), None)


def _application(event: Event) -> Application | None:
    found: Application | None = Application.objects.with_everything().filter(matter=event.matter_id).first()
    return found
