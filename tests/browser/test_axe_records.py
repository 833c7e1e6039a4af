"""The pages of keeping and disposing, at phone and desk width, by the same rules as all others."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from tests.browser.server import later
from tests.browser.wire import Wire, example_sent, number_of, ready_to_send

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident
    from tests.browser.server import Server


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


def withdrawn(server: Server, count: int) -> list[str]:
    """So many applications that their owners withdrew, by number."""
    return [_withdrawn(ready_to_send(server.address, 電話番号=f"0267-01-{turn:04}")) for turn in range(count)]


def _withdrawn(visitor: Wire) -> str:
    visitor.press("この内容で申請する")
    number = number_of(visitor)
    visitor.open(f"/applications/{number}/withdraw/")
    visitor.press("この申請を取り下げる")
    return number


def test_pages_of_a_disposal(
    applicant: Callable[..., Resident], official: Callable[..., Official], look: Look, server: Server
) -> None:
    owner = applicant()
    owner.go(f"/applications/{owner.number}/withdraw/")
    owner.press("この申請を取り下げる")
    owner.sees("取下げ")
    numbers = [owner.number, *withdrawn(server, 7)]
    later(server.data, "years", *numbers)
    clerk, chief = official("kankyo"), official("kankyo-kacho")
    clerk.go("/staff/records/")
    look(clerk.page, "staff-records with something due")
    clerk.follow("犬の登録申請")
    look(clerk.page, "staff-records-due as its clerk")

    run = later(server.data, "halfway", "kankyo-kacho", *sorted(numbers)[-4:])
    chief.go(f"/staff/records/runs/{run}/")
    chief.waits_for("3件")
    look(chief.page, "staff-records-run halfway")

    chief.go("/staff/records/")
    chief.follow("犬の登録申請")
    look(chief.page, "staff-records-due as its chief")
    late = chief.page.context.new_page()
    late.goto(chief.page.url)
    chief.press("選んだ記録の廃棄を決裁する")
    chief.waits_for("終わりました")
    look(chief.page, "staff-records-run over")
    late.get_by_role("button", name="選んだ記録の廃棄を決裁する").click()
    look(late, "staff-records-due nothing left")

    owner.go(f"/applications/{owner.number}/")
    owner.heading("この申請の記録は廃棄されました")
    look(owner.page, "application disposed of")
    chief.go(f"/staff/applications/{owner.number}/")
    chief.sees("廃棄済み")
    look(chief.page, "staff-application disposed of")


def test_pages_of_a_night(official: Callable[..., Official], look: Look, server: Server) -> None:
    day = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=40)).date().isoformat()
    later(server.data, "trouble", day)
    officer = official("joho")
    officer.go("/staff/records/nights/")
    look(officer.page, "staff-records-nights with trouble")
    officer.go(f"/staff/records/nights/{day}/")
    look(officer.page, "staff-records-night with trouble")


def test_pages_of_a_disclosure(official: Callable[..., Official], look: Look, server: Server) -> None:
    number = number_of(example_sent(server.address, "disclosure-request"))
    clerk = official("jinji")
    clerk.find(number)
    clerk.answer("メモ", "電話で、どの記録が要るかを確かめた。")
    clerk.press("メモを書く")
    clerk.go(f"/staff/applications/{number}/disclosure/")
    look(clerk.page, "staff-disclosure")
    clerk.press("写しを作る（PDFとJSON）")
    clerk.waits_for("PDFを受け取る")
    look(clerk.page, "staff-disclosure with a copy")
