"""The history of one case and of one person: who did what when, by name and post of that day, and who looked."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.utils.timezone import localdate, localtime

from yakuba.accounts import queries as accounts
from yakuba.applications import actions, beside, queries, telling
from yakuba.applications.models import Application
from yakuba.core import access, events, numbers
from yakuba.core.models import Event
from yakuba.core.runs import LONGEST_LIST
from yakuba.ui import choices

if TYPE_CHECKING:
    from yakuba.core.actors import Actor
    from yakuba.core.models import Run

SEE, AUDIT = "history.see", "history.audit"
CASE, PERSON = "case", "person"
# What follows from a clock is told by its own event; and what an account does belongs to no matter.
UNTOLD = frozenset({"timer.fallen_due"})
ACCOUNT = (
    "resident.signed_in",
    "session.ended",
    "sessions.ended",
    "profile.saved",
    "household.changed",
    "passkey.added",
    "passkey.removed",
    "account.exported",
    "account.closed",
)
MOST_MATTERS = 200


@dataclass(frozen=True)
class Choice(choices.Choice):
    """What is chosen of a history: of which case, of the case or its person, everything or who looked."""

    KNOWN = {"of": (CASE, PERSON), "only": ("looks",)}

    number: str = ""
    of: str = ""
    only: str = ""

    def links(self) -> list[dict[str, Any]]:
        """The quick choices beside the history."""
        kinds = [self.link("only", code, label) for code, label in (("", "すべて"), ("looks", "見た人だけ"))]
        return [{"title": "記録", "filters": kinds}]


@dataclass(frozen=True)
class Row:
    """One fact as it is told."""

    at: datetime.datetime
    sentence: str
    is_look: bool
    who: str
    post: str
    application: Application | None


@dataclass(frozen=True)
class Page:
    """One page of a history, the newest first; `after` is where the next begins (empty: there is none)."""

    rows: list[Row]
    after: str

    @property
    def days(self) -> list[tuple[datetime.date, list[Row]]]:
        """The rows by their days."""
        grouped = itertools.groupby(self.rows, key=lambda row: localdate(row.at))
        return [(day, list(rows)) for day, rows in grouped]


# Whose ----------------------------------------------------------------------------------------------
def find(number: str, actor: Actor) -> Application | None:
    """The case of this number, if the actor may see its history; None where there is none for them.

    The chief of the responsible department sees that of its cases, a systems officer that of every case for an audit.
    Raises NotAllowed to others who deal with the case, and Restricted as everywhere (支援措置).
    """
    parsed = numbers.parse_receipt_number(number)
    if parsed is None:
        return None
    if access.may(actor, AUDIT):
        rows = Application.objects.with_everything().filter(matter__number=parsed)
        found: Application | None = accounts.unrestricted(rows, actor).first()
        return found
    application = queries.by_number(parsed, actor)
    if application is not None:
        access.require(actor, SEE, application)
    return application


def of_person(application: Application, actor: Actor) -> list[Application]:
    """The cases in which the applicant has any part, as far as the actor may see their histories; this one first."""
    is_same = Q(matter__in=accounts.matters_with(beside.people_of(application)))
    if application.resident_id:
        is_same |= Q(resident=application.resident_id)
    rows = Application.objects.with_everything().filter(is_same).exclude(matter__number=None)
    found = accounts.unrestricted(rows, actor) if access.may(actor, AUDIT) else rows.visible_to(actor)
    others = found.exclude(pk=application.pk).order_by("-submitted_at", "-pk")[:MOST_MATTERS]
    return [application, *(row for row in others if may_see(actor, row))]


def may_see(actor: Actor, application: Application) -> bool:
    """Whether the case page and lists may lead this actor to the history."""
    return access.may(actor, AUDIT) or access.may(actor, SEE, application)


# What happened --------------------------------------------------------------------------------------
def page(
    choice: Choice, application: Application, actor: Actor, *, after: str = "", size: int | None = None
) -> Page:
    """A page of the history of this case, or of its person."""
    size = size or choice.rows
    cases = of_person(application, actor) if choice.of == PERSON else [application]
    sources = [Event.objects.filter(matter__in=[case.matter_id for case in cases]).exclude(name__in=UNTOLD)]
    if choice.of == PERSON:
        sources.append(_of_accounts(application))
    if choice.only:
        sources = [rows.filter(name__in=events.looks()) for rows in sources]
    found = [event for rows in sources for event in _older(rows, after).order_by("-at", "-id")[: size + 1]]
    found.sort(key=lambda event: (event.at, event.pk), reverse=True)
    is_more = len(found) > size
    return Page(_told(found[:size], cases), _cursor(found[size - 1]) if is_more else "")


def _of_accounts(application: Application) -> Any:
    """What the accounts of the applicant did beside all cases."""
    residents = accounts.residents_among(beside.people_of(application))
    if application.resident_id:
        residents.add(application.resident_id)
    codes = [f"resident:{one}" for one in residents]
    return Event.objects.filter(matter=None, name__in=ACCOUNT, actor__in=codes)


def _told(found: list[Event], cases: list[Application]) -> list[Row]:
    by_matter = {case.matter_id: case for case in cases}
    teller = telling.Teller(found, {matter: case.definition for matter, case in by_matter.items()})
    doers = accounts.Doers(event.actor for event in found)
    rows = []
    for event in found:
        case = by_matter.get(event.matter_id) if event.matter_id else None
        office = case.department.code if case and case.department else ""
        rows.append(
            Row(
                at=event.at,
                sentence=teller.sentence(event),
                is_look=teller.is_look(event),
                who=doers.name(event.actor),
                post=doers.posts(event.actor, localdate(event.at), office=office),
                application=case,
            )
        )
    return rows


def _older(rows: Any, after: str) -> Any:
    moment, _, identifier = after.partition("-")
    pk = choices.as_id(identifier)
    if not moment.isascii() or not moment.isdigit() or len(moment) > 16 or pk is None:
        return rows
    at = datetime.datetime.fromtimestamp(0, tz=datetime.UTC) + datetime.timedelta(microseconds=int(moment))
    return rows.filter(Q(at__lt=at) | Q(at=at, id__lt=pk))


def _cursor(event: Event) -> str:
    since = event.at - datetime.datetime.fromtimestamp(0, tz=datetime.UTC)
    return f"{since // datetime.timedelta(microseconds=1)}-{UUID(str(event.pk)).hex}"


# As a file ------------------------------------------------------------------------------------------
HEAD = ["日", "時刻", "受付番号", "手続", "出来事", "閲覧", "人", "所属と職"]


def table(run: Run, now: datetime.datetime) -> list[list[Any]] | None:
    """The history that was asked for, as whoever asked may see it now; that it is taken out is a look."""
    actor = accounts.actor_of_code(run.actor, now=now)
    choice = Choice.read(QueryDict(run.asked["query"]))
    if actor is None or not access.may(actor, "list.export"):
        return None
    try:
        application = find(choice.number, actor)
    except access.NotAllowed:
        return None
    if application is None:
        return None
    look(choice, application, actor=actor, now=now)
    return [HEAD, *map(_line, page(choice, application, actor, size=LONGEST_LIST + 1).rows)]


def look(choice: Choice, application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that somebody looked at this history."""
    if choice.of == PERSON:
        count = len(of_person(application, actor))
        actions.record_look_at_person(application, count=count, actor=actor, now=now)
    else:
        actions.record_look_at_history(application, actor=actor, now=now)


def _line(row: Row) -> list[Any]:
    case = row.application
    return [
        localdate(row.at),
        localtime(row.at).strftime("%H:%M:%S"),
        case.matter.number if case else "",
        case.definition.title if case else "",
        row.sentence,
        "閲覧" if row.is_look else "",
        row.who,
        row.post,
    ]
