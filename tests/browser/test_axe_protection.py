"""The pages of 支援措置 in every state, at phone and desk width, by the same rules as all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident

WHO = {"氏名": "隠野 静香", "フリガナ": "カクレノ シズカ", "電話番号": "090-0000-7777"}


def test_pages_of_who_the_officers_are(official: Callable[..., Official], look: Look) -> None:
    systems = official("joho")
    systems.go("/staff/protections/officers/")
    look(systems.page, "staff-protection-officers")
    systems.press("支援措置責任者にする")
    look(systems.page, "staff-protection-officers nothing chosen")


def test_pages_from_the_flag_to_the_second_signature(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    number = applicant(name=WHO["氏名"], フリガナ=WHO["フリガナ"], 電話番号=WHO["電話番号"]).number
    first, second, clerk = official("jumin-kacho"), official("kodomo-kacho"), official("kankyo")
    first.go("/staff/protections/")
    look(first.page, "staff-protections")
    first.follow("仮の支援措置を始める")
    first.press("仮の支援措置を始める")
    look(first.page, "staff-protection-new mistakes")
    first.page.get_by_label("姓", exact=True).fill("隠野")
    first.page.get_by_label("名", exact=True).fill("静香")
    first.answer("電話番号", WHO["電話番号"])
    first.page.get_by_label("ストーカー行為など", exact=True).check()
    look(first.page, "staff-protection-new")
    first.press("仮の支援措置を始める")
    look(first.page, "staff-protection provisional")
    # The case: nothing but its number, and the way to ask.
    clerk.go(f"/staff/applications/{number}/")
    look(clerk.page, "staff-application kept back")
    clerk.follow("二人目の確認を頼む")
    look(clerk.page, "staff-second")
    for purpose in ("内容を見る", "文書を作る・開く"):
        clerk.page.get_by_label(purpose, exact=True).check()
    clerk.answer("理由", "申請を審査するため。")
    clerk.press("確認を頼む")
    look(clerk.page, "staff-second asked")
    clerk.go("/staff/restricted/")
    look(clerk.page, "staff-restricted")
    for words in ("内容を見る", "文書を作る・開く"):
        second.go("/staff/protections/")
        look(second.page, "staff-protections waiting")
        second.row(number).filter(has_text=words).get_by_role("link").click()
        look(second.page, "staff-countersign")
        second.press("認める")
    clerk.go(f"/staff/applications/{number}/second/")
    look(clerk.page, "staff-second agreed")
    clerk.follow("案件を開く")
    look(clerk.page, "staff-application opened")
