"""Writes docs/officials/procedures/ from the shipped definitions: `.venv/bin/python -m scripts.procedures`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Definition

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "officials" / "procedures"
COMMAND = ".venv/bin/python -m scripts.procedures"
INDEX = "README.md"
HEAD = f"""\
# 手続の定義が言っていること

Yakubaに付いてくる手続の定義を、ふつうの文にしたものです。条文、金額、日数、保存期間を、担当が声に出して確かめるときに
使います。「町が確かめる値」は、町の条例・規則の値に直してから公開します（[手続定義を公開する](../publish.md)）。

定義を直した人は、`{COMMAND}` で書き直します。

| 手続 | 種類 | 根拠 | 町が確かめる値 |
|---|---|---|---|
"""
DIFFERENT = """
## 町ごとの違い

町の定義で置きかえた所です。ここに書かれていない所は、上と同じです。
"""
# Lines of the explanation by how they begin, and how a page begins them.
MARKS = (("    －", "     - "), ("  ・", "   - "), ("・", "- "))


def texts() -> dict[str, str]:
    """Every page by the name of its file."""
    from yakuba.procedures import loader  # noqa: PLC0415  only once Django is set up

    shared = {path.stem: loader.load(path.read_text("utf-8"), source=path.name) for path in loader.shipped()}
    pages = {f"{name}.md": page_of(one) + "".join(differences(one)) for name, one in shared.items()}
    return {INDEX: HEAD + "".join(map(_row, shared.values())), **pages}


def _row(definition: Definition) -> str:
    from yakuba.procedures import queries  # noqa: PLC0415

    confirm = len(queries.to_confirm(definition)) or "–"
    name = f"[{plain(definition.title)}]({definition.id}.md)"
    return f"| {name} | {definition.kind} | {plain(definition.law)} | {confirm} |\n"


def page_of(definition: Definition) -> str:
    """What a definition says, as a page: a heading, and every line of the explanation."""
    from yakuba.procedures import queries  # noqa: PLC0415

    _, *lines = queries.explain(definition).splitlines()
    head = f"# {plain(definition.title)}\n\n`{definition.id}` · [ほかの手続]({INDEX})\n"
    return head + "".join(_lines(lines))


def differences(definition: Definition) -> Iterator[str]:
    """What the explanation says otherwise in the towns that have a variant."""
    from yakuba.procedures import loader, queries  # noqa: PLC0415

    shared = set(queries.explain(definition).splitlines())
    towns = [path.parent.name for path in loader.shipped_variants() if path.stem == definition.id]
    if towns:
        yield DIFFERENT
    for town in towns:
        own = queries.explain(loader.load_written(loader.written_for(town)[definition.id])).splitlines()
        yield f"\n### {town}\n"
        yield from _lines(["", *(f"・{plain_mark(line)}" for line in own if line and line not in shared)])


def _lines(lines: list[str]) -> Iterator[str]:
    """The lines as Markdown: what a list follows is its heading, and no two sorts of line run together."""
    sort = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        before, (sort, text) = sort, _marked(line, after)
        if text and not before == sort == "list":
            yield "\n"
        if text:
            yield f"{text}\n"


def _marked(line: str, after: str) -> tuple[str, str]:
    """The sort of a line and how it stands on the page."""
    for begins, mark in MARKS:
        if line.startswith(begins):
            return "list", f"{mark}{plain(line)}"
    if re.match(r"[0-9]+\. ", line):
        return "list", f"{line.partition('. ')[0]}. {plain(line)}"
    if line and (re.match(r"・|1\. ", after) or line == "審査基準"):
        return "heading", f"## {plain(line)}"
    return ("words", plain(line)) if line else ("", "")


def plain_mark(line: str) -> str:
    """A line without what it begins with."""
    return re.sub(r"^ *[・－]|^[0-9]+\. ", "", line)


def plain(line: str) -> str:
    """The words of a line, so that Markdown takes them for nothing else."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", plain_mark(line))


def main() -> None:
    """Write every page, and take away those of definitions that are gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages = texts()
    for old in set(FOLDER.glob("*.md")) - {FOLDER / name for name in pages}:
        old.unlink()
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
