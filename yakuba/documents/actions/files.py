"""Files come in through the gate, are opened under the eyes of the memory, and leave no orphan behind."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.models import Purpose
from yakuba.core import access, scope, states
from yakuba.core.actions import record
from yakuba.documents import gate
from yakuba.documents.events import FILE_DISCARDED, FILE_RECEIVED, FILE_VIEWED
from yakuba.documents.models import Document, File, Origin
from yakuba.documents.papers import INTERNAL

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator

    from django.core.files.uploadedfile import UploadedFile

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

# A file of a transaction that is still running is not an orphan yet.
ORPHAN_AGE = timedelta(days=1)
_AT_ONCE = 500


def admit(upload: UploadedFile[Any], *, accept: Collection[str] = tuple(gate.ACCEPTABLE)) -> gate.Admitted:
    """Lead an upload through the gate; `accept` as in a definition. Raises gate.Refused.

    Decoding takes half a second: do it before a transaction that others wait for, and hand `receive` what comes out.
    """
    gate.require_size(upload.name or "", upload.size or 0)
    return gate.admit(upload.name or "", upload.read(), accept=accept)


def receive(
    upload: UploadedFile[Any] | gate.Admitted, *, matter: Matter, actor: Actor, now: datetime.datetime
) -> File:
    """Keep one file of a matter, sealed with its key; an upload goes through the gate first. Raises gate.Refused."""
    access.require(actor, "file.receive", File(matter=matter))
    admitted = upload if isinstance(upload, gate.Admitted) else admit(upload)
    with transaction.atomic():
        states.hold(matter.pk)
        gate.require_room(File.objects.of(matter).uploaded().count(), admitted.name)
        file = keep(admitted, matter=matter, origin=Origin.UPLOAD, now=now)
        record(FILE_RECEIVED, matter=matter, actor=actor, now=now, file=file.pk)
    return file


@transaction.atomic
def open_file(file: File, *, actor: Actor, now: datetime.datetime) -> bytes:
    """The bytes in the clear; a look by the staff is a fact.

    What is a protected person's (支援措置) opens to staff only with a second official's consent, the town's own papers
    once for each: else raises accounts.queries.Restricted.
    """
    access.require(actor, "file.open", file)
    if actor.is_staff and file.origin == Origin.MADE:
        accounts.use_countersignature(file.matter, purpose=Purpose.PRINT, actor=actor, now=now)
    people.require_open(actor, file.matter)
    _require_office(file, actor)
    data = file.get()
    if actor.is_staff:
        record(FILE_VIEWED, matter=file.matter, actor=actor, now=now, file=file.pk)
    return data


def _require_office(file: File, actor: Actor) -> None:
    """Raise NotAllowed for anybody but staff, where the file is a paper that never leaves the town hall."""
    is_internal = Document.objects.filter(file=file, template__in=INTERNAL).exists()
    if is_internal and not (actor.is_staff or "machine" in actor.roles):
        raise access.NotAllowed("この文書は、役場の中だけのものです。")


@transaction.atomic
def discard(file: File, *, actor: Actor, now: datetime.datetime) -> None:
    """Forget an upload that was never handed in: taken off a draft, or replaced there. The caller knows that."""
    access.require(actor, "file.discard", file)
    pk, path, matter = file.pk, file.path, file.matter
    File.objects.uploaded().get(pk=pk).delete()
    transaction.on_commit(partial(default_storage.delete, path))
    record(FILE_DISCARDED, matter=matter, actor=actor, now=now, file=pk)


def keep(admitted: gate.Admitted, *, matter: Matter, origin: str, now: datetime.datetime) -> File:
    """Seal bytes into the storage with their row, in the caller's transaction; its end by a rollback leaves an orphan."""
    file = File(matter=matter, name=admitted.name, type=admitted.type, origin=origin, uploaded_at=now)
    file.put(admitted.data)
    file.save(force_insert=True)
    return file


def remove_orphans(*, now: datetime.datetime, limit: int = _AT_ONCE) -> int:
    """Delete at most `limit` stored bytes of the town in scope that no row knows, a day after they were written."""
    removed = 0
    batch: list[str] = []
    for path in _stored_before(now - ORPHAN_AGE):
        batch.append(path)
        if len(batch) == _AT_ONCE:
            removed += _delete_unknown(batch, limit - removed)
            batch = []
        if removed == limit:
            return removed
    return removed + _delete_unknown(batch, limit - removed)


def _stored_before(moment: datetime.datetime) -> Iterator[str]:
    top = scope.current().slug
    if not default_storage.exists(top):
        return
    for folder in default_storage.listdir(top)[0]:
        for name in default_storage.listdir(f"{top}/{folder}")[1]:
            path = f"{top}/{folder}/{name}"
            if default_storage.get_modified_time(path) < moment:
                yield path


def _delete_unknown(paths: list[str], most: int) -> int:
    known = set(File.objects.filter(path__in=paths).values_list("path", flat=True))
    orphans = [path for path in paths if path not in known][:most]
    for path in orphans:
        default_storage.delete(path)
    return len(orphans)
