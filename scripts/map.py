"""Writes docs/map.md from the imports and the first sentences of the modules: `.venv/bin/python -m scripts.map`."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grimp import ImportGraph

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, PAGE = ROOT / "yakuba", ROOT / "docs" / "map.md"
HEAD = """\
# Map

Written by `.venv/bin/python -m scripts.map` from the code; a rule fails while it is old.

## Layers

Imports go down only. Apps in one line never import each other. import-linter keeps it (`pyproject.toml`), without
any exception list.

```
{layers}
```

Inside an app the same order holds everywhere:

```
{inside}
```

From another app one imports only `actions`, `queries`, `models` and `events`. Further doors, with their reason, stand
in `pyproject.toml` beside `more_doors`. `core` and `ui` are everybody's ground.

## Apps

| app | what it is for | imports | is imported by |
|---|---|---|---|
{apps}

## Modules

What only Django calls (`apps.py`, migrations) and tests are left out.
"""


def text() -> str:
    """The page as it must stand in docs/map.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    graph = grimp.build_graph("yakuba", exclude_type_checking_imports=True, cache_dir=None)
    order = [name.strip() for line in contracts[0]["layers"] for name in line.split("|")]
    head = HEAD.format(
        layers="\n".join(contracts[0]["layers"]),
        inside="\n".join(line.replace("(", "").replace(")", "") for line in contracts[1]["layers"]),
        apps="\n".join(_app_line(app, graph) for app in order),
    )
    return head + "".join(_modules_of(app) for app in order)


def _app_line(app: str, graph: ImportGraph) -> str:
    inside = {module for module in graph.modules if _is_inside(module, app) and ".tests" not in module}
    below = {
        other.split(".")[1]
        for module in inside
        for other in graph.find_modules_directly_imported_by(module)
        if not _is_inside(other, app) and other.count(".") > 0
    }
    above = {
        other.split(".")[1]
        for module in inside
        for other in graph.find_modules_that_directly_import(module)
        if not _is_inside(other, app) and ".tests" not in other and other.count(".") > 0
    }
    purpose = _docstring(PACKAGE / app / "__init__.py").partition("\n")[0]
    return f"| [{app}](#{app}) | {purpose} | {_list(below)} | {_list(above)} |"


def _is_inside(module: str, app: str) -> bool:
    return module == f"yakuba.{app}" or module.startswith(f"yakuba.{app}.")


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "–"


def _modules_of(app: str) -> str:
    lines = "\n".join(_module_lines(app))
    return f"\n### {app}\n\n{lines}\n"


def _module_lines(app: str) -> Iterator[str]:
    for path in sorted((PACKAGE / app).rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        is_left_out = {"tests", "migrations"} & set(parts) or path.name == "apps.py"
        sentence = _docstring(path).partition("\n")[0]
        if is_left_out or not sentence or parts == (app, "__init__.py"):
            continue
        if path.name == "__init__.py" and "management" in parts:
            continue
        yield f"- `{path.relative_to(ROOT).as_posix()}`: {sentence}"


def _docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def main() -> None:
    """Write the page."""
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
