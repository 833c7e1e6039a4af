"""Applications that are not sent yet: kept, gone on with elsewhere, thrown away, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.stories import errands
from tests.stories.hall import facts, mailed_code, work_off
from tests.stories.visitor import Visitor
from yakuba.applications.models import Application
from yakuba.core.envelopes import CannotOpen


def test_a_draft_goes_on_by_its_code_on_another_device(town, dog, resident):
    errands.begin(resident, dog)
    told = errands.answers(dog)
    resident.fill_in(told)
    resident.press("保存して、あとで続ける")
    assert resident.page.heading == "入力した内容を保存しました"
    code = errands.code(resident)

    elsewhere = Visitor(town)
    errands.find(elsewhere, code.replace("-", "").lower())
    assert elsewhere.page.heading == "犬"
    elsewhere.follow("前のページに戻る")
    assert elsewhere.shown("氏名") == ("見本", "花子")
    errands.go_through(elsewhere, told)
    application = errands.send(elsewhere)
    assert facts(application) == ["application.started", "application.submitted"]


def test_a_page_that_is_only_half_filled_in_is_kept_too(dog, resident):
    errands.begin(resident, dog)
    resident.fill_in({"氏名": ("見本", "花子"), "電話番号": "０９０"})
    resident.press("保存して、あとで続ける")
    assert resident.page.problems[-1].startswith("電話番号は、10けたか11けたです")
    assert resident.shown("電話番号") == "０９０"
    resident.fill("電話番号", "")
    resident.press("保存して、あとで続ける")
    assert resident.page.heading == "入力した内容を保存しました"
    resident.follow("今すぐ続きを入力する")
    assert resident.page.heading == "飼い主"
    assert resident.shown("氏名") == ("見本", "花子")


def test_a_question_that_a_half_filled_page_would_bring_up_is_no_hindrance(dog, resident):
    errands.begin(resident, dog)
    resident.fill("飼い主の区分", "法人（会社・団体）")
    resident.press("保存して、あとで続ける")
    resident.follow("今すぐ続きを入力する")
    assert resident.shown("飼い主の区分") == "法人（会社・団体）"
    assert "法人の名称" in resident.page.labels


def test_the_same_browser_goes_on_from_home(dog, resident):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog))
    resident.press("次へ進む")
    resident.open("/")
    resident.follow("続きから入力する")
    assert resident.page.heading == "犬"
    resident.open("/apply/dog-registration/")
    assert "入力の途中のものがあります" in resident.page.main
    resident.follow("続きから入力する")
    assert resident.page.heading == "犬"


def test_a_signed_in_resident_finds_the_draft_on_my_page(town, dog, resident):
    _sign_in(resident)
    resident.open("/apply/dog-registration/")
    resident.press("入力を始める")
    resident.fill_in(errands.answers(dog))
    resident.press("保存して、あとで続ける")
    assert "照会コード" not in resident.page.main
    elsewhere = Visitor(town)
    _sign_in(elsewhere)
    elsewhere.follow("続きから入力する")
    assert elsewhere.page.heading == "犬"


def _nobody_reads(application):
    """What was typed is gone, and with its key every copy of it."""
    assert not application.answers
    with pytest.raises(CannotOpen):
        application.matter.key.data_key()


def test_what_is_thrown_away_nobody_reads_any_more(town, dog, resident):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog))
    resident.press("保存して、あとで続ける")
    code, back = errands.code(resident), resident.page.links["今すぐ続きを入力する"]
    application = Application.objects.get()
    assert application.answers["name"] == {"family": "見本", "given": "花子"}

    resident.press("入力した内容を消す")
    assert resident.page.heading == "入力した内容を消しました"
    assert facts(application) == ["application.started", "draft.discarded"]
    _nobody_reads(Application.objects.get())
    assert resident.open(back).status == 403
    assert "続きから入力する" not in resident.open("/").links
    errands.find(Visitor(town), code)
    elsewhere = Visitor(town)
    errands.find(elsewhere, code)
    assert "見つかりません" in elsewhere.page.problems[0]
    work_off()


def test_a_draft_that_nobody_goes_on_with_is_forgotten_after_30_days(dog, resident):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog))
    resident.press("次へ進む")
    application = Application.objects.get()
    work_off(timezone.now() + timedelta(days=29, hours=23))
    application.refresh_from_db()
    assert application.state == "draft"
    work_off(timezone.now() + timedelta(days=30, minutes=1))
    application = Application.objects.get()
    assert application.state == "withdrawn"
    assert application.matter.closed_at is not None
    _nobody_reads(application)
    assert resident.reload().status == 403


def test_each_saved_page_begins_the_30_days_anew(dog, resident):
    errands.begin(resident, dog)
    application = Application.objects.get()
    begun = application.matter.timers.get(done_at=None).due_at
    resident.fill_in(errands.answers(dog))
    resident.press("次へ進む")
    assert application.matter.timers.get(done_at=None).due_at > begun


def test_back_keeps_what_was_saved_and_change_returns_to_the_check(dog, resident):
    errands.begin(resident, dog)
    told = errands.answers(dog)
    errands.go_through(resident, told)
    assert resident.page.rows["毛色"] == "茶"
    resident.follow("変更する：犬の毛色")
    resident.fill("毛色", "白と黒")
    resident.press("次へ進む")
    assert resident.page.heading == "内容を確認してください"
    assert resident.page.rows["毛色"] == "白と黒"


def test_a_changed_answer_that_asks_more_leads_there_before_the_check(child, resident):
    errands.begin(resident, child)
    errands.go_through(resident, errands.answers(child))
    resident.follow("変更する：お子さんの別に住んでいるお子さんはいますか")
    resident.fill("別に住んでいるお子さんはいますか", "はい")
    resident.press("次へ進む")
    assert resident.page.heading == "内容を確認してください"
    resident.press("この内容で申請する")
    assert "別居監護の申立てを入力してください" in resident.page.problems


def test_what_is_missing_is_named_at_the_check_with_a_way_there(dog, resident):
    errands.begin(resident, dog)
    address = resident.page.path
    resident.open(f"{address.rsplit('/', 2)[0]}/check/")
    resident.fill(errands.SURE, True)
    resident.press("この内容で申請する")
    assert "氏名を入力してください" in resident.page.problems
    assert "飼い主の区分を選んでください" in resident.page.problems
    resident.follow("氏名を入力してください")
    assert resident.page.path == f"{address}?check=1#field-name"
    assert Application.objects.get().state == "draft"


def test_nothing_is_sent_unless_it_is_said_to_be_true(dog, resident):
    errands.begin(resident, dog)
    errands.go_through(resident, errands.answers(dog))
    resident.press("この内容で申請する")
    assert resident.page.problems == [f"「{errands.SURE}」に印を付けてください"]
    assert Application.objects.get().state == "draft"


def _sign_in(visitor):
    visitor.open("/login/")
    visitor.fill("メールアドレス", "hanako@example.jp")
    visitor.press("確認コードを送る")
    visitor.fill("確認コード", mailed_code())
    visitor.press("サインインする")
