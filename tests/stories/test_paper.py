"""Paper and telephone: an application comes by post, is typed with the same form, is corrected and taken back by a call."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import photo, text_of
from tests.stories.hall import work_off
from tests.stories.test_afterwards import note_death
from yakuba.applications.models import Application, Intake, Posting
from yakuba.core import dates
from yakuba.work.models import WorkItem

TYPED = "紙に書いてあるとおりに入力しました。"


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def register(browser, definition, *, received_on=None, later=False, channel="郵送", **more):
    """Take in what came on paper."""
    browser.open("/staff/")
    browser.follow("収受")
    browser.follow("紙の申請を登録する")
    day = received_on or timezone.localdate()
    browser.fill_in(
        {"手続": definition.title, "届いた方法": channel, "収受印の日": dates.wareki(day), **more}
    )
    browser.press("登録だけして、あとで入力する" if later else "登録して、続けて入力する")


def type_in(browser, definition, **changes):
    """Type what stands on the paper, page after page."""
    errands.go_through(browser, errands.answers(definition, **changes))
    browser.fill(TYPED, True)
    browser.press("この内容で登録する")
    return Application.objects.with_everything().latest("submitted_at")


@pytest.fixture
def clerk(office):
    return office["clerk"].sign_in()


def test_a_letter_is_registered_and_typed_and_its_clocks_run_from_the_stamp(office, dog, clerk):
    register(
        clerk,
        dog,
        received_on=days_ago(3),
        読み取った申請書=photo("申請書.jpg"),
        収受のメモ="消印は前日",
    )
    assert "収受しました。受付番号は" in clerk.page.text
    assert "紙に書いてあるとおりに入力します。" in clerk.page.text
    application = type_in(clerk, dog)
    work_off()
    assert clerk.page.path == f"/staff/applications/{application.matter.number}/"
    assert (application.channel, application.received_on) == ("post", days_ago(3))
    assert timezone.localdate(application.submitted_at) == days_ago(3)
    expected = days_ago(3) + datetime.timedelta(days=dog.target.days)
    assert application.due_on == expected or dog.target.unit == "open"
    clerk.reload()
    assert "消印は前日" in clerk.page.text
    assert "申請書.jpg" in clerk.page.main
    intake = Intake.objects.get(application=application)
    assert intake.scribe.name == "例田 歩"
    assert not WorkItem.objects.still_open().filter(step="type-in").exists()
    receipt = clerk.follow("申請の控え.pdf")
    assert "町の受付印の日" in text_of(receipt)


def test_it_is_registered_now_and_typed_later_by_a_colleague(office, dog, clerk):
    register(clerk, dog, later=True)
    assert clerk.page.path == "/staff/intake/"
    assert "入力待ち" in clerk.page.main
    number = Application.objects.get(state="draft").matter.number
    colleague = office["colleague"].sign_in()
    assert "届いた申請の内容を入力する" in colleague.page.main
    colleague.follow(dog.title)
    assert colleague.page.path == f"/staff/intake/{number}/"
    colleague.follow("内容を入力する")
    application = type_in(colleague, dog)
    assert application.matter.number == number
    # Another department neither sees nor types it.
    stranger = office["child-clerk"].sign_in()
    assert stranger.open(f"/staff/intake/{number}/").status == 404


def test_blanks_on_paper_are_registered_and_asked_for(office, dog, clerk):
    register(clerk, dog)
    told = errands.answers(dog)
    told.pop("電話番号")
    errands.go_through(clerk, told)
    clerk.fill(TYPED, True)
    clerk.press("この内容で登録する")
    assert any("電話番号" in problem for problem in clerk.page.problems)
    clerk.fill("入力していないところは、紙でも空欄です。", True)
    clerk.fill(TYPED, True)
    clerk.press("この内容で登録する")
    application = Application.objects.with_everything().get(state="submitted")
    hall.ask(clerk, application, "電話番号", message="電話番号が空いています。")
    assert application.matter.number in clerk.page.text


def test_a_day_that_cannot_be_and_a_wrong_file_are_refused_and_what_was_typed_stays(office, dog, clerk):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    register(clerk, dog, received_on=tomorrow, 収受のメモ="速達")
    assert clerk.page.problems[0].startswith("収受した日は、")
    assert clerk.shown("収受のメモ") == "速達"
    clerk.fill_in({"収受印の日": "むかし", "読み取った申請書": ("a.pdf", b"MZ not a pdf", "application/pdf")})
    clerk.press("登録して、続けて入力する")
    assert len(clerk.page.problems) == 2
    assert not Application.objects.exists()


def test_pressed_twice_it_is_registered_once(office, dog, clerk):
    clerk.open("/staff/intake/new/")
    clerk.fill_in({"手続": dog.title, "届いた方法": "窓口"})
    other = clerk.tab()
    clerk.press("登録だけして、あとで入力する")
    other.press("登録だけして、あとで入力する")
    assert Application.objects.count() == 1


def test_what_was_registered_by_mistake_is_taken_back_with_a_reason(office, dog, clerk):
    register(clerk, dog, later=True)
    application = Application.objects.get()
    clerk.follow(dog.title)
    clerk.press("収受の登録を取り消す")
    assert clerk.page.problems == ["理由を書いてください"]
    clerk.fill("理由", "同じ申請書を2回登録した。")
    clerk.press("収受の登録を取り消す")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert "入力を待っている紙の申請は、ありません。" in clerk.page.main
    clerk.follow("すべて")
    assert "取消し" in clerk.page.main


def test_a_correction_by_telephone_is_a_filing_of_its_own_with_who_said_what_when(
    office, resident, dog, clerk
):
    application = errands.apply(resident, dog)
    work_off()
    code = application.lookup_code
    hall.draft(clerk, application, "登録する")
    hall.look_up(clerk, application)
    clerk.follow("聞き取って訂正する")
    clerk.press("訂正の入力に進む")
    assert clerk.page.problems == ["訂正する項目を1つ以上選んでください"]
    clerk.fill("訂正する項目", ["電話番号"])
    clerk.press("訂正の入力に進む")
    said = {"方法": "電話", "話した人": "本人", "話した人の名前": "見本 花子", "聞いた時刻": "０時１分"}
    clerk.fill_in({"電話番号": "0267-00-9999", **said})
    clerk.press("訂正を記録する")
    assert clerk.page.problems == ["聞いた内容を書いてください"]
    clerk.fill("聞いた内容", "番号が一つ違っていたとのこと。")
    clerk.press("訂正を記録する")
    application = Application.objects.with_everything().get(pk=application.pk)
    assert (application.revision, application.answers["telephone"]) == (2, "0267-00-9999")
    assert application.submissions.get(revision=2).source == "telephone"
    assert "番号が一つ違っていたとのこと。" in clerk.page.main
    # The draft was about other answers: it is ended, and the case is examined anew.
    assert "取りやめ" in clerk.page.main
    work_off()
    errands.find(resident, code, application.matter.number)
    assert "訂正" in resident.page.text
    assert "番号が一つ違っていたとのこと。" not in resident.page.text
    assert text_of(resident.follow("訂正の控え"))


def test_the_wish_to_withdraw_is_recorded_with_who_said_so(office, resident, dog, clerk):
    application = errands.apply(resident, dog)
    hall.look_up(clerk, application)
    clerk.follow("電話などの記録・取下げ")
    clerk.fill_in(
        {
            "方法": "電話",
            "話した人": "本人",
            "話した人の名前": "見本 花子",
            "聞いた日": "令和元年5月1日",
            "聞いた内容": "引っ越すのでやめたい。",
            "扱い": "申請を取り下げる",
        }
    )
    clerk.press("記録する")
    assert clerk.page.problems == ["聞いた日時は、今より前の、1年以内の日時にしてください。"]
    assert clerk.shown("聞いた内容") == "引っ越すのでやめたい。"
    clerk.fill_in({"聞いた日": dates.wareki(timezone.localdate()), "聞いた時刻": "00:00"})
    clerk.press("記録する")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert "引っ越すのでやめたい。" in clerk.page.main


def test_what_goes_by_post_is_bundled_with_address_sheets_and_posted_on_one_day(office, dog, clerk):
    register(clerk, dog)
    application = type_in(clerk, dog, notice_channel="郵便で受け取る")
    chief = office["chief"].sign_in()
    hall.decide(chief, application, "登録する")
    work_off()
    clerk.open("/staff/")
    clerk.follow("郵送")
    assert "結果の通知" in clerk.page.main
    clerk.press("選んだ物を束にして、宛名を作る")
    assert "郵送の束（2通）" in clerk.page.text
    work_off()
    clerk.reload()
    said = text_of(clerk.follow("宛名.pdf"))
    assert "様" in said
    assert "結果の通知" in said
    clerk.fill("郵送した日", "令和元年5月1日")
    clerk.press("郵送を記録する")
    assert clerk.page.problems[0].startswith("郵送した日は、")
    clerk.fill("郵送した日", dates.wareki(timezone.localdate()))
    clerk.press("郵送を記録する")
    application.refresh_from_db()
    assert (application.state, application.dispatched_on) == ("closed", timezone.localdate())
    assert application.reached_on is None
    # One letter comes back, and goes out once more.
    clerk.follow("郵送")
    clerk.follow("郵送した")
    clerk.follow(f"戻った（{application.matter.number} 結果の通知）")
    clerk.press("戻ったことを記録する")
    assert clerk.page.problems == ["戻った理由を選んでください"]
    clerk.fill("戻った理由", "宛先不明")
    clerk.press("戻ったことを記録する")
    clerk.open("/staff/")
    assert "郵便が戻った" in clerk.page.main
    clerk.open("/staff/posting/?which=returned")
    clerk.press(f"送り直す（{application.matter.number}）")
    assert "結果の通知" in clerk.page.main
    hall.look_up(clerk, application)
    clerk.follow("届いた日を記録する")
    clerk.fill("届いた日", dates.wareki(timezone.localdate()))
    clerk.press("届いた日を記録する")
    application.refresh_from_db()
    assert application.reached_on == timezone.localdate()


def test_nothing_is_bundled_twice_and_a_receipt_that_was_handed_over_is_not_posted(office, dog, clerk):
    register(clerk, dog)
    type_in(clerk, dog, notice_channel="郵便で受け取る")
    work_off()
    clerk.open("/staff/posting/")
    other = clerk.tab()
    clerk.press("選んだ物を束にして、宛名を作る")
    other.press("選んだ物を束にして、宛名を作る")
    assert other.page.problems == ["選んだ物の中に、もう束に入った物があります。画面を開き直してください。"]
    clerk.press("束をほどく")
    assert "束をほどきました。" in clerk.page.text
    clerk.follow("郵送しない")
    clerk.press("郵送しないことにする")
    assert clerk.page.problems == ["理由を書いてください"]
    clerk.fill("理由", "窓口で渡した。")
    clerk.press("郵送しないことにする")
    assert "ここに当てはまる郵便は、ありません。" in clerk.page.main
    clerk.open("/staff/posting/?which=nonsense&after=nonsense")
    assert clerk.page.status == 200


def test_the_letter_of_somebody_who_died_leaves_a_bundle_that_was_not_posted(office, dog, clerk):
    died, lives = (
        _typed_for_the_post(clerk, dog, name=name) for name in (("見本", "花子"), ("用例", "太郎"))
    )
    clerk.open("/staff/posting/")
    clerk.press("選んだ物を束にして、宛名を作る")
    bundle = clerk.page.path
    work_off()
    note_death(clerk, died)
    assert "作った束から手紙を抜き、相続人を確かめる" in clerk.open("/staff/").main
    work_off()
    clerk.open(bundle)
    assert "郵送の束（1通）" in clerk.page.text
    said = text_of(clerk.follow("宛名.pdf"))
    assert ("用例太郎" in said, "見本花子" in said) == (True, False)
    clerk.press("郵送を記録する")
    posted = Posting.objects.filter(posted_on__isnull=False)
    assert [row.application_id for row in posted] == [lives.pk]
    # What is the heir's later waits for them, off every list.
    assert Posting.objects.get(application=died).dropped_at is not None


def test_a_bundle_with_nothing_but_the_letter_of_the_dead_is_dissolved(office, dog, clerk):
    died = _typed_for_the_post(clerk, dog)
    clerk.open("/staff/posting/")
    clerk.press("選んだ物を束にして、宛名を作る")
    bundle = clerk.page.path
    note_death(clerk, died)
    clerk.open(bundle)
    assert "郵送の束（0通）" in clerk.page.text
    assert "郵送を記録する" not in clerk.page.main


def _typed_for_the_post(clerk, dog, **changes):
    register(clerk, dog)
    application = type_in(clerk, dog, notice_channel="郵便で受け取る", **changes)
    work_off()
    return application
