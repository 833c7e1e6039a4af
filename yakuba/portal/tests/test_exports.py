"""A list is taken out as a file: by who may see it, as chosen, written by a worker, told as a fact, forgotten in a week."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape

import openpyxl
import pytest
from django.utils import timezone

from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import tasks
from yakuba.applications.tests import make
from yakuba.core import runs
from yakuba.core.models import Event, Run
from yakuba.portal import tasks as portal

DOG = "dog-registration"


@pytest.fixture
def cases(dog):
    now = timezone.now()
    return [make.submitted(DOG, now=now) for _ in range(3)]


@pytest.fixture
def clerk(hall):
    return staff_browser(hall.staff["clerk"])


def text(response):
    return unescape(response.content.decode())


def asked(client, listing, form, query=""):
    """Ask by the form below the list; the address of the run."""
    page = text(client.get(f"/staff/{'applications/' if listing == 'cases' else ''}?{query}"))
    part = page[page.index(f"/staff/exports/{listing}/") :]
    typed = {name: re.search(f'name="{name}" value="([^"]*)"', part)[1] for name in ("query", "token")}
    return client.post(f"/staff/exports/{listing}/", {**typed, "format": form}).url


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_of_cases_is_taken_out_as_it_was_chosen(cases, clerk, hall):
    make.returned(cases[0], hall["clerk"], now=timezone.now())
    address = asked(clerk, "cases", "csv", "state=submitted&q=犬")
    assert "書き出しています" in text(clerk.get(address))
    assert clerk.get(f"{address}file/").status_code == 404
    tasks.sweep(now=timezone.now())
    page = text(clerk.get(address))
    assert "書き出しました：2件" in page
    answer = clerk.get(f"{address}file/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    head, *rows = rows_of(answer)
    assert head[:4] == ["受付番号", "手続", "申請者", "状態"]
    assert {row[0] for row in rows} == {case.matter.number for case in cases[1:]}
    assert {row[3] for row in rows} == {"審査中"}
    facts = Event.objects.filter(name__startswith="list.").order_by("id")
    assert [(fact.name, fact.actor) for fact in facts] == [
        ("list.exported", hall["clerk"].code),
        ("list.fetched", hall["clerk"].code),
    ]
    # Nothing that somebody typed to find a person stands in the fact.
    assert facts[0].data == {"listing": "cases", "format": "csv", "count": 2, "choice": ["state:submitted"]}


def test_the_to_do_is_taken_out_as_an_excel_file(cases, clerk):
    address = asked(clerk, "todo", "xlsx", "due=later")
    portal.sweep(now=timezone.now())
    answer = clerk.get(f"{address}file/")
    assert "spreadsheetml" in answer.headers["Content-Type"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("期限", "受付番号", "手続")
    assert {row[1] for row in rows[1:]} == {case.matter.number for case in cases}


def test_nobody_else_gets_the_file_and_each_gets_their_own_cases(cases, clerk, hall):
    address = asked(clerk, "cases", "csv")
    tasks.sweep(now=timezone.now())
    for other in ("colleague", "chief", "other clerk"):
        client = staff_browser(hall.staff[other])
        assert client.get(address).status_code == 404
        assert client.get(f"{address}file/").status_code == 404
    stranger = staff_browser(hall.staff["other clerk"])
    token = {"token": "5c2b1a3e-8f60-4a59-9d3f-1f2f6f1f9a10", "query": "", "format": "csv"}
    theirs = stranger.post("/staff/exports/cases/", token).url
    tasks.sweep(now=timezone.now())
    assert rows_of(stranger.get(f"{theirs}file/"))[1:] == []
    systems = staff_browser(hall.staff["systems"])
    assert systems.post("/staff/exports/cases/", token).status_code == 403


def test_who_has_lost_the_post_meanwhile_gets_nothing(cases, clerk, hall):
    address = asked(clerk, "cases", "csv")
    staff = hall.staff["clerk"]
    staff.memberships.update(until_on=timezone.localdate() - timedelta(days=1))
    tasks.sweep(now=timezone.now())
    run = Run.objects.get()
    assert (run.result, runs.file_of(run)) == ({"problem": "not-allowed"}, None)
    assert address.endswith(f"{run.pk}/")
    assert not Event.objects.filter(name="list.exported").exists()


def test_pressed_twice_it_is_written_once(cases, clerk):
    page = text(clerk.get("/staff/applications/"))
    token = re.search(r'name="token" value="([^"]*)"', page)[1]
    typed = {"token": token, "query": "", "format": "csv"}
    first, second = (clerk.post("/staff/exports/cases/", typed) for _ in range(2))
    assert first.url == second.url
    tasks.sweep(now=timezone.now())
    tasks.sweep(now=timezone.now())
    assert Event.objects.filter(name="list.exported").count() == 1


def test_a_list_that_is_too_long_is_refused_in_words(cases, clerk, settings, monkeypatch):
    monkeypatch.setattr(runs, "LONGEST_LIST", 2)
    address = asked(clerk, "cases", "csv")
    tasks.sweep(now=timezone.now())
    page = text(clerk.get(address))
    assert "書き出せませんでした" in page
    assert "絞り込んでから" in page


def test_after_a_week_the_file_is_gone_and_the_fact_stays(cases, clerk):
    address = asked(clerk, "cases", "csv")
    now = timezone.now()
    tasks.sweep(now=now)
    assert runs.forget_old(now=now + timedelta(days=6), limit=10) == 0
    assert runs.forget_old(now=now + timedelta(days=8), limit=10) == 1
    assert runs.forget_old(now=now + timedelta(days=9), limit=10) == 0
    assert "ファイルは、もうありません" in text(clerk.get(address))
    assert clerk.get(f"{address}file/").status_code == 404
    assert Event.objects.filter(name="list.exported").count() == 1


@pytest.mark.parametrize(("listing", "form"), [("people", "csv"), ("cases", "pdf"), ("cases", "")])
def test_what_there_is_not_cannot_be_asked_for(clerk, listing, form):
    assert clerk.post(f"/staff/exports/{listing}/", {"format": form}).status_code == 404
    assert not Run.objects.exists()
