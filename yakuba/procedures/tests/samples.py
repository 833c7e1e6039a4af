"""Small definitions for tests: one that is good, and ways to change it."""

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


def definition(text: str = GOOD) -> Definition:
    """The definition in a text."""
    return loader.load(text, source="sample.yaml")


def with_fields(*lines: str, extra: str = "") -> str:
    """A definition whose one section has these fields, each a flow mapping without its braces."""
    fields = indent("\n".join(f"- {{{line}}}" for line in lines), " " * 6)
    sections = f"sections:\n  - id: page\n    title: 質問\n    fields:\n{fields}\n"
    return HEAD + sections + TAIL.replace("publish: [plant]\n", "") + extra


def kind(text: str) -> Kind:
    """The kind of one field, written as a flow mapping without its braces."""
    field: Field = definition(with_fields(text)).fields["x"]
    return KINDS[field.kind](field)
