"""Pages of what stands beside a case and of paper, at phone and desk width, by the same rules as the other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.acts import decides, drafts
from tests.browser.answers import DELIVERY, DOG, dog
from tests.browser.people import NEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident


def test_pages_beside_an_open_case(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    number = applicant().number
    clerk = official("kankyo")
    clerk.find(number)
    case = clerk.page.url
    for page, what in (
        ("call", "staff-call"),
        ("correct", "staff-correct"),
        ("death", "staff-death"),
        ("code", "staff-code"),
        ("same-person", "staff-same-person"),
    ):
        clerk.go(f"{case}{page}/")
        look(clerk.page, what)
    clerk.go(f"{case}code/")
    clerk.press("照会コードを出し直す")
    look(clerk.page, "staff-code with errors")
    clerk.answer_all(
        {"本人確認": "顔写真付きの書類1点", "確かめた書類": "運転免許証", "渡し方": "窓口で手渡す"}
    )
    clerk.press("照会コードを出し直す")
    look(clerk.page, "staff-application with a new code")


def test_pages_beside_a_decided_case(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    number = applicant().number
    drafts(official("kankyo"), number, "登録する")
    chief = official("kankyo-kacho")
    decides(chief, number, "登録する")
    chief.find(number)
    case = chief.page.url
    for page, what in (
        ("revoke", "staff-revoke"),
        ("reopen", "staff-reopen"),
        ("history", "staff-history"),
        ("history/person", "staff-person-history"),
        ("reached", "staff-reached"),
        ("heir", "staff-heir"),
        ("ended", "staff-ended"),
    ):
        chief.go(f"{case}{page}/")
        look(chief.page, what)


def test_how_messages_are_delivered(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    # Somebody who gave an address: the newest mail is theirs.
    address_given = {"メールアドレス": "hanako@example.jp"}
    applicant(**address_given)
    clerk = official("kankyo")
    for address, what in (
        ("/staff/deliveries/", "staff-deliveries"),
        ("/staff/deliveries/?state=failed", "staff-deliveries nothing found"),
    ):
        clerk.go(address)
        look(clerk.page, what)
    clerk.go("/staff/deliveries/?channel=mail")
    clerk.page.get_by_role("rowheader").get_by_role("link").first.click()
    look(clerk.page, "staff-delivery")
    officer = official("joho")
    officer.go("/staff/deliveries/")
    look(officer.page, "staff-deliveries states only")


def test_lists_of_paper_and_of_long_work(official: Callable[..., Official], look: Look) -> None:
    clerk = official("kankyo")
    for address, what in (
        ("/staff/intake/", "staff-intakes"),
        ("/staff/intake/new/", "staff-intake-new"),
        ("/staff/posting/", "staff-postings"),
        ("/staff/runs/", "staff-runs"),
    ):
        clerk.go(address)
        look(clerk.page, what)


def test_a_paper_is_taken_in_typed_and_answered_by_post(
    official: Callable[..., Official], look: Look
) -> None:
    clerk = official("kankyo")
    clerk.go("/staff/intake/new/")
    clerk.answer_all({"手続": DOG, "届いた方法": "郵送", "収受のメモ": "消印は前日です。"})
    clerk.press("登録だけして、あとで入力する")
    clerk.row("郵送").get_by_role("link").first.click()
    look(clerk.page, "staff-intake")
    clerk.press("収受の登録を取り消す")
    look(clerk.page, "staff-intake with errors")
    clerk.follow("内容を入力する")
    look(clerk.page, "staff-typing-section")
    clerk.answer("電話番号", "番号は同じ")
    clerk.press(NEXT)
    look(clerk.page, "staff-typing-section with errors")
    _type(clerk)
    look(clerk.page, "staff-typing-check")
    clerk.press("この内容で登録する")
    look(clerk.page, "staff-typing-check with errors")
    clerk.page.get_by_label("紙に書いてあるとおりに入力しました。").check()
    clerk.press("この内容で登録する")
    look(clerk.page, "staff-application that was typed")
    _post(clerk, look)


def _type(clerk: Official) -> None:
    """Type what stands on the paper: the applicant wants to be told by post."""
    posted = dog("受け取り方", **DELIVERY | {"結果の届け方": "郵便で受け取る"})
    for title, answers in posted.items():
        clerk.heading(title)
        clerk.answer_all(answers)
        clerk.press(NEXT)
    clerk.heading("内容を確認してください")


def _post(clerk: Official, look: Look) -> None:
    """The receipt goes out in a bundle and comes back."""
    clerk.go("/staff/posting/")
    look(clerk.page, "staff-postings with a letter")
    clerk.follow("郵送しない", exact=False)
    look(clerk.page, "staff-posting-drop")
    clerk.press("郵送しないことにする")
    look(clerk.page, "staff-posting-drop with errors")
    clerk.go("/staff/posting/")
    clerk.press("選んだ物を束にして、宛名を作る")
    clerk.heading("郵送の束")
    clerk.waits_for("宛名.pdf")
    look(clerk.page, "staff-bundle")
    clerk.answer("郵送した日", "令和元年5月1日")
    clerk.press("郵送を記録する")
    look(clerk.page, "staff-bundle with errors")
    clerk.go(clerk.page.url)
    clerk.press("郵送を記録する")
    look(clerk.page, "staff-bundle that was posted")
    clerk.go("/staff/posting/?which=posted")
    look(clerk.page, "staff-postings that went out")
    clerk.row("控え").get_by_role("link", name="戻った").click()
    look(clerk.page, "staff-posting-returned")
    clerk.press("戻ったことを記録する")
    look(clerk.page, "staff-posting-returned with errors")
