"""Nothing is left over: every verb is asked, every template shown, every static file named, every app tested."""

from __future__ import annotations

import ast
import fnmatch
import re
from typing import TYPE_CHECKING

import pytest

from tests.rules import repository
from tests.rules.repository import PACKAGE, none_of
from yakuba.core import access

if TYPE_CHECKING:
    from collections.abc import Iterator

# Django asks for these by name when something goes wrong.
OF_DJANGO = {"400.html", "403.html", "404.html", "500.html"}


def strings(tree: ast.AST) -> Iterator[str]:
    """Every text in a module; what an f-string fills in is written *."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def said() -> set[str]:
    """Every text of the program outside the tables of verbs."""
    modules = [
        module for module in repository.program() if not re.search(r"/access(_table)?\.py$", module.shown)
    ]
    return {text for module in modules for text in strings(module.tree)}


def test_every_verb_is_asked_somewhere():
    none_of(sorted(set(access.TABLE) - said()))


def test_every_verb_that_is_asked_is_declared():
    asked = [
        argument.value
        for module in repository.program()
        for call in repository.calls(module.tree)
        if repository.dotted(call.func).endswith(("access.require", "access.may", "entrance.needs", "needs"))
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    assert "application.submit" in asked
    none_of(sorted(set(asked) - set(access.TABLE)))


def templates() -> dict[str, str]:
    """Every template by the name under which it is asked for."""
    found = {}
    for path in PACKAGE.glob("*/templates/**/*.html"):
        name = path.relative_to(PACKAGE).as_posix().partition("/templates/")[2]
        found[name] = path.read_text(encoding="utf-8")
    return found


def unused(names: set[str], patterns: set[str]) -> list[str]:
    """Names that no pattern stands for."""
    return sorted(
        name for name in names if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    )


def test_every_template_is_shown_by_somebody():
    everything = templates()
    by_templates = {
        name for text in everything.values() for name in re.findall(r"""["']([\w/.-]+\.html)["']""", text)
    }
    by_program = {text for text in said() if text.endswith(".html") and text != "*.html"}
    none_of(unused(set(everything), by_templates | by_program | OF_DJANGO))


def test_what_nobody_asks_for_is_seen():
    assert unused({"a/b.html", "a/c.html"}, {"a/*.html"}) == []
    assert unused({"a/b.html"}, {"a/c.html"}) == ["a/b.html"]
    assert set(strings(ast.parse('f"portal/{page}.html"'))) >= {"portal/*.html"}


def test_every_script_and_stylesheet_is_loaded_by_a_page():
    pages = "\n".join(templates().values())
    sheets = [path for path in PACKAGE.glob("*/static/**/*") if path.suffix in {".css", ".js"}]
    sources = pages + "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    none_of([path.name for path in sheets if path.name not in sources])


@pytest.mark.parametrize("app", repository.apps())
def test_every_app_has_tests_of_its_own(app):
    assert list((PACKAGE / app / "tests").glob("test_*.py"))
