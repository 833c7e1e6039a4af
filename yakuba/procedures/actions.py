"""What is done with definitions: they are published."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from yakuba.core import access, scope
from yakuba.core.actions import record
from yakuba.core.models import Municipality
from yakuba.procedures import loader, queries, searching
from yakuba.procedures.events import PUBLISHED
from yakuba.procedures.models import Version

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor


class NotForResidents(Exception):
    """The definition needs the individual number, which the public side never asks for."""


@transaction.atomic
def publish(text: str, *, actor: Actor, now: datetime.datetime, source: str = "") -> Version:
    """Make a definition the newest version of its procedure; an unchanged text gives the current version again.

    Raises loader.Problems with every fault, and NotForResidents for a definition with `requires_mynumber` anywhere
    but on the office side.
    """
    access.require(actor, "procedure.publish")
    definition = loader.load(text, source=source)
    # 番号法 9条, 19条: the number is collected in few ways only, and never by this public side.
    if definition.requires_mynumber and settings.SIDE != "office":
        raise NotForResidents(
            f"「{definition.title}」は個人番号を使うため、住民の側には公開できません。"
            "個人番号を使わない形に直すか、庁内側で公開してください。"
        )
    _lock_versions()
    digest = hashlib.sha256(text.encode()).hexdigest()
    newest = queries.current(definition.id)
    if newest is not None and newest.digest == digest:
        return newest
    version: Version = Version.objects.create(
        procedure=definition.id,
        number=newest.number + 1 if newest else 1,
        text=text,
        digest=digest,
        published_at=now,
    )
    searching.put("procedure", version.procedure, searching.words_of(definition))
    record(
        PUBLISHED,
        matter=None,
        actor=actor,
        now=now,
        version=version.pk,
        procedure=version.procedure,
        number=version.number,
    )
    return version


def _lock_versions() -> None:
    # Two who publish at the same moment follow each other: the first version of a procedure has no row to lock.
    Municipality.objects.select_for_update().get(pk=scope.current().pk)
