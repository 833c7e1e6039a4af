"""The to-do in a real browser: by keyboard alone, many cases at once, and how few presses a clear case takes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.browser.answers import DOG
from tests.browser.test_by_keyboard import Keyboard
from tests.browser.wire import Wire, number_of, ready_to_send

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official
    from tests.browser.server import Server

DECIDE = "「登録する」で決裁する"


def drafted(server: Server, clerk: Official, count: int) -> list[str]:
    """So many applications that have arrived and for which the clerk has drafted, by number."""
    desk = Wire(server.address)
    for cookie in clerk.page.context.cookies():
        desk.client.cookies.set_cookie(_cookie(desk, cookie["name"], cookie["value"]))
    numbers = []
    for turn in range(count):
        visitor = ready_to_send(server.address, 電話番号=f"0267-00-{turn:04}")
        visitor.press("この内容で申請する")
        numbers.append(number_of(visitor))
        desk.open(f"/staff/applications/{numbers[-1]}/propose/")
        desk.fill("結果", "登録する")
        desk.press("起案して決裁へ送る")
    return numbers


def _cookie(desk: Wire, name: str, value: str):
    held = httpx.Cookies()
    held.set(name, value, domain=desk.host.partition(":")[0], path="/")
    return next(iter(held.jar))


@pytest.fixture
def chief(official: Callable[..., Official]) -> Official:
    """Who decides in 環境課."""
    return official("kankyo-kacho")


def test_a_chief_handles_ten_clear_cases(
    official: Callable[..., Official], chief: Official, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = drafted(server, official("kankyo"), 10)
    loads: list[str] = []
    chief.page.on("load", lambda page: loads.append(page.url))
    chief.go("/staff/?procedure=dog-registration")
    clicks = 0
    with chief.page.expect_navigation():
        chief.row(numbers[0]).get_by_role("link").click()
    clicks += 1
    for number in numbers:
        chief.sees(f"受付番号 {number}")
        with chief.page.expect_navigation():
            chief.press(DECIDE)
        clicks += 1
        chief.sees("決定しました。")
    chief.page.wait_for_load_state()
    with capsys.disabled():
        sys.stdout.write(
            f"\nten clear cases: {clicks} clicks, {len(loads)} page loads, the to-do itself among them\n"
        )
    assert clicks <= 2 * len(numbers)
    chief.go("/staff/?procedure=dog-registration")
    for number in numbers:
        assert chief.row(number).count() == 0


def test_the_to_do_is_worked_through_by_keyboard_alone(
    official: Callable[..., Official], chief: Official, server: Server
) -> None:
    first, second, third = drafted(server, official("kankyo"), 3)
    chief.go("/staff/?procedure=dog-registration")
    keys = Keyboard(chief.page)
    for number in (first, second):
        _walk_to(chief, keys, number)
        keys.press("x")
    chief.sees("2件を選択中")
    # The key leads to the button and does not press it.
    keys.press("a")
    keys.tab_to("まとめて決裁する")
    with chief.page.expect_navigation():
        keys.press("Enter")
    chief.heading("まとめて決裁する")
    chief.sees("犬の登録申請：「登録する」の案")
    keys.tab_to("全件に共通の理由")
    # Letters that are typed are text.
    keys.type("xjk?")
    keys.go_on("2件をこの案で決裁する")
    chief.sees("終わりました：2件")
    _walk_open(chief, keys, third)
    with chief.page.expect_navigation():
        keys.press("o")
    chief.sees(f"受付番号 {third}")
    keys.press("a")
    keys.tab_to(DECIDE)
    with chief.page.expect_navigation():
        keys.press("Enter")
    chief.sees("決定しました。")


def _walk_open(chief: Official, keys: Keyboard, number: str) -> None:
    chief.go("/staff/?procedure=dog-registration")
    _walk_to(chief, keys, number)


def _walk_to(chief: Official, keys: Keyboard, number: str) -> None:
    for _ in range(60):
        keys.press("j")
        if number in chief.page.evaluate("document.activeElement.closest('tr')?.textContent || ''"):
            return
    raise AssertionError(f"{number} is not in the list")


def test_the_key_of_a_bulk_act_picks_the_row_one_stands_on_and_keys_can_be_switched_off(
    official: Callable[..., Official], server: Server
) -> None:
    clerk = official("kankyo")
    clerk.go("/staff/")
    keys = Keyboard(clerk.page)
    keys.press("j")
    keys.press("t")
    clerk.sees("1件を選択中")
    keys.tab_to("担当を決める")
    keys.press("?")
    clerk.press("キーボード操作を止める")
    keys.press("Escape")
    keys.press("j")
    assert clerk.page.evaluate("document.activeElement.closest('tr')") is None
    clerk.press("キーボード操作（?）")
    clerk.press("キーボード操作を使う")


def test_pages_of_many_cases_at_once(
    official: Callable[..., Official], chief: Official, server: Server, look: Look
) -> None:
    clerk = official("kankyo")
    number, other = drafted(server, clerk, 2)
    chief.go("/staff/?procedure=dog-registration&size=200")
    look(chief.page, "staff-todo chosen")
    for one in (number, other):
        chief.row(one).get_by_role("checkbox").check()
    look(chief.page, "staff-todo picked")
    chief.press("まとめて決裁する")
    look(chief.page, "staff-bulk approve")
    chief.press("2件をこの案で決裁する")
    chief.waits_for("終わりました：2件")
    look(chief.page, "staff-run over")
    chief.follow("自分がまとめて処理したもの")
    look(chief.page, "staff-runs")
    clerk.go("/staff/applications/?state=submitted&procedure=dog-registration")
    look(clerk.page, "staff-applications chosen")
    clerk.page.get_by_role("checkbox", name="すべて選ぶ").check()
    clerk.press("補正を依頼する")
    look(clerk.page, "staff-bulk return")
    clerk.go("/staff/applications/")
    clerk.page.get_by_role("checkbox", name="すべて選ぶ").check()
    clerk.press("担当を決める")
    look(clerk.page, "staff-bulk assign")
    clerk.go("/staff/applications/?state=submitted")
    clerk.press("Excel")
    clerk.waits_for("書き出しました")
    look(clerk.page, "staff-run of a list")


def test_what_officials_keep_beside_a_case(
    official: Callable[..., Official], server: Server, look: Look
) -> None:
    clerk = official("kankyo")
    (number,) = drafted(server, clerk, 1)
    clerk.find(number)
    clerk.page.get_by_text("ラベルを付ける").first.click()
    clerk.answer("新しいラベル（20字まで。氏名などは書かないでください）", "急ぎ")
    clerk.press("付ける")
    clerk.sees("ラベルを付けました。")
    clerk.answer("メモ", "電話で確かめた。\n来週また来る。")
    clerk.press("メモを書く")
    clerk.sees("来週また来る。")
    clerk.press("この案件を見守る")
    clerk.sees("見守りを始めました。")
    clerk.page.get_by_text("ラベルを付ける").first.click()
    look(clerk.page, "staff-application with notes and labels")
    clerk.follow("同じ方のほかの案件を見る（見たことを記録します）")
    clerk.heading("同じ方の案件")
    look(clerk.page, "staff-same-person")
    clerk.go("/staff/applications/?state=submitted")
    clerk.page.get_by_text("今の絞り込みを保存する").click()
    clerk.answer("名前", "審査中のもの")
    look(clerk.page, "staff-applications about to be kept")
    clerk.press("保存する")
    clerk.sees("絞り込みを保存しました。")
    clerk.follow("審査中のもの")
    look(clerk.page, "staff-applications with kept choices")


def test_a_list_goes_on_without_scripts(official: Callable[..., Official], server: Server) -> None:
    clerk = official("kankyo")
    plain = official("kankyo", java_script_enabled=False)
    drafted(server, clerk, 1)
    plain.go("/staff/applications/?state=submitted&procedure=dog-registration")
    plain.page.get_by_role("row").filter(has_text=DOG).first.get_by_role("checkbox").check()
    plain.press("担当を決める")
    plain.heading("担当をまとめて決める")
    plain.page.get_by_label("担当にする職員").select_option(index=1)
    plain.press("1件をこの担当にする")
    plain.heading("担当をまとめて決める")
    plain.waits_for("終わりました")
