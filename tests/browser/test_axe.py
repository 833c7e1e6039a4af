"""Every page in every state, at phone and desk width: no broken accessibility rule, nothing small, nothing too wide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.urls import get_resolver

from tests.browser.acts import asks_for_a_correction, decides, drafts
from tests.browser.answers import CHILD, DOG, DOG_PAGES, OWNER, child
from tests.browser.people import NEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident

# Addresses that bring no page of their own: they answer a machine, a download, or lead on to another page.
WITHOUT_PAGE = {
    "healthz",
    "readyz",
    "glyphs-sheet",
    "glyphs-font",
    "sign-out",
    "staff-sign-out",
    "apply-go-on",
    "apply-file",
    "application-document",
    "staff-take",
    "staff-close",
    "staff-remake",
    "staff-resume-examination",
    "staff-file",
    "staff-document",
    "staff-delay-posted",
    "staff-supplement",
    "staff-survey-export",
    "staff-proxy-confirm",
    "staff-proxy-end",
    "staff-proxy-document",
    "staff-organisation-export",
    "staff-absence-cancel",
    "my-household-remove",
    "my-mandate-end",
    "my-data-file",
    "my-passkey-remove",
    "my-device-remove",
    "push-worker",
    "staff-passkey-remove",
    "my-session-end",
    "my-sessions-end",
    "staff-session-end",
    "staff-sessions-end",
    "staff-protection-officer-end",
    # What one presses beside a case, a list or a bundle: the page that it was pressed on answers.
    "application-follow",
    "staff-bulk-start",
    "staff-bundle-dissolve",
    "staff-bundle-sheets",
    "staff-export",
    "staff-filter-drop",
    "staff-filter-save",
    "staff-intake-cancel",
    "staff-intake-scan",
    "staff-label",
    "staff-note",
    "staff-pass-on",
    "staff-posting-again",
    "staff-record",
    "staff-reminders",
    "staff-revoke-cancel",
    "staff-revoke-decide",
    "staff-run-again",
    "staff-run-file",
    "staff-run-stop",
    "staff-take-back",
    "staff-view-after",
    "staff-watch",
    "staff-delivery-again",
    "staff-delivery-post",
    "staff-delivery-stop",
    "my-data-pdf",
    "my-token-revoke",
    "staff-disclosure-file",
    "staff-hold-lift",
    "staff-program-end",
    "staff-program-token-revoke",
    "staff-records-night-file",
    # Looked at by tests/browser/test_todo.py under other names.
    "staff-bulk",
    "staff-run",
}


def test_every_address_is_looked_at() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_axe*.py")]
    # Every look is named after the address of its page: "apply-check with errors".
    looked_at = set(re.findall(r'"([a-z-]+)', "\n".join(sources)))
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names - WITHOUT_PAGE - looked_at == set()


# Anybody --------------------------------------------------------------------------------------------
def test_pages_for_anybody(resident: Callable[..., Resident], look: Look) -> None:
    anybody = resident()
    for address, what in (
        ("/", "home"),
        ("/procedures/", "procedures all"),
        ("/procedures/?q=児童手当", "procedures found"),
        ("/procedures/?q=ロケット", "procedures nothing found"),
        ("/procedures/?event=birth", "procedures of a life event"),
        ("/procedures/dog-registration/", "procedure dog"),
        ("/procedures/child-allowance/", "procedure child"),
        ("/about/", "about"),
        ("/privacy/", "privacy"),
        ("/accessibility/", "accessibility"),
        ("/my/", "my without an account"),
        ("/demo/", "demo"),
        ("/demo/mails/", "demo-mails"),
    ):
        anybody.go(address)
        look(anybody.page, what)


def test_pages_when_something_went_wrong(resident: Callable[..., Resident], look: Look) -> None:
    anybody = resident()
    anybody.go("/no-such-page/")
    anybody.heading("ページが見つかりません")
    look(anybody.page, "404")
    anybody.go("/applications/R8-000001-0/")
    anybody.heading("申請を開いてください")
    look(anybody.page, "application door")
    anybody.go("/ui/")
    look(anybody.page, "gallery")
    anybody.go("/ui/staff/")
    look(anybody.page, "staff-gallery")
    for name in ("400", "403", "404", "413", "500"):
        anybody.page.context.clear_cookies()
        anybody.go(f"/ui/errors/{name}/")
        look(anybody.page, f"error-page {name}")


# Applying -------------------------------------------------------------------------------------------
def test_pages_of_an_application_being_written(
    resident: Callable[..., Resident], look: Look, photograph: Callable[[str], Path]
) -> None:
    owner = resident()
    owner.go("/apply/dog-registration/")
    look(owner.page, "apply start")
    owner.press("サインインしないで始める")
    for title, answers in DOG_PAGES.items():
        owner.heading(title)
        look(owner.page, f"apply-section {title} blank")
        owner.press(NEXT)
        owner.sees("を直してください")
        look(owner.page, f"apply-section {title} with errors")
        owner.answer_all(answers)
        if title == "飼い主":
            owner.answer("飼い主の区分", "法人（会社・団体）")
            owner.sees("法人の名称")
            look(owner.page, f"apply-section {title} with a new question")
            owner.answer("飼い主の区分", "個人")
        if title == "マイクロチップと予防注射":
            owner.answer("今年度の狂犬病予防注射を受けましたか", "はい")
            owner.answer("注射を受けた日", "令和6年5月1日")
            owner.answer("狂犬病予防注射済証", [photograph("済証.jpg")])
        owner.press(NEXT)
    owner.heading("内容を確認してください")
    look(owner.page, "apply-check")
    check = owner.page.url
    owner.press("この内容で申請する")
    look(owner.page, "apply-check with errors")
    owner.follow("代理の方が申請する・入力を手伝った人がいる")
    look(owner.page, "apply-people alone")
    owner.answer("この申請をする方", "代理人が、本人の代わりに申請する")
    owner.page.get_by_label("入力を手伝った人がいます").check()
    look(owner.page, "apply-people proxy and scribe")
    owner.press("確認のページへ進む")
    owner.sees("代理の種類を選んでください")
    look(owner.page, "apply-people with errors")
    owner.go(check)
    owner.press("保存して、あとで続ける")
    look(owner.page, "apply-later")
    owner.go("/apply/dog-registration/")
    look(owner.page, "apply start with a draft")


def test_pages_of_a_section_that_two_windows_changed(resident: Callable[..., Resident], look: Look) -> None:
    owner = resident()
    owner.begin(DOG)
    address = owner.page.url
    owner.write(DOG_PAGES)
    owner.go(address)
    other = owner.page.context.new_page()
    other.goto(address)
    other.get_by_label("住所", exact=True).fill("軽井沢町大字発地1番地")
    other.get_by_role("button", name=NEXT).click()
    owner.answer("住所", "軽井沢町大字発地2番地")
    owner.press(NEXT)
    owner.sees("別の画面（タブ）で、このページの内容が変わりました。")
    look(owner.page, "apply-section conflict")


def test_pages_of_a_claim_with_everything_shown(
    resident: Callable[..., Resident], look: Look, photograph: Callable[[str], Path]
) -> None:
    parent = resident()
    parent.begin(CHILD)
    pages = child(photograph("運転免許証.jpg"), photograph("通帳.jpg"))
    pages["申請の理由"] |= {
        "申請の理由": "そのほか",
        "理由の説明": "公務員を退職したため",
        "生活費などを負担している大学生年代のお子さんはいますか": "はい",
        "大学生年代のお子さんの人数": "1",
    }
    pages["申請する方"] |= {"勤務先の区分": "公務員", "独立行政法人などに出向していますか": "はい"}
    pages["お子さん"] |= {
        "お子さんと一緒に住んでいますか": "いいえ",
        "お子さんの郵便番号": "390-0811",
        "お子さんの住所": "松本市中央0丁目0番",
        "別に住んでいるお子さんはいますか": "はい",
    }
    pages["書類と受け取り方"] |= {"別居監護の申立て": "進学のため別に住んでいます。"}
    for title, answers in pages.items():
        parent.heading(title)
        parent.press(NEXT)
        parent.sees("を直してください")
        parent.answer_all(answers)
        look(parent.page, f"apply-section {title} answered")
        parent.press(NEXT)
    look(parent.page, "apply-check of a claim")
    parent.go(parent.page.url.replace("check/", "documents/"))
    look(parent.page, "apply-section with files kept")


def test_check_page_with_answers_missing(resident: Callable[..., Resident], look: Look) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.go(owner.page.url.replace("owner/", "check/"))
    owner.page.get_by_label("内容は事実のとおりです。").check()
    owner.press("この内容で申請する")
    owner.sees("か所を直してください")
    look(owner.page, "apply-check with answers missing")
    owner.go(owner.page.url.replace("check/", "later/"))
    owner.press("入力した内容を消す")
    owner.sees("消しました")
    look(owner.page, "apply-discard done")


# Following ------------------------------------------------------------------------------------------
def test_pages_that_follow_an_application(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    owner = applicant()
    look(owner.page, "apply-done")
    check = owner.page.url.replace("done/", "check/")
    owner.follow("申請の状況を見る")
    owner.waits_for("申請の控え")
    look(owner.page, "application submitted")
    status = owner.page.url
    owner.follow("この申請を取り下げる")
    look(owner.page, "application-withdraw")

    clerk = official("kankyo")
    asks_for_a_correction(clerk, owner.number)
    owner.go("/")
    owner.sees("直してください")
    look(owner.page, "home with one's own task")
    owner.go(status)
    look(owner.page, "application returned")
    owner.follow("直して送る")
    look(owner.page, "apply-section correction")
    owner.answer("電話番号", "0267-00-0001")
    owner.press(NEXT)
    look(owner.page, "apply-check of a correction")
    owner.press("保存して、あとで続ける")
    look(owner.page, "apply-later in a correction")
    owner.go(check)
    stale = owner.page.context.new_page()
    stale.goto(check)
    owner.send("直した内容を送る")
    look(owner.page, "apply-done after a correction")
    stale.get_by_label("内容は事実のとおりです。").check()
    stale.get_by_role("button", name="直した内容を送る").click()
    look(stale, "apply-check already sent")
    owner.go(status)
    look(owner.page, "application resubmitted")

    drafts(clerk, owner.number, "登録する")
    decides(official("kankyo-kacho"), owner.number, "登録する")
    owner.waits_for("決定通知書を開く（PDF）")
    look(owner.page, "application decided")


def test_pages_of_who_wants_the_answer_by_post_and_of_who_withdraws(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    owner = applicant(結果の届け方="郵便で受け取る")
    chief = official("kankyo-kacho")
    chief.find(owner.number)
    chief.follow("起案なしで決裁する")
    chief.answer("結果", "登録しない")
    chief.answer("理由", "すでに登録されているためです。")
    chief.press("この内容で決裁する")
    chief.sees("郵送を選んでいます")
    look(chief.page, "staff-application to be posted")
    owner.follow("申請の状況を見る")
    owner.sees("郵送")
    look(owner.page, "application refused, by post")
    chief.press("郵送したので完了にする")
    chief.sees("郵送を記録し")
    look(chief.page, "staff-application closed")
    owner.page.reload()
    look(owner.page, "application closed")

    other = applicant()
    other.follow("申請の状況を見る")
    other.follow("この申請を取り下げる")
    other.press("この申請を取り下げる")
    other.sees("取下げ")
    look(other.page, "application withdrawn")


def test_pages_of_the_door(resident: Callable[..., Resident], look: Look) -> None:
    owner = resident()
    owner.go("/applications/")
    look(owner.page, "find blank")
    owner.press("申請を開く")
    owner.sees("照会コードを入力してください")
    look(owner.page, "find with errors")
    owner.answer("受付番号", "R8-000001-0")
    owner.answer("照会コード", "CDFG-HJKM-2345")
    owner.press("申請を開く")
    owner.sees("を直してください")
    look(owner.page, "find nothing found")


def test_pages_of_a_resident_who_signs_in(resident: Callable[..., Resident], look: Look) -> None:
    owner = resident()
    owner.go("/login/")
    look(owner.page, "sign-in")
    owner.press("確認コードを送る")
    look(owner.page, "sign-in with errors")
    owner.ask_for_code("taro@example.jp")
    look(owner.page, "sign-in-code")
    owner.answer("確認コード", "123")
    owner.press("サインインする")
    look(owner.page, "sign-in-code with errors")
    owner.answer("確認コード", owner.mailed_code("taro@example.jp"))
    owner.press("サインインする")
    owner.heading("あなたの申請")
    look(owner.page, "my empty")
    mails = owner.page.context.new_page()
    mails.goto("/demo/mails/")
    look(mails, "demo-mails with mails")

    owner.begin_signed_in(DOG)
    owner.answer_all(OWNER)
    owner.press("保存して、あとで続ける")
    look(owner.page, "apply-later signed in")
    owner.go("/apply/dog-registration/")
    look(owner.page, "apply start signed in, with a draft")
    owner.follow("続きから入力する")
    owner.write({title: page for title, page in DOG_PAGES.items() if title != "飼い主"})
    owner.send()
    look(owner.page, "apply-done signed in")
    owner.go("/my/")
    look(owner.page, "my with an application")
