"""The errand in a browser that runs no script: every question comes, every file goes, nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.acts import asks_for_a_correction, decides, drafts
from tests.browser.answers import CHIP, DELIVERY, DOG, OWNER, THE_DOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.people import Official, Resident

APPEARED = "前の答えに合わせて、この質問が増えました。"


def test_an_application_is_made_without_javascript(
    resident: Callable[..., Resident], photograph: Callable[[str], Path]
) -> None:
    owner = resident(java_script_enabled=False)
    owner.begin(DOG)
    owner.answer_all(OWNER | {"飼い主の区分": "法人（会社・団体）"})
    assert owner.page.get_by_label("法人の名称").count() == 0
    owner.press("次へ進む")
    owner.sees(APPEARED)
    assert owner.page.get_by_label("住所", exact=True).input_value() == OWNER["住所"]
    owner.answer("法人の名称", "見本牧場株式会社")
    owner.press("次へ進む")
    owner.write({"犬": THE_DOG}, then="マイクロチップと予防注射")

    owner.answer_all(CHIP | {"今年度の狂犬病予防注射を受けましたか": "はい"})
    owner.press("次へ進む")
    owner.sees(APPEARED)
    # A file that was chosen stays, whatever else is wrong on the page.
    owner.answer("狂犬病予防注射済証", [photograph("済証.jpg")])
    owner.press("次へ進む")
    owner.sees("注射を受けた日を入力してください")
    assert owner.page.get_by_label("をこのまま使う").is_checked()
    owner.answer("注射を受けた日", "令和6年5月1日")
    owner.press("次へ進む")

    owner.write({"受け取り方": DELIVERY})
    for words in ("見本牧場株式会社", "令和6年5月1日", "済証.jpg"):
        owner.sees(words)
    owner.send()
    assert owner.number
    assert owner.code


def test_a_correction_and_a_decision_are_made_without_javascript(
    resident: Callable[..., Resident], official: Callable[..., Official]
) -> None:
    owner = resident(java_script_enabled=False)
    owner.begin(DOG)
    owner.write({"飼い主": OWNER, "犬": THE_DOG, "マイクロチップと予防注射": CHIP, "受け取り方": DELIVERY})
    owner.send()
    clerk = official("kankyo", java_script_enabled=False)
    asks_for_a_correction(clerk, owner.number)

    owner.follow("申請の状況を見る")
    owner.follow("直して送る")
    owner.answer("電話番号", "0267-00-0001")
    owner.press("次へ進む")
    owner.send("直した内容を送る")

    drafts(clerk, owner.number, "登録する")
    decides(official("kankyo-kacho", java_script_enabled=False), owner.number, "登録する")
    owner.follow("申請の状況を見る")
    owner.waits_for("決定通知書を開く（PDF）")
