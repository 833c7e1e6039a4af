"""The pages of a draft on its way, at phone and desk width: whom it passes, an opinion, a remand, another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident


def test_a_draft_on_its_way(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    number = applicant().number
    clerk, chief, asked = official("kankyo"), official("kankyo-kacho"), official("kodomo-kacho")
    clerk.find(number)
    case = clerk.page.url
    clerk.follow("起案して決裁へ送る", exact=False)
    clerk.page.get_by_text("案の重さ・金額・ほかの合議先").click()
    clerk.page.get_by_label("こども", exact=False).first.check()
    clerk.answer("金額（円）", "三千")
    clerk.press("この内容で回り先を確かめる")
    look(clerk.page, "staff-propose with an amount that is none")
    clerk.answer("金額（円）", "3,000")
    clerk.press("この内容で回り先を確かめる")
    look(clerk.page, "staff-propose with its way")
    clerk.answer("結果", "登録する")
    clerk.press("起案して決裁へ送る")
    look(clerk.page, "staff-application with a draft on its way, as its drafter")
    clerk.page.get_by_text("案の回し方を変える").click()
    clerk.follow("案を変えて回し直す")
    look(clerk.page, "staff-revise")

    asked.go(case)
    look(asked.page, "staff-application as somebody consulted")
    asked.follow("意見を付ける")
    look(asked.page, "staff-agree")
    asked.answer("意見", "こども園の隣です。")
    asked.press("同意する")
    look(asked.page, "staff-application after the consultation")

    chief.go(case)
    look(chief.page, "staff-application to be decided after a consultation")
    chief.follow("起案に差し戻す", exact=False)
    look(chief.page, "staff-remand with earlier people")
    chief.go(case)
    chief.page.get_by_text("案の回し方を変える").click()
    chief.follow("回り先を変える")
    look(chief.page, "staff-reroute")
    chief.press("回り先を変える")
    look(chief.page, "staff-reroute with errors")
    chief.go(case)
    chief.press("「登録する」で決裁する")
    look(chief.page, "staff-application decided after its way")
