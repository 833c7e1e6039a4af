"""Reads of what stands beside an application: its period, the same person's others, what came with it, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.accounts import queries as accounts
from yakuba.applications.models import FINISHED, OPEN, Application, State
from yakuba.core.envelopes import CannotOpen
from yakuba.procedures import queries as procedures
from yakuba.procedures.fields.attachments import LATER

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from uuid import UUID

    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition, Field, FollowUp
    from yakuba.procedures.models import Version


OWED = {"instead": LATER}
# 行政手続法7条・37条: what arrives of the other sorts must be examined; only the clerk is told that there are two.
_MAY_BE_TURNED_AWAY = frozenset({"申込", "アンケート"})


@dataclass(frozen=True)
class NextProcedure:
    """What the applicant may have to do next (次の手続); `title` is empty where this town does not offer it here."""

    procedure: str
    title: str
    text: str


# The open period ------------------------------------------------------------------------------------
def closed_words(version: Version, on: datetime.date) -> str:
    """What to say on a day on which nothing of this version can come in; empty while it can."""
    words = procedures.closed_words(version.definition, on)
    newest = procedures.current(version.procedure) if words else None
    # A period that the town prolongs meanwhile holds for those too who began before.
    if newest is None or newest.pk == version.pk:
        return words
    return procedures.closed_words(newest.definition, on)


# The same person ------------------------------------------------------------------------------------
def filed_before(
    definition: Definition, resident: UUID | None, *, besides: UUID | None = None
) -> Application | None:
    """The resident's earlier filing that leaves no room for another one (`several`), or None."""
    if resident is None or definition.several == "any":
        return None
    rows = _counted(definition).filter(resident=resident).exclude(pk=besides)
    found: Application | None = rows.order_by("submitted_at").first()
    return found


def is_turned_away(definition: Definition) -> bool:
    """Whether a second filing of one person may be refused at the door."""
    return definition.several != "any" and definition.kind in _MAY_BE_TURNED_AWAY


def same_person(application: Application) -> list[Application]:
    """Others of this procedure by the same person, where there should be but one; for officials only.

    The same person is the same account, or the same name and birth date, or reading and telephone (keyed hashes).
    """
    if application.definition.several == "any":
        return []
    is_same = models.Q(matter__in=_matters_of(application))
    if application.resident_id:
        is_same |= models.Q(resident=application.resident_id)
    rows = _counted(application.definition).filter(is_same).exclude(pk=application.pk)
    return list(rows.order_by("submitted_at"))


def of_same_person(application: Application, actor: Actor) -> list[Application]:
    """What the same person filed besides, of any procedure, as far as the actor sees it; the newest first."""
    is_same = models.Q(matter__in=_matters_of(application))
    if application.resident_id:
        is_same |= models.Q(resident=application.resident_id)
    rows = Application.objects.visible_to(actor).with_everything().exclude(matter__number=None)
    return list(rows.filter(is_same).exclude(pk=application.pk).order_by("-submitted_at", "-pk")[:100])


def _counted(definition: Definition) -> Any:
    """Those that count for `several`: the undecided ones, or all that arrived and were not taken back."""
    rows = Application.objects.with_everything().filter(version__procedure=definition.id)
    if definition.several == "one_open":
        return rows.filter(state__in=OPEN)
    return rows.exclude(submitted_at=None).exclude(state=State.WITHDRAWN)


def people_of(application: Application) -> Any:
    """The rows of persons who are the applicant: the same name and birth date, or reading and telephone."""
    person = accounts.applicant(application.matter)
    if person is None:
        return accounts.people_found()
    try:
        people = accounts.people_found(name=person.name, birth_date=person.birth_date)
        return people | accounts.people_found(kana=person.kana, telephone=person.telephone)
    except CannotOpen:
        # The person was forgotten.
        return accounts.people_found()


def _matters_of(application: Application) -> Any:
    return accounts.matters_applied_by(people_of(application))


# Filed together -------------------------------------------------------------------------------------
def wanted_together(definition: Definition, answers: Mapping[str, Any]) -> list[Version]:
    """The other procedures that are filed in the same sitting with these answers, as they stand now."""
    seen = procedures.shown_answers(definition, answers)
    found = [
        procedures.current(other.procedure)
        for other in definition.together
        if procedures.holds(other.show_if, definition, seen)
    ]
    return [version for version in found if version is not None]


def companions(application: Application) -> list[Application]:
    """What was filed in the same sitting: the others of the first one, and the first one of the others."""
    if application.matter.kind != "application":
        # What follows another one was filed by itself.
        return []
    if application.matter.parent_id is None and not application.definition.together:
        return []
    first = application.matter.parent_id or application.matter_id
    rows = Application.objects.with_everything().filter(
        models.Q(matter=first) | models.Q(matter__parent=first), matter__kind="application"
    )
    return list(rows.exclude(pk=application.pk).exclude(submitted_at=None).order_by("matter__number"))


def children(application: Application) -> list[Application]:
    """What was begun in the sitting of this one, drafts that could not be filed among them."""
    if not application.definition.together:
        return []
    rows = Application.objects.with_everything().filter(
        matter__parent=application.matter_id, matter__kind="application"
    )
    return list(rows)


def left_out(application: Application) -> list[Version]:
    """The procedures that should have been filed together and could not be: they must be filed by themselves."""
    if not application.definition.together or application.submitted_at is None:
        return []
    filed = {other.version.procedure for other in companions(application)}
    first = application.submissions.select_related("matter__key__town_key").get(revision=1)
    wanted = wanted_together(application.definition, first.answers)
    return [version for version in wanted if version.procedure not in filed]


# What follows ---------------------------------------------------------------------------------------
def follow_ups(application: Application) -> list[NextProcedure]:
    """What comes next, once there is an outcome: what follows any, and what follows this one."""
    if application.state not in FINISHED:
        return []
    chosen = application.definition.follow_ups
    return [_next(follow) for follow in chosen if follow.after in {None, application.outcome}]


def next_procedures(definition: Definition) -> list[NextProcedure]:
    """Everything that may come next, for who reads about a procedure before beginning it."""
    return [_next(follow) for follow in definition.follow_ups]


def _next(follow: FollowUp) -> NextProcedure:
    version = procedures.current(follow.procedure)
    return NextProcedure(
        follow.procedure, procedures.spoken(version.definition).title if version else "", follow.text
    )


def owed_files(application: Application) -> list[Field]:
    """The documents that the applicant wants to send later (あとで出す) and has not sent yet."""
    if application.state != State.SUBMITTED:
        return []
    standing = procedures.shown(application.definition, application.answers)
    return [field for field in standing.values() if application.answers.get(field.id) == OWED]
