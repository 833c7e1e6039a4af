"""A notice or a certificate is issued anew (再発行), replaced (差し替え) or revoked (取消し) by officials, for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.applications import papers
from yakuba.applications.actions.route import Refused
from yakuba.core import access, states
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.actions import Reissue
    from yakuba.documents.models import Document

# The rest is revoked by itself; a decision is taken away as it was made, and its papers go with it.
REVOCABLE = frozenset({"certificate", "delay"})


@transaction.atomic
def reissue_paper(
    application: Application,
    *,
    paper: Document,
    kind: Reissue,
    reason: str,
    actor: Actor,
    now: datetime.datetime,
) -> Document:
    """Ask for a paper in the place of one that stands: the same words (再発行), or what the case says now (差し替え).

    Raises Refused without a reason, Unprintable for a name that no font can draw, before a number is taken.
    """
    access.require(actor, "application.reissue", application)
    if kind not in documents.REISSUES:
        raise Refused("再発行か差し替えかを選んでください。")
    if not reason.strip():
        raise Refused("理由を書いてください。文書には載りませんが、経過に残ります。")
    fresh = states.lock(application)
    data = papers.as_told_now(fresh, paper) if kind == "replace" else paper.data
    return documents.reissue(
        paper,
        kind=kind,
        reason=reason,
        data=data,
        number_symbol=fresh.office.symbol,
        actor=actor,
        now=now,
    )


@transaction.atomic
def revoke_paper(
    application: Application, *, paper: Document, reason: str, actor: Actor, now: datetime.datetime
) -> Application:
    """Revoke a certificate or a notice of delay that should not have gone out; a decision goes another way."""
    access.require(actor, "application.revoke_paper", application)
    if not reason.strip():
        raise Refused("取り消す理由を書いてください。")
    if paper.template not in REVOCABLE:
        raise Refused(
            "決定の通知書だけを取り消すことはできません。「決定の取消し・撤回」で、決定を取り消してください。"
        )
    fresh = states.lock(application)
    found = document_queries.made(fresh.matter, paper.pk)
    if found is None:
        raise states.NotPossible(
            "この文書は、もう有効ではありません。画面を開き直して確かめてください。", fresh.state
        )
    documents.revoke(
        fresh.matter,
        consequence=found.consequence,
        reason=reason,
        ended_on=localdate(now),
        actor=actor,
        now=now,
    )
    return fresh
