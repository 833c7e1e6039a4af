"""Takes the pictures of the README from a running demo: `.venv/bin/python -m scripts.screens http://127.0.0.1:8000`.

It plays one errand by labels and button texts, as a person would, so that the pictures show the program at work.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS = Path(__file__).resolve().parent.parent / "docs" / "screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
LARGEST = 150_000  # bytes
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
OWNER = {
    "姓": "見本", "名": "さくら", "フリガナ": "みほん さくら", "郵便番号": "３８９０１１１",
    "住所": "軽井沢町大字長倉2000番地", "電話番号": "090-0000-0000",
}  # fmt: skip


def keep(name: str, picture: bytes) -> None:
    """Write a picture with as few colours as it needs to stay small."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    SCREENS.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32):
        small = image.quantize(colours, dither=Image.Dither.NONE)
        small.save(SCREENS / name, optimize=True)
        if (SCREENS / name).stat().st_size < LARGEST:
            return


def shoot(page: Page, name: str) -> None:
    """The window as it is, without the cursor of a field."""
    page.evaluate("document.activeElement?.blur()")
    keep(name, page.screenshot(full_page=False))


def apply(page: Page, address: str) -> str:
    """Register a dog; returns the receipt number."""
    page.goto(address)
    shoot(page, "home-360.png")
    page.get_by_role("link", name="犬の登録申請").first.click()
    page.get_by_role("link", name="申請を始める").first.click()
    page.get_by_role("button", name="サインインしないで始める").click()
    page.get_by_label("個人", exact=True).check()
    for label, value in OWNER.items():
        page.get_by_label(label, exact=True).fill(value)
    go_on(page)
    describe_dog(page)
    for question in ("マイクロチップを装着していますか", "今年度の狂犬病予防注射を受けましたか"):
        page.get_by_role("group", name=question).get_by_label("いいえ").check()
    go_on(page)
    page.get_by_label("窓口で受け取る").check()
    page.get_by_label("このサイトで受け取る").check()
    go_on(page)
    page.get_by_label("内容は事実のとおりです。").check()
    page.get_by_role("button", name="この内容で申請する").click()
    number = page.locator("#receipt-number").inner_text()
    page.get_by_role("link", name="申請の状況を見る").first.click()
    return number


def describe_dog(page: Page) -> None:
    """The second page of questions, which becomes a picture."""
    page.get_by_role("group", name="犬は飼い主の住所にいますか").get_by_label("はい").check()
    page.get_by_label("犬の名（呼び名）").fill("こむぎ")
    page.get_by_label("犬の種類").fill("柴犬")
    give_date(page, "犬の生年月日", era="令和", year="8", month="7", day="1")
    page.get_by_label("毛色").fill("茶")
    page.get_by_label("メス").check()
    page.get_by_label("中型").check()
    give_date(page, "犬を取得した日", era="令和", year="8", month="11", day="1")
    page.evaluate("window.scrollTo(0, 0)")
    shoot(page, "apply-360.png")
    go_on(page)


def give_date(page: Page, question: str, *, era: str, year: str, month: str, day: str) -> None:
    """Fill in the four boxes of a date."""
    group = page.get_by_role("group", name=question)
    group.get_by_label("元号").select_option(label=era)
    for label, value in (("年", year), ("月", month), ("日", day)):
        group.get_by_label(label, exact=True).fill(value)


def go_on(page: Page) -> None:
    """Press the button of every page of questions."""
    page.get_by_role("button", name="次へ進む").click()


def sign_in(browser: Browser, address: str, login: str) -> Page:
    """Sign in with what the demo's start page shows."""
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{address}/demo/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=login, exact=True))
    code, password = row.get_by_role("cell").nth(0).inner_text(), page.locator("code.code").first.inner_text()
    page.goto(f"{address}/staff/")
    page.get_by_label("ログイン名").fill(login)
    page.get_by_label("パスワード", exact=True).fill(password)
    page.get_by_role("button", name="サインインする", exact=True).click()
    page.get_by_label("確認コード").fill(code)
    page.get_by_role("button", name="サインインする", exact=True).click()
    return page


def open_case(page: Page, address: str, number: str) -> None:
    """Open a case by its number."""
    page.goto(f"{address}/staff/applications/{number}/")


def office(browser: Browser, resident: Page, address: str, number: str) -> None:
    """Return, correct, draft, decide; with the pictures of to-do, status and case."""
    clerk = sign_in(browser, address, "kankyo")
    shoot(clerk, "todo-1280.png")
    open_case(clerk, address, number)
    clerk.get_by_role("link", name="補正を依頼する").click()
    clerk.get_by_label("電話番号").check()
    clerk.get_by_label("申請者への説明").fill(
        "電話がつながりませんでした。日中つながる番号を入力してください。"
    )
    clerk.get_by_role("button", name="補正を依頼する").click()
    resident.reload()
    shoot(resident, "status-360.png")
    resident.get_by_role("link", name="直して送る").click()
    resident.get_by_label("電話番号").fill("0267-00-0001")
    go_on(resident)
    resident.get_by_label("内容は事実のとおりです。").check()
    resident.get_by_role("button", name="直した内容を送る").click()
    open_case(clerk, address, number)
    clerk.get_by_role("link", name="起案して決裁へ送る").click()
    clerk.get_by_label("登録する").check()
    clerk.get_by_role("button", name="起案して決裁へ送る").click()
    chief = sign_in(browser, address, "kankyo-kacho")
    open_case(chief, address, number)
    shoot(chief, "case-1280.png")
    chief.get_by_role("button", name="「登録する」で決裁する").click()


def fetch_notice(resident: Page, address: str, number: str) -> None:
    """Wait for the paper, save it, and draw its first page."""
    link = resident.get_by_role("link", name="決定通知書").first
    for _ in range(30):
        resident.goto(f"{address}/applications/{number}/")
        if link.count():
            break
        resident.wait_for_timeout(1000)
    with resident.expect_download() as waiting:
        link.click()
    converter = shutil.which("pdftoppm") or "pdftoppm"
    command = [converter, "-r", "72", "-png", "-singlefile", str(waiting.value.path())]
    keep("notice.png", subprocess.run(command, capture_output=True, check=True).stdout)


def main(address: str) -> None:
    """Play the errand and take every picture."""
    with sync_playwright() as drivers:
        browser = drivers.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        resident = browser.new_context(viewport=PHONE, accept_downloads=True).new_page()
        number = apply(resident, address)
        office(browser, resident, address, number)
        fetch_notice(resident, address, number)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
