"""What the papers of an application say: the contents of the receipt, the notice, the certificate and the delay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications import capacities
from yakuba.core import dates, scope
from yakuba.core.money import yen
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.procedures.definition import Outcome


def contact(application: Application) -> dict[str, str]:
    """Whom to ask about the case, as papers print it."""
    department = application.office
    return {
        "department": f"{department.name} {department.section}".strip(),
        "telephone": department.telephone,
        "hours": scope.current().office_hours,
        "place": department.place,
    }


def receipt(application: Application, *, now: datetime.datetime) -> dict[str, Any]:
    """What the receipt of the newest filing says."""
    definition = application.definition
    sections = procedures.rows(definition, application.answers)
    return {
        "title": "申請の控え" if application.revision == 1 else "再提出の控え",
        "contact": contact(application),
        "procedure": definition.title,
        "receipt_number": application.matter.number,
        "arrived_at": now,
        "received_on": application.received_on if application.revision == 1 else None,
        "addressee": _addressee(application),
        "next": _what_follows(application),
        "sections": [
            *_who_acted(application),
            *(
                {
                    "title": section.title,
                    "rows": [{"label": row.label, "text": row.text} for row in section.rows],
                }
                for section in sections
            ),
        ],
    }


def _who_acted(application: Application) -> list[dict[str, Any]]:
    rows = capacities.lines(application)
    return [{"title": "申請した方", "rows": rows}] if rows else []


def _what_follows(application: Application) -> list[str]:
    department = application.office
    lines = [f"{department.name} {department.section}が内容を確かめます。"]
    if application.due_on:
        lines.append(f"結果は、{dates.full_with_weekday(application.due_on)}までにお知らせする見込みです。")
    lines.append("直していただくところがあるときは、お知らせします。その間、標準処理期間は数えません。")
    for fee, amount in procedures.fees(application.definition, application.answers):
        lines.append(f"{fee.label}　{yen(amount)}：{fee.due}")
    return lines


def notice(application: Application, reasons: str) -> dict[str, Any]:
    """What the notice of a decision says, with its reasons and its 教示."""
    definition = application.definition
    outcome = definition.outcome(application.outcome)
    person = accounts.applicant(application.matter)
    arrived = dates.wareki(localdate(application.submitted_at))
    return {
        "title": _notice_title(application),
        "contact": contact(application),
        "addressee": person.full_name if person else "",
        "address": [line for line in _address(person) if line],
        "authority": _authority(application),
        # A board of education acts in its own name, not in the mayor's.
        "authority_name": scope.current().mayor if documents.is_head(definition.authority) else "",
        "lead": f"{arrived}付けで届いた{definition.title}（受付番号 {application.matter.number}）について、"
        f"次のとおり{application.settled_word}しましたので通知します。",
        "facts": _facts(application, outcome),
        "effect": outcome.effect,
        "ruling": outcome.says,
        "reasons": reasons,
        "law": definition.law,
        "appeal": document_queries.appeal_clauses(definition, scope.current()),
    }


def _notice_title(application: Application) -> str:
    definition = application.definition
    if definition.appeal is not None and definition.appeal.kind == "裁決":
        # 行政不服審査法50条: a ruling is given in a 裁決書.
        return "裁決書"
    return f"{definition.title}　{application.settled_word}通知書"


def certificate(application: Application) -> dict[str, Any]:
    """What a 証明書 says: it states a fact and disposes of nothing, so it carries no 教示 (行政不服審査法82条)."""
    definition = application.definition
    outcome, person = definition.outcome(application.outcome), accounts.applicant(application.matter)
    return {
        "title": _certificate_title(definition.title),
        "contact": contact(application),
        "addressee": person.full_name if person else "",
        "authority": _authority(application),
        "authority_name": scope.current().mayor if documents.is_head(definition.authority) else "",
        "facts": _facts(application, outcome),
        # 全壊 is a fact and stands out; that something is issued is no fact that is certified.
        "ruling": "" if outcome.title.endswith("する") else outcome.title,
        "certifies": outcome.certifies or outcome.says,
    }


def _certificate_title(procedure: str) -> str:
    # 罹災証明書の交付申請 asks for a 罹災証明書; where the name of the procedure does not say it, the paper is a 証明書.
    found = re.match(r".*?証明書?", procedure)
    return found[0] if found else f"{procedure}　証明書"


def _facts(application: Application, outcome: Outcome) -> list[dict[str, str]]:
    """The answers that the outcome shows on its paper."""
    return [
        {"label": row.label, "text": row.text}
        for section in procedures.rows(application.definition, application.answers)
        for row in section.rows
        if row.field_id in outcome.shows and row.is_answered
    ]


def delay(application: Application, reasons: str, *, beyond: bool) -> dict[str, Any]:
    """What the notice of a delay says; `beyond` where it goes past the longest that the law knows."""
    definition = application.definition
    target, person = definition.target, accounts.applicant(application.matter)
    limit = target.statutory if target else None
    days = (application.statutory_due_on, application.delayed_on)
    before, until = (dates.full_with_weekday(day) if day else "" for day in days)
    arrived = dates.wareki(localdate(application.submitted_at))
    return {
        "title": f"{definition.title}　期限延長通知書",
        "contact": contact(application),
        "addressee": person.full_name if person else "",
        "address": [line for line in _address(person) if line],
        "authority": _authority(application),
        "authority_name": scope.current().mayor if documents.is_head(definition.authority) else "",
        "lead": f"{arrived}付けで届いた{definition.title}（受付番号 {application.matter.number}）について、"
        "次のとおり期限を延長しますので通知します。",
        "limit": f"{before}まで",
        "until": f"{until}まで",
        "reasons": reasons,
        "law": ((limit.beyond if beyond else None) or limit.delay or limit.law) if limit else "",
    }


def _address(person: Any) -> list[str]:
    if person is None:
        return []
    return [f"〒{person.postal_code}" if person.postal_code else "", person.address or ""]


def _authority(application: Application) -> str:
    definition = application.definition
    return document_queries.acting_authority(definition, scope.current())


def _addressee(application: Application) -> str:
    # What the town only receives and forwards is addressed to whoever decides it.
    return document_queries.addressee(application.definition, scope.current())
