"""What of files and papers goes with a matter, and stored bytes that belong to nobody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction

from yakuba.core import retention
from yakuba.documents import actions
from yakuba.documents.models import Document, File, State

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter

GONE = "gone"


@retention.with_matter("documents.File.digest")
def forget_files(matter: Matter, now: datetime.datetime) -> None:  # noqa: ARG001  every part of a matter's end takes it
    """Delete the stored bytes once it is sure; a process that is killed before that leaves orphans, which the night finds."""
    for file in File.objects.of(matter).exclude(path__startswith=f"{GONE}/"):
        transaction.on_commit(partial(default_storage.delete, file.path))
        File.objects.filter(pk=file.pk).update(path=f"{GONE}/{file.pk}", digest="")
    never_made = [State.WAITING, State.HELD, State.FAILED]
    Document.objects.filter(matter=matter, state__in=never_made).update(state=State.VOID, leased_until=None)


def remove_orphans(*, now: datetime.datetime, limit: int) -> int:
    """Delete stored bytes that no row knows, a day after they were written."""
    return actions.remove_orphans(now=now, limit=limit)


retention.declare(
    retention.Rule(
        name="orphans",
        what="持ち主のないファイル（アップロードの途中で止まったもの、消し残り）",
        kept="1日",
        why="まだ終わっていない処理のものかもしれない間だけ待つ。",
        forget=remove_orphans,
    )
)
