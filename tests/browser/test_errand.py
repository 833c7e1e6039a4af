"""The errand that the house stands on: apply, be asked to correct, correct, be decided on, fetch the notice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.acts import asks_for_a_correction, decides, drafts
from tests.browser.answers import CHILD, DOG, DOG_PAGES, OWNER, child, dog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.people import Official, Resident

WRONG = {"電話番号": "0267", "郵便番号": "389-01"}
# 行政不服審査法82条、行政事件訴訟法46条
APPEAL = ("（教示）", "3か月以内に、軽井沢町長に対して審査請求", "6か月以内に、軽井沢町を被告として")
REASONS = "狂犬病予防法4条1項の登録を、すでに前の市で受けているためです。"


def sends_with_mistakes_first(resident: Resident) -> None:
    """Apply for a dog as a guest, and get two boxes wrong at first."""
    resident.begin(DOG)
    resident.heading("飼い主")
    resident.press("次へ進む")
    resident.sees("か所を直してください")
    resident.answer_all(OWNER | WRONG)
    resident.press("次へ進む")
    resident.sees("2か所を直してください")
    assert resident.page.get_by_label("住所", exact=True).input_value() == OWNER["住所"]
    resident.answer_all({label: OWNER[label] for label in WRONG})
    resident.press("次へ進む")
    resident.write({title: page for title, page in DOG_PAGES.items() if title != "飼い主"})
    resident.press("この内容で申請する")
    resident.sees("「内容は事実のとおりです。」に印を付けてください")
    resident.send()


def corrects(resident: Resident) -> None:
    """Mend what the town asked for, and nothing else."""
    resident.sees("つながりませんでした。番号を確かめてください。")
    resident.follow("直して送る", exact=False)
    assert resident.page.get_by_label("住所", exact=True).count() == 0
    resident.answer("電話番号", "0267-00-0001")
    resident.press("次へ進む")
    resident.sees("0267-00-0001")
    resident.send("直した内容を送る")


def test_a_dog_is_registered_from_the_first_page_to_the_notice(
    resident: Callable[..., Resident], official: Callable[..., Official]
) -> None:
    owner = resident()
    sends_with_mistakes_first(owner)

    clerk = official("kankyo")
    asks_for_a_correction(clerk, owner.number)

    at_another_telephone = resident()
    at_another_telephone.open(owner.number, owner.code)
    corrects(at_another_telephone)

    clerk.find(owner.number)
    clerk.sees("再提出あり（1か所変更）")
    clerk.sees("0267-00-0001")
    drafts(clerk, owner.number, "登録する")
    decides(official("kankyo-kacho"), owner.number, "登録する")

    owner.follow("申請の状況を見る")
    owner.waits_for("決定通知書を開く（PDF）")
    notice = owner.reads_pdf("決定通知書を開く（PDF）")
    for words in ("見本花子様", "犬を登録し", "鑑札を交付します", "こむぎ", *APPEAL):
        assert words in notice
    assert re.search(r"軽環第\d+号", notice)
    assert owner.number in owner.reads_pdf("控え")


def test_a_registration_is_refused_and_the_notice_says_why(
    resident: Callable[..., Resident], official: Callable[..., Official]
) -> None:
    owner = resident()
    owner.apply(DOG, dog("犬", そのほかの特徴="前の市で登録しました。"))
    drafts(official("kankyo"), owner.number, "登録しない", REASONS)
    decides(official("kankyo-kacho"), owner.number, "登録しない")

    owner.open(owner.number, owner.code)
    owner.waits_for("決定通知書を開く（PDF）")
    notice = owner.reads_pdf("決定通知書を開く（PDF）")
    for words in ("登録しません", REASONS, *APPEAL):
        assert words in notice


def test_a_claim_with_photographs_is_granted_and_the_appeal_goes_to_the_governor(
    resident: Callable[..., Resident], official: Callable[..., Official], photograph: Callable[[str], Path]
) -> None:
    parent = resident()
    parent.apply(CHILD, child(photograph("運転免許証.jpg"), photograph("通帳.jpg")))

    clerk = official("kodomo")
    clerk.find(parent.number)
    with clerk.page.expect_download() as coming:
        clerk.follow("通帳.jpg", exact=False)
    assert coming.value.suggested_filename == "通帳.jpg"
    drafts(clerk, parent.number, "認定する")
    decides(official("kodomo-kacho"), parent.number, "認定する")

    parent.follow("申請の状況を見る")
    parent.waits_for("決定通知書を開く（PDF）")
    notice = parent.reads_pdf("決定通知書を開く（PDF）")
    # 児童手当は第1号法定受託事務: 地方自治法255条の2により、都道府県知事に審査請求する。
    assert "長野県知事" in notice
    assert re.search(r"軽こ第\d+号", notice)


def test_a_resident_signs_in_by_a_mailed_code_and_finds_everything_on_one_page(
    resident: Callable[..., Resident],
) -> None:
    owner = resident()
    owner.go("/my/")
    owner.follow("サインインしてマイページを開く")
    owner.ask_for_code("hanako@example.jp")
    code = owner.mailed_code("hanako@example.jp")
    owner.answer("確認コード", "123456" if code != "123456" else "654321")
    owner.press("サインインする")
    owner.sees("確認コードが違うか")
    owner.answer("確認コード", code)
    owner.press("サインインする")
    owner.heading("あなたの申請")
    owner.begin_signed_in(DOG)
    owner.write(dog())
    owner.send()
    assert owner.code == ""

    owner.follow("マイページ")
    owner.heading("あなたの申請")
    owner.sees(owner.number)
    owner.follow("状況を見る", exact=False)
    owner.heading(DOG)
    owner.follow("この申請を取り下げる")
    owner.press("この申請を取り下げる")
    owner.sees("取下げ")
