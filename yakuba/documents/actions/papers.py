"""Papers are asked for in the deciding transaction, with their number, and made after it by a worker."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from yakuba.accounts import queries as people
from yakuba.core import access, dates, numbers, scope, states
from yakuba.core.actions import next_number, record
from yakuba.core.actors import MACHINE
from yakuba.core.statements import kept
from yakuba.core.transactions import joining
from yakuba.documents import fonts, gate, glyphs, providers, signatures, verifying
from yakuba.documents.actions import ending, holding
from yakuba.documents.actions.files import keep
from yakuba.documents.actions.telling import named
from yakuba.documents.events import (
    DOCUMENT_FAILED,
    DOCUMENT_MADE,
    DOCUMENT_RECEIVED,
    DOCUMENT_REQUESTED,
    DOCUMENT_VOIDED,
)
from yakuba.documents.models import MOVES, RECEIVED, Document, Origin, State
from yakuba.documents.papers import CONFIRMED, TEMPLATES

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType
    from yakuba.core.models import Matter
    from yakuba.documents.providers import Signed

log = logging.getLogger(__name__)

# A paper takes a tenth of a second; a worker that holds one longer is gone.
LEASE = timedelta(minutes=2)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
TRIES = len(DELAYS) + 1


def request(
    matter: Matter,
    *,
    consequence: str,
    revision: int,
    template: str,
    data: Mapping[str, Any],
    number_symbol: str | None,
    dated_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
    replaces: Document | None = None,
    reason: str = "",
) -> Document:
    """Ask for a paper and fix what it says and its number; asking again finds the first. Call it last.

    About a person who is protected (支援措置) it is held, with its number, until a second official lets it be made.
    `data` is what papers.TEMPLATES[template] takes; `replaces` is the paper in whose place it comes, for this reason.
    Raises glyphs.Unprintable and pydantic.ValidationError before anything is written and any number is taken.
    """
    access.require(actor, "document.request", Document(matter=matter))
    document = Document(
        matter=matter,
        consequence=consequence,
        revision=revision,
        template=template,
        dated_on=dated_on,
        requested_at=now,
    )
    document.data = _checked(template, data)
    document.replaces, document.reason = replaces, reason or None
    return _request(document, number_symbol=number_symbol, actor=actor, now=now)


@joining
def _request(
    document: Document, *, number_symbol: str | None, actor: Actor, now: datetime.datetime
) -> Document:
    matter = document.matter
    # Two requests of one matter stand in line here, so that the second finds what the first made.
    states.hold(matter.pk)
    earlier = _same.first(matter=matter.pk, consequence=document.consequence, revision=document.revision)
    if earlier is not None:
        return earlier
    if document.template in CONFIRMED:
        document.code = numbers.verification_code()
        document.code_hash = verifying.fingerprint(document.code)
    document.fiscal_year = dates.fiscal_year(document.dated_on)
    if people.is_restricted(matter.pk):
        document.state = State.HELD
        holding.ask_for_second(matter, now=now)
    if number_symbol is not None:
        # Gap-free: the counter's row stays locked until the commit, and a rollback gives the number back.
        serial = next_number(f"document:{number_symbol}", year=document.fiscal_year)
        document.number = f"{number_symbol}第{serial}号"
    document.save(force_insert=True)
    _record(DOCUMENT_REQUESTED, document, actor=actor, now=now)
    return document


@kept
def _same(matter: UUID, consequence: str, revision: int) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.filter(
        matter=matter, consequence=consequence, revision=revision
    )
    return rows.order_by("pk")[:1]


@transaction.atomic
def keep_received(
    matter: Matter,
    *,
    scan: gate.Admitted,
    consequence: str,
    title: str,
    dated_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
) -> Document:
    """Keep the paper of another authority as a paper of the matter: its number and its words are not the town's."""
    access.require(actor, "document.keep", Document(matter=matter))
    states.hold(matter.pk)
    file = keep(scan, matter=matter, origin=Origin.UPLOAD, now=now)
    document = Document(
        matter=matter,
        consequence=consequence,
        revision=1,
        template=RECEIVED,
        dated_on=dated_on,
        fiscal_year=dates.fiscal_year(dated_on),
        state=State.MADE,
        file=file,
        requested_at=now,
        made_at=now,
    )
    document.data = {"title": title}
    document.save(force_insert=True)
    _record(DOCUMENT_RECEIVED, document, actor=actor, now=now, file=file.pk)
    return document


def make(document_id: UUID, *, now: datetime.datetime) -> Document | None:
    """Render one waiting paper and keep its PDF; None if it is in other hands or needs no making any more.

    A failure is kept and tried again later with the same number; after the last try the paper is `failed`.
    """
    document = _lease(document_id, now=now)
    if document is None:
        return None
    try:
        town = scope.current().slug
        pdf = providers.renderer().render(document.template, _told(document), town=town)
        signed = providers.signer().sign(pdf, town)
    except Exception as problem:  # noqa: BLE001  see below
        # Whatever stops one paper must neither be lost nor stop the others. Its text may quote the paper.
        log.warning("document %s was not made: %s", document_id, type(problem).__name__)
        return _keep_failure(document, f"{type(problem).__name__}: {problem}", now=now)
    return _keep(document, signed, now=now)


@transaction.atomic
def retry(document: Document, *, actor: Actor, now: datetime.datetime) -> Document:
    """Try a failed paper anew, with the number it has."""
    access.require(actor, "document.retry")
    document = states.apply(document, MOVES, "retry")
    document.attempts, document.leased_until = 0, None
    document.save(update_fields=["state", "attempts", "leased_until"])
    _record(DOCUMENT_REQUESTED, document, actor=actor, now=now)
    return document


@transaction.atomic
def void(document: Document, *, reason: str, actor: Actor, now: datetime.datetime) -> Document:
    """Take a paper back for a reason; its number is never given again (欠番)."""
    access.require(actor, "document.void", document)
    document = states.apply(document, MOVES, "void")
    document.void_reason = reason
    document.save(update_fields=["state", "void_reason"])
    _record(DOCUMENT_VOIDED, document, actor=actor, now=now)
    return document


def _checked(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    paper = TEMPLATES[template].model_validate(data).model_dump(mode="json")
    glyphs.check(paper, fonts.installed(settings.FONTS))
    return paper


def _told(document: Document) -> dict[str, Any]:
    paper = TEMPLATES[document.template].model_validate(document.data)
    on, town = document.dated_on, scope.current()
    return {
        **paper.printed(number=document.number, dated_on=on),
        "municipality": town.name,
        "author": town.name,
        "date": [on.year, on.month, on.day],
        "sample": settings.DEMO,
        **verifying.printed(document),
    }


@transaction.atomic
def _lease(document_id: UUID, *, now: datetime.datetime) -> Document | None:
    """The paper, for this worker alone until the lease ends. A try counts even if the worker is killed in it."""
    free = Document.objects.due(now).select_for_update(of=("self",), skip_locked=True)
    document: Document | None = free.select_related("matter__key__town_key").filter(pk=document_id).first()
    if document is None or holding.hold(document, now=now):
        return None
    if document.attempts >= TRIES:
        _fail(document, "the worker was lost each time", now=now)
        return None
    document.attempts += 1
    document.leased_until = now + LEASE
    document.save(update_fields=["attempts", "leased_until"])
    return document


@transaction.atomic
def _keep(document: Document, signed: Signed, *, now: datetime.datetime) -> Document:
    fresh = states.lock(document)
    if fresh.state != State.WAITING:
        # Made by another worker after this one's lease had ended, or voided meanwhile.
        return fresh
    name = gate.safe_name(f"{fresh.title} {fresh.number}", signatures.PDF)
    admitted = gate.Admitted(name, signatures.PDF, signed.pdf)
    file = keep(admitted, matter=fresh.matter, origin=Origin.MADE, now=now)
    fresh = states.apply(fresh, MOVES, "make")
    fresh.file, fresh.made_at, fresh.leased_until, fresh.error = file, now, None, None
    fresh.signed_as = signed.by
    fresh.save(update_fields=["state", "file", "made_at", "leased_until", "error", "signed_as"])
    ending.supersede(fresh, now=now)
    _record(DOCUMENT_MADE, fresh, actor=MACHINE, now=now, file=file.pk)
    return fresh


@transaction.atomic
def _keep_failure(document: Document, error: str, *, now: datetime.datetime) -> Document:
    fresh = states.lock(document)
    if fresh.state != State.WAITING:
        return fresh
    if fresh.attempts >= TRIES:
        return _fail(fresh, error, now=now)
    fresh.error, fresh.leased_until = error, now + DELAYS[fresh.attempts - 1]
    fresh.save(update_fields=["error", "leased_until"])
    return fresh


def _fail(document: Document, error: str, *, now: datetime.datetime) -> Document:
    document = states.apply(document, MOVES, "fail")
    document.error, document.leased_until = document.error or error, None
    document.save(update_fields=["state", "error", "leased_until"])
    _record(DOCUMENT_FAILED, document, actor=MACHINE, now=now)
    return document


def _record(
    event: EventType, document: Document, *, actor: Actor, now: datetime.datetime, **more: Any
) -> None:
    record(event, matter=document.matter, actor=actor, now=now, **named(document), **more)
