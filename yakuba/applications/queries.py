"""Reads of applications: lists, rows of answers, clocks and what the resident sees of the way."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models

from yakuba.accounts import queries as accounts
from yakuba.applications.models import FINISHED, Application, Correction, State
from yakuba.core import days, lookup, numbers
from yakuba.core.queries import closed_days, story
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from yakuba.applications.models import Submission
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition, Step
    from yakuba.procedures.queries import Section

PAGE = 50
TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Page:
    """One page of a list and the keys of its neighbours."""

    rows: list[Application]
    after: str
    is_first: bool


@dataclass(frozen=True)
class Stage:
    """One point on the applicant's line: what was, what is, what will come."""

    title: str
    state: str
    text: str
    at: datetime.datetime | None = None


def by_number(number: str, actor: Actor) -> Application | None:
    """The application with this receipt number, if the actor may see it."""
    found: Application | None = (
        Application.objects.visible_to(actor).with_everything().filter(matter__number=number).first()
    )
    return found


def by_lookup_code(code: str, number: str | None) -> Application | None:
    """The application that this look-up code opens; a filed one needs its receipt number too."""
    rows = Application.objects.with_everything().filter(lookup_hash=lookup.fingerprint("lookup-code", code))
    rows = rows.exclude(state=State.WITHDRAWN, submitted_at=None)
    found: Application | None = rows.filter(matter__number=number).first()
    return found


def mine(actor: Actor) -> list[Application]:
    """A resident's own applications and drafts, those that wait for the resident first."""
    rows = Application.objects.visible_to(actor).with_everything()
    waiting = models.Case(
        models.When(state=State.RETURNED, then=0), models.When(state=State.DRAFT, then=1), default=2
    )
    rows = rows.exclude(state=State.WITHDRAWN, submitted_at=None)
    return list(rows.order_by(waiting, "-saved_at")[:100])


def for_staff(actor: Actor, *, state: str = "", words: str = "", after: str = "", size: int = PAGE) -> Page:
    """One page of what the actor's departments have received, newest first, by keyset.

    `after` is text as `Page.after` gave it; one that nobody gave begins at the beginning.
    """
    rows = Application.objects.visible_to(actor).with_everything()
    if state in State.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(_found_by(words))
    place = _place(after)
    if place is not None:
        moment, last = place
        rows = rows.filter(models.Q(submitted_at__lt=moment) | models.Q(submitted_at=moment, pk__lt=last))
    found = list(rows.order_by("-submitted_at", "-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    key = f"{found[-1].submitted_at.isoformat()}_{found[-1].pk}" if more and found[-1].submitted_at else ""
    return Page(found, key, is_first=place is None)


def _found_by(words: str) -> models.Q:
    """By receipt number, by the applicant's name, reading or telephone (keyed hashes), or by the procedure."""
    if number := numbers.parse_receipt_number(words):
        return models.Q(matter__number=number)
    titles = [version.procedure for version in procedures.search(words)]
    people = (
        accounts.people_found(name=words)
        | accounts.people_found(kana=words)
        | accounts.people_found(telephone=words)
    )
    return models.Q(
        pk__in=Application.objects.filter(matter__parties__person__in=people).values("pk")
    ) | models.Q(version__procedure__in=titles)


def _place(after: str) -> tuple[datetime.datetime, UUID] | None:
    moment, _, last = after.partition("_")
    try:
        place = datetime.datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        return None
    return place if place[0].tzinfo else None


def with_names(applications: list[Application]) -> list[tuple[Application, str]]:
    """Each application with its applicant's name as staff see it in lists: one query for all."""
    names = accounts.applicant_names(matter_ids(applications))
    return [(application, names.get(application.matter_id, "")) for application in applications]


def deciding_step(application: Application) -> Step:
    """The step at which the town decides; a notification is accepted at its last one."""
    route = application.definition.route
    return next((step for step in route if step.kind == "decision"), route[-1])


def deciding_verb(application: Application) -> str:
    """What one must be allowed to do in order to decide: a notification is accepted by whoever examines it."""
    return "application.decide" if deciding_step(application).role == "chief" else "application.accept"


def due_on(definition: Definition, arrived_on: datetime.date) -> datetime.date | None:
    """The last day of the standard processing time, counted from the day after arrival (民法140条)."""
    if definition.target is None:
        return None
    return days.deadline(arrived_on, definition.target.days, definition.target.unit, closed=closed_days())


def due_on_after_stop(application: Application, today: datetime.date) -> datetime.date | None:
    """The last day of the standard processing time if the clock that stood still goes on today."""
    due, stopped = application.due_on, application.clock_stopped_on
    target = application.definition.target
    if due is None or stopped is None or target is None:
        return due
    if target.unit == "calendar" or due < stopped:
        return due + (today - stopped)
    closed = closed_days()
    left = [stopped + datetime.timedelta(days=number + 1) for number in range((due - stopped).days)]
    return days.add_open_days(today, sum(days.is_open(day, closed) for day in left), closed)


def end_of_day(day: datetime.date) -> datetime.datetime:
    """The moment after which a day is over in Japan."""
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=TOKYO)


def open_correction(application: Application) -> Correction | None:
    """The correction that the applicant still has to answer."""
    found: Correction | None = Correction.objects.filter(application=application, answered_at=None).first()
    return found


def correction_days(applications: list[Application]) -> dict[UUID, datetime.date]:
    """By when each of these applications (by id) has to be corrected, where it has to be: one query for all."""
    open_ones = Correction.objects.filter(application__in=applications, answered_at=None)
    return dict(open_ones.values_list("application", "due_on"))


def filings(application: Application) -> list[Submission]:
    """What arrived, the newest first, ready to be opened."""
    rows = application.submissions.select_related("matter__key__town_key")
    return list(rows.order_by("-revision"))


def arrived_rows(application: Application) -> list[Section]:
    """The answers as they arrived last, each beside what it was before the last resubmission."""
    submissions = filings(application)[:2]
    before = submissions[1].answers if len(submissions) > 1 else None
    return procedures.rows(application.definition, submissions[0].answers, before)


def draft_rows(application: Application) -> list[Section]:
    """The working copy; in a correction beside what arrived before."""
    before = None
    if application.state == State.RETURNED:
        before = filings(application)[0].answers
    return procedures.rows(application.definition, application.answers, before)


def correctable(application: Application, answers: dict[str, Any] | None = None) -> set[str] | None:
    """The questions that may be answered now: None for all (a draft), else the named ones and those they bring up.

    `answers` are those that are about to be kept; without them the working copy counts.
    """
    correction = open_correction(application) if application.state == State.RETURNED else None
    if correction is None:
        return None
    definition = application.definition
    before = procedures.shown(definition, filings(application)[0].answers)
    now = procedures.shown(definition, application.answers if answers is None else answers)
    return set(correction.fields) | (set(now) - set(before))


def filed_files(application: Application) -> set[str]:
    """The ids of the files that arrived with any filing: what was taken off or is not sent yet is not among them."""
    return {
        entry["id"]
        for submission in filings(application)
        for section in procedures.rows(application.definition, submission.answers)
        for row in section.rows
        for entry in row.files
    }


def visited_sections(application: Application) -> list[str]:
    """The sections that the applicant has to see, in order."""
    shown = procedures.shown(application.definition, application.answers)
    wanted = correctable(application)
    return [
        section.id
        for section in application.definition.sections
        if any(field.id in shown and (wanted is None or field.id in wanted) for field in section.fields)
    ]


def way(application: Application) -> list[Stage]:
    """The applicant's line from arrival to decision, with what is still to come."""
    stages = [Stage("下書き", "now", "まだ町に届いていません。")] if application.submitted_at is None else []
    for event in story(application.matter):
        if event.name in _ON_THE_LINE:
            title, text = (part.format(word=application.settled_word) for part in _ON_THE_LINE[event.name])
            stages.append(Stage(title, "done", text, event.at))
    if application.state == State.RETURNED:
        stages[-1] = Stage("補正依頼", "now", stages[-1].text, stages[-1].at)
        stages.append(Stage("再提出", "todo", "あなたが送ると、審査が再開します。"))
    if application.state == State.SUBMITTED:
        stages.append(Stage("審査", "now", "町が内容を確かめています。"))
    if application.is_open:
        stages.append(Stage(application.settled_word, "todo", _when_decided(application)))
    return stages


_ON_THE_LINE = {
    "application.submitted": ("到達", "申請が町に届きました。"),
    "application.returned": ("補正依頼", "直しをお願いしています。審査の日数は、直しが届くまで数えません。"),
    "application.resubmitted": ("再提出", "直した内容が町に届きました。"),
    "application.decided": ("{word}", "町が{word}しました。"),
    "application.withdrawn": ("取下げ", "あなたが申請を取り下げました。"),
}


def _when_decided(application: Application) -> str:
    if application.due_on is None:
        return "終わったらお知らせします。"
    target = application.definition.target
    return f"標準処理期間は{target.days}日です。" if target else ""


def can_be_shown(application: Application) -> bool:
    """Whether anything is left to show: a discarded draft's key is gone."""
    return application.submitted_at is not None or application.state != State.WITHDRAWN


def is_finished(application: Application) -> bool:
    """Whether the town has decided."""
    return application.state in FINISHED


def event_rows(application: Application) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The matter's story for staff (when, what, who), newest first, and apart from it who looked."""
    events = story(application.matter)
    names = accounts.actor_names({event.actor for event in events})
    rows = [
        {"at": event.at, "sentence": event.sentence, "who": names[event.actor], "name": event.name}
        for event in reversed(events)
        if event.name not in _UNSPOKEN
    ]
    return (
        [row for row in rows if row["name"] not in _LOOKS],
        [row for row in rows if row["name"] in _LOOKS],
    )


# Every look is recorded, but listed apart; what merely follows from another event is not told twice.
_LOOKS = frozenset({"application.viewed", "file.viewed", "application.found"})
_UNSPOKEN = frozenset(
    {"party.added", "person.registered", "document.requested", "file.received", "timer.fallen_due"}
)


def matter_ids(applications: list[Application]) -> list[UUID]:
    """The matters of several applications."""
    return [application.matter_id for application in applications]
