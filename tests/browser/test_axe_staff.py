"""Every page of the staff in every state, at phone and desk width, by the same rules as the residents' pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.browser.acts import drafts
from tests.browser.answers import DOG, OWNER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident
    from tests.browser.server import Server

OTHER_TOWN = "shimosuwa.localhost"


def test_lists_of_the_staff(official: Callable[..., Official], look: Look) -> None:
    clerk = official("kodomo")
    for address, what in (
        ("/staff/", "staff-todo"),
        ("/staff/?which=mine", "staff-todo mine"),
        ("/staff/?which=free", "staff-todo free"),
        ("/staff/applications/", "staff-applications all"),
        ("/staff/applications/?state=returned", "staff-applications returned"),
        ("/staff/applications/?q=児童", "staff-applications found"),
        ("/staff/applications/?q=ロケット", "staff-applications nothing found"),
    ):
        clerk.go(address)
        look(clerk.page, what)


def test_list_of_who_has_nothing_to_do(official: Callable[..., Official], look: Look) -> None:
    officer = official("joho")
    for address, what in (
        ("/staff/", "staff-todo empty"),
        ("/staff/applications/", "staff-applications none"),
        ("/staff/people/", "staff-people"),
        ("/staff/password/", "staff-password"),
        ("/staff/second-factor/", "staff-second-factor"),
    ):
        officer.go(address)
        look(officer.page, what)
    officer.go("/staff/people/")
    officer.row("例田 歩").get_by_role("link", name="二要素を解除する").click()
    look(officer.page, "staff-second-factor-reset")


@pytest.mark.parametrize("login", ["kankyo-kacho", "kodomo-kacho"])
def test_a_case_in_every_state_of_the_demo(official: Callable[..., Official], look: Look, login: str) -> None:
    chief = official(login)
    chief.go("/staff/applications/")
    rows = chief.page.get_by_role("row").filter(has=chief.page.get_by_role("rowheader"))
    cases = [(row.get_by_role("link").get_attribute("href"), row.inner_text()) for row in rows.all()]
    assert len(cases) > 5
    for address, words in cases:
        state = re.search(r"審査中|補正待ち|決定しました|完了|取下げ", words)
        chief.go(address or "")
        look(chief.page, f"staff-application {state and state[0]}")


def test_forms_of_the_staff(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    number = applicant().number
    clerk = official("kankyo")
    clerk.find(number)
    case = clerk.page.url
    look(clerk.page, "staff-application just arrived")
    for form, link, button in (
        ("staff-return", "補正を依頼する", "補正を依頼する"),
        ("staff-propose", "起案して決裁へ送る", "起案して決裁へ送る"),
    ):
        clerk.go(case)
        clerk.follow(link, exact=False)
        look_at_form(look, clerk, form, button)
    drafts(clerk, number, "登録する")
    look(clerk.page, "staff-application drafted, as its clerk")

    chief = official("kankyo-kacho")
    chief.go(case)
    look(chief.page, "staff-application to be decided")
    chief.follow("起案に差し戻す", exact=False)
    look_at_form(look, chief, "staff-remand", "差し戻す")
    chief.go(case)
    chief.follow("案を変えて決裁")
    look(chief.page, "staff-decide drafted")
    chief.answer("結果", "登録しない")
    chief.press("この内容で決裁する")
    look(chief.page, "staff-decide with errors")
    late = chief.page.context.new_page()
    late.goto(case)
    chief.answer("結果", "登録する")
    chief.press("この内容で決裁する")
    chief.sees("決定しました。")
    late.get_by_role("button", name="「登録する」で決裁する").click()
    look(late, "staff-decide too late")


def look_at_form(look: Look, person: Official, name: str, button: str) -> None:
    """A form as it comes, and as it comes back when nothing was filled in."""
    look(person.page, f"{name} blank")
    person.press(button)
    person.sees("を直してください")
    look(person.page, f"{name} with errors")


def test_pages_without_permission(official: Callable[..., Official], look: Look) -> None:
    clerk = official("kankyo")
    clerk.go("/staff/people/")
    clerk.heading("権限がありません")
    look(clerk.page, "not allowed")
    clerk.go("/apply/dog-registration/")
    look(clerk.page, "apply as staff")
    clerk.go("/staff/applications/R8-999999-9/")
    look(clerk.page, "404 as staff")


# Signing in -----------------------------------------------------------------------------------------
def test_pages_of_signing_in(stranger: Callable[..., Official], look: Look) -> None:
    somebody = stranger("suwa-kodomo")
    somebody.go("/staff/")
    look(somebody.page, "staff-login")
    somebody.press("サインインする")
    look(somebody.page, "staff-login with errors")
    somebody.answer("ログイン名", "suwa-kodomo")
    somebody.answer("パスワード", "この言葉ではありません")
    somebody.press("サインインする")
    look(somebody.page, "staff-login refused")
    somebody.give_password()
    look(somebody.page, "staff-login-code")
    somebody.answer("確認コード", "12")
    somebody.press("サインインする")
    look(somebody.page, "staff-login-code with errors")
    somebody.follow("復旧コードを使う")
    look(somebody.page, "staff-login-recovery")
    somebody.answer("復旧コード", "ABCDE-ABCDE")
    somebody.press("サインインする")
    look(somebody.page, "staff-login-recovery with errors")


def test_pages_of_who_lost_the_app(
    stranger: Callable[..., Official], official: Callable[..., Official], look: Look
) -> None:
    officer = official("suwa-joho", host=OTHER_TOWN)
    officer.go("/staff/people/")
    officer.row("予備 薫").get_by_role("link", name="二要素を解除する").click()
    officer.press("二要素を解除する")
    officer.sees("予備 薫さんの二要素を解除しました。")
    look(officer.page, "staff-people after a reset")

    colleague = stranger("suwa-joho2")
    colleague.give_password()
    look(colleague.page, "staff-enrol")
    secret = colleague.page.locator("#secret").inner_text().replace(" ", "")
    colleague.press("認証アプリを登録する")
    look(colleague.page, "staff-enrol with errors")
    colleague.answer("確認コード", pyotp.TOTP(secret).now())
    colleague.press("認証アプリを登録する")
    colleague.heading("認証アプリを登録しました")
    look(colleague.page, "staff-enrol recovery codes")
    colleague.follow("控えたので次へ進む")

    colleague.go("/staff/second-factor/")
    colleague.press("認証アプリを登録し直す")
    look(colleague.page, "staff-second-factor with errors")
    colleague.answer("今のパスワード", colleague.password)
    colleague.press("認証アプリを登録し直す")
    look(colleague.page, "staff-second-factor-new")
    colleague.go("/staff/password/")
    colleague.press("パスワードを変える")
    look(colleague.page, "staff-password with errors")


def test_pages_of_an_interrupted_form(resident: Callable[..., Resident], look: Look, server: Server) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.answer_all(OWNER)
    for cookie in ("sessionid", "yakuba_drafts"):
        owner.page.context.clear_cookies(name=cookie)
    owner.press("次へ進む")
    owner.sees("入力した内容は残っています。")
    look(owner.page, "apply door with what was typed")
    owner.press("サインインして開く")
    look(owner.page, "sign-in with what was typed")
    owner.ask_for_code("jiro@example.jp")
    owner.answer("確認コード", owner.mailed_code("jiro@example.jp"))
    owner.press("サインインする")
    owner.heading("入力した内容は残っています")
    look(owner.page, "sign-in-resume")

    other = resident()
    other.begin(DOG)
    other.page.context.clear_cookies(name="csrftoken")
    other.press("次へ進む")
    other.heading("入力した内容は残っています")
    look(other.page, "csrf failed")
    from_elsewhere = resident()
    form = (
        f'<form method="post" action="{server.address}/apply/dog-registration/"><button>送る</button></form>'
    )
    from_elsewhere.page.set_content(form)
    from_elsewhere.press("送る")
    from_elsewhere.heading("この画面からは送れませんでした")
    look(from_elsewhere.page, "csrf refused")


def test_pages_of_an_interrupted_official(stranger: Callable[..., Official], look: Look) -> None:
    clerk = stranger("suwa-kodomo-kacho")
    clerk.sign_in()
    clerk.go("/staff/second-factor/")
    clerk.page.context.clear_cookies(name="sessionid")
    clerk.press("認証アプリを登録し直す")
    clerk.sees("入力した内容は残っています。")
    look(clerk.page, "staff-login with what was typed")
    clerk.sign_in_here()
    clerk.heading("入力した内容は残っています")
    look(clerk.page, "staff-resume")
    clerk.page.context.clear_cookies(name="csrftoken")
    clerk.press("続きから送る")
    look(clerk.page, "staff csrf failed")
    clerk.go("/staff/second-factor/new/")
    clerk.heading("二要素認証")
