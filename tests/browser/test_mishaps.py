"""What goes wrong in real life: a clear Japanese sentence, nothing typed is lost, and there is one application."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.answers import CHILD, DOG, OWNER, THE_DOG, child, dog
from tests.browser.people import NEXT, Resident

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.people import Official

OTHER_TOWN = "shimosuwa.localhost"
# The cookies by which the server knows a browser: of the session, and of the drafts begun here.
SESSION, DRAFTS = "sessionid", "yakuba_drafts"
SEND = "この内容で申請する"


@pytest.fixture
def cases_of(official: Callable[..., Official]) -> Callable[[str], int]:
    """How many applications have arrived under a name."""

    def count(name: str) -> int:
        clerk = official("kankyo")
        clerk.go("/staff/applications/")
        clerk.answer("探す", name)
        clerk.press("検索")
        clerk.heading("案件")
        return clerk.row(name).count()

    return count


def second_tab(resident: Resident) -> Resident:
    """Another tab of the same browser, on the same page."""
    other = Resident(resident.page.context.new_page())
    other.go(resident.page.url)
    return other


# Twice ----------------------------------------------------------------------------------------------
def test_two_tabs_never_overwrite_each_other_in_silence_and_send_once(
    resident: Callable[..., Resident], cases_of: Callable[[str], int]
) -> None:
    one = resident()
    one.begin(DOG)
    first_page = one.page.url
    one.write(dog("飼い主", 氏名="二枚 窓子"))
    one.go(first_page)
    other = second_tab(one)
    other.answer("住所", "軽井沢町大字発地1番地")
    other.press(NEXT)
    other.heading("犬")

    one.answer("住所", "軽井沢町大字発地2番地")
    one.press(NEXT)
    one.sees("別の画面（タブ）で、このページの内容が変わりました。")
    one.sees("軽井沢町大字発地1番地")
    assert one.page.get_by_label("住所", exact=True).input_value() == "軽井沢町大字発地2番地"
    one.press(NEXT)
    one.heading("犬")

    one.go(re.sub(r"[^/]+/$", "check/", first_page))
    one.sees("軽井沢町大字発地2番地")
    other = second_tab(one)
    one.send()
    other.page.get_by_label("内容は事実のとおりです。").check()
    other.press(SEND)
    other.heading("この申請は、もう町に届いています")
    other.sees(one.number)
    assert cases_of("二枚 窓子") == 1


def test_a_double_click_sends_once(resident: Callable[..., Resident], cases_of: Callable[[str], int]) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.write(dog("飼い主", 氏名="二度 押男"))
    owner.page.get_by_label("内容は事実のとおりです。").check()
    owner.page.get_by_role("button", name=SEND).dblclick()
    owner.heading("届")
    assert cases_of("二度 押男") == 1


def test_the_back_button_after_sending_sends_nothing_again(
    resident: Callable[..., Resident], cases_of: Callable[[str], int]
) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.write(dog("飼い主", 氏名="戻田 一子"))
    owner.send()
    owner.page.go_back()
    if owner.page.get_by_role("button", name=SEND).count():
        owner.page.get_by_label("内容は事実のとおりです。").check()
        owner.press(SEND)
    owner.sees(owner.number)
    assert cases_of("戻田 一子") == 1


def test_the_back_button_in_the_middle_loses_nothing(resident: Callable[..., Resident]) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.write({"飼い主": OWNER, "犬": THE_DOG}, then="マイクロチップと予防注射")
    owner.page.go_back()
    owner.heading("犬")
    assert owner.page.get_by_label("毛色", exact=True).input_value() == "茶"
    owner.follow("前のページに戻る")
    owner.heading("飼い主")
    assert owner.page.get_by_label("住所", exact=True).input_value() == OWNER["住所"]


# Too late -------------------------------------------------------------------------------------------
def test_a_resident_whose_session_ended_goes_on_where_it_broke_off(resident: Callable[..., Resident]) -> None:
    owner = resident()
    owner.go("/login/")
    owner.sign_in("saburo@example.jp")
    owner.begin_signed_in(DOG)
    owner.answer_all(OWNER)
    owner.page.context.clear_cookies(name=SESSION)
    owner.press(NEXT)
    owner.sees("入力した内容は残っています。")
    owner.press("サインインして開く")
    owner.sign_in("saburo@example.jp")
    owner.heading("入力した内容は残っています")
    owner.press("続きから送る")
    owner.heading("犬")
    owner.follow("前のページに戻る")
    assert owner.page.get_by_label("住所", exact=True).input_value() == OWNER["住所"]


def test_a_guest_whose_browser_forgot_everything_goes_on_by_the_lookup_code(
    resident: Callable[..., Resident],
) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.answer_all(OWNER)
    owner.press("保存して、あとで続ける")
    owner.code = owner.page.locator("#lookup-code").inner_text()
    owner.follow("今すぐ続きを入力する")
    owner.heading("犬")
    owner.answer_all(THE_DOG)
    for cookie in (SESSION, DRAFTS):
        owner.page.context.clear_cookies(name=cookie)
    owner.press(NEXT)
    owner.sees("入力した内容は残っています。")
    owner.answer("照会コード", "CDFG-HJKM-2345")
    owner.press("申請を開く")
    owner.sees("この受付番号と照会コードの組み合わせは見つかりません。")
    owner.answer("照会コード", owner.code)
    owner.press("申請を開く")
    owner.heading("入力した内容は残っています")
    owner.press("続きから送る")
    owner.heading("マイクロチップと予防注射")
    owner.follow("前のページに戻る")
    assert owner.page.get_by_label("毛色", exact=True).input_value() == "茶"


def test_a_clerk_whose_session_ended_keeps_the_reasons(
    resident: Callable[..., Resident], stranger: Callable[[str], Official]
) -> None:
    owner = resident(host=OTHER_TOWN)
    owner.apply(DOG, dog())
    clerk = stranger("suwa-kankyo")
    clerk.go("/staff/login/")
    clerk.sign_in_here()
    clerk.find(owner.number)
    clerk.follow("起案して決裁へ送る", exact=False)
    clerk.answer("結果", "登録しない")
    clerk.answer("理由", "長い時間をかけて書いた理由です。")
    clerk.page.context.clear_cookies(name=SESSION)
    clerk.press("起案して決裁へ送る")
    clerk.sees("入力した内容は残っています。")
    clerk.sign_in_here()
    clerk.heading("入力した内容は残っています")
    clerk.press("続きから送る")
    clerk.sees("起案しました。")
    clerk.sees("長い時間をかけて書いた理由です。")


# Files ----------------------------------------------------------------------------------------------
@pytest.fixture
def at_the_papers(
    resident: Callable[..., Resident], photograph: Callable[[str], Path]
) -> Callable[..., Resident]:
    """Somebody at the page where the papers of a claim are chosen."""

    def go(**options: bool) -> Resident:
        parent = resident(**options)
        parent.begin(CHILD)
        pages = child(photograph("免許証.jpg"), photograph("通帳.jpg"))
        papers = pages.pop("書類と受け取り方")
        # Without scripts a question that an answer brings up stands on the next try.
        for answers in pages.values():
            for label, value in answers.items():
                if not parent.page.get_by_label(label, exact=True).or_(parent.group(label)).count():
                    parent.press(NEXT)
                parent.answer(label, value)
            parent.press(NEXT)
        parent.heading("書類と受け取り方")
        parent.answer_all(papers)
        return parent

    return go


def of_size(path: Path, size: int) -> Path:
    """A file that is just large."""
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * (size - 4))
    return path


def test_a_file_too_large_is_told_before_it_is_sent(
    at_the_papers: Callable[..., Resident], tmp_path: Path
) -> None:
    parent = at_the_papers()
    parent.answer("本人確認書類", [of_size(tmp_path / "大きな写真.jpg", 12_300_000)])
    parent.sees("「大きな写真.jpg」は12.3MBあります。10MBまでのファイルを選んでください")
    parent.press(NEXT)
    parent.heading("書類と受け取り方")
    expect(parent.page.get_by_label("本人確認書類", exact=True)).to_be_focused()


def test_without_scripts_the_server_tells_of_a_file_too_large_and_keeps_the_others(
    at_the_papers: Callable[..., Resident], tmp_path: Path
) -> None:
    parent = at_the_papers(java_script_enabled=False)
    parent.answer("本人確認書類", [of_size(tmp_path / "大きな写真.jpg", 12_300_000)])
    parent.press(NEXT)
    parent.sees("「大きな写真.jpg」は12.3MBあります。1つ10MBまでです。")
    parent.sees("通帳.jpg")
    assert parent.group("結果の届け方").get_by_label("このサイトで受け取る").is_checked()


def test_a_body_too_large_is_answered_by_a_page_that_says_what_to_do(
    at_the_papers: Callable[..., Resident], tmp_path: Path
) -> None:
    parent = at_the_papers(java_script_enabled=False)
    parent.answer("本人確認書類", [of_size(tmp_path / f"写真{n}.jpg", 9_900_000) for n in range(7)])
    parent.press(NEXT)
    parent.heading("送った内容が大きすぎます")
    parent.page.go_back()
    parent.heading("書類と受け取り方")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("申請書.docx", b"PK\x03\x04" + b"\0" * 200, "申請書.docx"),
        ("写真.jpg", "ただの文字です。".encode() * 50, "写真.jpg"),
        ("空.jpg", b"", "中身が空です"),
    ],
)
def test_a_file_of_the_wrong_type_is_refused_by_name_and_the_rest_stays(
    at_the_papers: Callable[..., Resident], tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    parent = at_the_papers()
    (tmp_path / name).write_bytes(content)
    parent.answer("本人確認書類", [tmp_path / name])
    parent.press(NEXT)
    parent.sees("1か所を直してください")
    expect(parent.page.get_by_role("alert")).to_contain_text(words)
    parent.sees("通帳.jpg")
    assert parent.group("結果の届け方").get_by_label("このサイトで受け取る").is_checked()


# Words ----------------------------------------------------------------------------------------------
def test_a_day_after_the_end_of_heisei_is_explained(resident: Callable[..., Resident]) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.write({"飼い主": OWNER}, then="犬")
    owner.answer_all(THE_DOG | {"犬の生年月日": "平成31年5月1日"})
    owner.press(NEXT)
    owner.sees("平成は31年4月30日までです")
    assert owner.group("犬の生年月日").get_by_label("年", exact=True).input_value() == "31"
    assert owner.page.get_by_label("毛色", exact=True).input_value() == "茶"
    owner.answer("犬の生年月日", "令和元年5月1日")
    owner.press(NEXT)
    owner.heading("マイクロチップと予防注射")


def test_an_emoji_in_a_name_is_refused_and_the_rest_stays(resident: Callable[..., Resident]) -> None:
    owner = resident()
    owner.begin(DOG)
    owner.answer_all(OWNER | {"氏名": "見本 花子🐶"})
    owner.press(NEXT)
    owner.sees("1か所を直してください")
    expect(owner.page.get_by_role("alert")).to_contain_text("🐶")
    assert owner.group("氏名").get_by_label("名", exact=True).input_value() == "花子🐶"
    assert owner.page.get_by_label("住所", exact=True).input_value() == OWNER["住所"]


def test_rare_kanji_in_a_name_stand_on_every_page_and_paper(
    resident: Callable[..., Resident], official: Callable[..., Official]
) -> None:
    name = "𠮷田葛󠄀 髙子"
    owner = resident()
    owner.begin(DOG)
    owner.write(dog("飼い主", 氏名=name))
    owner.sees(name)
    owner.send()
    clerk = official("kankyo")
    clerk.find(owner.number)
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(name)
    owner.follow("申請の状況を見る")
    owner.waits_for("申請の控え")
    # What a reader of PDFs copies out of a variant is the plain character.
    without_variants = re.sub("[\U000e0100-\U000e01ef]", "", name.replace(" ", ""))
    assert without_variants in re.sub("[\U000e0100-\U000e01ef]", "", owner.reads_pdf("申請の控え"))
