"""A small reader of JSON Schema (2020-12): what kinds say of their answers, and nothing is passed over.

A word of a schema that is not known here is an error, so that no kind says anything that nobody looks at.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Path = tuple[str | int, ...]

_TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}
_NAMES = {
    "string": "文字列",
    "integer": "整数",
    "boolean": "trueかfalse",
    "object": "オブジェクト",
    "array": "配列",
}
# What is said for people only.
_SAID = {"title", "description", "readOnly", "$schema"}


@dataclass(frozen=True)
class Fault:
    """Where a value is not what its schema says: the path into the value, the word of the schema, and a sentence."""

    path: Path
    word: str
    sentence: str


def faults(schema: dict[str, Any], value: Any, path: Path = ()) -> list[Fault]:
    """Where the value is not what the schema says."""
    found: list[Fault] = []
    for word, rule in schema.items():
        if word in _SAID:
            continue
        if word in _WORDS:
            found += [] if _WORDS[word](rule, value) else [Fault(path, word, _sentence(word, rule))]
        else:
            found += _DEEPER[word](rule, value, path, schema)
    # Of a value of another type nothing else is worth saying.
    return [fault for fault in found if fault.word == "type" and fault.path == path] or found


def fits(schema: dict[str, Any], value: Any) -> bool:
    """Whether the value is what the schema says."""
    return not faults(schema, value)


def _sentence(word: str, rule: Any) -> str:
    return {
        "type": f"{_NAMES.get(str(rule), rule)}で書いてください",
        "minimum": f"{rule}以上にしてください",
        "maximum": f"{rule}以下にしてください",
        "minLength": f"{rule}文字以上で書いてください",
        "maxLength": f"{rule}文字までで書いてください",
        "minItems": f"{rule}個以上にしてください",
        "maxItems": f"{rule}個までにしてください",
        "uniqueItems": "同じ値を2つ書かないでください",
        "required": "必要な項目がありません",
        "format": "形が違います（日付は2026-11-27のように書きます）"
        if rule == "date"
        else f"{rule}の形で書いてください",
        "pattern": f"形が違います（{rule}）",
        "enum": "決まった値のどれかを書いてください",
        "const": "決まった値を書いてください",
        "oneOf": "決まった値のどれかを書いてください",
        "anyOf": "決まった形のどれかで書いてください",
    }[word]


def _is_type(name: str, value: Any) -> bool:
    is_flag = isinstance(value, bool)
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not is_flag)


def _is_format(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return True
    readers: dict[str, Callable[[str], Any]] = {
        "date": _day,
        "uuid": UUID,
        "email": lambda text: text.index("@", 1),
    }
    try:
        readers[name](value)
    except ValueError:
        return False
    return True


def _day(text: str) -> datetime.date:
    # RFC 3339: no other form that Python would read (20261127, 2026-W48-5).
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _unlike(items: list[Any]) -> bool:
    return all(one not in items[:place] for place, one in enumerate(items))


_WORDS: dict[str, Callable[[Any, Any], bool]] = {
    "type": _is_type,
    "format": _is_format,
    "enum": lambda rule, value: any(value == one and type(value) is type(one) for one in rule),
    "const": lambda rule, value: value == rule and type(value) is type(rule),
    "pattern": lambda rule, value: not isinstance(value, str) or re.search(_whole(rule), value) is not None,
    "minimum": lambda rule, value: not isinstance(value, int) or value >= rule,
    "maximum": lambda rule, value: not isinstance(value, int) or value <= rule,
    "minLength": lambda rule, value: not isinstance(value, str) or len(value) >= rule,
    "maxLength": lambda rule, value: not isinstance(value, str) or len(value) <= rule,
    "minItems": lambda rule, value: not isinstance(value, list) or len(value) >= rule,
    "maxItems": lambda rule, value: not isinstance(value, list) or len(value) <= rule,
    "uniqueItems": lambda _rule, value: not isinstance(value, list) or _unlike(value),
    "oneOf": lambda rule, value: sum(fits(one, value) for one in rule) == 1,
    "anyOf": lambda rule, value: any(fits(one, value) for one in rule),
}


def _whole(pattern: str) -> str:
    # Python's $ also stands before a last end of line, that of JSON Schema (ECMA 262) does not.
    return pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern


def _items(rule: dict[str, Any], value: Any, path: Path, _schema: dict[str, Any]) -> Iterator[Fault]:
    for number, one in enumerate(value if isinstance(value, list) else ()):
        yield from faults(rule, one, (*path, number))


def _properties(
    rule: dict[str, dict[str, Any]], value: Any, path: Path, _schema: dict[str, Any]
) -> Iterator[Fault]:
    for name, one in (value if isinstance(value, dict) else {}).items():
        if name in rule:
            yield from faults(rule[name], one, (*path, name))


def _closed(rule: Any, value: Any, path: Path, schema: dict[str, Any]) -> Iterator[Fault]:
    known = schema.get("properties", {})
    for name in value if isinstance(value, dict) and rule is False else ():
        if name not in known:
            yield Fault((*path, name), "additionalProperties", "この名前の項目はありません")


def _required(rule: list[str], value: Any, path: Path, _schema: dict[str, Any]) -> Iterator[Fault]:
    for name in rule if isinstance(value, dict) else ():
        if name not in value:
            yield Fault((*path, name), "required", _sentence("required", rule))


_DEEPER: dict[str, Callable[[Any, Any, Path, dict[str, Any]], Iterator[Fault]]] = {
    "items": _items,
    "properties": _properties,
    "additionalProperties": _closed,
    "required": _required,
}
