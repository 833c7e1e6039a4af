"""Small procedures, one for each way along a route: accepted, consulted about, forwarded, confirmed, certified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE
from yakuba.procedures.actions import publish

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.procedures.models import Version

HEAD = """
id: {id}
title: {title}
summary: {title}の手続です。
kind: {kind}
law: 見本法 第1条
regime: {regime}
affair: 自治事務
authority: {authority}
department: environment
minutes: 3
who: {{may: [町に住む方]}}
channels: [online]
sections:
  - id: person
    title: あなたのこと
    fields:
      - {{id: name, kind: person, label: 氏名, means: person.name}}
      - {{id: telephone, kind: telephone, label: 電話番号, means: person.telephone}}
      - id: channel
        kind: choice
        label: 結果の受け取り方
        means: notice.channel
        options: [{{id: online, label: このサイトで受け取る}}, {{id: post, label: 郵便で受け取る}}]
standards: 見本法第2条のとおりです。
target: {{days: 20}}
notices:
  - {{id: done, when: application.decided, subject: 結果が出ました, text: 申請のページを見てください。}}
examples:
  - title: 見本
    on: 2026-11-10
    answers: {{name: 見本 花子, telephone: 0267-00-0000, channel: online}}
"""

REVIEW = "  - {id: look, kind: review, role: clerk, title: 内容を確かめる, days: 3}\n"
DECIDE = "  - {id: decide, kind: decision, role: chief, title: 許可を決める, days: 3}\n"
HAND = "  - {id: hand, kind: delivery, role: clerk, title: 証を渡す, days: 2}\n"
GRANT = "  - {{id: granted, title: {title}, effect: grant, document: {document}, says: {title}しました。, keep: {{years: 3}}}}\n"
REFUSE = (
    "  - {{id: refused, title: {title}しない, effect: refuse, document: {document}, says: {title}しません。, "
    "reasons: true, keep: {{years: 3}}}}\n"
)


def _text(  # noqa: PLR0917  read as a table
    name: str, kind: str, title: str, route: str, outcomes: str, authority: str = "町長", more: str = ""
) -> str:
    regime = "なし" if kind in {"申込", "届出"} else "行政手続法"
    head = HEAD.format(id=name, kind=kind, title=title, authority=authority, regime=regime)
    return f"{head}route:\n{route}outcomes:\n{outcomes}{more}"


def _outcomes(title: str, document: str, refused: str = "") -> str:
    return GRANT.format(title=title, document=document) + REFUSE.format(
        title=title, document=refused or document
    )


CONSULT = (
    "  - {id: police, kind: consult, role: clerk, title: 警察署長に協議する, to: 軽井沢警察署長, "
    "law: 見本法 第3条, days: 10}\n"
    "  - {id: works, kind: consult, role: clerk, title: 道路管理者に意見をきく, to: 建設事務所長}\n"
)
ACCEPT = (
    "  - {id: enter, kind: accept, role: clerk, title: 受理して台帳に載せる, register: 見本台帳, days: 5}\n"
)
CONFIRM = "  - {id: fix, kind: confirm, role: clerk, title: 席を決める}\n"
FORWARD = (
    "  - {id: send, kind: forward, role: clerk, title: 県に送る, to: 長野県知事, law: 見本法 第4条, days: 1}\n"
    "  - {id: back, kind: result, role: clerk, title: 県の結果を受け取る}\n"
)
CHECK = "  - {id: check, kind: review, role: chief, title: 係長が確かめる}\n"

TEXTS = {
    "permit": _text("permit", "申請", "見本の許可", REVIEW + CONSULT + DECIDE, _outcomes("許可", "decision")),
    "notice": _text("notice", "届出", "見本の届出", REVIEW + ACCEPT, _outcomes("受理", "none", "decision")),
    "forwarded": _text(
        "forwarded", "申請", "見本の経由", REVIEW + FORWARD + HAND, _outcomes("認定", "received"), "知事"
    ),
    "posted-on": _text(
        "posted-on", "申請", "見本の進達", REVIEW + FORWARD, _outcomes("認定", "received"), "知事"
    ),
    "class": _text("class", "申込", "見本の講座", REVIEW + CONFIRM, _outcomes("参加", "none")),
    "certificate": _text(
        "certificate",
        "申請",
        "見本証明書の交付",
        REVIEW + DECIDE + HAND,
        (
            "  - {id: granted, title: 全部, effect: grant, document: certificate, says: 証明書を交付します。, "
            "certifies: 上のとおりであることを証明します。, shows: [name], keep: {years: 3}}\n"
        )
        + REFUSE.format(title="証明", document="decision"),
        more="appeal: {kind: なし, why: 事実を証明するだけで、処分ではありません。}\n",
    ),
    "twice": _text(
        "twice", "届出", "二度見る届出", REVIEW + CHECK + ACCEPT, _outcomes("受理", "none", "decision")
    ),
}


def publish_route(name: str, *, now: datetime.datetime) -> Version:
    """Publish one of the small procedures."""
    return publish(TEXTS[name], source=name, actor=MACHINE, now=now)


def arrived(name: str, *, now: datetime.datetime, **changes: str) -> Application:
    """An application under one of the small procedures that has arrived."""
    publish_route(name, now=now)
    return make.submitted(name, now=now, **changes)
