"""What officials see of the papers of a case: number and days, whether they stand, and what may be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.applications import actions
from yakuba.core import access, dates, terms
from yakuba.documents import queries as documents
from yakuba.documents.models import State

if TYPE_CHECKING:
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document


def facts(application: Application, paper: Document, actor: Actor) -> dict[str, Any]:
    """The page of one paper: its rows, and whether this official may issue it anew or revoke it."""
    standing = paper.is_made
    return {
        "facts": _rows(paper) + _kept(application),
        "may_reissue": standing and access.may(actor, "application.reissue", application),
        "may_revoke": standing
        and paper.template in actions.REVOCABLE
        and access.may(actor, "application.revoke_paper", application),
    }


def _rows(paper: Document) -> list[dict[str, str]]:
    """Label and text of all that is known."""
    known = [
        ("文書番号", paper.number),
        ("文書の日付", dates.wareki(paper.dated_on)),
        ("状態", paper.get_state_display()),
        ("種類", paper.mark),
        ("代わった文書", _of(paper.replaces)),
        ("再発行・差し替えの理由", paper.reason or ""),
        ("新しい文書", "、".join(_of(one) for one in documents.replacements(paper))),
        ("効力がなくなる日", dates.wareki(paper.ended_on) if paper.ended_on else ""),
        ("取消し・無効の理由", paper.void_reason or ""),
        ("文書確認コード", paper.code or ""),
        ("電子署名", _signed(paper)),
    ]
    return [{"label": label, "text": text} for label, text in known if text]


def _kept(application: Application) -> list[dict[str, str]]:
    """Until when it is kept (保存期間の満了する日): a paper goes with its case, by what the outcome says."""
    if not application.outcome:
        return []
    years = str(application.definition.outcome(application.outcome).keep.years)
    closed = application.matter.closed_at
    if not years.isdigit():
        words = years
    elif closed is None:
        words = f"案件が終わった年度の翌年度の4月1日から{years}年"
    else:
        words = f"{dates.wareki(terms.ends_on(localdate(closed), int(years)))}まで（{years}年）"
    return [{"label": "保存期間", "text": words}]


def _of(paper: Document | None) -> str:
    return "" if paper is None else f"{paper.number or paper.title}（{paper.get_state_display()}）"


def _signed(paper: Document) -> str:
    if paper.state in {State.HELD, State.WAITING, State.FAILED}:
        return ""
    return f"あり（{paper.signed_as}）" if paper.signed_as else "なし"
