"""What a check finds, and how it says what to write instead."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yakuba.procedures.definition import Definition, Field
    from yakuba.procedures.yaml_text import Path


@dataclass(frozen=True)
class Fault:
    """Something wrong at a path of the definition: what it is, and what to write instead."""

    path: Path
    message: str
    suggestion: str


def instead(word: str, allowed: Iterable[str]) -> str:
    """What to write instead of a word that is not known: the nearest known one, else all of them."""
    known = list(allowed)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"「{near[0]}」と書いてください"
    return f"次のどれかを書いてください：{'、'.join(known)}" if known else "この行を消してください"


def each_field(definition: Definition) -> Iterator[tuple[Path, Field]]:
    """Every field with its path, those inside groups too."""
    for path, field in each_question(definition):
        yield path, field
        for number, inner in enumerate(field.fields):
            yield (*path, "fields", number), inner


def each_question(definition: Definition) -> Iterator[tuple[Path, Field]]:
    """Every question of a page with its path: a group is one."""
    for place, section in enumerate(definition.sections):
        for number, field in enumerate(section.fields):
            yield ("sections", place, "fields", number), field
