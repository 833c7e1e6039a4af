"""What may come in now: within the open period, and no more often than the procedure allows one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.accounts.models import Resident
from yakuba.applications import queries

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.applications.models import Application
    from yakuba.procedures.definition import Definition
    from yakuba.procedures.models import Version


class Closed(Exception):
    """Nothing can come in today; the message is for the applicant, who loses nothing of what was typed."""


class FiledBefore(Exception):
    """This person's earlier filing leaves no room for another one; `first` is that one."""

    def __init__(self, first: Application) -> None:
        title = first.definition.title
        words = _("「{title}」は、すでに届いています。同じものをもう1件出すことはできません。")
        super().__init__(words.format(title=title))
        self.first = first


def require_open(version: Version, *, now: datetime.datetime) -> None:
    """Raise Closed outside the open period, by the server's own clock."""
    if words := queries.closed_words(version, localdate(now)):
        raise Closed(words)


def require_room(definition: Definition, resident: UUID | None, *, besides: UUID | None = None) -> None:
    """Raise FiledBefore for a second filing of a signed-in resident, where the law lets the town refuse one."""
    if resident is None or not queries.is_turned_away(definition):
        return
    # Two tabs that send at the same moment stand in line here: the second one sees the first.
    Resident.objects.select_for_update(of=("self",)).get(pk=resident)
    if first := queries.filed_before(definition, resident, besides=besides):
        raise FiledBefore(first)
