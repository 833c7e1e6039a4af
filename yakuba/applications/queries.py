"""Reads of applications: lists, rows of answers, clocks and what the resident sees of the way."""

from __future__ import annotations

import contextlib
import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from yakuba.accounts import queries as accounts
from yakuba.applications import beside, capacities, following, line, long_list, papers, telling, walk
from yakuba.applications import clocks as times
from yakuba.applications import surveys as polls
from yakuba.applications.models import (
    FINISHED,
    OFFICIALS,
    Application,
    Bundle,
    Call,
    Correction,
    Intake,
    Posting,
    Revocation,
    State,
    Succession,
)
from yakuba.core import days, lookup, numbers
from yakuba.core.queries import closed_days, story
from yakuba.core.statements import kept
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from yakuba.applications.models import Submission
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition
    from yakuba.procedures.models import Version
    from yakuba.procedures.queries import Section

# Protected people are few; a page that shows more of their cases would be of no use.
KEPT_BACK = 200
# Reads that have a file of their own; everybody asks for them here.
clocks, statutory_day, end_of_day = times.clocks, times.statutory_day, times.end_of_day
limit, last_delay = times.limit, times.last_delay
delay_refusal = times.delay_refusal
closed_words, filed_before, same_person = beside.closed_words, beside.filed_before, beside.same_person
next_procedures, of_same_person = beside.next_procedures, beside.of_same_person
companions, left_out, follow_ups = beside.companions, beside.left_out, beside.follow_ups
wanted_together, children, is_turned_away = beside.wanted_together, beside.children, beside.is_turned_away
owed_files = beside.owed_files
capacity_of, scribe_of, draft_lines = capacities.capacity_of, capacities.scribe_of, capacities.draft_lines
Stage, way, result = line.Stage, line.way, line.result
offered_papers = papers.offered
deciding_step, deciding_verb = walk.deciding_step, walk.deciding_verb
followable, followers, original, about = (
    following.followable,
    following.followers,
    following.original,
    following.about,
)
review_words = following.review_words
surveys, survey, survey_results = polls.surveys, polls.survey, polls.results
survey_table = polls.survey_table
PAGE, Page, for_staff = long_list.PAGE, long_list.Page, long_list.for_staff


def filed_since(day: datetime.date) -> dict[str, int]:
    """How many applications of each procedure have arrived since a day, by the procedure's id."""
    rows = Application.objects.filter(submitted_at__gte=end_of_day(day)).values("version__procedure")
    return dict(rows.annotate(count=models.Count("pk")).values_list("version__procedure", "count"))


def by_number(number: str, actor: Actor) -> Application | None:
    """The application with this receipt number, if the actor may see it.

    Raises accounts.queries.Restricted to an official who deals with it, while a protection (支援措置) keeps it back.
    """
    rows = Application.objects.with_everything().filter(matter__number=number)
    found: Application | None = rows.visible_to(actor).first()
    if found is None and actor.is_staff and rows.dealt_with_by(actor).exists():
        raise accounts.Restricted(number)
    return found


def disposed_of(actor: Actor, **named: Any) -> Application | None:
    """What was the applicant's at this address or of this number, and is disposed of (廃棄); None for anybody else."""
    rows = Application.objects.disposed_of(actor).filter(**named, submitted_at__isnull=False)
    found: Application | None = rows.select_related("matter", "version", "department").first()
    return found


def by_numbers(numbers: Collection[str], actor: Actor) -> list[Application]:
    """The applications with these receipt numbers that the actor may see, in the order of the numbers."""
    rows = Application.objects.visible_to(actor).with_everything().filter(matter__number__in=numbers)
    return list(rows.order_by("matter__number"))


def behind_guard(number: str, actor: Actor) -> Application | None:
    """The official's case that a protection (支援措置) keeps back: to ask for a second signature, never to be shown."""
    rows = Application.objects.with_everything().filter(matter__number=number).dealt_with_by(actor)
    found: Application | None = rows.filter(accounts.restricts()).first()
    return found


def kept_back(actor: Actor) -> list[Application]:
    """The cases of the official's departments that a protection (支援措置) keeps back, newest first."""
    rows = Application.objects.dealt_with_by(actor).filter(matter__in=accounts.restricted_matters())
    return list(rows.with_everything().order_by("-submitted_at", "-pk")[:KEPT_BACK])


def by_lookup_code(code: str, number: str | None) -> Application | None:
    """The application that this look-up code opens; a filed one needs its receipt number too."""
    rows = Application.objects.with_everything().filter(lookup_hash=lookup.fingerprint("lookup-code", code))
    rows = rows.exclude(state=State.WITHDRAWN, submitted_at=None)
    found: Application | None = rows.filter(matter__number=number).first()
    return found


def of_applicant(reference: str, actor: Actor, *, now: datetime.datetime) -> Application | None:
    """The actor's own application by its id or its receipt number; None where there is none that they may see.

    Raises MandateRefused for a proxy whose mandate does not hold.
    """
    rows = Application.objects.visible_to(actor).with_everything()
    number = numbers.parse_receipt_number(reference)
    try:
        named = models.Q(matter__number=number) if number else models.Q(pk=UUID(reference))
    except ValueError:
        return None
    found: Application | None = rows.filter(named).first()
    if found is None or actor.is_staff or not can_be_shown(found):
        return None
    capacities.require_mandate(found, actor=actor, now=now)
    return found


def by_code(code: str, reference: str, actor: Actor, *, now: datetime.datetime) -> Application | None:
    """The application of this id or receipt number, if this look-up code opens it; one without a name opens by none.

    Raises MandateRefused for a proxy whose mandate does not hold.
    """
    number = numbers.parse_receipt_number(reference)
    try:
        named = models.Q(matter__number=number) if number else models.Q(pk=UUID(reference))
    except ValueError:
        return None
    rows = Application.objects.with_everything().filter(named)
    found: Application | None = rows.filter(lookup_hash=lookup.fingerprint("lookup-code", code)).first()
    if found is None or not can_be_shown(found) or found.definition.anonymous:
        return None
    capacities.require_mandate(found, actor=actor, now=now)
    return found


def own_page(actor: Actor, *, after: str = "", size: int = PAGE) -> tuple[list[Application], str]:
    """One page of what an applicant or a system has begun and filed, newest first, and the key of the next page."""
    rows = own(actor)
    with contextlib.suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    found = list(rows.order_by("-pk")[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def mine(actor: Actor) -> list[Application]:
    """A resident's own applications and drafts, those that wait for the resident first."""
    waiting = models.Case(
        models.When(state=State.RETURNED, then=0), models.When(state=State.DRAFT, then=1), default=2
    )
    return list(own(actor).order_by(waiting, "-saved_at")[:100])


def own(actor: Actor) -> Any:
    """What an applicant has begun and filed, as far as they may still see it."""
    rows = Application.objects.visible_to(actor).with_everything()
    # 支援措置: what a proxy filed for somebody who is protected is no business of the proxy's account.
    rows = rows.exclude(accounts.shuts_out_proxies())
    rows = rows.exclude(state=State.WITHDRAWN, submitted_at=None)
    # An answer to a survey has no number: once it is counted there is nothing to follow.
    rows = rows.exclude(state=State.CLOSED, matter__number=None)
    # A proxy whose mandate has ended hears no more of the case.
    standing = models.Q(capacity__mandate__ended_at__isnull=True)
    if actor.is_resident:
        standing |= models.Q(capacity__mandate__principal__resident=actor.resident)
    return rows.filter(standing)


def with_names(applications: list[Application]) -> list[tuple[Application, str]]:
    """Each application with its applicant's name as staff see it in lists: one query for all."""
    names = accounts.applicant_names(matter_ids(applications))
    return [(application, names.get(application.matter_id, "")) for application in applications]


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
    return procedures.rows(application.spoken, submissions[0].answers, before)


def every_question(application: Application) -> list[Section]:
    """All questions of the definition without any answer, for what is asked of several applicants at once."""
    return [
        procedures.Section(
            section.id, section.title, [procedures.Row(field.id, field.label, "") for field in section.fields]
        )
        for section in application.definition.sections
    ]


def draft_rows(application: Application) -> list[Section]:
    """The working copy; in a correction beside what arrived before."""
    before = None
    if application.state == State.RETURNED:
        before = filings(application)[0].answers
    return procedures.rows(application.spoken, application.answers, before)


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
    } | scans(application)


def scans(application: Application) -> set[str]:
    """The ids of the scans that officials made: of the paper that came, and of what was handed in with a call."""
    held = [
        Intake.objects.filter(application=application).values_list("scan", flat=True),
        Call.objects.filter(application=application).values_list("scan", flat=True),
    ]
    return {str(scan) for rows in held for scan in rows if scan is not None}


def calls(application: Application) -> list[Call]:
    """What was said about the case, newest first, ready to be opened."""
    rows = application.calls.select_related("matter__key__town_key", "heard_by")
    return list(rows.order_by("-id"))


def being_typed(actor: Actor) -> models.QuerySet[Application]:
    """What came on paper to the departments of this official and still has to be typed."""
    found: models.QuerySet[Application] = Application.objects.being_typed_by(actor).with_everything()
    return found


def intakes(actor: Actor, *, waiting: bool, after: str = "", size: int = PAGE) -> tuple[list[Intake], str]:
    """One page of what came on paper to the actor's departments, newest first, and the key of the next page."""
    rows = Intake.objects.filter(application__department__in=actor.departments_as(OFFICIALS))
    rows = accounts.unrestricted(rows, actor)
    if waiting:
        rows = rows.filter(typed_at=None, cancelled_at=None)
    with contextlib.suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    rows = rows.select_related("application__matter", "application__version", "registered_by")
    found = list(rows.order_by("-pk")[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def postings(actor: Actor, *, which: str, after: str = "", size: int = PAGE) -> tuple[list[Posting], str]:
    """One page of what goes by post from the actor's departments, newest first, and the key of the next page.

    `which` is "waiting", "bundled", "posted" or "returned".
    """
    rows = _postings_of(actor)
    waiting = {"posted_on": None, "dropped_at": None}
    rows = {
        "bundled": rows.filter(**waiting).exclude(bundle=None),
        "posted": rows.exclude(posted_on=None).filter(returned_on=None),
        "returned": rows.exclude(returned_on=None),
    }.get(which, rows.filter(**waiting, bundle=None))
    with contextlib.suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    rows = rows.select_related(
        "application__version", "application__department", "matter__key__town_key", "bundle"
    )
    found = list(rows.order_by("-pk")[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def posting(pk: UUID, actor: Actor) -> Posting | None:
    """One paper that goes by post, if it is of a department of the actor."""
    found: Posting | None = (
        _postings_of(actor)
        .filter(pk=pk)
        .select_related("application__version", "application__department", "matter__key__town_key")
        .first()
    )
    return found


def bundle(pk: UUID, actor: Actor) -> Bundle | None:
    """One bundle of a department of the actor."""
    rows = Bundle.objects.filter(department__in=actor.departments_as(OFFICIALS), pk=pk)
    found: Bundle | None = rows.select_related("matter__key__town_key", "department", "made_by").first()
    return found


def _postings_of(actor: Actor) -> Any:
    """What goes by post from the actor's departments; what a protection (支援措置) keeps back is not among it."""
    rows = Posting.objects.filter(application__department__in=actor.departments_as(OFFICIALS))
    return accounts.unrestricted(rows, actor)


def is_kept_back(bundle: Bundle, actor: Actor) -> bool:
    """Whether somebody whose letter lies in the bundle has come under protection (支援措置) since."""
    rows = Posting.objects.filter(bundle=bundle)
    return bool(rows.count() != accounts.unrestricted(rows, actor).count())


def in_bundle(bundle: Bundle, actor: Actor) -> list[Posting]:
    """What lies in a bundle, as its sheets are printed."""
    rows = accounts.unrestricted(Posting.objects.filter(bundle=bundle), actor).select_related(
        "application__version", "matter__key__town_key"
    )
    return list(rows.order_by("id"))


def succession(application: Application) -> Succession | None:
    """That the applicant has died, and who goes on."""
    rows = Succession.objects.select_related("matter__key__town_key", "heir__key__town_key", "noted_by")
    found: Succession | None = rows.filter(application=application).first()
    return found


def is_voiceless(application: Application) -> bool:
    """Whether the applicant has died and nobody goes on yet: then nothing is sent to anybody."""
    return bool(_unsettled.all(application=application.pk))


@kept
def _unsettled(application: UUID) -> QuerySet[Succession]:
    rows: QuerySet[Succession] = Succession.objects.filter(application=application, settled_at=None)
    return rows.only("pk")[:1]


def drafted_revocation(application: Application) -> Revocation | None:
    """The annulment or withdrawal of the decision that waits for somebody to decide."""
    return _revocations(application).filter(state=Revocation.State.DRAFTED).first()  # type: ignore[no-any-return]


def revocation(application: Application) -> Revocation | None:
    """The annulment or withdrawal that stands."""
    rows = _revocations(application).filter(state=Revocation.State.DECIDED)
    return rows.exclude(kind=Revocation.Kind.REOPEN).first()  # type: ignore[no-any-return]


def undone(application: Application) -> list[Revocation]:
    """Everything that was done to the decision afterwards, newest first."""
    return list(_revocations(application))


def _revocations(application: Application) -> Any:
    rows = Revocation.objects.filter(application=application)
    return rows.select_related("matter__key__town_key", "proposed_by").order_by("-id")


def on_paper(actor: Actor, today: datetime.date) -> list[Version]:
    """The procedures whose papers the departments of this official take in, by title."""
    codes = {row.code for row in accounts.departments(today) if row.pk in actor.departments_as(OFFICIALS)}
    offered = [
        version
        for version in procedures.catalogue()
        if version.definition.department in codes and not version.definition.is_survey
    ]
    return sorted(offered, key=lambda version: version.definition.title)


def intake_waits(number: str, actor: Actor) -> bool:
    """Whether the answers of the case of this number still have to be typed."""
    return being_typed(actor).filter(matter__number=number).exists()


def intake(number: str, actor: Actor) -> Intake | None:
    """What was registered under this receipt number, if it came to a department of the actor."""
    rows = Intake.objects.filter(
        matter__number=number, application__department__in=actor.departments_as(OFFICIALS)
    )
    rows = accounts.unrestricted(rows, actor).select_related(
        "application__matter__key__town_key", "application__version", "application__department", "scan",
        "matter__key__town_key", "registered_by", "scribe",
    )  # fmt: skip
    found: Intake | None = rows.first()
    return found


def visited_sections(application: Application) -> list[str]:
    """The sections that the applicant has to see, in order."""
    shown = procedures.shown(application.definition, application.answers)
    wanted = correctable(application)
    return [
        section.id
        for section in application.definition.sections
        if any(field.id in shown and (wanted is None or field.id in wanted) for field in section.fields)
    ]


def can_be_shown(application: Application) -> bool:
    """Whether anything is left to show: a discarded draft's key is gone."""
    return application.submitted_at is not None or application.state != State.WITHDRAWN


def is_finished(application: Application) -> bool:
    """Whether the town has decided."""
    return application.state in FINISHED


def event_rows(application: Application) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The matter's story for staff (when, what, who), newest first, and apart from it who looked."""
    found = [event for event in reversed(story(application.matter)) if event.name not in _UNSPOKEN]
    names = accounts.actor_names({event.actor for event in found})
    teller = telling.Teller(found, {application.matter_id: application.definition})
    rows = [
        {"at": event.at, "sentence": teller.sentence(event), "who": names[event.actor]} for event in found
    ]
    # Every look is recorded, but listed apart.
    looks = [teller.is_look(event) for event in found]
    told = [row for row, is_look in zip(rows, looks, strict=True) if not is_look]
    return told, [row for row, is_look in zip(rows, looks, strict=True) if is_look]


# What merely follows from another event is not told twice.
_UNSPOKEN = frozenset(
    {
        "party.added",
        "person.registered",
        "document.requested",
        "document.received",
        "file.received",
        "timer.fallen_due",
    }
)


def matter_ids(applications: list[Application]) -> list[UUID]:
    """The matters of several applications."""
    return [application.matter_id for application in applications]
