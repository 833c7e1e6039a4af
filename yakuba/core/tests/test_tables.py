"""Tables become files in which no cell is a formula."""

import csv
import datetime
import io

import openpyxl
import pytest

from yakuba.core import tables

ROWS = [["受付番号", "申請者", "期限", "件数"], ["R8-000001-8", "見本 花子", datetime.date(2026, 12, 1), 3]]
HOSTILE = (
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    '=HYPERLINK("http://x")',
)


def sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_a_table_is_the_same_in_both_formats():
    read = list(csv.reader(io.StringIO(tables.written(ROWS, "csv").decode("utf-8-sig"))))
    assert read == [ROWS[0], ["R8-000001-8", "見本 花子", "2026-12-01", "3"]]
    book = sheet(tables.written(ROWS, "xlsx"))
    head, row = ([cell.value for cell in row] for row in book.iter_rows())
    assert head == ROWS[0]
    assert (row[:2], row[2].date(), row[3]) == (ROWS[1][:2], ROWS[1][2], 3)
    assert book.freeze_panes == "A2"


def test_csv_says_that_it_is_utf_8():
    assert tables.as_csv(ROWS).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_spreadsheet_would_run_is_text(words):
    (row,) = csv.reader(io.StringIO(tables.as_csv([[words]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{words}"]
    cell = sheet(tables.as_xlsx([[words]])).cell(1, 1)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


@pytest.mark.parametrize("words", ["a\x00b", "\x07", "あ" * 40_000, "", None, "行\n行", 'a"b,c'])
def test_what_excel_refuses_is_left_out(words):
    for form in ("csv", "xlsx"):
        assert tables.written([["head"], [words]], form)
    value = sheet(tables.as_xlsx([["head"], [words]])).cell(2, 1).value
    assert len(value or "") <= 32_000


def test_a_table_of_nothing_has_its_head():
    for form in tables.FORMATS:
        assert tables.written([["head"]], form)


def test_more_columns_than_letters_are_named():
    wide = [[f"列{number}" for number in range(60)]]
    assert sheet(tables.as_xlsx(wide)).cell(1, 60).value == "列59"
