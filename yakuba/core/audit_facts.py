"""What cannot be true about one event: an unknown name, data against the declaration, a moment that cannot be."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import TYPE_CHECKING, Any

from yakuba.core import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.core.events import EventType
    from yakuba.core.sealing import Facts

# Clocks of several machines never agree to the second.
TOLERANCE = datetime.timedelta(minutes=5)
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def wrong_about(facts: Facts, now: datetime.datetime) -> Iterator[str]:
    """Everything that is wrong about an event, from the columns that its seal covers."""
    identifier, name, _matter, _actor, at, data = facts
    kind = events.DECLARED.get(name)
    if kind is None:
        yield f"知らない出来事です（{name}）"
    else:
        yield from _wrong_data(kind, data)
    made = _moment_of(identifier)
    if made > now + TOLERANCE or at > now + TOLERANCE:
        yield "未来の日時になっています"
    elif at > made + TOLERANCE:
        # Earlier is possible: paper is registered with the day on which it arrived.
        yield "書かれたときより後の日時になっています"


def _wrong_data(kind: EventType, data: Any) -> Iterator[str]:
    if not isinstance(data, dict) or set(data) != {key for key, _ in kind.keys}:
        yield f"データの項目が {kind.name} の決まりと違います"
        return
    for key, expected in kind.keys:
        if not _fits(data[key], expected):
            yield f"データの {key} が {kind.name} の決まりと違います"


def _fits(value: Any, expected: type) -> bool:
    if expected is list:
        return isinstance(value, list) and all(_fits(part, str) for part in value)
    if expected in {int, bool}:
        return type(value) is expected
    return isinstance(value, str) and _READS[expected](value)


def _reads_as_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def _reads_as_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _reads_as_code(text: str) -> bool:
    return events.CODE.fullmatch(text) is not None


_READS = {uuid.UUID: _reads_as_id, datetime.date: _reads_as_date, str: _reads_as_code}


def _moment_of(identifier: uuid.UUID) -> datetime.datetime:
    """When a time-ordered id was made (RFC 9562 section 5.7: 48 bits of milliseconds come first)."""
    return datetime.datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=datetime.UTC)
