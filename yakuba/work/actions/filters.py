"""Officials keep choices of a list under names of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.work.actions.beside import BadWords
from yakuba.work.events import FILTER_DROPPED, FILTER_SAVED
from yakuba.work.models import SavedFilter

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.core.actors import Actor

LONGEST_NAME, LONGEST_QUERY, MOST = 40, 400, 30


@transaction.atomic
def save_filter(listing: str, *, name: str, query: str, actor: Actor, now: datetime.datetime) -> SavedFilter:
    """Keep a choice of a list under a name (絞り込みを保存する); the name given again takes the new choice.

    `query` holds codes only: no word that somebody typed to find a person. Raises BadWords.
    """
    access.require(actor, "filter.change")
    kept = " ".join(name.split())
    if not kept or len(kept) > LONGEST_NAME:
        raise BadWords(f"保存する名前を、1字から{LONGEST_NAME}字で入力してください。")
    if not query or len(query) > LONGEST_QUERY:
        raise BadWords("保存する条件がありません。先に絞り込んでください。")
    others = SavedFilter.objects.filter(staff=actor.staff, listing=listing).exclude(name=kept)
    if others.count() >= MOST:
        raise BadWords(f"保存できる絞り込みは{MOST}個までです。使わないものを消してください。")
    saved: SavedFilter
    saved, _ = SavedFilter.objects.update_or_create(
        staff_id=actor.staff, listing=listing, name=kept, defaults={"query": query}
    )
    record(FILTER_SAVED, matter=None, actor=actor, now=now, filter=saved.pk, listing=listing)
    return saved


@transaction.atomic
def drop_filter(filter_id: UUID | None, *, actor: Actor, now: datetime.datetime) -> None:
    """Forget a choice that the actor had kept; raises NotPossible where there is none of theirs."""
    access.require(actor, "filter.change")
    found = SavedFilter.objects.filter(pk=filter_id, staff=actor.staff).first()
    if found is None:
        raise states.NotPossible("この絞り込みは、もう保存されていません。", "")
    listing = found.listing
    found.delete()
    record(FILTER_DROPPED, matter=None, actor=actor, now=now, filter=filter_id, listing=listing)
