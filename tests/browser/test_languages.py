"""The switch of languages in a real browser: what was typed stays, Enter goes on, and every face is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.answers import OWNER
from tests.browser.conftest import DESK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.looking import Look
    from tests.browser.people import Resident


def begin(owner: Resident) -> None:
    """The first page of questions, in Japanese."""
    owner.go("/apply/dog-registration/")
    owner.press("サインインしないで始める")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_stays_when_the_language_is_switched(
    resident: Callable[..., Resident], scripts: bool
) -> None:
    owner = resident(java_script_enabled=scripts)
    begin(owner)
    owner.answer_all({"氏名": OWNER["氏名"], "住所": OWNER["住所"]})
    owner.press("English")
    expect(owner.page.locator("html")).to_have_attribute("lang", "en")
    expect(owner.page.locator("[data-error-summary]")).to_have_count(0)
    owner.press("日本語")
    expect(owner.page.get_by_label("住所", exact=True)).to_have_value(OWNER["住所"])
    expect(owner.group("氏名").get_by_label("姓")).to_have_value("見本")


def test_enter_in_a_box_goes_on_and_leaves_the_language(resident: Callable[..., Resident]) -> None:
    owner = resident(size=DESK)
    begin(owner)
    owner.answer_all(OWNER)
    owner.page.get_by_label("電話番号", exact=True).press("Enter")
    owner.heading("犬")
    expect(owner.page.locator("html")).to_have_attribute("lang", "ja")


def test_scripts_speak_the_language_of_the_page(resident: Callable[..., Resident], tmp_path: Path) -> None:
    owner = resident()
    owner.go("/?language=en")
    owner.go("/apply/dog-registration/")
    owner.press("Start without signing in")
    large = tmp_path / "large.jpg"
    large.write_bytes(b"0" * 12_000_000)
    # A box as later pages have them: the script minds every one.
    owner.page.evaluate(
        "document.querySelector('#questions').insertAdjacentHTML('beforeend', '<input type=file id=photo>')"
    )
    owner.page.set_input_files("#photo", large)
    owner.sees("“large.jpg” has 12MB. Choose a file of up to 10MB")


@pytest.mark.parametrize("language", ["en", "ja-easy"])
def test_pages_in_other_languages_are_whole(
    resident: Callable[..., Resident], look: Look, language: str
) -> None:
    owner = resident()
    owner.go(f"/?language={language}")
    for address, what in (
        ("/", "home"),
        ("/procedures/dog-registration/", "procedure"),
        ("/apply/dog-registration/", "apply"),
        ("/applications/", "find"),
        ("/login/", "sign-in"),
        ("/privacy/", "privacy"),
        ("/no-such-page/", "404"),
    ):
        owner.go(address)
        look(owner.page, f"{what} in {language}")
    owner.go("/apply/dog-registration/")
    owner.page.locator("main form button").click()
    look(owner.page, f"apply-section in {language}")
    owner.page.locator("#page-form .actions .button").first.click()
    expect(owner.page.locator("[data-error-summary]")).to_be_visible()
    look(owner.page, f"apply-section with errors in {language}")
