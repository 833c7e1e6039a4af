"""Many at the same moment, on a real server with several processes: one application, one decision, no number twice."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.browser.server import Server, command, prepared
from tests.browser.wire import SERIAL, Wire, at_once, number_of, ready_to_send
from yakuba.demo.filling import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROCESSES = 4
NEW_PASSWORD = "あたらしい合言葉-2026"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Server]:
    """The demo's data, served by several processes as a town does it: one process would put all in a row."""
    data = prepared(shared, tmp_path_factory.mktemp("busy") / "town")
    running = Server(data, "serve", "--workers", str(PROCESSES))
    running.start()
    yield running
    running.stop()


def official(server: Server, login: str, password: str = PASSWORD) -> Wire:
    """A member of staff who has given the password."""
    desk = Wire(server.address)
    desk.open("/staff/login/")
    desk.fill("ログイン名", login)
    desk.fill("パスワード", password)
    desk.press("サインインする")
    return desk


def chief_of_the_demo(server: Server, login: str) -> Wire:
    """A chief whose app's digits stand on the demo's start page."""
    desk, start = official(server, login), Wire(server.address)
    start.open("/demo/")
    shown = re.search(rf"{login}</code></th>\s*<td[^>]*><code>(\d+)", start.page.html)
    assert shown
    desk.fill("確認コード", shown[1])
    desk.press("サインインする")
    return desk


def chief_from_today(server: Server, login: str) -> Wire:
    """A second chief of the same department: made on the command line, enrolled over the wire."""
    said = command(
        server.data, "users", "create", "--town", "karuizawa", "--login", login, "--name", "図面 引",
        "--department", "environment", "--role", "chief", "--title", "部長",
    )  # fmt: skip
    initial = re.search(r"初期パスワード.*: (\S+)", said)
    assert initial
    desk = official(server, login, initial[1])
    secret = desk.page.by_id("secret").words.replace(" ", "")
    desk.fill("確認コード", pyotp.TOTP(secret).now())
    desk.press("認証アプリを登録する")
    desk.follow("控えたので次へ進む")
    desk.fill("今のパスワード", initial[1])
    desk.fill("新しいパスワード", NEW_PASSWORD)
    desk.fill("新しいパスワード（もう一度）", NEW_PASSWORD)
    desk.press("パスワードを変える")
    return desk


def test_one_draft_sent_by_eight_at_once_is_one_application(busy: Server) -> None:
    visitor = ready_to_send(busy.address, "八重 押子")
    windows = [visitor.tab() for _ in range(8)]
    at_once([lambda window=window: window.press("この内容で申請する") for window in windows])

    assert len({number_of(window) for window in windows}) == 1
    assert {window.page.heading for window in windows} <= {
        "申請が届きました",
        "この申請は、もう町に届いています",
    }
    clerk = chief_of_the_demo(busy, "kankyo")
    clerk.open("/staff/applications/?q=八重 押子")
    assert "1件を表示" in clerk.page.text


def test_twenty_applications_at_once_have_numbers_without_gap_and_none_twice(busy: Server) -> None:
    visitors = [
        ready_to_send(busy.address, f"二十 {turn}郎") for turn in "一二三四五六七八九十壱弐参肆伍陸漆捌玖拾"
    ]
    at_once([lambda visitor=visitor: visitor.press("この内容で申請する") for visitor in visitors])

    assert {visitor.page.heading for visitor in visitors} == {"申請が届きました"}
    serials = sorted(int(SERIAL.fullmatch(number_of(visitor))[1]) for visitor in visitors)
    assert serials == list(range(serials[0], serials[0] + len(visitors)))


def test_two_chiefs_who_decide_at_once_make_one_decision_and_one_document_number(busy: Server) -> None:
    owner = ready_to_send(busy.address, "二人 決裁")
    owner.press("この内容で申請する")
    number = number_of(owner)
    chiefs = [chief_of_the_demo(busy, "kankyo-kacho"), chief_from_today(busy, "kankyo-bucho")]
    for chief, outcome in zip(chiefs, ("登録する", "登録しない"), strict=True):
        chief.open(f"/staff/applications/{number}/decide/")
        chief.fill("結果", outcome)
        chief.fill("理由", f"{outcome}理由です。")
    at_once([lambda chief=chief: chief.press("この内容で決裁する") for chief in chiefs])

    done = [chief for chief in chiefs if "決定しました。通知書を作っています。" in chief.page.text]
    (late,) = (chief for chief in chiefs if chief not in done)
    assert len(done) == 1
    assert "今は決裁できません。申請の状態が変わっています。" in late.page.problems
    assert "理由です。" in str(late.shown("理由"))

    numbers = notices_of(chiefs[0], number)
    assert len(numbers) == 1


def notices_of(chief: Wire, number: str) -> list[str]:
    """The document numbers on the case page, once there are any and nothing more comes."""
    found: list[str] = []
    for _ in range(40):
        chief.open(f"/staff/applications/{number}/")
        again = sorted(set(re.findall(r"軽環第\d+号", chief.page.main)))
        if again and again == found:
            return again
        found = again
        time.sleep(1)
    raise AssertionError("no notice was made")
