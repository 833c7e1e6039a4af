"""How questions and conditions of a definition are said in plain Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.procedures.computations import COMPUTATIONS
from yakuba.procedures.fields import kind_of
from yakuba.procedures.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yakuba.procedures.definition import Condition, Definition, Field

KIND_WORDS = {
    "text": "1行の文字",
    "long_text": "長い文",
    "kana": "フリガナ",
    "number": "数",
    "count": "数",
    "money": "金額",
    "yes_no": "はい・いいえ",
    "choice": "選択",
    "choices": "いくつか選択",
    "date": "日付",
    "time": "時刻",
    "person": "氏名",
    "mail": "メールアドレス",
    "telephone": "電話番号",
    "postal_code": "郵便番号（住所を引ける）",
    "address": "住所",
    "bank_account": "口座",
    "agreement": "同意",
    "file": "書類",
    "group": "くり返し",
    "computed": "計算",
}


def questions(definition: Definition) -> Iterator[str]:
    """Every page with its questions."""
    yield ""
    yield f"質問（{len(definition.sections)}ページ、{len(definition.fields)}問）"
    for number, section in enumerate(definition.sections, 1):
        condition = f"（{when(section.show_if, definition)}だけ）" if section.show_if else ""
        yield f"{number}. {section.title}{condition}"
        for field in section.fields:
            yield f"  ・{_question(field, definition)}"
            yield from (f"    －{_question(inner, definition)}" for inner in field.fields)


def _question(field: Field, definition: Definition) -> str:
    words = [_kind(field), *_must(field, definition), *_limits(field, definition)]
    if field.rule in RULES:
        words.append(RULES[field.rule or ""].sentence)
    if field.show_if:
        words.append(f"{when(field.show_if, definition)}だけ聞く")
    if not field.private:
        words.append("個人の情報ではない")
    options = "／".join(option.label for option in field.options)
    return f"{field.label}（{'、'.join(words)}）{'：' + options if options else ''}"


def _kind(field: Field) -> str:
    more = field.unit or field.item
    return KIND_WORDS[field.kind] + (f"（{more}）" if more else "")


def _must(field: Field, definition: Definition) -> list[str]:
    if not kind_of(field).is_asked:
        return []
    if field.required_if:
        return [f"{when(field.required_if, definition)}は必須"]
    return ["必須" if field.required else "任意"]


def _limits(field: Field, definition: Definition) -> Iterator[str]:
    least, most = field.min, field.max
    if field.kind in {"choices", "file", "group"} and (least or most):
        yield f"{least or 1}つ以上{f'{most}つまで' if most else ''}"
    elif field.kind in {"number", "count", "money"} and (least is not None or most is not None):
        yield f"{'' if least is None else f'{least:,}以上'}{'' if most is None else f'{most:,}以下'}"
    if field.earliest or field.latest:
        yield f"{field.earliest or ''}から{field.latest or ''}まで"
    if field.later:
        yield "あとで出すこともできる"
    if field.known:
        yield f"省略できる：{field.known.rstrip('。')}"
    if field.kind == "computed":
        names = "、".join(definition.fields[name].label for name in field.of)
        yield f"「{names}」から：{COMPUTATIONS[field.rule or ''].sentence}"


def when(condition: Condition, definition: Definition) -> str:
    """The condition as the beginning of a sentence: 「…」が「…」のとき."""
    if condition.any_ is not None:
        return "、または".join(when(part, definition) for part in condition.any_)
    if condition.all_ is not None:
        return "、かつ".join(when(part, definition) for part in condition.all_)
    field = definition.all_fields[condition.field or ""]
    test = condition.tests[0]
    values = condition.is_ or condition.not_ or (condition.more_than or condition.less_than or "",)
    later = field.kind in {"date", "time"}
    said = {
        "is": "が{}のとき",
        "not": "が{}でないとき",
        "more_than": f"が{{}}より{'後の' if later else '大きい'}とき",
        "less_than": f"が{{}}より{'前の' if later else '小さい'}とき",
        "answered": f"に答えが{'ある' if condition.answered else 'ない'}とき",
    }[test]
    words = "" if test == "answered" else _values(field, values)
    return f"「{_name(field, definition)}」{said.format(words)}"


def _name(field: Field, definition: Definition) -> str:
    # Where the same question is asked on several pages, the page's title tells which one.
    every: Mapping[str, Field] = definition.all_fields
    again = [other for other in every.values() if other.label == field.label]
    is_named = len(again) > 1 and field.id in definition.section_of
    return f"{definition.section_of[field.id].title}・{field.label}" if is_named else field.label


def _values(field: Field, texts: tuple[str, ...]) -> str:
    kind = kind_of(field)
    return "か".join(f"「{kind.text(kind.from_example(text))}」" for text in texts)
