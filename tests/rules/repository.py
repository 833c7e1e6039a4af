"""Reads the repository for the rules: its files, its modules, their syntax trees and names."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yakuba"
DOCS = ROOT / "docs"
# What `git archive` would not hold, for a copy of the tree that has no .git.
_MADE_HERE = {".git", ".venv", ".yakuba", "__pycache__", ".hypothesis", "build", "dist"}


@dataclass(frozen=True)
class Module:
    """One Python file of the repository."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def shown(self) -> str:
        """The path as it stands in messages: from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        """The dotted name, e.g. yakuba.core.actions."""
        parts = list(self.path.relative_to(ROOT).with_suffix("").parts)
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def app(self) -> str:
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return self.path.parent.name == "migrations"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, kept in the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not _MADE_HERE & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in set(found) if path.is_file()))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the program and of its tests."""
    return tuple(Module(path) for path in files() if path.suffix == ".py")


@cache
def program() -> tuple[Module, ...]:
    """Every Python file of the program itself: no tests, no migrations."""
    ours = [module for module in modules() if module.path.is_relative_to(PACKAGE)]
    return tuple(module for module in ours if not (module.is_test or module.is_migration))


@cache
def apps() -> tuple[str, ...]:
    """The apps, by name."""
    return tuple(sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py") if _is_app(path)))


def _is_app(init: Path) -> bool:
    return (init.parent / "apps.py").is_file()


@cache
def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def documents() -> tuple[Path, ...]:
    """Every page of the documentation."""
    return tuple(path for path in files() if path.suffix == ".md" and _is_documentation(path))


def _is_documentation(path: Path) -> bool:
    return path.is_relative_to(DOCS) or path.parent == ROOT


def none_of(broken: list[str]) -> None:
    """Fail with every broken place, one a line."""
    assert not broken, "\n" + "\n".join(broken)


def words_of(name: str) -> list[str]:
    """The words of a name in small letters: LimitedUploadHandler has limited, upload, handler."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def dotted(node: ast.AST) -> str:
    """A chain of names as it is written, `a.b.c`; calls inside it are written `()`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, ast.Call):
        before = dotted(node.func)
        return f"{before}()" if before else ""
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What a module imports: (name it has there, what it is, dotted)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
