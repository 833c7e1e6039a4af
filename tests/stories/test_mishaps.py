"""What goes wrong between a person and a page: two tabs, two presses, the way back, a night in between."""

from __future__ import annotations

import pytest

from tests.stories import errands, hall
from tests.stories.errands import photo
from tests.stories.hall import facts, mailed_code, work_off
from tests.stories.visitor import URLENCODED
from yakuba.accounts import grants
from yakuba.applications.models import Application, Submission
from yakuba.core.models import Counter, Matter
from yakuba.documents.models import Document, File
from yakuba.messaging.models import Message
from yakuba.work.models import WorkItem

ALREADY = "この申請は、もう町に届いています"


# Two tabs, two presses ------------------------------------------------------------------------------
def test_what_two_tabs_typed_on_one_page_stands_side_by_side(dog, resident):
    errands.begin(resident, dog)
    told = errands.answers(dog)
    other = resident.tab()
    resident.fill_in(told | {"住所": "軽井沢町大字長倉1番地"})
    resident.press("次へ進む")
    other.fill_in(told | {"住所": "軽井沢町大字発地2番地"})
    other.press("次へ進む")
    assert "別の画面（タブ）で、このページの内容が変わりました。" in other.page.main
    assert other.page.rows["住所"] == "軽井沢町大字長倉1番地"
    assert other.shown("住所") == "軽井沢町大字発地2番地"
    assert Application.objects.get().answers["address"] == "軽井沢町大字長倉1番地"
    other.press("次へ進む")
    assert other.page.heading == "犬"
    assert Application.objects.get().answers["address"] == "軽井沢町大字発地2番地"


def test_pressing_next_twice_is_no_conflict(dog, resident):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog))
    again = resident.tab()
    again.page = resident.page
    resident.press("次へ進む")
    first = resident.page.heading
    again.press("次へ進む")
    assert again.page.heading == first == "犬"


def test_a_file_that_one_tab_put_in_is_not_lost_by_the_other(child, resident):
    told = errands.answers(child)
    errands.begin(resident, child)
    while resident.page.heading != "書類と受け取り方":
        resident.fill_in(told)
        resident.press("次へ進む")
    other = resident.tab()
    resident.fill_in({"本人確認書類": photo("表.jpg"), "結果の届け方": "このサイトで受け取る"})
    resident.press("次へ進む")
    other.fill_in({"本人確認書類": photo("裏.jpg"), "結果の届け方": "郵便で受け取る"})
    other.press("次へ進む")
    assert "別の画面（タブ）で、このページの内容が変わりました。" in other.page.main
    assert "表.jpg" in other.page.main
    assert "裏.jpg" in other.page.main
    other.press("次へ進む")
    assert resident.reload().rows["本人確認書類"].splitlines() == ["表.jpg（1KB）", "裏.jpg（1KB）"]


def test_a_page_with_a_file_that_is_sent_twice_brings_it_once(child, resident):
    told = errands.answers(child)
    errands.begin(resident, child)
    while resident.page.heading != "書類と受け取り方":
        resident.fill_in(told)
        resident.press("次へ進む")
    resident.fill_in({"本人確認書類": photo("表.jpg"), "結果の届け方": "このサイトで受け取る"})
    again = resident.tab()
    resident.press("次へ進む")
    # The answer got lost on its way: the browser sends the same page, with the same file.
    again.press("次へ進む")
    assert again.page.heading == resident.page.heading
    assert resident.reload().rows["本人確認書類"] == "表.jpg（1KB）"
    assert File.objects.count() == 1


def test_two_presses_on_start_begin_one_draft(dog, resident):
    resident.open("/apply/dog-registration/")
    other = resident.tab()
    resident.press("サインインしないで始める")
    other.press("サインインしないで始める")
    assert other.page.path == resident.page.path
    assert Application.objects.count() == Matter.objects.count() == 1


def test_the_start_of_a_draft_in_which_somebody_has_written_opens_it_to_nobody_else(
    dog, resident, somebody_else
):
    resident.open("/apply/dog-registration/")
    somebody_else.open("/apply/dog-registration/")
    form, _ = somebody_else.page.button("サインインしないで始める")
    token = resident.page.button("サインインしないで始める")[0].data(None)["token"]
    next(control for control in form.controls if control.name == "token").value = token[0]
    resident.press("サインインしないで始める")
    resident.fill_in(errands.answers(dog))
    resident.press("次へ進む")
    somebody_else.press("サインインしないで始める")
    assert somebody_else.page.heading == "飼い主"
    assert somebody_else.shown("住所") == ""
    assert Application.objects.count() == 2


@pytest.mark.parametrize("token", ["", "1", "' OR 1=1", "\0"])
def test_a_start_without_its_token_begins_all_the_same(dog, resident, token):
    resident.open("/apply/dog-registration/")
    form, _ = resident.page.button("サインインしないで始める")
    next(control for control in form.controls if control.name == "token").value = token
    resident.press("サインインしないで始める")
    assert resident.page.heading == "飼い主"


def test_two_presses_on_send_are_one_application(dog, resident):
    errands.begin(resident, dog)
    errands.go_through(resident, errands.answers(dog))
    resident.fill(errands.SURE, True)
    other = resident.tab()
    resident.press("この内容で申請する")
    number = errands.number(resident)
    other.press("この内容で申請する")
    assert other.page.status == 409
    assert other.page.heading == ALREADY
    assert number in other.page.main
    work_off()

    application = Application.objects.get()
    assert application.matter.number == number
    assert facts(application) == ["application.started", "application.submitted"]
    assert Submission.objects.count() == 1
    assert Counter.objects.get(name="receipt").value == 1
    assert Document.objects.count() == 1
    assert Message.objects.filter(consequence="arrived").count() == 1
    assert WorkItem.objects.still_open().count() == 1
    other.follow("申請の状況を見る")
    assert other.page.path == f"/applications/{number}/"


def test_two_presses_on_send_after_a_correction_arrive_once(office, dog, resident):
    application = errands.apply(resident, dog)
    hall.ask(office["clerk"].sign_in(), application, "住所")
    resident.follow("申請の状況を見る")
    resident.follow("直して送る")
    resident.fill("住所", "軽井沢町大字追分3番地")
    resident.press("次へ進む")
    resident.fill(errands.SURE, True)
    other = resident.tab()
    resident.press("直した内容を送る")
    other.press("直した内容を送る")
    assert (other.page.status, other.page.heading) == (409, ALREADY)
    application.refresh_from_db()
    assert application.revision == 2


def test_two_presses_of_officials_decide_once(office, dog, resident):
    application = errands.apply(resident, dog)
    hall.draft(office["clerk"].sign_in(), application, "登録する")
    chief = office["chief"].sign_in()
    hall.look_up(chief, application)
    again = chief.tab()
    chief.press("「登録する」で決裁する")
    again.press("「登録する」で決裁する")
    assert again.page.status == 409
    assert again.page.problems == ["今は決裁できません。申請の状態が変わっています。"]
    assert Counter.objects.get(name="document:軽環").value == 1


def test_a_chief_decides_on_the_draft_that_was_read_and_on_no_other(office, dog, resident):
    application = errands.apply(resident, dog)
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.draft(clerk, application, "登録する")
    hall.look_up(chief, application)
    other = chief.tab()
    chief.follow("起案に差し戻す")
    chief.fill("差し戻す理由", "理由を書いてください。")
    chief.press("差し戻す")
    hall.draft(clerk, application, "登録しない", "登録済みです。")
    other.press("「登録する」で決裁する")
    assert other.page.status == 409
    assert other.page.problems == ["見ていた起案は、もう決裁を待っていません。今の起案を確かめてください。"]
    application.refresh_from_db()
    assert application.state == "submitted"


# The way back ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("button", ["次へ進む", "保存して、あとで続ける"])
def test_the_way_back_after_sending_leads_to_where_it_stands(dog, resident, button):
    errands.begin(resident, dog)
    told = errands.answers(dog)
    resident.fill_in(told)
    past = resident.tab()
    resident.press("次へ進む")
    errands.go_through(resident, told)
    application = errands.send(resident)
    number = application.matter.number

    assert resident.open(past.page.path).path == f"/applications/{number}/"
    past.fill("住所", "別の住所")
    past.press(button)
    assert (past.page.status, past.page.heading) == (409, ALREADY)
    assert number in past.page.main
    application.refresh_from_db()
    assert application.answers["address"] == told["住所"]
    assert Application.objects.count() == 1


def test_the_way_back_to_later_and_discard_throws_nothing_away(dog, resident):
    errands.begin(resident, dog)
    told = errands.answers(dog)
    resident.fill_in(told)
    resident.press("保存して、あとで続ける")
    past = resident.tab()
    resident.follow("今すぐ続きを入力する")
    errands.go_through(resident, told)
    application = errands.send(resident)
    past.press("入力した内容を消す")
    assert (past.page.status, past.page.heading) == (409, ALREADY)
    assert past.reload().path == f"/applications/{application.matter.number}/"
    application.refresh_from_db()
    assert application.state == "submitted"


def test_discarding_twice_discards_once(dog, resident):
    errands.begin(resident, dog)
    resident.press("保存して、あとで続ける")
    past = resident.tab()
    resident.press("入力した内容を消す")
    past.press("入力した内容を消す")
    assert past.page.status == 403
    assert Application.objects.filter(state="withdrawn").count() == 1


# A night in between ---------------------------------------------------------------------------------
def test_a_guest_goes_on_the_next_day_by_the_cookie_of_the_draft(dog, resident):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog))
    resident.lose_session()
    resident.press("次へ進む")
    assert resident.page.heading == "犬"


def test_a_guest_who_lost_the_cookies_too_opens_the_draft_by_its_code_and_sends_what_was_typed(dog, resident):
    errands.begin(resident, dog)
    code = Application.objects.get().lookup_code
    resident.fill_in(errands.answers(dog))
    resident.lose_session()
    resident.lose_cookies(grants.COOKIE)
    resident.press("次へ進む")
    assert resident.page.status == 403
    assert "入力した内容は残っています。" in resident.page.main
    resident.fill("照会コード", "AAAA")
    resident.press("申請を開く")
    assert resident.page.problems == ["照会コードは12けたの英数字です。もう一度確かめてください"]
    resident.fill("照会コード", code)
    resident.press("申請を開く")
    assert resident.page.heading == "入力した内容は残っています"
    resident.press("続きから送る")
    assert resident.page.heading == "犬"
    assert Application.objects.get().answers["address"] == "軽井沢町大字長倉2000番地"


def test_a_resident_signs_in_again_and_sends_what_was_typed(dog, resident):
    resident.open("/login/?next=/apply/dog-registration/")
    _answer_the_mail(resident)
    resident.press("入力を始める")
    resident.fill_in(errands.answers(dog))
    resident.lose_session()
    resident.press("次へ進む")
    assert resident.page.status == 403
    assert "入力した内容は残っています。" in resident.page.main
    resident.press("サインインして開く")
    _answer_the_mail(resident)
    assert resident.page.heading == "入力した内容は残っています"
    resident.press("続きから送る")
    assert resident.page.heading == "犬"
    assert Application.objects.get().answers["name"] == {"family": "見本", "given": "花子"}


def test_a_resident_whose_session_ended_reads_on_after_signing_in(dog, resident):
    resident.open("/login/?next=/apply/dog-registration/")
    _answer_the_mail(resident)
    resident.press("入力を始める")
    errands.go_through(resident, errands.answers(dog))
    application = errands.send(resident)
    resident.lose_session()
    resident.open(f"/applications/{application.matter.number}/")
    assert resident.page.status == 403
    resident.press("サインインして開く")
    _answer_the_mail(resident)
    assert resident.page.path == f"/applications/{application.matter.number}/"


@pytest.mark.parametrize("who", ["clerk", "chief"])
def test_an_official_who_wrote_for_too_long_signs_in_again_and_sends_it(office, dog, resident, who):
    application = errands.apply(resident, dog)
    official = office[who]
    browser = official.sign_in()
    hall.look_up(browser, application)
    browser.follow("起案して決裁へ送る")
    reasons = "狂犬病予防法4条（登録）の　要件を、\n\n  一つずつ確かめました。"
    browser.fill_in({"結果": "登録する", "理由": reasons})
    browser.lose_session()
    browser.press("起案して決裁へ送る")
    assert browser.page.status == 403
    assert "入力した内容は残っています。" in browser.page.main
    official.pass_the_door(browser)
    assert browser.page.heading == "入力した内容は残っています"
    browser.press("続きから送る")
    assert "起案しました。" in browser.page.main
    assert application.matter.approvals.get().reasons == reasons


def _answer_the_mail(visitor):
    visitor.fill("メールアドレス", "hanako@example.jp")
    visitor.press("確認コードを送る")
    visitor.fill("確認コード", mailed_code())
    visitor.press("サインインする")


# Forms that cannot be trusted, bodies that are too large --------------------------------------------
def test_what_was_typed_survives_a_form_whose_check_failed(dog, resident):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog))
    resident.lose_cookies("csrftoken")
    resident.press("次へ進む")
    assert resident.page.status == 403
    assert resident.page.heading == "入力した内容は残っています"
    resident.press("続きから送る")
    assert resident.page.heading == "犬"
    assert Application.objects.get().answers["address"] == "軽井沢町大字長倉2000番地"


def test_a_page_of_another_site_sends_nothing_here(dog, resident):
    errands.begin(resident, dog)
    body = "csrfmiddlewaretoken=x&address=evil"
    resident.send(resident.page.path, body, URLENCODED, origin="https://evil.example")
    assert resident.page.status == 403
    assert resident.page.heading == "この画面からは送れませんでした"
    assert "evil" not in resident.page.html
    assert Application.objects.get().answers == {}


def test_a_body_that_is_too_large_is_refused_in_words(dog, resident):
    errands.begin(resident, dog)
    length = {"CONTENT_LENGTH": "60000001"}
    response = resident.client.post(resident.page.path, {"address": "x"}, **length)
    assert response.status_code == 413
    assert "小さくするか、数を減らして" in response.content.decode()


@pytest.mark.parametrize("is_multipart", [False, True])
def test_text_that_is_too_long_for_any_page_is_refused_in_words(office, dog, resident, is_multipart):
    application = errands.apply(resident, dog)
    if is_multipart:
        browser = resident
        errands.begin(browser, dog)
        label, button = "住所", "次へ進む"
    else:
        browser = office["clerk"].sign_in()
        hall.look_up(browser, application)
        browser.follow("起案して決裁へ送る")
        label, button = "理由", "起案して決裁へ送る"
    browser.fill(label, "あ" * 2_500_001)
    browser.press(button)
    assert browser.page.status == 413
    assert browser.page.heading == "送った内容が大きすぎます"


def test_a_form_with_thousands_of_fields_is_refused_in_words(dog, resident):
    errands.begin(resident, dog)
    resident.send(resident.page.path, "&".join(f"f{number}=1" for number in range(2_001)), URLENCODED)
    assert 400 <= resident.page.status < 500
    assert "ください" in resident.page.main
