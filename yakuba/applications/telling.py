"""Tells what happened in plain sentences: the declared sentence of each event, with words for the codes in its data."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import IdentityProof, Mandate, Party, Purpose
from yakuba.applications.models import Channel, Identification, Posting, Revocation
from yakuba.core import dates, events
from yakuba.documents import queries as documents
from yakuba.messaging.models import Channel as MessageChannel
from yakuba.procedures import queries as procedures
from yakuba.procedures.steps import METHODS, STEPS
from yakuba.ui.choices import as_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from yakuba.core.models import Event
    from yakuba.procedures.definition import Definition

# What stands for a code whose words are the same everywhere.
LABELS: dict[str, dict[str, str]] = {
    "channel": dict(Channel.choices) | dict(MessageChannel.choices),
    "kind": dict(Mandate.Kind.choices)
    | dict(Revocation.Kind.choices)
    | {code: kind.title for code, kind in STEPS.items()},
    "ending": dict(Mandate.Ending.choices),
    "role": dict(Party.Role.choices),
    "relation": dict(Party.Relation.choices),
    "level": dict(IdentityProof.Level.choices),
    "purpose": dict(Purpose.choices),
    "what": dict(Posting.What.choices),
    "method": dict(METHODS),
    "checked": dict(Identification.choices),
}
# How a day reads that is told behind the sentence; others stand alone.
DAYS = {"due_on": "{}まで", "effective_on": "{}から", "finished_on": "{}に完了"}
UPLOAD = "申請者のファイル"


class Teller:
    """Tells some events; what their data name (departments, staff, papers) is read once for all of them."""

    def __init__(self, found: Iterable[Event], definitions: Mapping[UUID, Definition]) -> None:
        """`definitions` are those of the applications, by the ids of their matters."""
        found = list(found)
        self._definitions = definitions
        self._departments = accounts.department_names(_ids(found, "department", "successor"))
        self._staff = accounts.actor_names(f"staff:{one}" for one in _ids(found, "staff"))
        self._papers = documents.titles(_ids(found, "document", "file"))
        self._procedures = dict(procedures.titles()) if self._tell_procedures(found) else {}

    @staticmethod
    def _tell_procedures(found: list[Event]) -> bool:
        return any(isinstance(event.data, dict) and "procedure" in event.data for event in found)

    @staticmethod
    def is_look(event: Event) -> bool:
        """Whether somebody only looked at something or took it out (閲覧)."""
        kind = events.DECLARED.get(event.name)
        return kind is not None and kind.is_look

    def sentence(self, event: Event) -> str:
        """What happened, for people."""
        kind = events.DECLARED.get(event.name)
        data = event.data if isinstance(event.data, dict) else {}
        if kind is None:
            return event.name
        words = {key: self._words_or_none(event, key, expected) for key, expected in kind.keys if key in data}
        said = kind.sentence.format_map(
            _Filled({**data, **{key: word for key, word in words.items() if word}})
        )
        more = [word for key, word in words.items() if word and f"{{{key}}}" not in kind.sentence]
        if {"department", "successor"} <= set(words):
            more = [f"{words['department']}から{words['successor']}へ"]
        return f"{said}：{'、'.join(dict.fromkeys(more))}" if more else said

    def _words_or_none(self, event: Event, key: str, expected: type) -> str:
        try:
            return self._words(event, key, expected)
        except (TypeError, ValueError):
            # Whoever bent a row must not hide the others behind an error.
            return ""

    def _words(self, event: Event, key: str, expected: type) -> str:
        """What a value means for people; nothing where it means nothing to them."""
        value = event.data[key]
        definition = self._definitions.get(event.matter_id) if event.matter_id else None
        if key in LABELS:
            return LABELS[key].get(value, "")
        if expected is datetime.date:
            day = dates.wareki(datetime.date.fromisoformat(value))
            return (
                day
                if f"{{{key}}}" in events.DECLARED[event.name].sentence
                else DAYS.get(key, "{}").format(day)
            )
        if key in _OF_DEFINITION:
            return _OF_DEFINITION[key](definition, value) if definition else ""
        return self._named(key, value, definition)

    def _named(self, key: str, value: Any, definition: Definition | None) -> str:
        if key == "until":
            # A period of keeping ends on a day, or as a term says (永年, 常用).
            return f"{dates.wareki(datetime.date.fromisoformat(value))}まで" if value[:1].isdigit() else value
        if key in {"department", "successor"}:
            return self._departments.get(value, "")
        if key == "staff":
            return self._staff.get(f"staff:{value}", "")
        if key == "procedure":
            return self._procedures.get(value, "") if definition is None or definition.id != value else ""
        if key == "file":
            return self._papers.get(value, UPLOAD)
        return self._papers.get(value, "") if key == "document" else ""


class _Filled(dict[str, Any]):
    """What a sentence is filled with; a row that was bent may lack something."""

    def __missing__(self, key: str) -> str:
        return "？"


def _ids(found: list[Event], *keys: str) -> set[str]:
    told = [event.data for event in found if isinstance(event.data, dict)]
    values = [str(data[key]) for data in told for key in keys if key in data]
    return {value for value in values if as_id(value)}


def _outcome(definition: Definition, value: Any) -> str:
    return next((outcome.title for outcome in definition.outcomes if outcome.id == value), "")


def _step(definition: Definition, value: Any) -> str:
    return next((step.title for step in definition.route if step.id == value), "")


def _steps(definition: Definition, value: Any) -> str:
    return "・".join(filter(None, (_step(definition, one) for one in value)))


def _fields(definition: Definition, value: Any) -> str:
    known = definition.fields
    return "・".join(known[name].label for name in value if name in known)


def _notice(definition: Definition, value: Any) -> str:
    return next((f"「{notice.subject}」" for notice in definition.notices if notice.id == value), "")


_OF_DEFINITION = {
    "outcome": _outcome,
    "step": _step,
    "steps": _steps,
    "fields": _fields,
    "changed": _fields,
    "consequence": _notice,
}
