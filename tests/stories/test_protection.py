"""支援措置 over HTTP: an officer begins, the case stops, two officials let it go on step by step; a proxy is shut out."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.stories import errands, hall, test_people
from tests.stories.hall import work_off
from yakuba.accounts.models import Countersignature, Department, Protection
from yakuba.accounts.tests import protecting, visitors
from yakuba.applications.models import Application
from yakuba.messaging.models import Message
from yakuba.work.models import WorkItem

UME = {"person.name": {"family": "例田", "given": "ウメ"}, "person.birth_date": "1945-01-05"}
aid = test_people.aid


@pytest.fixture
def officers(office):
    here = Department.objects.get(code="environment")
    now = timezone.now()
    return [protecting.officer(f"{office.town.slug}/officer-{n}", here, now=now) for n in range(2)]


def agree(officer):
    """The officer opens the list, and agrees to whatever waits there."""
    browser = visitors.staff_browser(officer)
    for asked in Countersignature.objects.waiting(timezone.now()):
        assert (
            f"/staff/protections/requests/{asked.pk}/" in browser.get("/staff/protections/").content.decode()
        )
        browser.post(f"/staff/protections/requests/{asked.pk}/", {"answer": "give"})
    work_off()


def test_a_proxy_of_a_protected_person_is_shut_out_until_two_officials_agree(office, aid, resident, officers):
    protecting.flag(UME, by=officers[0], now=timezone.now())
    test_people.to_the_check(resident, aid, 通知の受け取り方="このサイトで受け取る")
    resident.follow(test_people.PEOPLE)
    resident.fill_in(test_people.PROXY)
    resident.fill("代理の権限が分かる書類", [errands.photo("委任状.jpg")])
    resident.press("確認のページへ進む")
    resident.fill(errands.SURE, True)
    resident.press("この内容で申請する")
    # It arrived, and the answer to that is the last that the proxy sees.
    assert resident.page.heading == "代理人の方へ"
    work_off()
    application = Application.objects.with_everything().get()
    number = application.matter.number
    clerk = office["clerk"].sign_in()
    # In the words of a mandate that waits: the page does not tell that somebody is protected.
    for address in (f"/applications/{number}/", f"/applications/{number}/withdraw/"):
        resident.open(address)
        assert resident.page.heading == "代理人の方へ"
        assert "まだ代理の権限を確かめていません" in resident.page.main
        assert "支援措置" not in resident.page.main
        assert "ウメ" not in resident.page.main
    assert WorkItem.objects.still_open().filter(step="second-proxy").exists()
    resident.open("/my/")
    assert number not in resident.page.main
    clerk.open(f"/staff/applications/{number}/second/")
    clerk.fill("代理人・世帯員に扱わせる", True)
    clerk.fill("理由", "支援団体の職員で、委任状と身分証を確かめた。")
    clerk.press("確認を頼む")
    agree(officers[1])
    assert not WorkItem.objects.still_open().filter(step="second-proxy").exists()
    resident.open(f"/applications/{number}/")
    assert resident.page.heading != "代理人の方へ"


def test_a_case_of_a_protected_person_from_the_counter_s_call_to_the_notice(office, aid, resident, officers):
    test_people.to_the_check(resident, aid, 通知の受け取り方="このサイトで受け取る")
    application = errands.send(resident)
    protecting.flag(UME, by=officers[0], now=timezone.now())
    work_off()
    number = application.matter.number
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    # The resident's own way stays open.
    resident.open(f"/applications/{number}/")
    assert resident.page.heading
    for official in (clerk, chief):
        official.open(f"/staff/applications/{number}/")
        assert official.page.heading == "閲覧制限"
        official.follow("二人目の確認を頼む")
        official.fill("内容を見る", True)
        official.fill("理由", "申請を審査するため。")
        official.press("確認を頼む")
    agree(officers[1])
    clerk.open(f"/staff/applications/{number}/")
    assert "例田 ウメ" in clerk.page.heading
    hall.decide(chief, application, "交付する")
    work_off()
    assert Message.objects.filter(matter=application.matter, state="sent").count() == 0
    resident.open(f"/applications/{number}/")
    assert not [link for link in resident.page.links if "通知書" in link]
    clerk.open(f"/staff/applications/{number}/second/")
    clerk.fill("文書を作る・開く", True)
    clerk.fill("止まっている通知を送る", True)
    clerk.fill("理由", "決定を知らせるため。")
    clerk.press("確認を頼む")
    agree(officers[1])
    # The paper is there now; the word that it is there is a new message, and waits again.
    resident.open(f"/applications/{number}/")
    assert [link for link in resident.page.links if "通知書" in link]
    assert Protection.objects.get().is_holding
