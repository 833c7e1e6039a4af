"""What officials keep beside a matter: notes, labels, who watches, and the words with which it is handed over."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts.queries import staff_member
from yakuba.core import access, text
from yakuba.core.actions import record
from yakuba.work.actions.items import assign
from yakuba.work.events import LABEL_ADDED, LABEL_REMOVED, NOTE_ADDED, WATCH_BEGUN, WATCH_ENDED
from yakuba.work.models import Business, Label, Labelling, Note, Watch

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.models import Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

LONGEST_NOTE, LONGEST_LABEL, MOST_LABELS = 2000, 20, 10


class BadWords(Exception):
    """What was typed is empty, too long or cannot be shown; the message is for the person."""


@transaction.atomic
def add_note(
    matter: Matter, *, words: str, actor: Actor, now: datetime.datetime, handed_to: Staff | None = None
) -> Note:
    """Write something down for colleagues (メモ). Raises BadWords."""
    access.require(actor, "note.add", Business(matter))
    note = Note(
        matter=matter,
        author=staff_member(actor.staff),
        text=_clean(words, "メモ", LONGEST_NOTE),
        handed_to=handed_to,
        at=now,
    )
    note.save()
    record(NOTE_ADDED, matter=matter, actor=actor, now=now, note=note.pk)
    return note


@transaction.atomic
def pass_on(matter: Matter, *, staff: Staff, words: str, actor: Actor, now: datetime.datetime) -> Note | None:
    """Give what is open about the matter to a colleague, with a word on where it stands (担当の引継ぎ).

    Returns the note, if anything was said. Raises as `assign` and `add_note` do.
    """
    assign(matter, staff=staff, actor=actor, now=now)
    return add_note(matter, words=words, handed_to=staff, actor=actor, now=now) if words.strip() else None


@transaction.atomic
def add_label(matter: Matter, *, name: str, actor: Actor, now: datetime.datetime) -> Label:
    """Put a label on a matter; one that nobody has used yet is made. Raises BadWords."""
    access.require(actor, "label.change", Business(matter))
    words = _clean(name, "ラベル", LONGEST_LABEL, is_line=True)
    label: Label
    label, _ = Label.objects.get_or_create(name=words, defaults={"made_at": now})
    if Labelling.objects.filter(matter=matter).exclude(label=label).count() >= MOST_LABELS:
        raise BadWords(f"ラベルは、1つの案件に{MOST_LABELS}個までです。使わないものを外してください。")
    _, is_new = Labelling.objects.get_or_create(matter=matter, label=label)
    if is_new:
        record(LABEL_ADDED, matter=matter, actor=actor, now=now, label=label.pk)
    return label


@transaction.atomic
def remove_label(matter: Matter, *, label: UUID, actor: Actor, now: datetime.datetime) -> None:
    """Take a label off a matter; one that is not there any more is no news."""
    access.require(actor, "label.change", Business(matter))
    removed, _ = Labelling.objects.filter(matter=matter, label=label).delete()
    if removed:
        record(LABEL_REMOVED, matter=matter, actor=actor, now=now, label=label)


@transaction.atomic
def watch(matter: Matter, *, actor: Actor, now: datetime.datetime) -> None:
    """Be told of the matter's deadlines without being in charge of it (見守る)."""
    access.require(actor, "watch.change", Business(matter))
    _, is_new = Watch.objects.get_or_create(matter=matter, staff_id=actor.staff, defaults={"begun_at": now})
    if is_new and actor.staff is not None:
        record(WATCH_BEGUN, matter=matter, actor=actor, now=now, staff=actor.staff)


@transaction.atomic
def unwatch(matter: Matter, *, actor: Actor, now: datetime.datetime) -> None:
    """Keep no eye on the matter any more."""
    access.require(actor, "watch.change", Business(matter))
    ended, _ = Watch.objects.filter(matter=matter, staff=actor.staff).delete()
    if ended and actor.staff is not None:
        record(WATCH_ENDED, matter=matter, actor=actor, now=now, staff=actor.staff)


def _clean(words: str, what: str, most: int, *, is_line: bool = False) -> str:
    kept = unicodedata.normalize("NFC", words.replace("\r\n", "\n")).strip()
    if is_line:
        kept = " ".join(kept.split())
    if not kept:
        raise BadWords(f"{what}を入力してください。")
    if len(kept) > most:
        raise BadWords(f"{what}は{most}字までです。短くしてください。")
    if problem := text.forbidden(kept):
        raise BadWords(f"{what}に、{problem}。")
    return kept
