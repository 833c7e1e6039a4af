"""The to-do: what an official has to do, the most urgent first, and nothing of anybody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from yakuba.accounts.tests.visitors import browser, staff_browser
from yakuba.applications import actions
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE
from yakuba.work.actions import open_item

DOG = "dog-registration"
NOTHING = "今、やることはありません。"


def text(client, path="/staff/"):
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def clerk(hall, published):
    return staff_browser(hall.staff["clerk"])


def numbers(page):
    """The receipt numbers of the list in its order."""
    return re.findall(r"/staff/applications/(R[0-9-]+)/", page)


def test_work_stands_in_groups_by_its_deadline(clerk):
    now = timezone.now()
    later, today, late = (make.submitted(DOG, now=now - timedelta(days=days)) for days in (1, 14, 20))
    page = text(clerk)
    listed = page[page.index("data-rows") :]
    assert numbers(page) == [row.matter.number for row in (late, today, later)]
    places = [
        listed.index(words) for words in ("期限を過ぎている", "6日超過", "今日まで", "これから", "あと13日")
    ]
    assert places == sorted(places)
    assert 'やること　<span class="soft">3件</span>' in page


def test_each_sees_the_work_of_their_own_post(hall, published, clerk):
    now = timezone.now()
    application = make.submitted(DOG, now=now)
    browsers = {
        who: staff_browser(hall.staff[who]) for who in ("colleague", "chief", "other clerk", "other chief")
    }
    seen = {who for who, client in browsers.items() if application.matter.number in text(client)}
    assert seen == {"colleague", "chief"}
    make.proposed(application, hall["clerk"], now=now)
    assert NOTHING in text(clerk)
    assert "『登録する』の案を決裁する" in text(browsers["chief"])
    make.decided(application, hall["chief"], now=now)
    assert NOTHING in text(browsers["chief"])


def test_who_took_it_on_finds_it_among_their_own(hall, clerk):
    now = timezone.now()
    mine, free = make.submitted(DOG, now=now), make.submitted(DOG, now=now)
    actions.take_on(mine, staff=hall.staff["clerk"], actor=hall["clerk"], now=now)
    assert numbers(text(clerk, "/staff/?which=mine")) == [mine.matter.number]
    assert numbers(text(clerk, "/staff/?which=free")) == [free.matter.number]
    assert len(numbers(text(clerk, "/staff/?which=x"))) == 2
    colleague = staff_browser(hall.staff["colleague"])
    assert "この条件に当てはまるものは、ありません。" in text(colleague, "/staff/?which=mine")


def test_whoever_corrected_a_case_gets_the_resubmission_too(hall, clerk):
    now = timezone.now()
    application = make.submitted(DOG, now=now)
    actions.take_on(application, staff=hall.staff["clerk"], actor=hall["clerk"], now=now)
    asked = make.returned(application, hall["clerk"], now=now)
    assert NOTHING in text(clerk)
    make.resubmitted(asked, now=now, telephone="0267-00-0009")
    page = text(clerk, "/staff/?which=mine")
    assert "再提出された内容を確かめる" in page
    assert "例田 歩" in page


def test_a_long_list_is_turned_page_by_page_and_holds_everything_once(hall, clerk):
    now = timezone.now()
    application = make.submitted(DOG, now=now)
    for number in range(52):
        open_item(
            application.matter,
            step=f"step-{number}",
            title=f"仕事{number:02}",
            department=application.department,
            role="clerk",
            due_on=timezone.localdate(now) + timedelta(days=number % 9) if number % 5 else None,
            actor=MACHINE,
            now=now,
        )
    found, path, turned = [], "/staff/?which=free", 0
    while path:
        page = text(clerk, path)
        found += re.findall(r">(仕事[0-9]{2})</td>", page)
        following = re.search(r'href="([^"]*)" rel="next"', page)
        path, turned = f"/staff/{unescape(following[1])}" if following else "", turned + 1
    assert turned == 2
    assert sorted(found) == [f"仕事{number:02}" for number in range(52)]


def test_the_bar_shows_each_what_they_may_open(hall, published, clerk):
    make.submitted(DOG, now=timezone.now())
    page = text(clerk)
    assert re.search(r"やること <span>1件</span>", page)
    assert "/staff/people/" not in page
    officer = text(staff_browser(hall.staff["systems"]), "/staff/people/")
    assert 'href="/staff/applications/"' not in officer


def test_without_a_sign_in_there_is_only_the_door(published):
    assert browser().get("/staff/").url == "/staff/login/?next=%2Fstaff%2F"
