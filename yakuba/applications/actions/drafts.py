"""Writing an application: start, save each step, put files in, throw it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.accounts import queries as people
from yakuba.applications import events, queries
from yakuba.applications.actions import limits
from yakuba.applications.actions.arrivals import require_writer
from yakuba.applications.capacities import require_mandate
from yakuba.applications.models import EDITABLE, MOVES, Application, Channel, State
from yakuba.core import access, lookup, numbers, retention, states
from yakuba.core.actions import close_matter, open_matter, record, set_timer
from yakuba.core.actors import unnamed
from yakuba.core.transactions import joining
from yakuba.documents import actions as documents
from yakuba.documents.queries import file as received_file
from yakuba.documents.queries import is_received
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from yakuba.accounts.models import Resident
    from yakuba.core.actors import Actor
    from yakuba.procedures.models import Version

KEEP_DRAFTS = timedelta(days=30)
EXPIRY = "draft-expires"


class Conflict(Exception):
    """The section was changed in another window since this one was opened."""


@dataclass(frozen=True)
class Attached:
    """The files that are in one field now, and why others did not pass the gate."""

    entries: list[dict[str, Any]]
    problems: list[str]


def start(
    version: Version,
    *,
    token: UUID,
    resident: Resident | None,
    actor: Actor,
    now: datetime.datetime,
    channel: str = "online",
) -> Application:
    """Begin a draft; the same token (a double click, two tabs) finds the same draft.

    Raises Closed outside the open period and FiledBefore where this resident may not have another one.
    """
    access.require(actor, "application.start")
    if version.definition.anonymous:
        # Nobody's name, account or session is kept with what is answered without a name.
        resident, actor = None, unnamed(actor)
    try:
        return _begin(version, token, resident, channel, actor=actor, now=now)
    except (IntegrityError, limits.Closed, limits.FiledBefore):
        # The same button pressed twice: the other press came first, and what it began is there.
        if found := _begun(token, actor=actor):
            return found
        raise


@transaction.atomic
def _begun(token: UUID, *, actor: Actor) -> Application | None:
    found: Application | None = Application.objects.with_everything().filter(start_token=token).first()
    if found is None:
        return None
    # The second press of one button comes before the browser has the first answer: the page's own token, which
    # nobody can guess, stands for the guest as long as nothing was written.
    if found.state != State.DRAFT or found.answers or found.stamps or found.resident_id:
        access.require(actor, "application.view", found)
    return found


@transaction.atomic
def _begin(
    version: Version,
    token: UUID,
    resident: Resident | None,
    channel: str,
    *,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    limits.require_open(version, now=now)
    limits.require_room(version.definition, resident.pk if resident else None)
    return begin(version, token=token, resident=resident, channel=channel, actor=actor, now=now)


@joining
def begin(
    version: Version,
    *,
    token: UUID,
    resident: Resident | None,
    actor: Actor,
    now: datetime.datetime,
    beside: Application | None = None,
    after: Application | None = None,
    channel: str = "online",
) -> Application:
    """Write a new draft down; `beside` is the one in whose sitting it is filed too, `after` the one that it follows."""
    if not (actor.is_staff and beside is not None and beside.received_on):
        access.require(actor, "application.start")
    code = numbers.lookup_code()
    application: Application = Application(
        matter=open_matter(
            "follow-up" if after else "application",
            now=now,
            parent=(beside or after).matter if beside or after else None,  # type: ignore[union-attr]
        ),
        channel=beside.channel if beside else Channel(channel).value,
        received_on=beside.received_on if beside else None,
        version=version,
        start_token=token,
        resident=resident,
        # A system files for others; what nobody's name stands on leads back to no system either.
        program_id=None if version.definition.anonymous else actor.program,
        answers=_filled_in(version, resident if beside is None else None),
        lookup_code=code,
        lookup_hash=lookup.fingerprint("lookup-code", code),
        started_at=now,
        saved_at=now,
    )
    application.save(force_insert=True)
    _let_expire(application, now=now)
    record(
        events.STARTED,
        matter=application.matter,
        actor=actor,
        now=now,
        procedure=version.procedure,
        channel=application.channel,
    )
    return application


def _filled_in(version: Version, resident: Resident | None) -> dict[str, Any]:
    """The answers that the resident's profile knows: shown as such, to be changed; nothing typed is ever replaced."""
    if resident is None:
        return {}
    facts = people.profile_facts(resident) | people.household_facts(resident)
    return procedures.filled_in(version.definition, facts)


@transaction.atomic
def save_section(
    application: Application,
    *,
    section: str,
    answers: Mapping[str, Any],
    seen: int,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    """Keep the answers of one section; raises Conflict when another window saved others since `seen`."""
    fresh = _editable(application, actor=actor, now=now)
    ids = [field.id for field in fresh.definition.section(section).fields]
    asked = procedures.asked(fresh.definition)
    before = {key: value for key, value in fresh.answers.items() if key in ids and key in asked}
    if fresh.stamps.get(section, 0) != seen and before != dict(answers):
        raise Conflict(_("別の画面（タブ）で、このページの内容が変わりました。"))
    others = {key: value for key, value in fresh.answers.items() if key not in ids}
    wanted = _allowed(fresh, others | dict(answers))
    fresh.answers = procedures.with_computed(
        fresh.definition, wanted, today=fresh.arrival_day(localdate(now))
    )
    fresh.stamps[section] = fresh.stamps.get(section, 0) + 1
    return _saved(fresh, now=now)


def _allowed(application: Application, wanted: dict[str, Any]) -> dict[str, Any]:
    """In a correction only the named questions, and those that they bring up, take another answer."""
    open_ones = queries.correctable(application, wanted)
    if open_ones is None:
        return wanted
    fixed = {key: value for key, value in application.answers.items() if key not in open_ones}
    return {key: value for key, value in wanted.items() if key in open_ones} | fixed


def attach_files(
    application: Application,
    *,
    field: str,
    keep: Sequence[str] | None,
    uploads: Sequence[UploadedFile[bytes]],
    actor: Actor,
    now: datetime.datetime,
) -> Attached:
    """Take uploaded files in at once, so that an error elsewhere on the page does not lose them.

    `keep` are the ids of the files that stay; None keeps all, for a page that does not know what is there by now.
    """
    require_writer(actor, "application.save", application)
    accept = application.definition.fields[field].accept
    admitted, problems = [], []
    # The gate decodes each file outside the transaction: nothing may be locked meanwhile.
    for upload in uploads:
        try:
            admitted.append(documents.admit(upload, accept=accept))
        except documents.Refused as problem:
            problems.append(str(problem))
    entered = _enter_files(application, field, keep, admitted, actor=actor, now=now)
    return Attached(entered.entries, problems + entered.problems)


@transaction.atomic
def _enter_files(
    application: Application,
    field: str,
    keep: Sequence[str] | None,
    admitted: list[documents.Admitted],
    *,
    actor: Actor,
    now: datetime.datetime,
) -> Attached:
    row = _editable(application, actor=actor, now=now)
    held = procedures.files_in(row.definition, row.answers, field)
    entries = [entry for entry in held if keep is None or entry["id"] in keep]
    # What the applicant takes off before sending it is nobody's business any more.
    for entry in held:
        if entry not in entries and entry["id"] not in queries.filed_files(row):
            _forget_file(row, entry["id"], actor=actor, now=now)
    problems = []
    for one in admitted:
        # The same page sent again, because no answer came, brings the same file again.
        if is_received(
            row.matter, one.data, among=[entry["id"] for entry in entries if entry["name"] == one.name]
        ):
            continue
        try:
            file = documents.receive(one, matter=row.matter, actor=actor, now=now)
        except documents.Refused as problem:
            problems.append(str(problem))
        else:
            entries.append({"id": str(file.pk), "name": file.name, "size": file.size, "type": file.type})
    if entries or held:
        row.answers = {**row.answers, field: entries}
    _saved(row, now=now)
    return Attached(entries, problems)


def _forget_file(application: Application, file_id: str, *, actor: Actor, now: datetime.datetime) -> None:
    file = received_file(application.matter, UUID(file_id))
    if file is not None:
        documents.discard(file, actor=actor, now=now)


@transaction.atomic
def discard(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Throw a draft away: its key is destroyed, so nobody can read it any more."""
    access.require(actor, "application.discard", application)
    if application.definition.anonymous:
        actor = unnamed(actor)
    fresh = states.apply(application, MOVES, "discard")
    fresh.save(update_fields=["state"])
    close_matter(fresh.matter, now=now)
    retention.forget_matter(fresh.matter, now=now)
    record(events.DISCARDED, matter=fresh.matter, actor=actor, now=now)
    return fresh


def _editable(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    require_writer(actor, "application.save", application)
    require_mandate(application, actor=actor, now=now)
    fresh = states.lock(application)
    if fresh.state not in EDITABLE:
        raise states.NotPossible(_("この申請は、もう町に届いています。"), fresh.state)
    return fresh


def _saved(application: Application, *, now: datetime.datetime) -> Application:
    application.saved_at = now
    application.save(update_fields=["answers", "stamps", "saved_at"])
    _let_expire(application, now=now)
    return application


def _let_expire(application: Application, *, now: datetime.datetime) -> None:
    """A draft that nobody goes on with is forgotten; what came on paper never is."""
    if application.state == State.DRAFT and application.received_on is None:
        set_timer(application.matter, EXPIRY, due_at=now + KEEP_DRAFTS)
