"""What a program asks for, each in one transaction: the actions of the pages, and that a key is carried out once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from yakuba.api import answers as reading
from yakuba.api.models import Carried
from yakuba.applications import actions as applications
from yakuba.applications import queries
from yakuba.core.lookup import fingerprint

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.accounts.models import Resident
    from yakuba.api.problems import Where
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.models import Version

KEPT = timedelta(days=30)  # as long as a draft is


class Unfit(Exception):
    """Answers cannot be taken; `errors` are paths into the body, each with its sentence."""

    def __init__(self, errors: list[Where]) -> None:
        super().__init__("答えに、直すところがあります。")
        self.errors = errors


class KeyReused(Exception):
    """The same idempotency key came with something else."""


class NotAuthorised(Exception):
    """The system was not authorised for what would be filed."""


def apply(
    version: Version,
    *,
    answers: Mapping[str, Any],
    sends: bool,
    key: str,
    caller: str,
    resident: Resident | None,
    actor: Actor,
    now: datetime.datetime,
) -> tuple[Application | None, bool]:
    """Begin an application, and file it at once where `sends`; and whether this call did it.

    All of it or nothing: what cannot be filed leaves no draft. The same `key` of the same caller again finds what
    was made then (None: an answer without a name). Raises Unfit, KeyReused, NotAuthorised, and what
    applications.actions.start, save_section and submit raise.
    """
    body = fingerprint("api-body", json.dumps([version.procedure, sends, answers], sort_keys=True))
    # Guests do not share keys: whoever only guesses one must have sent the very same.
    digest = fingerprint("api-key", f"{caller}:{key}" + (f":{body}" if caller == "guest" else ""))
    try:
        with transaction.atomic():
            if found := _carried(digest, body):
                return found.application, False
            # Written first: the same call at the same moment waits here for the end of this one.
            row = Carried.objects.create(digest=digest, body=body, made_at=now)
            made = _apply(version, digest, answers, resident, sends=sends, actor=actor, now=now)
            if not version.definition.anonymous:
                row.application = made
                row.save(update_fields=["application"])
            return made, True
    except IntegrityError:
        if found := _carried(digest, body):
            return found.application, False
        raise


def _carried(digest: str, body: str) -> Carried | None:
    found: Carried | None = (
        Carried.objects.filter(digest=digest).select_related("application__matter__key__town_key").first()
    )
    if found is not None and found.body != body:
        raise KeyReused
    return found


def _apply(
    version: Version,
    digest: str,
    answers: Mapping[str, Any],
    resident: Resident | None,
    *,
    sends: bool,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    draft = applications.start(
        version, token=UUID(digest[:32]), resident=resident, channel="api", actor=actor, now=now
    )
    actor = actor.holding(draft.matter_id)
    draft = write(draft, answers=answers, actor=actor, now=now)
    return send(draft, actor=actor, now=now) if sends else draft


@transaction.atomic
def write(
    application: Application, *, answers: Mapping[str, Any], actor: Actor, now: datetime.datetime
) -> Application:
    """Keep these answers beside those that are there, all or none; raises Unfit."""
    found = reading.read(application, answers, today=localdate(now))
    if found.errors:
        raise Unfit(found.errors)
    for section, kept in found.sections.items():
        seen = application.stamps.get(section, 0)
        application = applications.save_section(
            application, section=section, answers=kept, seen=seen, actor=actor, now=now
        )
    return application


@transaction.atomic
def send(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """File it, or file what was corrected; a system only what it was authorised for, also of what goes along."""
    if actor.program is not None and application.program is not None:
        along = queries.wanted_together(application.definition, application.answers)
        if not {one.procedure for one in along} <= set(application.program.procedures):
            raise NotAuthorised
    return applications.submit(application, actor=actor, now=now)


@transaction.atomic
def forget_keys(*, now: datetime.datetime, limit: int = 500) -> int:
    """Delete the keys of calls more than 30 days ago, at most `limit`; returns how many."""
    old = Carried.objects.filter(made_at__lt=now - KEPT).order_by("pk").values_list("pk", flat=True)
    deleted: int = Carried.objects.filter(pk__in=list(old[:limit])).delete()[0]
    return deleted
