"""What officials keep beside a case, as its page shows it: notes, labels, who watches, and to whom it may be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.work import queries as work

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Staff
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


def facts(application: Application, actor: Actor, *, now: datetime.datetime) -> dict[str, Any]:
    """The part of the page's context that this module gives."""
    matter = application.matter
    watchers = work.watchers(matter)
    labels = work.labels_of([matter.pk]).get(matter.pk, [])
    return {
        "notes": work.notes(matter),
        "labels": labels,
        "other_labels": [label for label in work.labels() if label not in labels],
        "watchers": watchers,
        "is_watching": any(one.pk == actor.staff for one in watchers),
        "may_pass_on": any(item.reaches(actor) for item in work.open_items(matter)),
        "colleagues": colleagues(application, now=now),
    }


def colleagues(application: Application, *, now: datetime.datetime) -> list[tuple[str, str]]:
    """Who may be put in charge: ids and names, with a mark on those who are absent now (不在)."""
    return marked(accounts.colleagues(application.office.pk, localdate(now)), now=now)


def marked(staff: list[Staff], *, now: datetime.datetime) -> list[tuple[str, str]]:
    """Members of staff as choices, with a mark on those who are absent now."""
    away = accounts.absent_staff([one.pk for one in staff], at=now)
    return [(str(one.pk), f"{one.name}（不在）" if one.pk in away else one.name) for one in staff]
