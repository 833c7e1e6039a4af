"""What documents does when it hears of a protection (支援措置): let the papers be made that were held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import queries as people
from yakuba.accounts.events import COUNTERSIGNATURE_GIVEN, PROTECTION_ENDED
from yakuba.accounts.models import Purpose
from yakuba.core.actors import MACHINE
from yakuba.core.events import subscribe
from yakuba.core.models import Matter
from yakuba.documents import actions
from yakuba.documents.models import Document

if TYPE_CHECKING:
    from yakuba.core.models import Event


@subscribe(COUNTERSIGNATURE_GIVEN)
def make_held(event: Event) -> None:
    """A second official agreed: what was asked for until then is made. Opening it takes up the consent."""
    if event.data["purpose"] == Purpose.PRINT and event.matter is not None:
        actions.release(event.matter, until=event.at, actor=MACHINE, now=event.at)
    elif event.data["purpose"] == Purpose.DIFFERENT and event.matter is not None:
        _free([event.matter], event)


@subscribe(PROTECTION_ENDED)
def make_what_nobody_holds(event: Event) -> None:
    """A protection ended: what was held for it alone is made."""
    waiting = Document.objects.held().values("matter")
    _free(list(Matter.objects.filter(pk__in=waiting)), event)


def _free(matters: list[Matter], event: Event) -> None:
    still = people.restricted([matter.pk for matter in matters])
    for matter in matters:
        if matter.pk not in still:
            actions.release(matter, actor=MACHINE, now=event.at)
