"""Shows the longest files, functions, templates and definitions, for a review: `.venv/bin/python -m scripts.sizes`.

Nothing fails by its size (docs/testing.md): the tail of the list is where to think again.
"""

from __future__ import annotations

import ast
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "yakuba"
LONGEST = 8


def report() -> str:
    """A table for each sort of thing: how many, median, nine in ten, the longest."""
    sorts = {
        "files": [(len(path.read_text().splitlines()), _shown(path)) for path in _python()],
        "functions": list(_functions()),
        "templates": [(len(path.read_text().splitlines()), _shown(path)) for path in PACKAGE.rglob("*.html")],
        "definitions": [
            (len(path.read_text().splitlines()), _shown(path))
            for path in (PACKAGE / "definitions").rglob("*.yaml")
        ],
        "apps": list(_apps()),
    }
    return "\n".join(_table(name, found) for name, found in sorts.items())


def _python() -> Iterator[Path]:
    for path in PACKAGE.rglob("*.py"):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def _functions() -> Iterator[tuple[int, str]]:
    for path in _python():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield (
                    (node.end_lineno or node.lineno) - node.lineno + 1,
                    f"{_shown(path)}:{node.lineno} {node.name}",
                )


def _apps() -> Iterator[tuple[int, str]]:
    for init in PACKAGE.glob("*/__init__.py"):
        lines = [len(path.read_text().splitlines()) for path in _python() if path.is_relative_to(init.parent)]
        yield sum(lines), _shown(init.parent)


def _table(name: str, found: Iterable[tuple[int, str]]) -> str:
    rows = sorted(found, reverse=True)
    sizes = sorted(size for size, _ in rows)
    if not sizes:
        return f"{name}: none"
    head = f"{name}: {len(sizes)}, median {statistics.median(sizes):.0f}, nine in ten up to {sizes[len(sizes) * 9 // 10]}"
    return "\n".join([head, *(f"  {size:5} {what}" for size, what in rows[:LONGEST])])


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    print(report())
