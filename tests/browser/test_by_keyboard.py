"""The errand by keyboard alone, with a focus that is always seen; the shortcuts of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.answers import CHIP, DELIVERY, DOG, OWNER, THE_DOG
from tests.browser.people import WAREKI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page

    from tests.browser.people import Official, Resident

FAR = 80  # presses of the tab key within which everything must be reached

# What the focus is on: the question, the words on it, and whether a sighted person can tell.
HERE = """() => {
  const node = document.activeElement;
  const label = node.labels?.[0];
  const part = label ? label.textContent : (node.getAttribute("aria-label") || node.textContent);
  const group = node.closest("fieldset")?.querySelector("legend")?.textContent || "";
  const ringed = (one) => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = node.getBoundingClientRect();
  return {
    tag: node.localName, words: part.trim().replace(/\\s+/g, " "), group: group.trim(),
    seen: ringed(node) || ringed(label), inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""


@dataclass
class Keyboard:
    """Somebody who has no mouse."""

    page: Page

    def tab_to(self, words: str, group: str = "", *, to_type: bool = False) -> None:
        """Press the tab key until the focus is on what begins with these words (in this question).

        `to_type`: a box; the button that fills in an address begins with the words of the address too.
        """
        passed = []
        for _ in range(FAR):
            here = self.page.evaluate(HERE)
            is_meant = here["tag"] not in ({"body", "button"} if to_type else {"body"})
            if here["words"].startswith(words) and here["group"] == group and is_meant:
                assert here["seen"], f"the focus on {here} is not seen"
                # The browser scrolls to the focus with its next picture, which a busy machine draws late.
                self.page.wait_for_function(f"() => ({HERE})().inside", timeout=10_000)
                return
            passed.append(here["words"])
            self.page.keyboard.press("Tab")
        raise AssertionError(f"「{words}」 was not reached: {passed}")

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.page.keyboard.insert_text(text)

    def go_on(self, words: str, key: str = "Enter") -> None:
        """Press what has these words, and wait for the page that follows."""
        self.tab_to(words)
        with self.page.expect_navigation():
            self.press(key)

    def fill_in(self, answers: Mapping[str, str], choices: Mapping[str, list[str]]) -> None:
        """Answer the questions of a page in their order."""
        for label, value in answers.items():
            if label in choices:
                self._choose(label, choices[label].index(value), choices[label][0])
            elif found := WAREKI.fullmatch(value):
                self._date(label, *found.groups())
            elif " " in value and label == "氏名":
                for part, text in zip(("姓", "名"), value.split(" "), strict=True):
                    self.tab_to(part, label)
                    self.type(text)
            else:
                self.tab_to(label, to_type=True)
                self.type(value)

    def _choose(self, label: str, place: int, first: str) -> None:
        self.tab_to(first, label)
        self.press("Space")
        for _ in range(place):
            self.press("ArrowDown")

    def _date(self, label: str, era: str, *parts: str) -> None:
        self.tab_to("元号", label)
        # Closed lists of eras are walked through with the arrows.
        for _ in range(6):
            if self.page.evaluate("document.activeElement.value") == era:
                break
            self.press("ArrowDown")
        for part, text in zip(("年", "月", "日"), parts, strict=True):
            self.tab_to(part, label)
            self.type(text)


YES_NO = ["はい", "いいえ"]
CHOICES = {
    "飼い主の区分": ["個人", "法人（会社・団体）"],
    "犬は飼い主の住所にいますか": YES_NO,
    "性別": ["オス", "メス"],
    "体格": ["小型", "中型", "大型"],
    "マイクロチップを装着していますか": YES_NO,
    "今年度の狂犬病予防注射を受けましたか": YES_NO,
    "鑑札の受け取り方": ["窓口で受け取る", "郵便で受け取る"],
    "結果の届け方": ["このサイトで受け取る", "郵便で受け取る"],
}


def test_an_application_is_made_by_keyboard(resident: Callable[..., Resident]) -> None:
    owner = resident()
    owner.go("/")
    keys = Keyboard(owner.page)
    keys.go_on(DOG)
    keys.go_on("申請を始める")
    keys.go_on("サインインしないで始める")
    # Sent too early: the summary has the focus, and its links lead into the boxes.
    keys.go_on("次へ進む")
    owner.sees("か所を直してください")
    keys.tab_to("電話番号を入力してください")
    keys.press("Enter")
    keys.type(OWNER["電話番号"])
    assert owner.page.get_by_label("電話番号", exact=True).input_value() == OWNER["電話番号"]
    owner.page.reload()
    for answers in (OWNER, THE_DOG, CHIP, DELIVERY):
        keys.fill_in(answers, CHOICES)
        keys.go_on("次へ進む")
    owner.heading("内容を確認してください")
    keys.tab_to("内容は事実のとおりです。")
    keys.press("Space")
    keys.go_on("この内容で申請する", "Space")
    owner.heading("申請が届きました")


def test_a_case_is_worked_on_by_keyboard(
    applicant: Callable[..., Resident], official: Callable[..., Official]
) -> None:
    number = applicant().number
    clerk = official("kankyo")
    clerk.go("/staff/")
    keys = Keyboard(clerk.page)
    keys.press("/")
    keys.type(number)
    with clerk.page.expect_navigation():
        keys.press("Enter")
    keys.go_on(DOG)
    with clerk.page.expect_navigation():
        keys.press("h")
    clerk.heading("補正を依頼する")
    keys.go_on("案件に戻る")
    with clerk.page.expect_navigation():
        keys.press("a")
    clerk.heading("起案する")
    keys.tab_to("登録する", "結果")
    keys.press("Space")
    # Letters typed into a box are text, never shortcuts.
    keys.tab_to("理由")
    clerk.page.keyboard.type("ahrt/?")
    assert clerk.page.get_by_label("理由", exact=True).input_value() == "ahrt/?"
    keys.go_on("起案して決裁へ送る")
    clerk.sees("起案しました。")

    chief = official("kankyo-kacho")
    chief.find(number)
    keys = Keyboard(chief.page)
    keys.press("a")
    # The key leads to the button and does not press it.
    keys.tab_to("「登録する」で決裁する")
    assert chief.page.get_by_text("決定しました。").count() == 0
    with chief.page.expect_navigation():
        keys.press("Enter")
    chief.sees("決定しました。")


def test_rows_are_walked_through_and_the_keys_are_listed(official: Callable[..., Official]) -> None:
    clerk = official("kodomo")
    clerk.go("/staff/")
    keys = Keyboard(clerk.page)
    links = clerk.page.get_by_role("row").get_by_role("link")
    keys.press("j")
    keys.press("j")
    assert links.nth(1).evaluate("link => link === document.activeElement")
    keys.press("k")
    assert links.nth(0).evaluate("link => link === document.activeElement")

    keys.press("?")
    clerk.sees("キーボード操作")
    for words in ("次の行", "前の行", "探す"):
        clerk.sees(words)
    keys.press("Escape")
    assert not clerk.page.get_by_role("dialog").count()
    with clerk.page.expect_navigation():
        links.nth(0).focus()
        keys.press("Enter")
    clerk.sees("受付番号")
