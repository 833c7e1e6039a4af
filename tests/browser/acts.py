"""What staff do with a case, by labels and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.people import Official


def asks_for_a_correction(clerk: Official, number: str) -> None:
    """Return the telephone number, after forgetting to say which field."""
    clerk.find(number)
    clerk.follow("補正を依頼する", exact=False)
    clerk.press("補正を依頼する")
    clerk.sees("直してもらう項目を1つ以上選んでください")
    clerk.page.get_by_label("電話番号", exact=True).check()
    clerk.answer("申請者への説明", "つながりませんでした。番号を確かめてください。")
    clerk.press("補正を依頼する")
    clerk.sees("補正を依頼しました。")


def drafts(clerk: Official, number: str, outcome: str, reasons: str = "") -> None:
    """Draft the outcome; with reasons, forget them first."""
    clerk.find(number)
    clerk.follow("起案して決裁へ送る", exact=False)
    clerk.answer("結果", outcome)
    if reasons:
        clerk.press("起案して決裁へ送る")
        clerk.sees("には理由が要ります")
        clerk.answer("理由", reasons)
    clerk.press("起案して決裁へ送る")
    clerk.sees("起案しました。")


def decides(chief: Official, number: str, outcome: str) -> None:
    """Decide as drafted."""
    chief.find(number)
    chief.press(f"「{outcome}」で決裁する")
    chief.sees("決定しました。")


def agrees(superior: Official, number: str) -> None:
    """Agree to a draft as the post before the decision (回議)."""
    superior.find(number)
    superior.press("同意して次へ回す")
