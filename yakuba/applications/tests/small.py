"""Small definitions, each for one rule of filing, and the answers that fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.core.actors import MACHINE, guest
from yakuba.procedures.actions import publish

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.procedures.models import Version

WHO = """
sections:
  - id: who
    title: あなた
    fields:
      - {id: name, kind: person, label: 氏名, means: person.name}
      - {id: kana, kind: kana, label: フリガナ, means: person.kana}
      - {id: birth, kind: date, label: 生年月日, means: person.birth_date}
      - {id: telephone, kind: telephone, label: 電話番号, means: person.telephone}
"""
COMMON = """
law: 例の法 第1条
regime: なし
affair: 自治事務
authority: 町長
department: environment
minutes: 3
who: {may: [どなたでも]}
channels: [online]
"""
# A course that one person may take once, in a period of every year.
COURSE = f"""
id: course
title: 体操教室の申込み
summary: 体操教室に申し込みます。
kind: 申込
{COMMON.strip()}
several: once
open: {{from: 11-01, until: 11-30}}
{WHO.strip()}
route:
  - {{id: look, kind: review, role: clerk, title: 申込みを確かめる}}
  - {{id: confirm, kind: confirm, role: clerk, title: 申込みを確定する}}
outcomes:
  - {{id: confirmed, title: 参加できます, effect: grant, document: none, says: お待ちしています。, keep: {{years: 1}}}}
"""
# A claim with a limit in the law, a document that may come later, another claim of the same sitting, and what follows.
CLAIM = f"""
id: claim
title: 認定の申請
summary: 認定を申請します。
kind: 申請
{COMMON.strip().replace("regime: なし", "regime: 行政手続法")}
several: one_open
standards: 例の基準に当てはまること。
{WHO.strip()}
      - {{id: helped, kind: yes_no, label: 手当も受けたいですか}}
      - {{id: paper, kind: file, label: 診断書, later: true}}
      - {{id: photo, kind: file, label: 写真, later: true, accept: [image], required: false}}
      - id: channel
        kind: choice
        label: 結果の届け方
        means: notice.channel
        options: [{{id: online, label: このサイト}}, {{id: post, label: 郵便}}]
target:
  days: 20
  statutory: {{days: 30, law: 例の法 第27条第12項, then: 却下されたものとみなして、審査請求ができます。, delay: 例の法 第27条第11項}}
route:
  - {{id: look, kind: review, role: clerk, title: 内容を確かめる}}
  - {{id: decide, kind: decision, role: chief, title: 認定を決める}}
outcomes:
  - {{id: granted, title: 認定する, effect: grant, document: decision, says: 認定します。, keep: {{years: 5}}}}
  - {{id: refused, title: 認定しない, effect: refuse, document: decision, says: 認定しません。, reasons: true, keep: {{years: 5}}}}
notices:
  - {{id: sent, when: application.submitted, subject: 認定の申請が届きました, text: 町が確かめます。}}
  - {{id: added, when: application.supplemented, subject: 追加の書類が届きました, text: 町が確かめます。}}
  - {{id: done, when: application.decided, subject: 認定の結果が出ました, text: 画面を開いてください。}}
together:
  - {{procedure: benefit, show_if: {{field: helped, is: はい}}}}
follow_ups:
  - {{procedure: course, text: 体を動かしましょう。, after: granted}}
  - {{procedure: nowhere, text: 窓口でお尋ねください。}}
  - {{procedure: benefit, text: 別の手当もあります。, after: refused}}
"""
BENEFIT = f"""
id: benefit
title: 手当の請求
summary: 手当を請求します。
kind: 請求
{COMMON.strip()}
{WHO.strip()}
      - {{id: paper, kind: file, label: 診断書, required: false}}
fees:
  - {{id: stamp, label: 証紙, yen: 300, law: 例の条例, due: 窓口で納めます}}
target: {{days: 10}}
route:
  - {{id: look, kind: review, role: clerk, title: 請求を確かめる}}
  - {{id: decide, kind: decision, role: chief, title: 支給を決める}}
outcomes:
  - {{id: paid, title: 支給する, effect: grant, document: decision, says: 支給します。, keep: {{years: 5}}}}
  - {{id: unpaid, title: 支給しない, effect: refuse, document: decision, says: 支給しません。, reasons: true, keep: {{years: 5}}}}
notices:
  - {{id: sent, when: application.submitted, subject: 手当の請求が届きました, text: 町が確かめます。}}
"""
# An application that a chief decides on, of which many arrive, and whose result is told without a paper.
ALIKE = f"""
id: alike
title: 会場の使用の申請
summary: 会場の使用を申請します。
kind: 申請
{COMMON.strip()}
{WHO.strip()}
      - {{id: why, kind: text, label: 使う目的, required: false}}
target: {{days: 10}}
route:
  - {{id: look, kind: review, role: clerk, title: 内容を確かめる}}
  - {{id: decide, kind: decision, role: chief, title: 使用を決める}}
outcomes:
  - {{id: granted, title: 使用を認める, effect: grant, document: none, says: お使いください。, keep: {{years: 1}}}}
  - {{id: refused, title: 使用を認めない, effect: refuse, document: decision, says: 認めません。, reasons: true, keep: {{years: 1}}}}
"""
SURVEY = f"""
id: opinions
title: 窓口のアンケート
summary: 窓口について教えてください。
kind: アンケート
anonymous: true
{COMMON.strip()}
open: {{from: 2026-11-01, until: 2026-11-30}}
sections:
  - id: all
    title: 窓口
    fields:
      - id: liked
        kind: choice
        label: 満足していますか
        options: [{{id: very, label: とても満足}}, {{id: rather, label: まあ満足}}, {{id: no, label: 不満}}]
      - id: used
        kind: choices
        label: 使った窓口
        options: [{{id: tax, label: 税}}, {{id: care, label: 介護}}]
        required: false
      - {{id: again, kind: yes_no, label: また来ますか}}
      - {{id: waited, kind: count, label: 待った時間, unit: 分, min: 0, max: 600, required: false}}
      - {{id: words, kind: long_text, label: ご意見, required: false}}
outcomes:
  - {{id: counted, title: 集計しました, effect: grant, document: none, says: 集計しました。, keep: {{years: 1}}}}
"""
NAMED_SURVEY = (
    SURVEY.replace("anonymous: true\n", "several: once\n")
    .replace("id: opinions", "id: named-opinions")
    .replace("窓口のアンケート", "記名のアンケート")
)
PERSON = {
    "name": {"family": "見本", "given": "花子"},
    "kana": "ミホン ハナコ",
    "birth": "1980-05-01",
    "telephone": "0267-00-0001",
}


def somebody(number: int) -> dict[str, Any]:
    """One of many people, each with a telephone of their own."""
    return {**PERSON, "telephone": f"0267-00-{number:04}"}


LATER = {"instead": "later"}
CLAIMED = {**PERSON, "helped": False, "paper": LATER, "channel": "online"}
OPINION = {"liked": "very", "used": ["tax"], "again": True, "waited": 5, "words": "親切でした。"}


def published(text: str, *, now: datetime.datetime) -> Version:
    """Publish a definition written here."""
    return publish(text, actor=MACHINE, now=now)


def filled(
    version: Version,
    answers: dict[str, Any],
    *,
    now: datetime.datetime,
    actor: Actor | None = None,
    resident: Any = None,
) -> Application:
    """A draft with these answers, ready to be sent by `sender`."""
    application = actions.start(version, token=uuid4(), resident=resident, actor=actor or guest(), now=now)
    for section in version.definition.sections:
        part = {field.id: answers[field.id] for field in section.fields if field.id in answers}
        application = actions.save_section(
            application, section=section.id, answers=part, seen=0, actor=sender(application, actor), now=now
        )
    return Application.objects.with_everything().get(pk=application.pk)


def sender(application: Application, actor: Actor | None = None) -> Actor:
    """Who began it, holding it."""
    return (actor or guest()).holding(application.matter_id)


def sent(
    version: Version,
    answers: dict[str, Any],
    *,
    now: datetime.datetime,
    actor: Actor | None = None,
    resident: Any = None,
) -> Application:
    """Filled in and sent."""
    application = filled(version, answers, now=now, actor=actor, resident=resident)
    return actions.submit(application, actor=sender(application, actor), now=now)


def fresh(application: Application) -> Application:
    """The row as it is now."""
    return Application.objects.with_everything().get(pk=application.pk)
