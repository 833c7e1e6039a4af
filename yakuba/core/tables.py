"""Tables as files that spreadsheets open: CSV and Excel, in which no cell is a formula."""

from __future__ import annotations

import csv
import datetime
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOM = "\N{BYTE ORDER MARK}"
# What a spreadsheet would run as a formula (OWASP, CSV injection); an apostrophe before it makes it text. Some programs
# drop spaces and signs without width before it, and take the full-width signs for the others.
_PASSED_OVER = r"\s\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BEGINS = r"=+\-@＝＋－＠\u2212\ufe62\ufe63\ufe66\ufe6b"
_RUNS = re.compile(f"[{_PASSED_OVER}]*[{_BEGINS}]|[\\t\\r]")
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WIDEST = 40


def written(rows: Iterable[Sequence[Any]], form: str) -> bytes:
    """The table as a file of this format ("csv" or "xlsx"); its first row is the head."""
    return as_xlsx(rows) if form == "xlsx" else as_csv(rows)


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV that spreadsheets open by a double click (RFC 4180, UTF-8 with BOM)."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([[safe(cell) for cell in row] for row in rows])
    return (BOM + file.getvalue()).encode()


def as_xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    """An Excel workbook with one sheet: the head stays in sight, days are days."""
    # Large, and of use in workers only.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("一覧")
    sheet.freeze_panes = "A2"
    table = [[_cell(cell) for cell in row] for row in rows]
    for number, width in enumerate(_widths(table)):
        sheet.column_dimensions[_letters(number)].width = width
    for row in table:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return safe_text(cell) if isinstance(cell, str) else cell


def safe_text(text: str) -> str:
    """Text that a spreadsheet takes as text, whatever somebody hostile typed."""
    return f"'{text}" if _RUNS.match(text) else text


def _cell(cell: Any) -> Any:
    if isinstance(cell, int | float | datetime.date) or cell is None:
        return cell
    # Excel refuses control characters, and stops a cell at 32,767 characters.
    kept = "".join(sign for sign in str(cell) if sign in "\t\n" or sign >= " ")
    return safe(kept[:32_000])


def _widths(table: list[list[Any]]) -> list[int]:
    columns = zip(*table, strict=False)
    return [min(_WIDEST, 2 + max(2 * len(str(cell or "")) for cell in column[:200])) for column in columns]


def _letters(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else _letters(number // 26 - 1) + _letters(number % 26)
