"""The papers of an application: the receipt of what arrived and the notice of what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.core import dates, scope
from yakuba.core.money import yen
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Notice

RECEIPT = "receipt"
NOTICE = "decision"


def wants_electronic_notice(application: Application) -> bool:
    """Whether the applicant chose the notice on this site; without that wish it goes on paper (デジタル手続法7条1項)."""
    known = procedures.known(application.definition, application.answers)
    # That a notification was accepted is no 処分通知: it is told on the site unless the form asks.
    otherwise = "post" if application.definition.is_application else "online"
    return bool(known.get("notice.channel", otherwise) == "online")


def request_receipt(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Ask for the receipt of the newest filing; a name that no font can draw never stops an arrival."""
    try:
        documents.request(
            application.matter,
            consequence=RECEIPT,
            revision=application.revision,
            template="receipt",
            data=_receipt(application, now=now),
            number_symbol=None,
            dated_on=localdate(now),
            actor=actor,
            now=now,
        )
    except documents.Unprintable as problem:
        work.open_item(
            application.matter,
            step="receipt-unprintable",
            title=f"控えに印刷できない文字「{problem.characters}」がある：書体を入れる",
            department=application.office,
            role="clerk",
            due_on=application.due_on,
            actor=actor,
            now=now,
        )


def tell_of_failure(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Let somebody look at a paper that could not be made."""
    work.open_item(
        application.matter,
        step="paper-failed",
        title="文書を作れなかった：作り直す",
        department=application.office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )


def request_notice(application: Application, *, reasons: str, actor: Actor, now: datetime.datetime) -> None:
    """Ask for the numbered notice of the decision. Call it last: the number stays locked until the commit."""
    outcome = application.definition.outcome(application.outcome)
    documents.request(
        application.matter,
        consequence=NOTICE,
        revision=1,
        template=outcome.document,
        data=_notice(application, reasons),
        number_symbol=application.office.symbol,
        dated_on=localdate(now),
        actor=actor,
        now=now,
    )


def notice_body(application: Application, notice: Notice) -> str:
    """The text of a message: the definition's words, and what every message of a case says."""
    lines = [
        notice.text,
        "",
        f"手続：{application.definition.title}",
        f"受付番号：{application.matter.number}",
    ]
    if application.due_on and application.state == "submitted":
        lines.append(f"結果の見込み：{dates.full_with_weekday(application.due_on)}まで")
    if application.state == "returned":
        correction = application.corrections.get(answered_at=None)
        lines.append(f"直していただく期限：{dates.full_with_weekday(correction.due_on)}まで")
    department = application.office
    lines += ["", f"問い合わせ：{department.name} {department.section}　電話 {department.telephone}"]
    return "\n".join(lines)


def _contact(application: Application) -> dict[str, str]:
    department = application.office
    return {
        "department": f"{department.name} {department.section}".strip(),
        "telephone": department.telephone,
        "hours": scope.current().office_hours,
        "place": department.place,
    }


def _receipt(application: Application, *, now: datetime.datetime) -> dict[str, Any]:
    definition = application.definition
    sections = procedures.rows(definition, application.answers)
    return {
        "title": "申請の控え" if application.revision == 1 else "再提出の控え",
        "contact": _contact(application),
        "procedure": definition.title,
        "receipt_number": application.matter.number,
        "arrived_at": now,
        "addressee": _addressee(application),
        "next": _what_follows(application),
        "sections": [
            {
                "title": section.title,
                "rows": [{"label": row.label, "text": row.text} for row in section.rows],
            }
            for section in sections
        ],
    }


def _what_follows(application: Application) -> list[str]:
    department = application.office
    lines = [f"{department.name} {department.section}が内容を確かめます。"]
    if application.due_on:
        lines.append(f"結果は、{dates.full_with_weekday(application.due_on)}までにお知らせする見込みです。")
    lines.append("直していただくところがあるときは、お知らせします。その間、標準処理期間は数えません。")
    for fee, amount in procedures.fees(application.definition, application.answers):
        lines.append(f"{fee.label}　{yen(amount)}：{fee.due}")
    return lines


def _notice(application: Application, reasons: str) -> dict[str, Any]:
    definition = application.definition
    outcome = definition.outcome(application.outcome)
    person = accounts.applicant(application.matter)
    arrived = dates.wareki(localdate(application.submitted_at))
    return {
        "title": f"{definition.title}　{application.settled_word}通知書",
        "contact": _contact(application),
        "addressee": person.full_name if person else "",
        "address": [line for line in _address(person) if line],
        "authority": _authority(application),
        # A board of education acts in its own name, not in the mayor's.
        "authority_name": scope.current().mayor if documents.is_head(definition.authority) else "",
        "lead": f"{arrived}付けで届いた{definition.title}（受付番号 {application.matter.number}）について、"
        f"次のとおり{application.settled_word}しましたので通知します。",
        "facts": [
            {"label": row.label, "text": row.text}
            for section in procedures.rows(definition, application.answers)
            for row in section.rows
            if row.field_id in outcome.shows and row.is_answered
        ],
        "effect": outcome.effect,
        "ruling": outcome.says,
        "reasons": reasons,
        "law": definition.law,
        "appeal": document_queries.appeal_clauses(definition, scope.current()),
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
    try:
        return _authority(application)
    except documents.UnknownAuthority:
        return application.definition.authority
