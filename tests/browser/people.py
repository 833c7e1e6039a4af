"""Who sits before the browser: residents and staff, who know labels, buttons and links and nothing else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    Answers = Mapping[str, str | list[Path]]

WAREKI = re.compile(r"(\D+?)(元|\d+)年(\d+)月(\d+)日")
NEXT = "次へ進む"
TRIES = 60  # half seconds, and the time that a page takes: the worker has to come round
SURE = "内容は事実のとおりです。"


@dataclass
class Person:
    """Somebody before a page."""

    page: Page

    def go(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def follow(self, link: str, *, exact: bool = True) -> None:
        """Press a link by its words."""
        self.page.get_by_role("link", name=link, exact=exact).first.click()

    def press(self, button: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def row(self, words: str) -> Locator:
        """The row of a table that these words stand in."""
        return self.page.get_by_role("row").filter(has_text=words)

    def group(self, label: str) -> Locator:
        """A question that has several boxes."""
        return self.page.get_by_role("group", name=label, exact=True)

    def answer(self, label: str, value: str | list[Path]) -> None:
        """Answer one question by its label: type, choose, or pick files; a date as 令和8年11月1日, a name as 姓 名."""
        one_box = self.page.get_by_label(label, exact=True)
        # A question may be on its way: the answer before brought it up.
        one_box.or_(self.group(label)).first.wait_for()
        if isinstance(value, list):
            one_box.set_input_files(value)
        elif not self.group(label).count() and one_box.evaluate("box => box.tagName") == "SELECT":
            one_box.select_option(label=value)
        elif not self.group(label).count():
            one_box.fill(value)
        elif self.group(label).get_by_label("姓").count():
            self._answer_parts(label, dict(zip(("姓", "名"), value.split(" "), strict=True)))
        elif self.group(label).get_by_label("元号").count():
            self._answer_date(label, value)
        else:
            self.group(label).get_by_label(value, exact=True).check()

    def answer_all(self, answers: Answers) -> None:
        """Answer several questions, in their order."""
        for label, value in answers.items():
            self.answer(label, value)

    def _answer_parts(self, label: str, parts: Mapping[str, str]) -> None:
        for word, value in parts.items():
            self.group(label).get_by_label(word, exact=True).fill(value)

    def _answer_date(self, label: str, value: str) -> None:
        found = WAREKI.fullmatch(value)
        assert found, value
        era, *parts = found.groups()
        self.group(label).get_by_label("元号").select_option(label=era)
        self._answer_parts(label, dict(zip(("年", "月", "日"), parts, strict=True)))

    def sees(self, words: str) -> None:
        """Wait until these words stand on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def reads_pdf(self, link: str) -> str:
        """Press a link that brings a PDF; its text without spaces and without the two signs of the sample mark."""
        with self.page.expect_download() as coming:
            self.follow(link, exact=False)
        path = coming.value.path()
        read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
        lines = [line.strip() for line in read.stdout.decode().splitlines()]
        assert set("見本") <= set(lines), "a paper of the demo is marked"
        return re.sub(r"\s+", "", "".join(line for line in lines if line not in set("見本")))

    def heading(self, words: str) -> None:
        """Wait until this is the page's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def waits_for(self, words: str, *, times: int = 1) -> None:
        """Load the page anew until these words stand on it, or stand there so often."""
        for _ in range(TRIES):
            if self.page.get_by_text(words).count() >= times:
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"「{words}」 did not come")


@dataclass
class Resident(Person):
    """Somebody who applies."""

    number: str = ""
    code: str = ""
    codes_asked: int = 0

    def begin(self, procedure: str) -> None:
        """From the home page to the first question, without an account."""
        # The catalogue: the home page shows some procedures only, and cards of what was made before.
        self.go("/procedures/")
        self.page.get_by_role("link", name=re.compile(f"^{procedure}")).first.click()
        self.follow("申請を始める")
        self.press("サインインしないで始める")

    def begin_signed_in(self, procedure: str) -> None:
        """The same for who has signed in."""
        # The catalogue: the home page shows some procedures only, and cards of what was made before.
        self.go("/procedures/")
        self.page.get_by_role("link", name=re.compile(f"^{procedure}")).first.click()
        self.follow("申請を始める")
        self.press("入力を始める")

    def write(self, pages: Mapping[str, Answers], *, then: str = "内容を確認してください") -> None:
        """Answer page after page, each told by its heading, until the page `then`."""
        for title, answers in pages.items():
            self.heading(title)
            self.answer_all(answers)
            self.press(NEXT)
        self.heading(then)

    def send(self, button: str = "この内容で申請する") -> None:
        """Say that it is true, send it, and note number and code."""
        self.page.get_by_label(SURE).check()
        self.press(button)
        self.note()

    def note(self) -> None:
        """Write down number and code from the page that says that it arrived."""
        self.heading("届きました")
        self.number = self._noted("受付番号")
        self.code = self._noted("照会コード")

    def apply(self, procedure: str, pages: Mapping[str, Answers]) -> None:
        """The whole application."""
        self.begin(procedure)
        self.write(pages)
        self.send()

    def open(self, number: str, code: str) -> None:
        """Open an application by what was noted."""
        self.go("/")
        self.follow("申請の状況を見る・続きを入力する")
        self.answer("受付番号", number)
        self.answer("照会コード", code)
        self.press("申請を開く")

    def ask_for_code(self, mail: str) -> None:
        """Have a code sent to a mail address."""
        self.answer("メールアドレス", mail)
        self.press("確認コードを送る")
        self.sees(mail)
        self.codes_asked += 1

    def sign_in(self, mail: str) -> None:
        """From the page that asks for the mail address to what was wanted."""
        self.ask_for_code(mail)
        self.answer("確認コード", self.mailed_code(mail))
        self.press("サインインする")
        expect(self.page.get_by_label("確認コード")).to_have_count(0)

    def mailed_code(self, mail: str) -> str:
        """The code in the newest mail to this address: the demo shows what it would have sent."""
        mails = Person(self.page.context.new_page())
        mails.go("/demo/mails/")
        mails.waits_for(f"{mail} あて", times=self.codes_asked)
        found = re.search(r"確認コード (\d{6})", mails.page.get_by_role("main").inner_text())
        mails.page.close()
        assert found
        return found[1]

    def _noted(self, label: str) -> str:
        noted = self.page.get_by_role("region", name="控えてください")
        found = re.search(rf"{label}\s*([0-9A-Z-]+)", noted.inner_text())
        return found[1] if found else ""


@dataclass
class Official(Person):
    """A member of staff; the demo's start page shows the password and the codes of everybody's app."""

    login: str = ""

    def sign_in(self) -> None:
        """From the demo's start page to the to-do list."""
        self.go("/demo/")
        self.follow("職員のサインインを開く")
        self.sign_in_here()

    def sign_in_here(self) -> None:
        """Password, then the six digits."""
        self.give_password(here=True)
        self.answer("確認コード", self.six_digits)
        self.press("サインインする")
        expect(self.page.get_by_role("button", name="サインアウト")).to_be_visible()

    def give_password(self, *, here: bool = False) -> None:
        """The first half of a sign-in."""
        if not here:
            self.go("/staff/login/")
        self.answer("ログイン名", self.login)
        self.answer("パスワード", self.password)
        self.press("サインインする")

    @property
    def password(self) -> str:
        """The password that the demo tells everybody."""
        return self._told(lambda page: page.get_by_text("パスワードは全員同じで").locator("code"))

    @property
    def six_digits(self) -> str:
        """What the authenticator app shows now."""
        return self._told(
            lambda page: (
                page.get_by_role("row")
                .filter(has=page.get_by_role("rowheader", name=self.login, exact=True))
                .get_by_role("cell")
                .first
            )
        )

    def _told(self, place: Callable[[Page], Locator]) -> str:
        page = self.page.context.new_page()
        page.goto("/demo/")
        words = place(page).inner_text()
        page.close()
        return words

    def find(self, number: str) -> None:
        """Open a case by its receipt number."""
        self.go("/staff/")
        self.answer("探す", number)
        self.press("検索")
        self.row(number).get_by_role("link").click()
        self.sees(f"受付番号 {number}")
