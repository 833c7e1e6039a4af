"""Writing an application: start, save each step, put files in, throw it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yakuba.applications import events, queries
from yakuba.applications.models import EDITABLE, MOVES, Application, State
from yakuba.core import access, lookup, numbers, states
from yakuba.core.actions import close_matter, destroy_key, open_matter, record, set_timer
from yakuba.documents import actions as documents
from yakuba.documents.queries import file as received_file

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


@transaction.atomic
def start(
    version: Version, *, token: UUID, resident: Resident | None, actor: Actor, now: datetime.datetime
) -> Application:
    """Begin a draft; the same token (a double click, two tabs) finds the same draft."""
    access.require(actor, "application.start")
    try:
        return _begun(token, actor=actor) or _begin(version, token, resident, actor=actor, now=now)
    except IntegrityError:
        # The same button pressed twice at the same moment: the other press came first.
        if found := _begun(token, actor=actor):
            return found
        raise


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
    version: Version, token: UUID, resident: Resident | None, *, actor: Actor, now: datetime.datetime
) -> Application:
    code = numbers.lookup_code()
    application: Application = Application(
        matter=open_matter("application", now=now),
        version=version,
        start_token=token,
        resident=resident,
        answers={},
        lookup_code=code,
        lookup_hash=lookup.fingerprint("lookup-code", code),
        started_at=now,
        saved_at=now,
    )
    application.save(force_insert=True)
    set_timer(application.matter, EXPIRY, due_at=now + KEEP_DRAFTS)
    record(
        events.STARTED,
        matter=application.matter,
        actor=actor,
        now=now,
        procedure=version.procedure,
        channel=application.channel,
    )
    return application


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
    fresh = _editable(application, actor=actor)
    ids = [field.id for field in fresh.definition.section(section).fields]
    before = {key: value for key, value in fresh.answers.items() if key in ids}
    if fresh.stamps.get(section, 0) != seen and before != dict(answers):
        raise Conflict("別の画面（タブ）で、このページの内容が変わりました。")
    others = {key: value for key, value in fresh.answers.items() if key not in ids}
    fresh.answers = _allowed(fresh, others | dict(answers))
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
    access.require(actor, "application.save", application)
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
    row = _editable(application, actor=actor)
    held = row.answers.get(field, [])
    entries = [entry for entry in held if keep is None or entry["id"] in keep]
    # What the applicant takes off before sending it is nobody's business any more.
    for entry in held:
        if entry not in entries and entry["id"] not in queries.filed_files(row):
            _forget_file(row, entry["id"], actor=actor, now=now)
    problems = []
    for one in admitted:
        try:
            file = documents.receive(one, matter=row.matter, actor=actor, now=now)
        except documents.Refused as problem:
            problems.append(str(problem))
        else:
            entries.append({"id": str(file.pk), "name": file.name, "size": file.size, "type": file.type})
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
    fresh = states.apply(application, MOVES, "discard")
    fresh.save(update_fields=["state"])
    close_matter(fresh.matter, now=now)
    destroy_key(fresh.matter.key, now=now)
    record(events.DISCARDED, matter=fresh.matter, actor=actor, now=now)
    return fresh


def _editable(application: Application, *, actor: Actor) -> Application:
    access.require(actor, "application.save", application)
    fresh = states.lock(application)
    if fresh.state not in EDITABLE:
        raise states.NotPossible("この申請は、もう町に届いています。", fresh.state)
    return fresh


def _saved(application: Application, *, now: datetime.datetime) -> Application:
    application.saved_at = now
    application.save(update_fields=["answers", "stamps", "saved_at"])
    if application.state == State.DRAFT:
        set_timer(application.matter, EXPIRY, due_at=now + KEEP_DRAFTS)
    return application
