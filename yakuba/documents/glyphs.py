"""Chooses the font of every character, so that 葛󠄀, 邊󠄄 and 𠮷 print as the person writes them or are refused."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yakuba.documents.sfnt import Face

# The papers change between Mincho and Gothic, so a character needs no other font only if both have it.
OWN_FACES = 2
DOCUMENT_FONT = ""
Runs = list[list[str]]


class Unprintable(Exception):
    """No installed font has this character in this variant; the message is for the person."""

    def __init__(self, characters: str) -> None:
        points = " ".join(f"U+{ord(character):04X}" for character in characters)
        shown = (
            f"「{characters}」（{points}）" if characters.isprintable() else f"目に見えない文字（{points}）"
        )
        way_out = "別の字で書くか、情報担当に書体の追加を相談してください"
        super().__init__(f"{shown}を印刷できる書体がありません。{way_out}。")
        self.characters = characters


def lines(text: str, faces: Sequence[Face]) -> list[Runs]:
    """The text as lines of [font family, characters]; family "" is the document's own font; raises Unprintable."""
    return [_runs(line, faces) for line in text.split("\n")]


def check(value: Any, faces: Sequence[Face]) -> None:
    """Raise Unprintable if a string anywhere in the value cannot be printed."""
    for text in _strings(value):
        lines(text, faces)


def typeset(value: Any, faces: Sequence[Face]) -> Any:
    """The same JSON value with every string as lines of runs; raises Unprintable."""
    if isinstance(value, str):
        return lines(value, faces)
    if isinstance(value, dict):
        return {key: typeset(part, faces) for key, part in value.items()}
    if isinstance(value, list):
        return [typeset(part, faces) for part in value]
    return value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _runs(line: str, faces: Sequence[Face]) -> Runs:
    if line and all(face.draws(character) for face in faces[:OWN_FACES] for character in line):
        return [[DOCUMENT_FONT, line]]
    runs: Runs = []
    for cluster in _clusters(line):
        family = _family(cluster, faces)
        if runs and runs[-1][0] == family:
            runs[-1][1] += cluster
        else:
            runs.append([family, cluster])
    return runs


def _clusters(line: str) -> Iterator[str]:
    # A variation selector or a combining mark belongs to the character before it.
    cluster = ""
    for character in line:
        if cluster and not (_is_selector(character) or unicodedata.combining(character)):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _family(cluster: str, faces: Sequence[Face]) -> str:
    # Nearly every character is drawn by our own faces: the further ones are asked only for the others.
    if all(draws(face, cluster) for face in faces[:OWN_FACES]):
        return DOCUMENT_FONT
    for face in faces:
        if draws(face, cluster):
            return face.family
    raise Unprintable(cluster)


def draws(face: Face, cluster: str) -> bool:
    """Whether the font has every character of the cluster, in exactly its variant."""
    return all(face.draws(base, selector) for base, selector in _pairs(cluster))


def _pairs(cluster: str) -> Iterable[tuple[str, str]]:
    for place, character in enumerate(cluster):
        if not _is_selector(character) or place == 0:
            following = cluster[place + 1 : place + 2]
            yield character, following if following and _is_selector(following) else ""


def _is_selector(character: str) -> bool:
    point = ord(character)
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
