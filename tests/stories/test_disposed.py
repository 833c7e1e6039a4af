"""After the years of keeping: who filed is told that the record is disposed of, and nobody else learns that it was there."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from yakuba.accounts import queries as people
from yakuba.accounts.tests import visitors
from yakuba.applications import actions
from yakuba.applications.tests import small
from yakuba.core import numbers
from yakuba.records import actions as records
from yakuba.records import queries as kept

GONE = "この申請の記録は廃棄されました"
NEVER_THERE = numbers.receipt_number(2026, 99)


def dispose_of(application, office):
    """The case ends, its years pass, and the chief agrees."""
    now = timezone.now()
    actions.withdraw(application, actor=small.sender(application), now=now)
    chief = people.actor_of_code(f"staff:{office['chief'].staff.pk}", now=now)
    later = now + datetime.timedelta(days=366 * 31)
    records.dispose(kept.of_matter(application.matter), actor=chief, now=later)


@pytest.fixture
def disposed(office, resident, dog):
    """A case that the resident filed without an account, and its code as it was."""
    application = errands.apply(resident, dog)
    hall.work_off()
    code = application.lookup_code
    dispose_of(application, office)
    return application, code


def test_the_browser_that_was_let_in_is_told_that_the_record_is_disposed_of(disposed, resident):
    number = disposed[0].matter.number
    page = resident.open(f"/applications/{number}/")
    assert (page.status, page.heading) == (410, GONE)
    assert "保存期間" in page.main
    assert "町の規則により廃棄" in page.main
    assert "0267-00-0105" in page.main
    for address in ("withdraw/", "supplements/"):
        assert resident.open(f"/applications/{number}/{address}").status == 410
    assert resident.open(f"/apply/dog-registration/{disposed[0].pk}/done/").status == 410


@pytest.mark.parametrize(
    ("language", "words"), [("en", "disposed of"), ("ja-easy", "記録（きろく）はもうありません")]
)
def test_it_is_said_in_the_reader_s_language(disposed, resident, language, words):
    resident.open(f"/?language={language}")
    page = resident.open(f"/applications/{disposed[0].matter.number}/")
    assert page.status == 410
    assert words in page.heading


def test_nobody_else_learns_that_the_number_was_there(disposed, somebody_else):
    application, code = disposed
    pages = [
        somebody_else.open(f"/applications/{number}/") for number in (application.matter.number, NEVER_THERE)
    ]
    assert [page.status for page in pages] == [403, 403]
    assert pages[0].main == pages[1].main
    # No hash of the code is left, so the right one says no more than a wrong one, nor than one of no number at all.
    told = []
    for number, typed in (
        (application.matter.number, code),
        (application.matter.number, "CDFG-HJKM-2345"),
        (NEVER_THERE, "CDFG-HJKM-2345"),
    ):
        errands.find(somebody_else, typed, number)
        told.append((somebody_else.page.status, somebody_else.page.problems))
    assert told[0] == told[1] == told[2]
    assert "保存期間が終わって廃棄されている" in told[0][1][0]


@pytest.mark.parametrize("mail", ["owner@example.jp", "other@example.jp"])
def test_the_account_that_filed_is_told_and_another_is_not(office, dog, mail):
    now = timezone.now()
    owner, version = visitors.resident("owner@example.jp"), small.published(small.ALIKE, now=now)
    actor = people.actor_of_resident(owner)
    application = small.sent(version, small.PERSON, now=now, actor=actor, resident=owner)
    dispose_of(application, office)
    browser = visitors.resident_browser(mail)
    answer = browser.get(f"/applications/{application.matter.number}/")
    assert answer.status_code == (410 if mail == "owner@example.jp" else 403)
    assert (GONE in answer.content.decode()) == (mail == "owner@example.jp")
