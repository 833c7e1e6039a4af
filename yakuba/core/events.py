"""Declared facts: every event has a name, a sentence for people and the keys of its data."""

from __future__ import annotations

import datetime
import re
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yakuba.core.models import Event

NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
# Data of events is never forgotten, so it may hold codes and numbers, never names or free text.
CODE = re.compile(r"[A-Za-z0-9_.:\-]{0,64}|[\w]{1,8}第[0-9]{1,8}号")
LONGEST_SUBSCRIBER = 120
KEY_TYPES = (uuid.UUID, str, int, bool, datetime.date, list)


class BadEvent(Exception):
    """An event was declared or recorded against its own declaration."""


@dataclass(frozen=True)
class EventType:
    """One kind of fact; `is_look` where somebody only looked at something, or took it out (閲覧)."""

    name: str
    sentence: str
    keys: tuple[tuple[str, type], ...]
    is_look: bool = False


Subscriber = Callable[["Event"], None]

DECLARED: dict[str, EventType] = {}
SUBSCRIBERS: dict[str, dict[str, Subscriber]] = defaultdict(dict)


def declare(name: str, sentence: str, /, **keys: type) -> EventType:
    """Declare a fact; `sentence` is shown to people, `keys` are the only data it may carry."""
    return _declared(name, sentence, keys, is_look=False)


def declare_look(name: str, sentence: str, /, **keys: type) -> EventType:
    """Declare that somebody looked at something or took it out: listed apart, as who looked (閲覧)."""
    return _declared(name, sentence, keys, is_look=True)


def looks() -> list[str]:
    """The names of the facts that somebody looked."""
    return [event.name for event in DECLARED.values() if event.is_look]


def _declared(name: str, sentence: str, keys: Mapping[str, type], *, is_look: bool) -> EventType:
    if not NAME.fullmatch(name) or name in DECLARED:
        raise BadEvent(f"event name {name!r} is taken or is not noun.past_participle")
    if wrong := [key for key, kind in keys.items() if kind not in KEY_TYPES]:
        raise BadEvent(f"{name}: keys {wrong} are not ids, codes, numbers or dates")
    DECLARED[name] = EventType(name, sentence, tuple(keys.items()), is_look)
    return DECLARED[name]


def subscribe(event: EventType) -> Callable[[Subscriber], Subscriber]:
    """Let a function hear a fact: it runs once after the commit, in a transaction of its own."""

    def keep(function: Subscriber) -> Subscriber:
        name = f"{function.__module__}.{function.__qualname__}"
        if len(name) > LONGEST_SUBSCRIBER:
            # PostgreSQL would refuse the delivery, and with it the fact itself.
            raise BadEvent(f"the subscriber's name {name} is too long")
        SUBSCRIBERS[event.name][name] = function
        return function

    return keep


def checked(event: EventType, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as JSON values, if it has exactly the declared keys and types; else BadEvent."""
    expected = dict(event.keys)
    if set(data) != set(expected):
        raise BadEvent(f"{event.name} takes {sorted(expected)}, not {sorted(data)}")
    return {key: _checked_value(event, key, value, expected[key]) for key, value in data.items()}


def sentence_of(name: str, data: Mapping[str, Any]) -> str:
    """What happened, in a sentence for people."""
    event = DECLARED.get(name)
    return event.sentence.format(**data) if event else name


def _checked_value(event: EventType, key: str, value: Any, kind: type) -> Any:
    # bool is an int in Python, but a flag is no number here.
    given = type(value)
    if given is not kind:
        raise BadEvent(f"{event.name}.{key} takes {kind.__name__}, not {given.__name__}")
    if isinstance(value, list):
        return [_checked_value(event, key, part, str) for part in value]
    if isinstance(value, str) and not CODE.fullmatch(value):
        raise BadEvent(f"{event.name}.{key} holds something that is no code")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


TIMER_DUE = declare("timer.fallen_due", "期日になりました（{name}）", name=str)
RUN_STARTED = declare("run.started", "まとめての処理を始めました（{kind}）", run=uuid.UUID, kind=str)
RUN_FINISHED = declare(
    "run.finished", "まとめての処理が終わりました（{kind}）", run=uuid.UUID, kind=str, done=int
)
RUN_STOPPED = declare(
    "run.stopped",
    "まとめての処理を途中で止めました（{kind}、残り{left}件）",
    run=uuid.UUID,
    kind=str,
    done=int,
    left=int,
)
LIST_EXPORTED = declare_look(
    "list.exported",
    "一覧を書き出しました（{listing}、{count}件）",
    listing=str,
    format=str,
    count=int,
    choice=list,
)
LIST_FETCHED = declare_look("list.fetched", "書き出した一覧を受け取りました", run=uuid.UUID)
OFFICE_CLOSED = declare("office.closed", "閉庁日を登録しました（{on}）", on=datetime.date)
KEYS_ROTATED = declare("keys.rotated", "暗号鍵を新しい世代（{generation}）に替えました", generation=int)
HEAD_PUBLISHED = declare(
    "head.published",
    "封印を公表しました（{on}、{length}件まで）",
    on=datetime.date,
    length=int,
    head=str,
)
