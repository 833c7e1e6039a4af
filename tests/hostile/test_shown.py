"""A case whose every answer is hostile is shown, escaped, on every page that shows it, and taken out without a formula."""

from __future__ import annotations

import csv
import io
import uuid

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.hostile.strings import FORMULAS, MARK, SCRIPTS, TEMPLATES
from tests.hostile.test_forms import SECRET_PARTS, faults, open_page, text
from tests.rules import small_addresses, small_town
from tests.rules.access_lines import Answer, Visitor
from tests.rules.access_table import TABLE
from tests.rules.repository import none_of
from yakuba.applications import actions as applications
from yakuba.applications import lists
from yakuba.applications.tests import small
from yakuba.core import runs, tables
from yakuba.core.actors import guest
from yakuba.core.models import Run
from yakuba.documents.models import Document
from yakuba.portal import todo
from yakuba.procedures import queries as procedures

EVIL = "".join(SCRIPTS.values()) + "".join(TEMPLATES.values())
WHO = {
    "name": {"family": SCRIPTS["script"], "given": SCRIPTS["attribute, double"]},
    "kana": SCRIPTS["image"],
    "address": SCRIPTS["closing tags"],
    "telephone": SCRIPTS["svg"],
    "mail": f'"{SCRIPTS["script"]}"@example.jp',
    "dog_name": EVIL,
    "breed": TEMPLATES["template"],
    "coat": SCRIPTS["comment"],
    "features": EVIL,
}
SHOWN = (Visitor.RESIDENT, Visitor.HOLDER, Visitor.CLERK, Visitor.CHIEF, Visitor.SYSTEMS)
# What a spreadsheet takes for the beginning of a formula, after what it passes over.
PASSED_OVER = " \t\r\n\v\f\u3000\u00a0\u200b\u200e\ufeff"


@pytest.fixture(autouse=True)
def ports(settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"


def test_no_page_that_shows_it_lets_it_run(town, other_town):
    filled = small_town.fill(town, other_town, **WHO)
    wrong, shown = [], set()
    for line in TABLE:
        if line.method != "GET":
            continue
        path = reverse(line.name, kwargs=small_addresses.arguments(filled, line.name))
        for visitor in SHOWN:
            if line.answers[visitor] is not Answer.PAGE:
                continue
            response = open_page(filled.browsers[visitor], path)
            wrong += [f"{line.name}, {visitor}: {fault}" for fault in faults(response)]
            shown |= {line.name} if MARK in text(response) else set()
    assert {"application", "staff-application", "staff-applications", "staff-todo", "apply-check"} <= shown
    none_of(wrong)
    papers = "".join(str(paper.data) for paper in Document.objects.select_related("matter__key__town_key"))
    assert MARK in papers
    assert not any(part in papers for part in SECRET_PARTS)


# Tables -----------------------------------------------------------------------------------------
def is_formula(cell: object) -> bool:
    """Whether a spreadsheet would reckon with what stands in a cell."""
    if not isinstance(cell, str):
        return False
    return cell[:1] in {"\t", "\r"} or cell.lstrip(PASSED_OVER)[:1] in tuple("=+-@＝＋－＠")


def cells(content: bytes, form: str) -> list[object]:
    if form == "csv":
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in found} <= {"s", "n", "d", "inlineStr"}
    return [cell.value for cell in found]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_the_one_writer_lets_no_formula_through(name, form):
    beginnings = ["", " ", "\u3000", "\n", "\t", "\u00a0", "\ufeff", "\u200b"]
    rows = [["頭"], *[[beginning + FORMULAS[name]] for beginning in beginnings]]
    found = cells(tables.written(rows, form), form)
    assert [cell for cell in found if is_formula(cell)] == []
    assert sum(MARK in str(cell) for cell in found) == len(beginnings)


def test_what_is_no_formula_stays_as_it_is():
    assert [tables.safe(cell) for cell in ("軽井沢町", "a=b", "1-2", 5, None, "〒389-0111")] == [
        "軽井沢町", "a=b", "1-2", 5, None, "〒389-0111",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_list_of_officials_is_taken_out_with_a_formula(town, other_town, form):
    told = {"name": {"family": FORMULAS["equals"], "given": "x"}, "kana": FORMULAS["after spaces"]}
    filled = small_town.fill(town, other_town, **told)
    clerk = filled.browsers[Visitor.CLERK]
    for listing, table in (("cases", lists.table), ("todo", todo.table)):
        clerk.post(f"/staff/exports/{listing}/", {"format": form, "query": "", "token": str(uuid.uuid4())})
        runs.write_list(f"{listing}.export", table, now=timezone.now())
        run = Run.objects.filter(kind=f"{listing}.export").order_by("-pk")[0]
        found = cells(clerk.get(f"/staff/runs/{run.pk}/file/").content, form)
        assert any(MARK in str(cell) for cell in found), listing
        none_of([f"{listing}: {cell}" for cell in found if is_formula(cell)])


def test_no_survey_is_taken_out_with_a_formula(town, other_town):
    filled = small_town.fill(town, other_town)
    version = procedures.current(small_town.SURVEY)
    now = timezone.now().replace(year=2026, month=11, day=20)
    for words in FORMULAS.values():
        answers = small.OPINION | {"words": words}
        draft = applications.start(version, token=uuid.uuid4(), resident=None, actor=guest(), now=now)
        actor = guest(frozenset({draft.matter_id}))
        draft = applications.save_section(draft, section="all", answers=answers, seen=0, actor=actor, now=now)
        applications.submit(draft, actor=actor, now=now)
    content = filled.browsers[Visitor.CLERK].post(f"/staff/surveys/{small_town.SURVEY}/export/").content
    found = cells(content, "csv")
    assert sum(MARK in str(cell) for cell in found) == len(FORMULAS)
    none_of([str(cell) for cell in found if is_formula(cell)])


def test_the_file_of_the_organisation_has_no_formula(town, other_town):
    filled = small_town.fill(town, other_town)
    content = filled.browsers[Visitor.SYSTEMS].post("/staff/organisation/export/").content
    none_of([str(cell) for cell in cells(content, "csv") if is_formula(cell)])
