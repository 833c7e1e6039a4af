"""A file that somebody uploads becomes rows of cells: its encoding, its columns, and whether it is whole."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from yakuba.accounts.reorganisation.lines import COLUMNS, OTHER_WORDS, Problem
from yakuba.core import text as texts

LARGEST = 1_000_000  # bytes: some ten thousand lines
MOST_LINES = 5_000
FORMULA = ("=", "+", "-", "@")
_SAVE_AS = "表計算ソフトで「CSV UTF-8（コンマ区切り）」を選んで保存し直してください。"


class NotReadable(Exception):
    """The file as a whole cannot be read; the message is for the person."""


@dataclass(frozen=True)
class Row:
    """One line of the file: where it begins, and its cells by column."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)


def text_of(content: bytes) -> str:
    """The text of the file, whichever of the usual encodings it has. Raises NotReadable."""
    if not content.strip(b"\x00\r\n\t ,\xef\xbb\xbf"):
        raise NotReadable("ファイルが空です。見出しの行と、1行以上の内容を書いてください。")
    if len(content) > LARGEST:
        raise NotReadable(
            f"ファイルが大きすぎます（{len(content) // 1000:,}kB）。{LARGEST // 1000:,}kBまでに分けてください。"
        )
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise NotReadable(f"表計算のブックは、そのままでは読めません。{_SAVE_AS}")
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _decoded(content, "utf-16")
    if b"\x00" in content:
        raise NotReadable(f"CSVのファイルではありません。{_SAVE_AS}")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable(f"文字コードが読めません（UTF-8かShift_JISにしてください）。{_SAVE_AS}")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise NotReadable(f"文字コードが読めません。{_SAVE_AS}") from problem


def rows_of(text: str) -> tuple[list[Row], list[Problem]]:
    """The rows under the head, and what is wrong with their shape. Raises NotReadable."""
    cells = _cells(text)
    columns = _columns(cells[0][1])
    rows, problems = [], []
    for line, values in cells[1:]:
        if not any(value.strip() for value in values):
            continue
        if len(values) < len(columns):
            problems.append(
                Problem(
                    line,
                    "",
                    f"列が{len(columns)}あるはずですが、{len(values)}しかありません。"
                    "ファイルが途中で切れていないか確かめてください。",
                )
            )
        elif any(value.strip() for value in values[len(columns) :]):
            problems.append(
                Problem(
                    line,
                    "",
                    f'見出しより列が多くあります（{len(values)}列）。値の中のコンマは、値を「"」で囲んでください。',
                )
            )
        else:
            rows.append(
                Row(line, {column: _clean(value) for column, value in zip(columns, values, strict=False)})
            )
    return rows, problems


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Each line of the table with the number of its first line in the file."""
    head = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    delimiter = "\t" if "\t" in head and "," not in head else ","
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    found, line = [], 1
    try:
        for values in reader:
            found.append((line, values))
            line = reader.line_num + 1
            if len(found) > MOST_LINES:
                raise NotReadable(f"行が多すぎます。{MOST_LINES:,}行までに分けてください。")
    except csv.Error as problem:
        raise NotReadable(
            f'{line}行目から先が読めません。値を囲む「"」が閉じているか、ファイルが途中で切れていないか確かめてください。'
        ) from problem
    return found


def _columns(head: list[str]) -> list[str]:
    words = [_clean(cell).replace(" ", "") for cell in head]
    while words and not words[-1]:
        words.pop()
    columns = [OTHER_WORDS.get(word, word) for word in words]
    if "種別" not in columns:
        raise NotReadable(
            "1行目に見出し（種別、部署コード、開始日 など）がありません。今の組織の書き出しを手本にしてください。"
        )
    if unknown := [word for word in columns if word not in COLUMNS]:
        raise NotReadable(
            f"見出し「{'」「'.join(unknown)}」は分かりません。使えるのは {'、'.join(COLUMNS)} です。"
        )
    if twice := sorted({word for word in columns if columns.count(word) > 1}):
        raise NotReadable(f"見出し「{'」「'.join(twice)}」が2回あります。1つにしてください。")
    return columns


def _clean(value: str) -> str:
    """A cell as it was meant: usual width, no spaces around it, without the mark that keeps it from being a formula."""
    cleaned = texts.normalise(value).strip()
    return cleaned[1:] if cleaned[:1] == "'" and cleaned[1:2] in FORMULA else cleaned
