"""The gallery and the small scripts in a real Chromium: no rule of axe broken, nothing to scroll sideways, no key lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from yakuba.ui.tests import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PHONE, DESK = 360, 1280
PAGES = ["/ui/", "/ui/staff/", "/ui/errors/404/", "/ui/errors/500/"]
# Everything one can press is at least 44 px high and wide, but for links in running text (WCAG 2.5.8 lets them be).
SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((node) => {
    const { width, height } = (node.closest("label") || node).getBoundingClientRect();
    return width && !node.matches(".skip, li > a, p > a, dd > a, td > a, .files a") && Math.min(width, height) < 43.5;
  }).map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of phone width that fails on any error in the console."""
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="ja-JP")
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert not said


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule_of_accessibility(page, address, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert not Axe().run(page).response["violations"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_scrolls_sideways(page, address, path):
    page.goto(address + path)
    for width in (320, PHONE, 768, 960, 1200, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize("path", PAGES)
def test_everything_to_press_is_large_enough_on_a_phone(page, address, path):
    page.goto(address + path)
    assert page.evaluate(SMALL) == []


def test_the_skip_link_is_the_first_stop_and_leads_into_the_page(page, address):
    page.goto(address + "/ui/errors/404/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ進む"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_question_that_depends_on_an_answer_comes_and_goes_and_nothing_typed_is_lost(
    page, address, tmp_path
):
    photo = tmp_path / "犬.jpg"
    photo.write_bytes(b"0" * 1000)
    page.goto(address + "/dog/")
    page.get_by_label("犬の名", exact=True).fill("ぽち")
    page.get_by_label("犬の写真", exact=True).set_input_files(photo)
    page.get_by_label("いいえ").check()
    page.get_by_label("犬のいる場所", exact=True).fill("別荘")
    assert page.get_by_role("status").text_content() == "入力する欄が増えました：犬のいる場所"
    assert page.get_by_label("犬の名", exact=True).input_value() == "ぽち"
    assert page.get_by_label("犬の写真", exact=True).evaluate("input => input.files.length") == 1
    order = page.locator("[data-questions] > [id^=field-]").evaluate_all("all => all.map((one) => one.id)")
    assert order == ["field-name", "field-photo", "field-at_home", "field-place", "field-note"]
    assert page.locator(".error").count() == 0
    page.get_by_label("はい").check()
    page.get_by_label("犬のいる場所").wait_for(state="detached")


def test_a_second_press_sends_nothing(page, address):
    page.goto(address + "/dog/")
    before = len(pages.sent)
    words = page.evaluate(
        """() => { const button = document.querySelector("form button"); button.click();
                   const words = button.textContent; button.click(); return words; }"""
    )
    assert words == "送っています…"
    page.get_by_text("か所を直してください").wait_for()
    assert len(pages.sent) == before + 1


def test_after_going_back_the_form_can_be_sent_again(page, address):
    page.goto(address + "/dog/")
    page.get_by_role("button", name="次へ進む").click()
    page.get_by_text("か所を直してください").wait_for()
    page.go_back()
    assert page.get_by_role("button", name="次へ進む").get_attribute("aria-disabled") is None


def test_the_error_summary_has_the_focus_and_leads_into_the_boxes(page, address):
    page.goto(address + "/dog/")
    page.get_by_role("button", name="次へ進む").click()
    page.get_by_text("2か所を直してください").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    links = page.locator("[data-error-summary] a")
    for place, box in enumerate(["id_name", "id_at_home_0"]):
        links.nth(place).press("Enter")
        assert page.evaluate("document.activeElement.id") == box


def test_a_file_that_is_too_large_is_named_before_anything_is_sent(page, address, tmp_path):
    large, small = tmp_path / "large.jpg", tmp_path / "small.jpg"
    large.write_bytes(b"0" * 1_250_000)
    small.write_bytes(b"0" * 10)
    page.goto(address + "/dog/")
    before = len(pages.sent)
    box = page.get_by_label("犬の写真", exact=True)
    box.set_input_files(large)
    words = "「large.jpg」は1.3MBあります。1MBまでのファイルを選んでください"
    assert page.get_by_text(words).is_visible()
    page.get_by_role("button", name="次へ進む").click()
    assert page.evaluate("document.activeElement.id") == "id_photo"
    assert len(pages.sent) == before
    box.set_input_files(small)
    assert not page.get_by_text(words).is_visible()


def test_a_code_is_copied_and_the_button_says_so(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(address + "/ui/")
    page.get_by_role("button", name="照会コードを写す").click()
    page.get_by_role("button", name="写しました").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "ABCD-EFGH-JKLM"


@pytest.fixture
def desk(page: Page, address: str) -> Page:
    """The staff gallery on a desk, with the focus nowhere."""
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto(address + "/ui/staff/")
    page.evaluate("document.activeElement.blur()")
    return page


def test_staff_move_through_the_rows_and_pick_them_by_keys(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    assert desk.evaluate("document.activeElement.textContent") == "児童手当の認定請求"
    desk.keyboard.press("x")
    assert desk.get_by_text("2件を選択中").is_visible()
    desk.get_by_role("button", name="選択を外す").first.click()
    assert not desk.get_by_text("件を選択中").is_visible()


def test_a_key_follows_a_link_but_only_chooses_a_button(desk):
    desk.keyboard.press("a")
    assert desk.evaluate("document.activeElement.dataset.key") == "a"
    desk.keyboard.press("n")
    assert desk.url.endswith("#next")


def test_keys_are_letters_while_somebody_types(desk):
    desk.keyboard.press("/")
    desk.keyboard.type("ja?/")
    assert desk.get_by_label("探す").input_value() == "ja?/"
    assert not desk.get_by_role("dialog").is_visible()


def test_the_keys_are_listed_and_can_be_switched_off(desk):
    desk.keyboard.press("?")
    assert desk.get_by_role("dialog").get_by_text("承認して合議へ送る").is_visible()
    assert not Axe().run(desk).response["violations"]
    desk.get_by_role("button", name="キーボード操作を止める").click()
    desk.get_by_role("button", name="閉じる").click()
    desk.keyboard.press("?")
    assert not desk.get_by_role("dialog").is_visible()


def test_pages_work_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/dog/")
    page.get_by_label("いいえ").check()
    page.get_by_role("button", name="次へ進む").click()
    assert page.get_by_label("犬のいる場所", exact=True).is_visible()
    page.locator("[data-error-summary] a").first.click()
    assert page.url.endswith("#id_name")
    context.close()
