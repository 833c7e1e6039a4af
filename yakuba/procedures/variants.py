"""Municipal variants: a town's file replaces whole sections of the definition that all towns share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_KEY = re.compile(r"(?P<key>[A-Za-z_][A-Za-z0-9_-]*)\s*:")


@dataclass(frozen=True)
class Written:
    """The text of one definition, and where each of its lines stands: (name of the file, line)."""

    text: str
    origins: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The file that makes it what it is: the town's, where it has one."""
        files = [name for name, _ in self.origins]
        return next((name for name in files if "/" in name), files[0])

    def place(self, line: int) -> tuple[str, int]:
        """The file and the line of a line of the text."""
        return self.origins[min(max(line, 1), len(self.origins)) - 1]


@dataclass(frozen=True)
class _Block:
    """One section with its comments: the lines from its first to the one before the next section."""

    key: str
    lines: tuple[tuple[str, int], ...]


def plain(text: str, name: str) -> Written:
    """A definition that stands in one file."""
    return Written(text, tuple((name, number) for number, _ in enumerate(text.splitlines() or [""], 1)))


def merged(common: str, variant: str, *, names: tuple[str, str]) -> Written:
    """The common definition with the sections that the variant replaces or adds; all else stays, letter by letter."""
    # A section written twice stays twice, so that it is told as in any other file.
    ours: dict[str, list[tuple[str, int]]] = {}
    for block in _blocks(variant):
        ours.setdefault(block.key, []).extend(block.lines)
    chosen: list[tuple[str, str, int]] = []
    for block in _blocks(common):
        source, lines = (names[1], ours.pop(block.key)) if block.key in ours else (names[0], block.lines)
        chosen += [(source, line, number) for line, number in lines]
    for lines in ours.values():
        chosen += [(names[1], line, number) for line, number in lines]
    text = "\n".join(line for _, line, _ in chosen) + "\n"
    return Written(text, tuple((source, number) for source, _, number in chosen))


def read(common: Path | None, variant: Path | None) -> Written:
    """The definition of a town: common, with its variant, or its own where nothing is shared."""
    texts = [path.read_text(encoding="utf-8") for path in (common, variant) if path]
    names = [_name(path) for path in (common, variant) if path]
    if len(texts) == 1:
        return plain(texts[0], names[0])
    return merged(texts[0], texts[1], names=(names[0], names[1]))


def _name(path: Path) -> str:
    return path.name if path.parent.name == "common" else f"{path.parent.name}/{path.name}"


def _blocks(text: str) -> list[_Block]:
    """The sections of a text; comments and empty lines before a section belong to it."""
    found: list[_Block] = []
    waiting: list[tuple[str, int]] = []
    lines: list[tuple[str, int]] = []
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        begins = _KEY.match(line)
        if begins:
            if key or lines:
                found.append(_Block(key, tuple(lines)))
            key, lines, waiting = begins["key"], [*waiting, (line, number)], []
        elif not line.strip() or line.startswith("#"):
            waiting.append((line, number))
        else:
            lines += [*waiting, (line, number)]
            waiting = []
    found.append(_Block(key, (*lines, *waiting)))
    return found
