"""What workers do for documents: papers are made soon after they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from yakuba.core import scope
from yakuba.core.events import subscribe
from yakuba.core.models import Municipality
from yakuba.documents import actions
from yakuba.documents.events import DOCUMENT_REQUESTED
from yakuba.documents.models import Document

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Event

BATCH = 50


@task()
def make_document(document_id: str, municipality_id: str) -> None:
    """Make one paper. The row is the truth: run twice it does nothing more, lost it is found by the sweep."""
    with scope.within(Municipality.objects.get(pk=municipality_id)):
        actions.make(UUID(document_id), now=timezone.now())


@subscribe(DOCUMENT_REQUESTED)
def make_soon(event: Event) -> None:
    """Hand the paper to a worker now, instead of leaving it to the next sweep."""
    make_document.enqueue(document_id=event.data["document"], municipality_id=str(event.municipality_id))


def sweep(*, now: datetime.datetime) -> int:
    """What the clock does in the scope of one town; returns how many papers were tried."""
    return make_due(now=now)


def make_due(*, now: datetime.datetime) -> int:
    """Make what is waiting, also what a killed worker left; returns how many papers were tried."""
    ids = list(Document.objects.due(now).values_list("pk", flat=True)[:BATCH])
    return sum(actions.make(document_id, now=now) is not None for document_id in ids)
