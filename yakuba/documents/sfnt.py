"""Reads which characters a TrueType font can draw, without loading a font library into web processes."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# OpenType specification: "cmap" (formats 12 and 14) and "name" tables.
_FULL_UNICODE = 12
_VARIATIONS = 14
_FAMILY_NAMES = (16, 1)
_WINDOWS_UNICODE = 3
_ENGLISH = 0x409
_SINGLE = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_COLLECTION = b"ttcf"


class NotAFont(Exception):
    """The file is no TrueType or OpenType font with a full Unicode table."""


@dataclass(frozen=True)
class Ranges:
    """Code points as sorted, closed ranges."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, point: int) -> bool:
        place = bisect_right(self.starts, point) - 1
        return place >= 0 and point <= self.ends[place]


@dataclass(frozen=True)
class Face:
    """One font file: its family name and what it can draw."""

    family: str
    path: Path
    points: Ranges
    # Per variation selector: bases drawn by the usual glyph, and bases with a glyph of their own.
    variations: dict[int, tuple[Ranges, Ranges]]
    # What was asked before: papers are made of the same few thousand characters again and again.
    answers: dict[tuple[str, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def draws(self, base: str, selector: str = "") -> bool:
        """Whether the font has this character, in exactly this variant if a selector is given."""
        known = self.answers.get((base, selector))
        if known is None:
            known = self.answers[base, selector] = self._has(base, selector)
        return known

    def _has(self, base: str, selector: str) -> bool:
        if not selector:
            return ord(base) in self.points
        usual, own = self.variations.get(ord(selector), (_NOTHING, _NOTHING))
        return ord(base) in own or (ord(base) in usual and ord(base) in self.points)


_NOTHING = Ranges((), ())


def read(path: Path) -> Face:
    """The face in a font file, or the first one of a collection; raises NotAFont."""
    try:
        tables = _tables(path, {b"cmap", b"name"})
        return _face(path, tables[b"cmap"], tables[b"name"])
    except (struct.error, LookupError, StopIteration, UnicodeDecodeError) as problem:
        raise NotAFont(f"{path.name} is not a font that can be used") from problem


def _tables(path: Path, wanted: set[bytes]) -> dict[bytes, bytes]:
    with path.open("rb") as file:
        header = file.read(16)
        if header[:4] == _COLLECTION:
            file.seek(struct.unpack_from(">I", header, 12)[0])
        else:
            file.seek(0)
        header = file.read(12)
        if header[:4] not in _SINGLE:
            raise NotAFont(f"{path.name} is not a TrueType or OpenType font")
        (count,) = struct.unpack_from(">H", header, 4)
        places = {
            tag: (start, size) for tag, _, start, size in struct.iter_unpack(">4sIII", file.read(16 * count))
        }
        found = {}
        for tag in wanted:
            start, size = places[tag]
            file.seek(start)
            found[tag] = file.read(size)
    return found


def _face(path: Path, cmap: bytes, name: bytes) -> Face:
    subtables = dict(_subtables(cmap))
    if _FULL_UNICODE not in subtables:
        raise NotAFont(f"{path.name} has no full Unicode table")
    variations = _variations(cmap, subtables[_VARIATIONS]) if _VARIATIONS in subtables else {}
    return Face(_family(name), path, _groups(cmap, subtables[_FULL_UNICODE]), variations)


def _subtables(cmap: bytes) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = [struct.unpack_from(">HHI", cmap, 4 + 8 * place)[2] for place in range(count)]
    return [(struct.unpack_from(">H", cmap, start)[0], start) for start in starts]


def _groups(cmap: bytes, start: int) -> Ranges:
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    body = cmap[start + 16 : start + 16 + 12 * count]
    groups = sorted((first, last) for first, last, glyph in struct.iter_unpack(">III", body) if glyph)
    return Ranges(tuple(first for first, _ in groups), tuple(last for _, last in groups))


def _variations(cmap: bytes, start: int) -> dict[int, tuple[Ranges, Ranges]]:
    (count,) = struct.unpack_from(">I", cmap, start + 6)
    found = {}
    for place in range(count):
        record = start + 10 + 11 * place
        selector = int.from_bytes(cmap[record : record + 3])
        usual, own = struct.unpack_from(">II", cmap, record + 3)
        found[selector] = (
            _usual(cmap, start + usual) if usual else _NOTHING,
            _own(cmap, start + own) if own else _NOTHING,
        )
    return found


def _usual(cmap: bytes, start: int) -> Ranges:
    (count,) = struct.unpack_from(">I", cmap, start)
    body = cmap[start + 4 : start + 4 + 4 * count]
    rows = [(int.from_bytes(body[place : place + 3]), body[place + 3]) for place in range(0, len(body), 4)]
    return Ranges(tuple(first for first, _ in rows), tuple(first + more for first, more in rows))


def _own(cmap: bytes, start: int) -> Ranges:
    (count,) = struct.unpack_from(">I", cmap, start)
    body = cmap[start + 4 : start + 4 + 5 * count]
    points = tuple(int.from_bytes(body[place : place + 3]) for place in range(0, len(body), 5))
    return Ranges(points, points)


def _family(name: bytes) -> str:
    count, strings = struct.unpack_from(">HH", name, 2)
    records = [struct.unpack_from(">6H", name, 6 + 12 * place) for place in range(count)]
    families = {
        kind: name[strings + start : strings + start + size].decode("utf-16-be")
        for platform, _, language, kind, size, start in records
        if platform == _WINDOWS_UNICODE and language == _ENGLISH
    }
    return next(families[kind] for kind in _FAMILY_NAMES if kind in families)
