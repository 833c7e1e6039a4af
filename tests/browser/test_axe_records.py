"""The pages of keeping and disposing, at phone and desk width, by the same rules as all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident


def test_pages_of_keeping(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    number = applicant().number
    clerk, chief = official("kankyo"), official("kankyo-kacho")
    clerk.go("/staff/records/")
    look(clerk.page, "staff-records")
    for address, what in (
        ("nights", "staff-records-nights"),
        ("rules", "staff-records-rules"),
        ("erasures", "staff-erasures"),
    ):
        clerk.go(f"/staff/records/{address}/")
        look(clerk.page, what)
    clerk.go(f"/staff/applications/{number}/keeping/")
    clerk.press("廃棄を止める")
    look(clerk.page, "staff-keeping mistakes")
    clerk.page.get_by_label("監査・検査", exact=True).check()
    clerk.answer("理由", "監査で要るため。")
    clerk.press("廃棄を止める")
    look(clerk.page, "staff-keeping held")
    clerk.go(f"/staff/applications/{number}/erasure/")
    look(clerk.page, "staff-erase")
    clerk.answer("消去の理由", "本人の請求。")
    clerk.press("消去を頼む")
    look(clerk.page, "staff-erasure own")
    chief.go("/staff/records/")
    look(chief.page, "staff-records erasure waits")
    chief.follow("さんの依頼", exact=False)
    look(chief.page, "staff-erasure to answer")
    chief.press("認めない")
    look(chief.page, "staff-erasure without a word")
