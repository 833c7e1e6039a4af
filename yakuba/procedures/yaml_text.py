"""Reads YAML as nothing but mappings, lists and text, and remembers the line of every key and item.

YAML 1.1 turns `no` into False, `0123` into 83 and `12:30` into 750; town codes, times and answers must stay what was
typed. Anchors, aliases, tags and repeated keys are refused: a definition is read by people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

# pure Python would read the same, six times slower.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

MAX_CHARACTERS = 200_000
MAX_DEPTH = 12

Path = tuple[str | int, ...]
Tree = str | list[Any] | dict[str, Any]

# What libyaml says, and what the author should hear: (its words, what is wrong, what to write).
_REASONS = (
    ("found a tab character", "字下げにタブがあります", "タブを空白に置きかえてください"),
    (
        "cannot start any token",
        "使えない文字があります",
        'タブは空白に置きかえ、「@」「`」「%」で始まる文は "…" で囲んでください',
    ),
    (
        "mapping values are not allowed",
        "「: 」の位置が正しくありません",
        '字下げをそろえ、文の中の「: 」は "…" で囲んでください',
    ),
    ("could not find expected ':'", "「:」がありません", "「項目: 値」の形で書いてください"),
    ("did not find expected key", "字下げがそろっていません", "同じ段の項目は、同じ数の空白で始めてください"),
    (
        "did not find expected '-' indicator",
        "字下げがそろっていません",
        "一覧の各行は、同じ位置の「- 」で始めてください",
    ),
    (
        "did not find expected ',' or",
        "かっこが閉じていません",
        "「{」は「}」で、「[」は「]」で閉じてください",
    ),
    ("unexpected end of stream", "引用符が閉じていません", "「\"」か「'」を閉じてください"),
    ("control characters are not allowed", "見えない制御文字があります", "その文字を消してください"),
)


@dataclass(frozen=True)
class Fault:
    """Something wrong at a place of the text: what it is, and what to write instead."""

    line: int
    message: str
    suggestion: str


@dataclass
class Text:
    """A text that was read: its tree, the line of every path, and what was wrong."""

    tree: Tree = ""
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of this path, or of the nearest thing around it that is in the text."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Unreadable(Exception):
    """Reading cannot go on from here."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read(text: str) -> Text:
    """The tree of a YAML text; what is wrong with it is in `faults`, in the order of the text."""
    result = Text()
    if refused := _refused(text):
        result.faults.append(refused)
        return result
    try:
        _Reader(result, yaml.parse(text, Loader=_LOADER)).read_document()
    except _Unreadable as problem:
        result.faults.append(problem.fault)
    except yaml.YAMLError as problem:
        result.faults.append(_explained(problem, text))
    result.faults.sort(key=lambda fault: fault.line)
    return result


class _Reader:
    """Builds the tree from libyaml's events."""

    def __init__(self, result: Text, events: Iterator[Any]) -> None:
        self.result = result
        self.events = events

    def read_document(self) -> None:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Unreadable(Fault(1, "何も書かれていません", "「id: 」から書いてください"))
        self.result.tree = self.value(next(self.events), (), 0)
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Unreadable(
                Fault(
                    _line(after),
                    "1つのファイルに2つ以上の文書があります",
                    "「---」を消し、手続ごとにファイルを分けてください",
                )
            )

    def value(self, event: Any, path: Path, depth: int) -> Tree:
        self.result.lines.setdefault(path, _line(event))
        self.refuse_shortcuts(event)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if depth >= MAX_DEPTH:
            raise _Unreadable(Fault(_line(event), "入れ子が深すぎます", f"{MAX_DEPTH}段までで書いてください"))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(path, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.pairs(path, depth)
        return ""

    def items(self, path: Path, depth: int) -> list[Tree]:
        found: list[Tree] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*path, len(found)), depth + 1))
        return found

    def pairs(self, path: Path, depth: int) -> dict[str, Tree]:
        found: dict[str, Tree] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            place = (*path, key)
            if key in found:
                # The first one stands; the second is read and forgotten.
                self.fault(event, f"「{key}」が2回書かれています", f"「{key}」を1つにまとめてください")
                self.value(next(self.events), (*place, "again"), depth + 1)
                continue
            self.result.lines[place] = _line(event)
            found[key] = self.value(next(self.events), place, depth + 1)
        return found

    def key(self, event: Any) -> str:
        self.refuse_shortcuts(event)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        raise _Unreadable(
            Fault(_line(event), "項目の名前が文字ではありません", "「項目: 値」の形で書いてください")
        )

    def refuse_shortcuts(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, f"参照（*{event.anchor}）は使えません", "同じ内容をもう一度書いてください")
        elif event.anchor:
            self.fault(event, f"目印（&{event.anchor}）は使えません", "目印を消してください")
        if getattr(event, "tag", None):
            self.fault(event, f"型の指定（{event.tag}）は使えません", "値だけを書いてください")

    def fault(self, event: Any, message: str, suggestion: str) -> None:
        self.result.faults.append(Fault(_line(event), message, suggestion))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refused(text: str) -> Fault | None:
    if len(text) > MAX_CHARACTERS:
        return Fault(
            1,
            f"ファイルが大きすぎます（{MAX_CHARACTERS:,}文字まで）",
            "説明を短くするか、手続を分けてください",
        )
    if broken := re.search(r"[\ud800-\udfff]", text):
        return Fault(
            text.count("\n", 0, broken.start()) + 1, "文字が壊れています", "UTF-8で保存し直してください"
        )
    return None


def _explained(problem: yaml.YAMLError, text: str) -> Fault:
    words = str(problem)
    message, suggestion = "YAMLとして読めません", "字下げ、「:」、「-」、引用符を確かめてください"
    for reason, said, advice in _REASONS:
        if reason in words:
            message, suggestion = said, advice
            break
    return Fault(_line_of(problem, text), message, suggestion)


def _line_of(problem: yaml.YAMLError, text: str) -> int:
    # What is not closed is better shown where it opens.
    reasons = ("unexpected end of stream", "expected ',' or", "could not find expected ':'")
    is_open = any(words in str(problem) for words in reasons)
    places = ("context_mark", "problem_mark") if is_open else ("problem_mark",)
    mark = next((mark for place in places if (mark := getattr(problem, place, None))), None)
    if mark is not None:
        return int(mark.line) + 1
    # A forbidden character is reported by its place in the text alone.
    return text.count("\n", 0, max(0, int(getattr(problem, "position", 0) or 0))) + 1
