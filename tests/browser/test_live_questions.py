"""Questions that depend on an answer come and go at once, and leave everything else alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.answers import DOG, OWNER, THE_DOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.people import Resident


def loads(resident: Resident) -> list[str]:
    """The addresses of the pages that this browser goes to from now on."""
    gone: list[str] = []
    resident.page.on("framenavigated", lambda frame: gone.append(frame.url))
    return gone


def test_choosing_an_organisation_asks_its_name_without_a_new_page(resident: Callable[..., Resident]) -> None:
    owner = resident()
    owner.begin(DOG)
    gone = loads(owner)
    owner.answer_all(OWNER)
    owner.answer("飼い主の区分", "法人（会社・団体）")
    owner.answer("法人の名称", "見本牧場株式会社")
    assert owner.page.get_by_label("姓").input_value() == "見本"
    assert owner.page.get_by_label("電話番号", exact=True).input_value() == OWNER["電話番号"]

    owner.answer("飼い主の区分", "個人")
    expect(owner.page.get_by_label("法人の名称")).to_have_count(0)
    assert owner.page.get_by_label("住所", exact=True).input_value() == OWNER["住所"]
    assert gone == []
    owner.press("次へ進む")
    owner.heading("犬")


def test_a_file_that_was_chosen_stays_when_a_question_comes_and_goes(
    resident: Callable[..., Resident], photograph: Callable[[str], Path]
) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.write({"飼い主": OWNER, "犬": THE_DOG}, then="マイクロチップと予防注射")
    gone = loads(owner)
    owner.answer("今年度の狂犬病予防注射を受けましたか", "はい")
    owner.answer("狂犬病予防注射済証", [photograph("済証.jpg")])
    owner.answer("マイクロチップを装着していますか", "はい")
    owner.answer("マイクロチップの番号", "392140000000000")
    owner.answer("マイクロチップを装着していますか", "いいえ")
    expect(owner.page.get_by_label("マイクロチップの番号")).to_have_count(0)
    assert gone == []

    owner.answer("注射を受けた日", "令和6年5月1日")
    owner.press("次へ進む")
    owner.heading("受け取り方")
    owner.follow("前のページに戻る")
    owner.sees("済証.jpg")
