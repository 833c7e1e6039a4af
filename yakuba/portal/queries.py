"""What the gathering pages show."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yakuba.applications import queries as applications
from yakuba.applications.models import State
from yakuba.core import renditions, scope
from yakuba.core.renditions import amount
from yakuba.documents import queries as documents
from yakuba.documents.actions import UnknownAuthority
from yakuba.messaging import queries as messaging
from yakuba.portal.life_events import LIFE_EVENTS
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition
    from yakuba.procedures.models import Version

# As many as a phone shows without scrolling far.
FREQUENT = 6
LETTERS = 5
A_YEAR = datetime.timedelta(days=365)


def frequent(on: datetime.date) -> list[Version]:
    """The procedures that most people applied for within a year; surveys stand apart."""
    counts = applications.filed_since(on - A_YEAR)
    found = [version for version in procedures.catalogue() if not version.definition.is_survey]
    return sorted(found, key=lambda version: (-counts.get(version.procedure, 0), version.procedure))[
        :FREQUENT
    ]


def often(versions: Iterable[Version]) -> list[str]:
    """Words to begin with: the first search word of each of these procedures."""
    return [version.definition.search[0] for version in versions if version.definition.search]


def links(versions: Iterable[Version], on: datetime.date) -> list[dict[str, str]]:
    """Procedures as rows of links: title, how it is done, what it costs, and until when it is open."""
    return [
        {
            "url": reverse("procedure", args=[version.procedure]),
            "label": procedures.spoken(version.definition).title,
            "meta": "\u3000".join(filter(None, _facts(version.definition, on))),
        }
        for version in versions
    ]


def _facts(definition: Definition, on: datetime.date) -> list[str]:
    if definition.is_survey:
        return [_("アンケート"), period_words(definition, on)]
    return [how(definition), fee_words(definition), period_words(definition, on)]


def period_words(definition: Definition, on: datetime.date) -> str:
    """Whether it is open, in a few words; nothing where it always is."""
    period = procedures.period(definition, on)
    if period is None:
        return ""
    if on < period.first:
        return _("{day}から受付").format(day=renditions.near_day(period.first))
    if on > period.last:
        return _("受付は終わりました")
    return _("{day}まで受付").format(day=renditions.near_day(period.last))


def open_surveys(on: datetime.date) -> list[Version]:
    """What the town asks its people about now."""
    return [
        version
        for version in procedures.catalogue()
        if version.definition.is_survey and procedures.is_open(version.definition, on)
    ]


def how(definition: Definition) -> str:
    """How one may apply, in a few words."""
    return _("スマートフォンで完了") if "online" in definition.channels else _("窓口・郵送")


def fee_words(definition: Definition) -> str:
    """What it costs, in a few words."""
    if not definition.fees:
        return _("手数料なし")
    least = [procedures.least(fee) for fee in definition.fees]
    if any(fee.show_if or fee.of or fee.times for fee in definition.fees):
        return _("{yen}から").format(yen=amount(min(least)))
    return amount(sum(least))


def tiles() -> list[dict[str, str]]:
    """The life events that any procedure of this town belongs to."""
    used = {code for version in procedures.catalogue() for code in version.definition.life_events}
    return [
        {
            "url": f"{reverse('procedures')}?event={event.code}",
            "icon": event.icon,
            "label": str(event.label),
            "meta": str(event.meta),
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
            "meta": renditions.moment(letter.written_at)
            + ("" if letter.read_at else "\u3000" + _("まだ開いていません")),
            "icon": "mail",
        }
        for letter in newest
        if letter.matter.number
    ]


def card(application: Any, due_on: datetime.date | None) -> dict[str, Any]:
    """One application as a card with its one act; `due_on`: by when it has to be corrected, if it has to."""
    title = application.spoken.title
    if application.state == State.DRAFT:
        go_on = reverse("apply-go-on", args=[application.version.procedure, application.pk])
        return {
            "application": application,
            "title": title,
            "text": _("まだ町に届いていません。"),
            "url": go_on,
            "act": _("続きから入力する"),
            "yours": True,
        }
    url = reverse("application", args=[application.matter.number])
    if applications.owed_files(application):
        return {
            "application": application,
            "title": title,
            "text": _("あとで出す書類があります。"),
            "url": reverse("application-supplements", args=[application.matter.number]),
            "act": _("書類を送る"),
            "yours": True,
        }
    if application.state == State.RETURNED:
        return {
            "application": application,
            "title": title,
            "due_on": due_on,
            "url": url,
            "act": _("直すところを見る"),
            "yours": True,
        }
    return {
        "application": application,
        "title": title,
        "text": _waiting(application),
        "url": url,
        "act": _("状況を見る"),
    }


def _waiting(application: Any) -> str:
    if application.state == State.SUBMITTED:
        return _("あなたがすることは、今はありません。")
    if applications.is_finished(application):
        return _("結果：{title}").format(title=application.definition.outcome(application.outcome).title)
    return _("取り下げました。")


def appeal(definition: Definition) -> list[str]:
    """To whom one may appeal, in the words that will stand on the notice (行政不服審査法82条).

    Nothing where another authority decides: its own notice will say.
    """
    try:
        return documents.appeal_clauses(definition, scope.current())
    except UnknownAuthority:
        return []
