"""What every Python file keeps to; each rule is tried on a good and a bad example first."""

from __future__ import annotations

import ast
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rules import repository
from tests.rules.repository import calls, dotted, imported, none_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.rules.repository import Module

Rule = "Callable[[ast.Module], Iterator[str]]"


# One sentence first -----------------------------------------------------------------------------
def without_sentence(tree: ast.Module) -> Iterator[str]:
    """A module begins with one sentence that ends with a full stop (or 。)."""
    if not tree.body:
        return
    first = (ast.get_docstring(tree) or "").partition("\n\n")[0].replace("\n", " ")
    if not first:
        yield "no docstring"
    elif not re.fullmatch(r".+[.。]", first) or re.search(r"[.?!]\s+[A-Z]", first):
        yield f"not one sentence: {first}"


# Names ------------------------------------------------------------------------------------------
BANNED = {
    "service", "manager", "handler", "processor", "helper", "util", "engine", "base", "common", "misc",
}  # fmt: skip
BANNED |= {f"{word}s" for word in BANNED} | {"utilities"}


def banned_names(tree: ast.Module) -> Iterator[str]:
    """Names that say nothing; a class may be called as the class of Django's that it is one of.

    The name of a test is a sentence, and a sentence may speak of a database engine.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("test_"):
            continue
        bases = getattr(node, "bases", [])
        of_django = {word for base in bases for word in words_of(dotted(base).rpartition(".")[2])}
        for word in BANNED & set(words_of(node.name)) - of_django:
            yield f"{node.lineno}: {node.name} has the empty word {word!r}"


# Time -------------------------------------------------------------------------------------------
CLOCKS = (
    "timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
)  # fmt: skip
# Without an argument these read the clock too.
CLOCKS_WHEN_BARE = ("localdate", "localtime", "timezone.localdate", "timezone.localtime")


def reads_of_the_clock(tree: ast.Module) -> Iterator[str]:
    """Where a module finds out by itself what time it is."""
    for call in calls(tree):
        name = dotted(call.func)
        is_bare = name in CLOCKS_WHEN_BARE and not call.args and not call.keywords
        if name in CLOCKS or is_bare:
            yield f"{call.lineno}: {name}()"


# Hidden flow ------------------------------------------------------------------------------------
def signals(tree: ast.Module) -> Iterator[str]:
    """Django's signals: flow that nobody sees from where it starts."""
    for _, what in imported(tree):
        if what.startswith(("django.db.models.signals", "django.dispatch")):
            yield what


# Views ------------------------------------------------------------------------------------------
WALLED = {"Application", "Matter", "File", "Document", "Message", "Submission", "Correction", "Approval"}
READS = {"get", "filter", "all", "first", "exclude", "in_bulk", "values", "values_list"}


def rows_without_reach(tree: ast.Module) -> Iterator[str]:
    """A view reads rows of people only as far as the actor sees, or of a matter that was reached already."""
    for call in calls(tree):
        chain = dotted(call.func)
        model, _, rest = chain.partition(".objects.")
        if model.rpartition(".")[2] not in WALLED or "visible_to" in chain:
            continue
        keys = {keyword.arg or "" for keyword in call.keywords}
        if rest.rpartition(".")[2] in READS and not any(key.startswith("matter") for key in keys):
            yield f"{call.lineno}: {chain}(…)"


# Tests ------------------------------------------------------------------------------------------
def mocks(tree: ast.Module) -> Iterator[str]:
    """Mocks of our own code. A port has a fake; a limit or a place may be set, a function may not be replaced."""
    ours = {name: what for name, what in imported(tree) if what.partition(".")[0] == "yakuba"}
    for _, what in imported(tree):
        if what.startswith(("unittest.mock", "mock", "pytest_mock")):
            yield what
    for call in calls(tree):
        if not dotted(call.func).endswith(".setattr") or not call.args:
            continue
        target, *rest = call.args
        if isinstance(target, ast.Constant) and str(target.value).startswith("yakuba"):
            yield f"{call.lineno}: setattr({target.value!r})"
        attribute = str(rest[0].value) if rest and isinstance(rest[0], ast.Constant) else ""
        owner = dotted(target)
        # Of a fake, `trouble` may be set; of our modules, constants. What was not there before replaces nothing.
        if (
            owner in ours
            and not attribute.isupper()
            and not owner.startswith("Fake")
            and has(ours[owner], attribute)
        ):
            yield f"{call.lineno}: setattr({owner}, {attribute!r})"


def has(name: str, attribute: str) -> bool:
    """Whether the module, class or function of this dotted name has the attribute."""
    try:
        return hasattr(pkgutil.resolve_name(name), attribute)
    except (ImportError, AttributeError):
        return True


# The rules, tried and applied -------------------------------------------------------------------
GOOD_AND_BAD: list[tuple[Callable[[ast.Module], Iterator[str]], str, str]] = [
    (without_sentence, '"""Adds numbers."""\nx = 1', "x = 1"),
    (without_sentence, '"""Adds numbers.\n\nAnd more. Much more."""', '"""Adds. Subtracts."""'),
    (banned_names, "class Deadline: ...", "class DeadlineManager: ..."),
    (banned_names, "class Limited(FileUploadHandler): ...", "def date_utils(): ..."),
    (banned_names, "class LimitedUploadHandler(uploads.FileUploadHandler): ...", "class RowHandler: ..."),
    (reads_of_the_clock, "day = localdate(now)", "day = localdate()"),
    (reads_of_the_clock, "later = now + day", "now = timezone.now()"),
    (signals, "from yakuba.core.events import subscribe", "from django.db.models.signals import post_save"),
    (
        rows_without_reach,
        "Application.objects.visible_to(actor).filter(pk=pk).first()",
        "Application.objects.get(pk=pk)",
    ),
    (rows_without_reach, "File.objects.filter(matter=matter)", "models.File.objects.filter(pk=pk)"),
    (mocks, "monkeypatch.setenv('A', 'b')", "from unittest.mock import patch"),
    (
        mocks,
        "from yakuba.messaging import tasks\nmonkeypatch.setattr(tasks, 'PATIENCE', 0)",
        "from yakuba.messaging import tasks\nmonkeypatch.setattr(tasks, 'sweep', print)",
    ),
    (mocks, "monkeypatch.setattr(os, 'name', 'x')", "monkeypatch.setattr('yakuba.core.days.is_open', bool)"),
]


@pytest.mark.parametrize(("rule", "good", "bad"), GOOD_AND_BAD)
def test_each_rule_passes_the_good_and_sees_the_bad(rule, good, bad):
    assert not list(rule(ast.parse(good)))
    assert list(rule(ast.parse(bad)))


def found(rule, modules) -> list[str]:
    return [f"{module.shown}: {fault}" for module in modules for fault in rule(module.tree)]


def test_every_module_begins_with_one_sentence():
    ours = [module for module in repository.modules() if not module.is_migration]
    none_of(found(without_sentence, ours))


def test_no_name_is_an_empty_word():
    by_file = [
        module.shown
        for module in repository.modules()
        if BANNED
        & set(words_of(module.path.stem if module.path.stem != "__init__" else module.path.parent.name))
    ]
    none_of(by_file)
    none_of(found(banned_names, repository.modules()))


# Where a request, a command or the clock itself comes in; from there on time is handed down as `now`.
EDGES = re.compile(
    r"/(views|staff|tasks|middleware|context|health|sign_in)(\.py|/)|/management/commands/|^yakuba/(demo|trials)/"
)
# The identifier of a row and the throttle of a worker are made of the clock itself; nobody decides by them.
MADE_OF_TIME = {"yakuba/core/identifiers.py"}


def test_time_is_passed_in_and_read_only_where_something_comes_in():
    inside = [
        module
        for module in repository.program()
        if not EDGES.search(module.shown) and module.shown not in MADE_OF_TIME
    ]
    none_of(found(reads_of_the_clock, inside))


def test_nothing_happens_by_a_signal_of_django():
    none_of(found(signals, repository.program()))


def is_view(module: Module) -> bool:
    return bool(re.search(r"/(views|staff)(\.py|/)", module.shown)) or "request: " in module.text


def test_a_view_sees_rows_only_as_far_as_its_actor():
    none_of(found(rows_without_reach, [module for module in repository.program() if is_view(module)]))


def test_no_test_replaces_our_own_code():
    ours = [module for module in repository.modules() if module.is_test and "rules" not in module.path.parts]
    none_of(found(mocks, ours))


# Files ------------------------------------------------------------------------------------------
# Written so that this file is not found by itself.
FORBIDDEN = {
    "the host of a registry": re.compile(
        r"py[p]i\.org|pythonh[o]sted\.org|registry\.n[p]mjs|n[p]mjs\.com|conda\.a[n]aconda|proxy\.g[o]lang"
    ),
    "an address of an index": re.compile(r"--(extra-)?index-url[ =]\s*https?:|index-url\s*=\s*https?:"),
    "a place on one machine": re.compile(r"(?<![\w./-])/(work|root|home|Users)/\w"),
    "a mark of something undone": re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b"),
}
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".yaml", ".yml", ".sh", ".typ", ".json", ""}


def faults_of_text(text: str) -> list[str]:
    return [fault for fault, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("requirements/run.txt", "https://files.python" + "hosted.org/x.whl"),
        ("<data>/outbox/", "/" + "work/main/yakuba"),
        ("the to-do list", "# TO" + "DO later"),
        ("$ROOT/.yakuba/root/", "/" + "home/somebody/yakuba"),
    ],
)
def test_the_rule_of_files_passes_the_good_and_sees_the_bad(good, bad):
    assert not faults_of_text(good)
    assert faults_of_text(bad)


def test_no_file_names_a_registry_or_a_place_on_one_machine():
    broken = [
        f"{path.relative_to(repository.ROOT)}: {fault}"
        for path in repository.files()
        if path.suffix in TEXT and Path(__file__) != path
        for fault in faults_of_text(path.read_text(encoding="utf-8", errors="replace"))
    ]
    none_of(broken)
