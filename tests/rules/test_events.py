"""The one memory: every fact is declared, worded, recorded by its constant, and written down in docs/events.md."""

from __future__ import annotations

import ast
import datetime
import importlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from scripts import events as page
from tests.rules import repository
from tests.rules.repository import dotted, none_of
from yakuba.core import events
from yakuba.core.events import EventType
from yakuba.procedures import loader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SAMPLES = {
    uuid.UUID: uuid.UUID(int=7),
    str: "code",
    int: 3,
    bool: True,
    datetime.date: datetime.date(2026, 11, 21),
    list: ["code"],
}
OWN_KEYS = {"matter", "actor", "now"}


@pytest.mark.parametrize("event", events.DECLARED.values(), ids=events.DECLARED.keys())
def test_every_event_has_a_sentence_that_its_own_keys_fill(event):
    data = events.checked(event, {key: SAMPLES[kind] for key, kind in event.keys})
    said = events.sentence_of(event.name, data)
    assert "{" not in said
    assert said
    assert not said.isascii()


def test_no_event_has_a_key_that_could_hold_a_name():
    words = {"name", "kana", "mail", "address", "telephone", "birth", "text", "message", "reasons", "remark"}
    # The name of a timer is a code of ours.
    allowed = {("timer.fallen_due", "name"), ("message.sent", "message"), ("message.failed", "message")}
    allowed |= {(f"message.{fact}", "message") for fact in ("read", "resent", "stopped")}
    taken = {(event.name, key) for event in events.DECLARED.values() for key, _ in event.keys if key in words}
    assert taken <= allowed


# Where facts are recorded -----------------------------------------------------------------------
@dataclass(frozen=True)
class Site:
    """One call of `record`: the events that it may record, and the keys that it gives (None: some by **)."""

    place: str
    events: tuple[EventType, ...]
    keys: frozenset[str] | None


def sites(module: repository.Module) -> Iterator[Site]:
    """Every call of core.actions.record in a module; ValueError for one whose event is not a declared constant."""
    loaded = importlib.import_module(module.name)
    passed_on = _functions_that_pass_on(module.tree)
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = dotted(node.func)
        if name.rpartition(".")[2] == "record" and name not in passed_on:
            if isinstance(node.args[0], ast.Name) and node.args[0].id in _parameters_around(
                module.tree, node
            ):
                continue
            yield _site(module, loaded, node, is_whole=True)
        elif name in passed_on:
            yield _site(module, loaded, node, is_whole=False)


def _site(module: repository.Module, loaded: ModuleType, call: ast.Call, *, is_whole: bool) -> Site:
    place = f"{module.shown}:{call.lineno}"
    found = tuple(_constants(call.args[0], loaded, place))
    named = {keyword.arg for keyword in call.keywords}
    keys = frozenset(key for key in named if key) - OWN_KEYS
    return Site(place, found, keys if is_whole and None not in named else None)


def _constants(node: ast.expr, loaded: ModuleType, place: str) -> Iterator[EventType]:
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body, loaded, place)
        yield from _constants(node.orelse, loaded, place)
        return
    found: object = loaded
    for part in dotted(node).split("."):
        found = getattr(found, part, None)
    if not isinstance(found, EventType) or not dotted(node).rpartition(".")[2].isupper():
        raise TypeError(f"{place}: {ast.unparse(node)} is not a declared constant")
    yield found


def _functions_that_pass_on(tree: ast.Module) -> set[str]:
    """Private functions of a module that take the event as their first argument and record it."""
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.args.args
        and node.args.args[0].annotation is not None
        and ast.unparse(node.args.args[0].annotation).strip("'\"") == "EventType"
    }


def _parameters_around(tree: ast.Module, call: ast.Call) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.lineno <= call.lineno <= (node.end_lineno or 0):
            return {argument.arg for argument in node.args.args}
    return set()


def every_site() -> list[Site]:
    found = []
    for module in repository.program():
        # A trial records what it measures, in a town of its own which it throws away.
        if module.shown.startswith("yakuba/trials/"):
            continue
        if module.shown != "yakuba/core/actions.py" and "record(" in module.text:
            found += list(sites(module))
    core = repository.Module(repository.PACKAGE / "core" / "actions.py")
    return found + [site for site in sites(core) if site.events]


def test_every_fact_is_recorded_by_its_declared_constant_with_its_declared_keys():
    none_of(
        [
            f"{site.place}: {event.name} takes {sorted(dict(event.keys))}, not {sorted(site.keys)}"
            for site in every_site()
            for event in site.events
            if site.keys is not None and site.keys != set(dict(event.keys))
        ]
    )


def test_every_declared_fact_is_recorded_somewhere():
    recorded = {event.name for site in every_site() for event in site.events}
    none_of(sorted(set(events.DECLARED) - recorded))


def test_an_event_that_is_no_constant_is_seen():
    with pytest.raises(TypeError, match="not a declared constant"):
        list(_constants(ast.parse("'application.submitted'", mode="eval").body, events, "here"))
    good = ast.parse("events.TIMER_DUE", mode="eval").body
    import yakuba.core.tasks as loaded  # noqa: PLC0415  any module that knows the constant

    assert list(_constants(good, loaded, "here")) == [events.TIMER_DUE]


def test_every_event_is_declared_in_the_events_module_of_the_app_that_records_it():
    wrong = []
    for site in every_site():
        app = site.place.split("/")[1]
        module = importlib.import_module(f"yakuba.{app}.events")
        own = {value.name for value in vars(module).values() if isinstance(value, EventType)}
        wrong += [f"{site.place}: {event.name}" for event in site.events if event.name not in own]
    none_of(wrong)


@pytest.mark.parametrize("path", loader.shipped(), ids=lambda path: path.stem)
def test_a_notice_waits_for_an_event_that_is_declared(path):
    definition = loader.load(path.read_text(encoding="utf-8"))
    assert {notice.when for notice in definition.notices} <= set(events.DECLARED)


def test_the_page_of_events_is_current():
    written = (repository.DOCS / "events.md").read_text(encoding="utf-8")
    assert written == page.text(), "docs/events.md is old: run `.venv/bin/python -m scripts.events`"
