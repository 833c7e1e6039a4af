"""The one memory: every fact is declared, worded, recorded by its constant, and written down in docs/events.md."""

from __future__ import annotations

import ast
import datetime
import importlib
import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from scripts import events as page
from tests.rules import repository
from tests.rules.repository import calls, dotted, imported, none_of
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
    """Every call by which a module records a fact; TypeError for one whose event is not a declared constant."""
    handed_on = passing_on(module.tree).values()
    for call in calls(module.tree):
        inner = passed_on().get(meant(dotted(call.func), module.name))
        if inner is None and (not is_record(call) or call in handed_on):
            continue
        place = f"{module.shown}:{call.lineno}"
        found = tuple(_constants(call.args[0], importlib.import_module(module.name), place))
        yield Site(place, found, _keys(inner or call))


def is_record(call: ast.Call) -> bool:
    """Whether a call writes a fact down."""
    return dotted(call.func).rpartition(".")[2] == "record" and bool(call.args)


def _keys(call: ast.Call) -> frozenset[str] | None:
    named = {keyword.arg for keyword in call.keywords}
    return None if None in named else frozenset(key for key in named if key) - OWN_KEYS


# A function that takes an event and records it passes it on: then each of its callers records a fact.
def passing_on(tree: ast.Module) -> dict[str, ast.Call]:
    """The functions of a module whose first argument is the event that they record, and the call that does it."""
    return {
        node.name: call
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.args.args and _is_of_an_event(node.args.args[0])
        for call in calls(node)
        if is_record(call) and dotted(call.args[0]) == node.args.args[0].arg
    }


def _is_of_an_event(argument: ast.arg) -> bool:
    return argument.annotation is not None and ast.unparse(argument.annotation).strip("'\"") == "EventType"


@cache
def passed_on() -> dict[str, ast.Call]:
    """Every function of the program that passes an event on, by its whole name."""
    return {
        f"{module.name}.{name}": call
        for module in repository.program()
        for name, call in passing_on(module.tree).items()
    }


@cache
def by_name() -> dict[str, repository.Module]:
    return {module.name: module for module in repository.program()}


@cache
def _imports(name: str) -> dict[str, str]:
    module = by_name().get(name)
    return dict(imported(module.tree)) if module else {}


def meant(name: str, where: str) -> str:
    """The whole name of what the module `where` calls by a name: imports are followed to where it is written."""
    first, dot, rest = name.partition(".")
    whole = _imports(where).get(first)
    if whole is None:
        return f"{where}.{name}"
    package, _, last = f"{whole}{dot}{rest}".rpartition(".")
    # A package may hand on what one of its modules holds.
    return meant(last, package) if package != where and last in _imports(package) else f"{package}.{last}"


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


def every_site() -> list[Site]:
    # A trial records what it measures, in a town of its own which it throws away.
    measured = [module for module in repository.program() if not module.shown.startswith("yakuba/trials/")]
    return [site for module in measured for site in sites(module)]


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


def test_only_a_function_that_records_its_first_argument_passes_it_on():
    good = (
        "def tell(event: EventType, row, *, now):\n    record(event, matter=row.matter, now=now, row=row.pk)"
    )
    assert set(passing_on(ast.parse(good))) == {"tell"}
    assert _keys(passing_on(ast.parse(good))["tell"]) == {"row"}
    for other in (
        "def hear(event: EventType):\n    SUBSCRIBERS[event.name] = {}",
        "def tell(row, event: EventType):\n    record(event, row=row.pk)",
        "def tell(event: EventType):\n    record(TOLD, matter=None)",
    ):
        assert not passing_on(ast.parse(other))


def test_what_passes_an_event_on_is_followed_from_module_to_module():
    home = "yakuba.messaging.actions.facts"
    assert f"{home}.record_of" in passed_on()
    for where in (home, "yakuba.messaging.actions.posting"):
        assert meant("record_of", where) == f"{home}.record_of"
    # Through a module, and through a package that hands it on.
    assert (
        meant("holding.hold", "yakuba.messaging.actions.posting") == "yakuba.messaging.actions.holding.hold"
    )
    assert (
        meant("actions.release", "yakuba.messaging.subscribers") == "yakuba.messaging.actions.holding.release"
    )
    # The caller is judged by the keys that are given for it.
    told = list(sites(by_name()["yakuba.messaging.actions.posting"]))
    assert [site.keys for site in told] == [{"message", "consequence", "channel"}]
    assert [event.name for event in told[0].events] == ["message.sent", "message.failed"]


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
