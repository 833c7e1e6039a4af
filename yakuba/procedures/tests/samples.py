"""Small definitions for tests: good ones of every sort, and ways to change them."""

from __future__ import annotations

import datetime
from textwrap import indent

from yakuba.procedures import loader
from yakuba.procedures.definition import Definition, Field
from yakuba.procedures.fields import KINDS, Kind

TODAY = datetime.date(2026, 11, 10)

# The head has 13 lines, so the first section begins on line 14.
HEAD = """\
id: garden-permit
title: 花壇の利用申請
summary: 町の花壇を使うための手続です。
kind: 申請
law: 花壇条例 第3条
regime: 行政手続条例
affair: 自治事務
authority: 町長
department: parks
minutes: 5
who: {may: [町に住んでいる方]}
channels: [online, counter]
standards: 花壇が空いていること。
"""
SECTIONS = """\
sections:
  - id: applicant
    title: 申請する方
    fields:
      - {id: name, kind: person, label: 氏名, means: person.name}
      - {id: together, kind: yes_no, label: ほかの人と一緒に使いますか}
      - {id: people, kind: number, label: 人数, min: 1, max: 20, show_if: {field: together, is: はい}}
  - id: plot
    title: 花壇
    fields:
      - {id: plant, kind: text, label: 植えるもの, private: false}
"""
TAIL = """\
target: {days: 10}
route:
  - {id: examine, kind: review, role: clerk, title: 確かめる}
  - {id: decide, kind: decision, role: chief, title: 決める}
outcomes:
  - {id: granted, title: 許可する, effect: grant, document: decision, says: 許可します。, keep: {years: 5}}
  - {id: refused, title: 許可しない, effect: refuse, document: decision, says: 許可しません。, reasons: true, keep: {years: 5}}
publish: [plant]
"""
GOOD = HEAD + SECTIONS + TAIL

# A 届出 is accepted, a 経由 is forwarded and comes back, a survey is only counted.
REPORT_HEAD = HEAD.replace("kind: 申請", "kind: 届出")
REPORT_TAIL = """\
route:
  - {id: examine, kind: review, role: clerk, title: 確かめる}
  - {id: accept, kind: accept, role: clerk, title: 受理する, register: 花壇台帳}
outcomes:
  - {id: accepted, title: 受理する, effect: grant, document: none, says: 受理しました。, keep: {years: 5}}
"""
FORWARDED_TAIL = """\
target: {days: 10}
route:
  - {id: examine, kind: review, role: clerk, title: 確かめる}
  - {id: send, kind: forward, role: clerk, title: 県に送る, to: 知事}
  - {id: receive, kind: result, role: clerk, title: 結果が届く}
  - {id: deliver, kind: delivery, role: clerk, title: 渡す}
outcomes:
  - {id: granted, title: 認定する, effect: grant, document: received, says: 認定されました。, keep: {years: 5}}
  - {id: refused, title: 認定しない, effect: refuse, document: received, says: 認定されません。, reasons: true, keep: {years: 5}}
"""
SURVEY_HEAD = HEAD.replace("kind: 申請", "kind: アンケート").replace(
    "minutes: 5", "minutes: 5\nanonymous: true"
)
SURVEY_TAIL = """\
outcomes:
  - {id: counted, title: 集計する, effect: grant, document: none, says: 届きました。, keep: {years: 1}}
"""
PLANT = "id: plant, kind: text, label: 植えるもの"


def definition(text: str = GOOD) -> Definition:
    """The definition in a text."""
    return loader.load(text, source="sample.yaml")


def page(*lines: str) -> str:
    """One page of fields, each a flow mapping without its braces; behind HEAD the first of them stands in line 18."""
    fields = indent("\n".join(f"- {{{line}}}" for line in lines), " " * 6)
    return f"sections:\n  - id: page\n    title: 質問\n    fields:\n{fields}\n"


def with_fields(*lines: str, extra: str = "") -> str:
    """An application with these fields, and whatever comes behind it."""
    return HEAD + page(*lines) + TAIL.replace("publish: [plant]\n", "") + extra


def report(*lines: str, extra: str = "") -> str:
    """A 届出 with these fields."""
    return REPORT_HEAD + page(*lines or (PLANT,)) + REPORT_TAIL + extra


def forwarded(*lines: str, extra: str = "") -> str:
    """An application that another authority decides, with these fields."""
    return HEAD + page(*lines or (PLANT,)) + FORWARDED_TAIL + extra


def survey(*lines: str, extra: str = "") -> str:
    """An anonymous survey with these fields."""
    return SURVEY_HEAD + page(*lines or (PLANT,)) + SURVEY_TAIL + extra


def kind(text: str) -> Kind:
    """The kind of the field `x`, written as a flow mapping without its braces; lines above it may be others."""
    field: Field = definition(with_fields(*text.split("\n"))).fields["x"]
    return KINDS[field.kind](field)
