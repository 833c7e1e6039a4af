"""Filing another procedure in the same sitting: its draft is filled with what both ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction

from yakuba.accounts.models import Department
from yakuba.accounts.queries import actor_of_resident
from yakuba.applications import events
from yakuba.applications.actions import drafts
from yakuba.applications.actions.arrivals import Incomplete
from yakuba.applications.actions.limits import Closed, FiledBefore
from yakuba.core.actions import record
from yakuba.core.actors import guest
from yakuba.core.states import NotPossible
from yakuba.documents import actions as documents
from yakuba.documents.queries import file as received_file
from yakuba.procedures import queries as procedures
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.models import Version

HELD = "second-bundle"
# What may stand against the other one without stopping the first.
IN_ITS_WAY = (Incomplete, Closed, FiledBefore, NotPossible, Department.DoesNotExist)


def filled(
    version: Version, *, beside: Application, actor: Actor, now: datetime.datetime
) -> Application | None:
    """The draft of the other procedure with the answers that both ask for; None where it asks for a sign-in."""
    # A card proves one content at a time: what asks for one is filed by itself.
    identity = version.definition.who.identity
    if identity not in {"none", "mail"} or (identity == "mail" and beside.resident is None):
        return None
    # The same two procedures in the same sitting are the same draft, however often it is sent.
    token = uuid5(beside.start_token, version.procedure)
    with transaction.atomic():
        other = drafts.begin(
            version, token=token, resident=beside.resident, actor=actor, now=now, beside=beside
        )
        other.answers = shared(beside, other, actor=actor.holding(other.matter_id), now=now)
        other.save(update_fields=["answers"])
    return other


def leave_out(version: Version, *, beside: Application, actor: Actor, now: datetime.datetime) -> None:
    """Remember that the other one could not be filed, and let the clerk of the first see to it."""
    record(events.COMPANION_LEFT_OUT, matter=beside.matter, actor=actor, now=now, procedure=version.procedure)
    work.open_item(
        beside.matter,
        step=f"left-out-{version.procedure}"[:64],
        title=f"一緒に出す「{version.definition.title}」が出せなかった：申請者に知らせる",
        department=beside.office,
        role="clerk",
        due_on=beside.due_on,
        actor=actor,
        now=now,
    )


def hold(first: Application, *, versions: Sequence[Version], actor: Actor, now: datetime.datetime) -> None:
    """Keep the others back (支援措置) and let the clerk of the first ask a second official."""
    for version in versions:
        record(events.COMPANION_HELD, matter=first.matter, actor=actor, now=now, procedure=version.procedure)
    work.open_item(
        first.matter,
        step=HELD,
        title="支援措置：一緒に出す手続に進める前に、二人目の確認を頼む",
        department=first.office,
        role="clerk",
        due_on=first.due_on,
        actor=actor,
        now=now,
    )


def applicant_of(first: Application) -> Actor:
    """Who filed it: what they had asked for is carried out in their name."""
    matters = frozenset({first.matter_id})
    return actor_of_resident(first.resident, matters=matters) if first.resident else guest(matters)


def say(other: Application, *, beside: Application, actor: Actor, now: datetime.datetime) -> None:
    """Let the story of the first tell that the other one arrived with it."""
    record(
        events.COMPANION_FILED,
        matter=beside.matter,
        actor=actor,
        now=now,
        number=other.matter.number,
        procedure=other.version.procedure,
    )


def shared(one: Application, other: Application, *, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """The answers whose questions both have; files are copied, each matter keeps its own under its own key."""
    seen = procedures.shown_answers(one.definition, one.answers)
    ours, theirs = one.definition.fields, other.definition.fields
    same = [name for name in seen if name in theirs and theirs[name].kind == ours[name].kind]
    return {name: _copied(one, other, name, seen[name], actor=actor, now=now) for name in same}


def _copied(
    one: Application, other: Application, name: str, value: Any, *, actor: Actor, now: datetime.datetime
) -> Any:
    entries = procedures.files_in(one.definition, {name: value}, name)
    if not entries:
        return value
    return [_copy(one, other, entry, actor=actor, now=now) for entry in entries]


def _copy(
    one: Application, other: Application, entry: dict[str, Any], *, actor: Actor, now: datetime.datetime
) -> dict[str, Any]:
    found = received_file(one.matter, UUID(entry["id"]))
    if found is None:
        raise LookupError(entry["id"])
    # It passed the gate when it came in; what is kept is its clean form already.
    admitted = documents.Admitted(name=found.name, type=found.type, data=found.get())
    file = documents.receive(admitted, matter=other.matter, actor=actor, now=now)
    return {**entry, "id": str(file.pk)}
