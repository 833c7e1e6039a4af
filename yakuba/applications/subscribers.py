"""What applications do when they hear a fact: tell the applicant, and remind the office."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from yakuba.accounts import actions as accounts_actions
from yakuba.accounts import events as account_events
from yakuba.accounts import events as accounts_events
from yakuba.accounts import queries as accounts
from yakuba.accounts.events import COUNTERSIGNATURE_GIVEN
from yakuba.accounts.models import Purpose
from yakuba.applications import actions, capacities, events, papers, queries, succession
from yakuba.applications.decision_record import request_record
from yakuba.applications.models import Application, Posting, State
from yakuba.core import events as core_events
from yakuba.core import scope
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.core.events import subscribe
from yakuba.core.statements import kept
from yakuba.documents import events as document_events
from yakuba.documents import queries as documents
from yakuba.messaging import actions as messaging
from yakuba.messaging import events as message_events
from yakuba.messaging import queries as message_queries
from yakuba.procedures.steps import delivery_step
from yakuba.work import actions as work

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yakuba.applications.beside import NextProcedure
    from yakuba.core.models import Event
    from yakuba.documents.models import Document


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


@subscribe(events.SUPPLEMENTED)
def tell_of_supplement(event: Event) -> None:
    """That the documents that were put off have arrived."""
    _notify(event, "application.supplemented")


@subscribe(events.CORRECTED_BY_OFFICIAL)
def tell_of_told_correction(event: Event) -> None:
    """What the town wrote down as the applicant told it, so that they can object."""
    if application := _application(event):
        _write(
            event,
            application,
            "told-correction",
            revision=event.data["revision"],
            subject=f"{application.definition.title}：お聞きした訂正を記録しました",
            body=papers.correction_body(application, event.data["changed"]),
        )


@subscribe(events.DELAY_NOTIFIED)
def tell_of_delay(event: Event) -> None:
    """Until when the result is put off; the reasons stand on the notice."""
    if application := _application(event):
        _write(
            event,
            application,
            "delay",
            revision=event.data["revision"],
            subject=f"{application.definition.title}：期限を延ばします",
            body=papers.delay_body(application),
        )


@subscribe(events.STATUTORY_PASSED)
def tell_of_passing(event: Event) -> None:
    """That the limit in the law passed, and what the law lets the applicant do."""
    if application := _application(event):
        _write(
            event,
            application,
            "statutory-passed",
            revision=1,
            subject=f"{application.definition.title}：法律の期限が過ぎました",
            body=papers.passing_body(application),
        )


@subscribe(events.WITHDRAWN)
def tell_of_withdrawal(event: Event) -> None:
    """That the town has noted the withdrawal."""
    _notify(event, "application.withdrawn")


@subscribe(events.DECIDED)
def tell_of_outcome(event: Event) -> None:
    """The outcome is settled: the applicant hears it at once where no paper on this site will bring it."""
    application = _application(event)
    if application is None:
        return
    document = application.definition.outcome(event.data["outcome"]).document
    is_handed_over = delivery_step(application.definition) is not None
    if document == "none" or (is_handed_over and not papers.wants_electronic_notice(application)):
        _notify(event, "application.decided")


@subscribe(events.DECIDED)
def put_result_on_posting_list(event: Event) -> None:
    """A result without a paper of the town's own, for somebody who asked for the post: a letter or a copy goes out."""
    application = _application(event)
    if application is None or application.state != State.DECIDED:
        return
    if application.definition.outcome(event.data["outcome"]).document in papers.MADE_HERE:
        return
    if papers.needs_posting(application) and not queries.is_voiceless(application):
        copy = documents.newest(application.matter, papers.NOTICE)
        actions.want_posting(
            application,
            what=Posting.What.NOTICE.value,
            revision=1,
            document=copy,
            actor=MACHINE,
            now=event.at,
        )


_POSTED = {
    papers.NOTICE: Posting.What.NOTICE.value,
    papers.DELAY: Posting.What.DELAY.value,
    papers.REVOCATION: Posting.What.REVOCATION.value,
    papers.RECEIPT: Posting.What.RECEIPT.value,
}


@subscribe(document_events.DOCUMENT_MADE)
def put_on_posting_list(event: Event) -> None:
    """A paper that goes by post is ready: it joins the list of what the department has to post."""
    application = _application(event)
    paper = documents.newest(event.matter, event.data["consequence"]) if event.matter else None
    if application is None or paper is None or str(paper.pk) != event.data["document"]:
        return
    what = _POSTED.get(paper.consequence)
    goes = (
        papers.reissue_goes_by_post(application)
        if paper.replaces_id
        else papers.goes_by_post(application, paper.consequence)
    )
    if what is not None and goes and not queries.is_voiceless(application):
        actions.want_posting(
            application, what=what, revision=paper.revision, document=paper, actor=MACHINE, now=event.at
        )


@subscribe(events.DECIDED)
def write_the_record(event: Event) -> None:
    """How the decision came about goes on paper for the files of the town hall (決裁文書)."""
    if application := _application(event):
        request_record(application, actor=MACHINE, now=event.at)


@subscribe(document_events.DOCUMENT_MADE)
def tell_of_revocation(event: Event) -> None:
    """The notice of an annulment or a withdrawal is there: the applicant hears it where it goes out electronically."""
    application = _application(event)
    if application is None or event.data["consequence"] != papers.REVOCATION:
        return
    if _is_reissue(event):
        return
    if papers.wants_electronic_notice(application):
        _write(
            event,
            application,
            papers.REVOCATION,
            revision=1,
            subject=f"{application.definition.title}：決定についての大切なお知らせ",
            body=papers.revocation_body(application),
        )


@subscribe(document_events.DOCUMENT_MADE)
def tell_of_decision(event: Event) -> None:
    """The notice is there: tell the applicant, and close the case if it goes out electronically."""
    _tell_of_paper(event)


@subscribe(document_events.DOCUMENT_RECEIVED)
def tell_of_result(event: Event) -> None:
    """The paper of the authority that decided is there: the same."""
    _tell_of_paper(event)


def _tell_of_paper(event: Event) -> None:
    application = _application(event)
    notice = documents.newest(event.matter, papers.NOTICE) if event.matter else None
    if application is None or notice is None or str(notice.pk) != event.data["document"]:
        return
    if notice.replaces_id:
        # The first one told of the decision; tell_of_reissue tells of this one.
        return
    if not papers.wants_electronic_notice(application):
        # デジタル手続法7条1項: without the applicant's wish the notice goes on paper.
        return
    # デジタル手続法7条3項: from now on it is in the file that the applicant opens.
    actions.release_notice(application, actor=MACHINE, now=event.at)
    _notify(event, "application.decided")
    # Where something is handed over besides, the case ends by that.
    if application.state == State.DECIDED and delivery_step(application.definition) is None:
        actions.close(application, actor=MACHINE, now=event.at)


@subscribe(document_events.DOCUMENT_MADE)
def tell_of_reissue(event: Event) -> None:
    """A paper came in the place of another: the applicant hears which one counts now."""
    application, paper = _application(event), _paper(event)
    if application is None or paper is None or paper.replaces_id is None:
        return
    _write(
        event,
        application,
        f"{paper.consequence}-again",
        revision=paper.revision,
        subject=f"{application.definition.title}：文書を{paper.mark}しました",
        body=papers.reissue_body(application, paper),
    )


def _is_reissue(event: Event) -> bool:
    paper = _paper(event)
    return paper is not None and paper.replaces_id is not None


def _paper(event: Event) -> Document | None:
    return documents.opened(event.matter, UUID(event.data["document"])) if event.matter else None


@subscribe(message_events.MESSAGE_FAILED)
def send_another_way(event: Event) -> None:
    """A mail did not reach the applicant: what it says goes another way."""
    application = _application(event)
    if application is None or event.data["channel"] != "mail":
        return
    message = message_queries.message_of(event.data["message"], application.matter)
    if message is not None:
        actions.see_to_undelivered(application, message=message, actor=MACHINE, now=event.at)


@subscribe(document_events.DOCUMENT_FAILED)
def see_to_failed_paper(event: Event) -> None:
    """A paper could not be made: somebody has to look, or the applicant waits for ever."""
    application = _application(event)
    if application is not None:
        papers.tell_of_failure(application, actor=MACHINE, now=event.at)


@subscribe(account_events.DEPARTMENT_SUCCEEDED)
def hand_over_cases(event: Event) -> None:
    """A department took over from another: its open cases, and what it has to do about any, go with it."""
    line = accounts.succession(event.data["succession"])
    but = [] if line.procedure else accounts.procedures_split(line.department)
    for application in succession.to_hand_over(line.department, line.procedure, but):
        actions.hand_over(
            application, department=line.department, successor=line.successor, actor=MACHINE, now=event.at
        )


@subscribe(COUNTERSIGNATURE_GIVEN)
def file_what_was_held(event: Event) -> None:
    """支援措置: a second official agreed that what belongs to the sitting goes on to its offices."""
    application = _application(event)
    if event.data["purpose"] == Purpose.PROXY and application is not None:
        work.close_items(application.matter, step="second-proxy", actor=MACHINE, now=event.at)
    if event.data["purpose"] != Purpose.BUNDLE or application is None:
        return
    if accounts_actions.use_countersignature(
        application.matter, purpose=Purpose.BUNDLE, actor=MACHINE, now=event.at
    ):
        actions.file_held_together(application, actor=MACHINE, now=event.at)


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
    elif event.data["name"] == "statutory-soon":
        actions.warn(application, actor=MACHINE, now=event.at)
    elif event.data["name"] == "statutory":
        actions.record_passing(application, actor=MACHINE, now=event.at)
    elif event.data["name"] == "target" and _is_past(application, event):
        # 行政手続法6条: passing the standard period decides nothing; it is only said aloud.
        record(
            events.TARGET_MISSED,
            matter=application.matter,
            actor=MACHINE,
            now=event.at,
            due_on=application.due_on,
        )


@subscribe(core_events.TIMER_DUE)
def end_mandate_in_time(event: Event) -> None:
    """The last day of a mandate has passed: it is over for every case that it was used in."""
    application = _application(event) if event.data["name"] == actions.MANDATE_ENDS else None
    capacity = capacities.capacity_of(application) if application else None
    mandate = capacity.mandate if capacity else None
    if mandate is None or mandate.until_on is None or queries.end_of_day(mandate.until_on) > event.at:
        return
    accounts_actions.end_mandate(mandate, ending="period", actor=MACHINE, now=event.at)


@subscribe(accounts_events.MANDATE_ENDED)
def turn_to_the_applicant(event: Event) -> None:
    """A mandate ended: in every case where it was used somebody has to turn to the applicant."""
    used = Application.objects.with_everything().filter(capacity__mandate=event.data["mandate"])
    for application in used:
        actions.see_to_lost_mandate(application, actor=MACHINE, now=event.at)


@subscribe(accounts_events.ACCOUNT_CLOSED)
def throw_drafts_away(event: Event) -> None:
    """Somebody deleted their account: what they had begun and never sent is forgotten."""
    drafts = Application.objects.with_everything().filter(resident=event.data["resident"], state=State.DRAFT)
    for application in drafts:
        actions.discard(application, actor=MACHINE, now=event.at)


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
            revision = event.data.get("revision", application.revision)
            body = papers.notice_body(application, notice, more=_beside(application, name))
            _write(event, application, notice.id, revision=revision, subject=notice.subject, body=body)


def _write(
    event: Event, application: Application, consequence: str, *, revision: int, subject: str, body: str
) -> None:
    # After a mandate ended nothing goes to the proxy's account or address: the office turns to the applicant.
    is_over = capacities.is_over(application)
    if queries.is_voiceless(application):
        # The applicant has died: nothing is written to the dead, and nobody speaks for them yet.
        return
    messaging.send(
        application.matter,
        consequence=consequence,
        revision=revision,
        subject=subject,
        body=body,
        resident=None if is_over else application.resident,
        mail=None if is_over else _mail_of(application),
        actor=MACHINE,
        now=event.at,
    )


def _beside(application: Application, name: str) -> list[str]:
    """What else a message says: on arrival what came along, with the result what comes next."""
    if name == "application.submitted":
        together = [
            f"一緒に届いた手続：{other.definition.title}（受付番号 {other.matter.number}）"
            for other in queries.companions(application)
        ]
        alone = [
            f"一緒に出せなかった手続：{version.definition.title}。別に申請してください。"
            for version in queries.left_out(application)
        ]
        return together + alone
    if name == "application.decided":
        follow = queries.follow_ups(application)
        return [f"次の手続：{_named(one)}{one.text}" for one in follow]
    return []


def _named(follow: NextProcedure) -> str:
    return f"「{follow.title}」{_address(follow.procedure)}　" if follow.title else ""


def _address(procedure: str) -> str:
    """Where a procedure is on the town's site; only where the site has a public address."""
    host = scope.current().hosts.order_by("name").first() if settings.HTTPS else None
    return f"（https://{host}/procedures/{procedure}/）" if host else ""


def _mail_of(application: Application) -> str | None:
    """The address that the form gave, else the one that the resident signs in with."""
    people = [accounts.applicant(application.matter)]
    if application.resident and application.resident.channel != "post":
        people.append(application.resident.person)
    return next((person.mail for person in people if person and person.mail), None)


def _application(event: Event) -> Application | None:
    return _of_matter.first(matter=event.matter_id)


@kept
def _of_matter(matter: UUID) -> QuerySet[Application]:
    rows: QuerySet[Application] = Application.objects.with_everything().filter(matter=matter)[:1]
    return rows
