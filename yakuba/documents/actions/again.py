"""A paper is issued anew (再発行) or replaced by one that says something else (差し替え), for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.core import access, dates, states
from yakuba.core.actions import record
from yakuba.documents.actions.papers import request
from yakuba.documents.actions.telling import named
from yakuba.documents.events import DOCUMENT_REISSUED
from yakuba.documents.models import Document, State
from yakuba.documents.papers import CONFIRMED

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.core.actors import Actor

Reissue = Literal["reissue", "replace"]
REISSUES: dict[Reissue, str] = {"reissue": "再発行", "replace": "差し替え"}


@transaction.atomic
def reissue(
    document: Document,
    *,
    kind: Reissue,
    reason: str,
    data: Mapping[str, Any],
    number_symbol: str,
    actor: Actor,
    now: datetime.datetime,
) -> Document:
    """Ask for a paper in the place of one that stands: a new revision with a number of its own that says so.

    `data` is what it says, as for `request`. The old one stands until the new one is made. Raises NotPossible for a paper
    that does not stand or is being replaced already, and what `request` raises. Call it last: the number stays locked.
    """
    access.require(actor, "document.reissue", document)
    fresh = states.lock(document)
    _require_replaceable(fresh)
    newest = Document.objects.of(fresh.matter).filter(consequence=fresh.consequence).latest("revision")
    new = request(
        fresh.matter,
        consequence=fresh.consequence,
        revision=newest.revision + 1,
        template=fresh.template,
        data={**data, "mark": REISSUES[kind], "again": _sentence(fresh, kind)},
        number_symbol=number_symbol,
        dated_on=localdate(now),
        replaces=fresh,
        reason=reason,
        actor=actor,
        now=now,
    )
    record(
        DOCUMENT_REISSUED, matter=new.matter, actor=actor, now=now, **named(new), replaces=fresh.pk, kind=kind
    )
    return new


def _require_replaceable(document: Document) -> None:
    if document.template not in CONFIRMED or document.state != State.MADE:
        raise states.NotPossible(
            "有効な通知書と証明書だけ、再発行・差し替えができます。画面を開き直して確かめてください。",
            document.state,
        )
    if document.replacements.exclude(state=State.VOID).exists():
        raise states.NotPossible(
            "代わりの文書を、もう作っています。できるまで、数分待ってください。", document.state
        )


def _sentence(old: Document, kind: Reissue) -> str:
    named = f"{dates.wareki(old.dated_on)}付け{f' {old.number} ' if old.number else 'の文書'}"
    if kind == "reissue":
        end = "を再発行したものです。前の文書は無効です。"
    else:
        end = "に代わるものです（差し替え）。前の文書は無効です。"
    # 行政不服審査法18条: the period runs from the notice of the decision, not from another copy of it.
    period = (
        "決定の日と、不服を申し立てることができる期間は、前の文書から変わりません。"
        if old.template == "decision"
        else ""
    )
    return f"この文書は、{named}{end}{period}"
