"""What the gathering pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yakuba.applications import queries as applications
from yakuba.applications.models import State
from yakuba.core import dates, scope
from yakuba.core.money import yen
from yakuba.documents import queries as documents
from yakuba.documents.actions import UnknownAuthority
from yakuba.messaging import queries as messaging
from yakuba.portal.life_events import LIFE_EVENTS
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition
    from yakuba.procedures.models import Version

# As many as a phone shows without scrolling far.
FREQUENT = 6
LETTERS = 5


def often() -> list[str]:
    """Words to begin with: the first search word of each of the first procedures."""
    found = [version.definition.search[0] for version in procedures.catalogue() if version.definition.search]
    return found[:FREQUENT]


def links(versions: Iterable[Version]) -> list[dict[str, str]]:
    """Procedures as rows of links: title, how it is done and what it costs."""
    return [
        {
            "url": reverse("procedure", args=[version.procedure]),
            "label": version.definition.title,
            "meta": f"{how(version.definition)}　{fee_words(version.definition)}",
        }
        for version in versions
    ]


def how(definition: Definition) -> str:
    """How one may apply, in a few words."""
    return "スマートフォンで完了" if "online" in definition.channels else "窓口・郵送"


def fee_words(definition: Definition) -> str:
    """What it costs, in a few words."""
    if not definition.fees:
        return "手数料なし"
    if any(fee.show_if for fee in definition.fees):
        return f"{yen(min(fee.yen for fee in definition.fees))}から"
    return yen(sum(fee.yen for fee in definition.fees))


def tiles() -> list[dict[str, str]]:
    """The life events that any procedure of this town belongs to."""
    used = {code for version in procedures.catalogue() for code in version.definition.life_events}
    return [
        {
            "url": f"{reverse('procedures')}?event={event.code}",
            "icon": event.icon,
            "label": event.label,
            "meta": event.meta,
        }
        for event in LIFE_EVENTS
        if event.code in used
    ]


def own(actor: Actor, limit: int | None = None) -> list[dict[str, Any]]:
    """The actor's own applications (the first `limit`) as cards: what to do first."""
    rows = applications.mine(actor)[:limit]
    due = applications.correction_days(rows)
    return [card(application, due.get(application.pk)) for application in rows]


def letters(actor: Actor) -> list[dict[str, Any]]:
    """The newest letters to a resident as links to their cases, the unread ones marked."""
    newest = list(messaging.inbox(actor.resident)[:LETTERS])
    return [
        {
            "url": reverse("application", args=[letter.matter.number]),
            "label": letter.subject,
            "meta": dates.moment(letter.written_at) + ("" if letter.read_at else "　まだ開いていません"),
            "icon": "mail",
        }
        for letter in newest
        if letter.matter.number
    ]


def card(application: Any, due_on: datetime.date | None) -> dict[str, Any]:
    """One application as a card with its one act; `due_on`: by when it has to be corrected, if it has to."""
    title = application.definition.title
    if application.state == State.DRAFT:
        go_on = reverse("apply-go-on", args=[application.version.procedure, application.pk])
        return {
            "application": application,
            "title": title,
            "text": "まだ町に届いていません。",
            "url": go_on,
            "act": "続きから入力する",
            "yours": True,
        }
    url = reverse("application", args=[application.matter.number])
    if application.state == State.RETURNED:
        return {
            "application": application,
            "title": title,
            "due_on": due_on,
            "url": url,
            "act": "直すところを見る",
            "yours": True,
        }
    return {
        "application": application,
        "title": title,
        "text": _waiting(application),
        "url": url,
        "act": "状況を見る",
    }


def _waiting(application: Any) -> str:
    if application.state == State.SUBMITTED:
        return "あなたがすることは、今はありません。"
    if applications.is_finished(application):
        return f"結果：{application.definition.outcome(application.outcome).title}"
    return "取り下げました。"


def appeal(definition: Definition) -> list[str]:
    """To whom one may appeal, in the words that will stand on the notice (行政不服審査法82条).

    Nothing where another authority decides: its own notice will say.
    """
    try:
        return documents.appeal_clauses(definition, scope.current())
    except UnknownAuthority:
        return []
