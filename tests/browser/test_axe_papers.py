"""文書の確認 and what officials do with one paper, at phone and desk width; rare characters arrive with their font."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.acts import decides, drafts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident


def test_a_paper_is_confirmed_and_issued_anew(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    resident = applicant()
    drafts(official("kankyo"), resident.number, "登録する")
    chief = official("kankyo-kacho")
    decides(chief, resident.number, "登録する")
    chief.find(resident.number)
    # The receipt is one of them.
    chief.waits_for("作成済み", times=2)
    chief.page.get_by_role("link", name=re.compile("^扱い")).first.click()
    look(chief.page, "staff-paper")
    said = chief.page.locator("main").inner_text()
    code = re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\b", said)
    assert code is not None
    here = chief.page.url
    chief.go(f"{here}revoke/")
    look(chief.page, "staff-paper-revoke")
    chief.go(f"{here}again/")
    chief.press("文書を作る")
    chief.sees("理由を書いてください")
    look(chief.page, "staff-paper-again")

    resident.go("/verify/")
    look(resident.page, "verify")
    resident.answer("文書確認コード", "CDFG-HJKM-2345")
    resident.press("確かめる")
    resident.sees("町の文書であることを確かめられません")
    look(resident.page, "verify")
    resident.go(f"/verify/{code[0]}/")
    resident.sees("町が出した、有効な文書です")
    look(resident.page, "verify-code")


def test_a_rare_character_is_drawn_by_the_font_that_is_sent(applicant: Callable[..., Resident]) -> None:
    page = applicant().page
    page.goto("/".join(page.url.split("/")[:3]) + "/applications/?number=渡邊\U000e0104")
    families = page.evaluate(
        "document.fonts.ready.then((all) => [...all].filter((f) => f.status === 'loaded').map((f) => f.family))"
    )
    assert [name.strip('"')[:11] for name in families] == ["Yakuba Rare"]
