"""Who has no business with an application: strangers, other residents, other departments, another town."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.stories import errands, hall
from tests.stories.hall import mailed_code, work_off
from tests.stories.visitor import Visitor
from yakuba.accounts import grants
from yakuba.core import numbers, scope
from yakuba.documents.models import Document, File

NOWHERE = numbers.receipt_number(2026, 42)
WRONG_CODE = "2222-3333-4444"


@pytest.fixture
def filed(office, child, resident):
    """An application with a file and a paper, as its applicant sees it arrive."""
    application = errands.apply(resident, child)
    work_off()
    return application


# Strangers ------------------------------------------------------------------------------------------
def test_a_number_or_a_code_alone_tells_nobody_whether_there_is_such_an_application(town, filed, resident):
    number, code = filed.matter.number, errands.code(resident)
    answers = set()
    for typed in ((number, WRONG_CODE), (NOWHERE, WRONG_CODE), (NOWHERE, code), ("", code), ("", WRONG_CODE)):
        stranger = Visitor(town)
        errands.find(stranger, typed[1], typed[0])
        (problem,) = stranger.page.problems
        assert problem.startswith("この受付番号と照会コードの組み合わせは見つかりません。")
        answers.add(_without_what_was_typed(stranger.page.html))
    assert len(answers) == 1


def test_every_page_of_an_application_shows_a_stranger_the_same_door(town, filed, resident, somebody_else):
    paper, file = Document.objects.get(), File.objects.uploaded().get()
    own = f"/applications/{filed.matter.number}/"
    begun = f"/apply/child-allowance/{filed.pk}/"
    doors = set()
    for path in (
        own, f"{own}withdraw/", f"{own}documents/{paper.pk}/", f"/applications/{NOWHERE}/", "/applications/x/",
        begun, f"{begun}check/", f"{begun}later/", f"{begun}done/", f"{begun}applicant/", f"{begun}file/{file.pk}/",
        f"/apply/child-allowance/{paper.pk}/", f"/apply/dog-registration/{filed.pk}/",
    ):  # fmt: skip
        assert somebody_else.open(path).status == 403, path
        doors.add(_without_what_was_typed(somebody_else.page.html).replace(path, ""))
    assert len(doors) == 1


def test_a_stranger_changes_nothing(town, filed, somebody_else):
    somebody_else.open("/applications/")
    form, _ = somebody_else.page.button("申請を開く")
    token = form.data(None)["csrfmiddlewaretoken"][0]
    begun = f"/apply/child-allowance/{filed.pk}/"
    for path in (
        f"/applications/{filed.matter.number}/withdraw/",
        f"{begun}discard/",
        f"{begun}check/",
        f"{begun}applicant/",
    ):
        somebody_else.send(
            path, f"csrfmiddlewaretoken={token}&sure=1&address=x", "application/x-www-form-urlencoded"
        )
        assert somebody_else.page.status == 403, path
    filed.refresh_from_db()
    assert filed.state == "submitted"


def test_who_tries_codes_in_a_row_is_stopped_and_nobody_else(town, filed, resident, somebody_else):
    number, code = filed.matter.number, errands.code(resident)
    resident.open("/applications/")
    tries = 0
    while tries < 50 and not any("続けて何度も試されたため" in said for said in resident.page.problems):
        resident.fill_in({"受付番号": number, "照会コード": WRONG_CODE})
        resident.press("申請を開く")
        tries += 1
    # A window of 15 minutes may end in between; then the count begins anew, once.
    assert 21 <= tries <= 41
    resident.fill_in({"受付番号": number, "照会コード": code})
    resident.press("申請を開く")
    assert "15分ほどたってから" in resident.page.problems[0]
    errands.find(somebody_else, code, number)
    assert somebody_else.page.path == f"/applications/{number}/"


def test_behind_a_proxy_the_visitors_are_counted_apart(town, filed, settings):
    settings.PROXIES = 1
    for visitor in range(25):
        browser = Visitor(town, address="10.0.0.1")
        browser.client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{visitor}"
        errands.find(browser, WRONG_CODE, filed.matter.number)
        assert "見つかりません" in browser.page.problems[0]


# Residents ------------------------------------------------------------------------------------------
def test_another_resident_sees_nothing_of_it(town, office, dog, resident, somebody_else):
    _sign_in(resident, "hanako@example.jp")
    resident.open("/apply/dog-registration/")
    resident.press("入力を始める")
    draft = resident.page.path
    errands.go_through(resident, errands.answers(dog))
    application = errands.send(resident)
    _sign_in(somebody_else, "taro@example.jp")
    for path in (f"/applications/{application.matter.number}/", draft):
        assert somebody_else.open(path).status == 403
        assert "見本 花子" not in somebody_else.page.html
        assert "サインインして開く" not in somebody_else.page.buttons
    assert "申請は、まだありません。" in somebody_else.open("/my/").main


def test_a_signed_in_resident_opens_what_was_filed_as_a_guest_by_its_code(filed, resident, somebody_else):
    code = errands.code(resident)
    _sign_in(somebody_else, "taro@example.jp")
    somebody_else.follow("受付番号と照会コードで、ほかの申請を開く")
    somebody_else.fill_in({"受付番号": filed.matter.number, "照会コード": code})
    somebody_else.press("申請を開く")
    assert "町が確認しています" in somebody_else.page.main


# Officials ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["clerk", "chief", "systems"])
def test_another_department_neither_lists_nor_opens_nor_changes_it(office, filed, who):
    browser = office[who].sign_in()
    number, paper, file = filed.matter.number, Document.objects.get(), File.objects.uploaded().get()
    token = browser.page.button("サインアウト")[0].data(None)["csrfmiddlewaretoken"][0]
    assert "見本 花子" not in browser.page.main
    for words in (number, "見本花子", "児童手当"):
        browser.open("/staff/applications/")
        browser.fill("探す", words)
        browser.press("検索")
        assert "見本 花子" not in browser.page.main
    case = f"/staff/applications/{number}/"
    for path in (
        case,
        f"{case}return/",
        f"{case}propose/",
        f"{case}decide/",
        f"{case}remand/",
        f"{case}files/{file.pk}/",
        f"{case}documents/{paper.pk}/",
    ):
        assert browser.open(path).status == 404, path
    for act in ("take", "return", "propose", "decide", "remand", "close"):
        browser.send(
            f"{case}{act}/",
            f"csrfmiddlewaretoken={token}&outcome=granted&remark=x",
            "application/x-www-form-urlencoded",
        )
        assert browser.page.status == 404, act
    filed.refresh_from_db()
    assert filed.state == "submitted"


def test_a_clerk_does_not_decide_what_a_chief_decides(office, filed):
    browser = office["child-clerk"].sign_in()
    hall.look_up(browser, filed)
    assert "起案なしで決裁する" not in browser.page.links
    token = browser.page.button("サインアウト")[0].data(None)["csrfmiddlewaretoken"][0]
    for act in ("decide", "remand"):
        path = f"/staff/applications/{filed.matter.number}/{act}/"
        assert browser.open(path).status == 403
        browser.send(
            path, f"csrfmiddlewaretoken={token}&outcome=granted&remark=x", "application/x-www-form-urlencoded"
        )
        assert browser.page.status == 403
    filed.refresh_from_db()
    assert filed.state == "submitted"


def test_an_official_is_nobodys_applicant(office, filed):
    browser = office["child-clerk"].sign_in()
    assert browser.open(f"/applications/{filed.matter.number}/").status == 403
    assert browser.open(f"/apply/child-allowance/{filed.pk}/check/").status == 403
    assert "職員としてサインインしています。" in browser.open("/apply/child-allowance/").main


def test_every_look_of_an_official_is_remembered_and_no_look_of_a_stranger(office, filed):
    browser = office["child-clerk"].sign_in()
    hall.look_up(browser, filed)
    browser.follow("運転免許証.jpg")
    browser.reload()
    looks = browser.page.main.split("閲覧の記録")[1]
    assert looks.startswith("（3件）")
    assert looks.count("試山 涼") == 3


# Another town ---------------------------------------------------------------------------------------
def test_another_town_knows_nothing_of_it(filed, office, resident, other_town):
    number, code = filed.matter.number, errands.code(resident)
    with scope.within(other_town):
        there = hall.found(other_town)
        hall.publish_shipped(errands.CHILD)
    clerk = there["child-clerk"].sign_in()
    assert clerk.open(f"/staff/applications/{number}/").status == 404
    assert "見本 花子" not in clerk.open("/staff/applications/").html
    visitor = Visitor(other_town)
    errands.find(visitor, code, number)
    assert "見つかりません" in visitor.page.problems[0]
    assert visitor.open(f"/apply/child-allowance/{filed.pk}/done/").status == 403


def test_cookies_of_one_town_open_nothing_in_another(filed, office, resident, other_town):
    with scope.within(other_town):
        hall.found(other_town)
    guest, clerk = Visitor(other_town), Visitor(other_town)
    _carry_over(resident, guest, grants.COOKIE)
    assert guest.open(f"/applications/{filed.matter.number}/").status == 403
    assert "あなたの申請" not in guest.open("/").main
    _carry_over(office["child-clerk"].sign_in(), clerk, settings.SESSION_COOKIE_NAME)
    assert clerk.open("/staff/").heading == "職員のサインイン"


def test_an_official_of_one_town_does_not_sign_in_to_another(office, other_town):
    with scope.within(other_town):
        hall.found(other_town)
    browser = Visitor(other_town)
    browser.open("/staff/")
    browser.fill_in({"ログイン名": office["clerk"].login, "パスワード": hall.PASSWORD})
    browser.press("サインインする")
    assert browser.page.heading == "職員のサインイン"
    assert browser.page.problems


def test_a_host_that_is_no_town_is_told_so(town):
    stranger = Visitor(town)
    stranger.client.defaults["SERVER_NAME"] = "nowhere.localhost"
    assert stranger.open("/").status == 404


def _sign_in(visitor, mail):
    visitor.open("/login/")
    visitor.fill("メールアドレス", mail)
    visitor.press("確認コードを送る")
    visitor.fill("確認コード", mailed_code())
    visitor.press("サインインする")


def _carry_over(source, target, *names):
    for name in names:
        target.client.cookies[name] = source.client.cookies[name].value


def _without_what_was_typed(html):
    return re.sub(r"\s+", " ", re.sub(r'value="[^"]*"', "", html))
