"""Days that never were, names that are rarely written, and strings that mean harm."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import work_off
from yakuba.core.models import Counter

# 𠮷 outside the BMP; 髙 as its own character; 葛 and 邊 with the selectors of the register (IVS).
RARE = ("𠮷葛\U000e0100", "髙邊\U000e0104")
# A CJK ideograph of Extension H, for which no font is installed.
UNPRINTABLE = "\U000323af"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "quotes": "' OR '1'='1' -- \"; DROP TABLE x",
    "path": "../../../../etc/passwd",
    "line-ends": "a\r\nSet-Cookie: x=1\r\n\r\n<marquee>",
    "nul": "a\0b",
    "right-to-left": "abc\u202egpj.exe",
    "template": "{{ 7|add:7 }}{% debug %}${7*7}#{7*7}",
    "formula": "=cmd|' /C calc'!A0",
    "long": "長" * 10_000,
    "wide": "﷽" * 30,
    "zalgo": "Z" + "\u0351" * 40,
    "escape": "%00%0d%0a%3Cscript%3E\\u003cscript\\u003e",
}
PAGES = (
    "/?q={}",
    "/procedures/?q={}&event={}",
    "/procedures/{}/",
    "/apply/{}/",
    "/applications/?number={}",
    "/applications/{}/",
    "/applications/{}/withdraw/",
    "/login/?next={}",
    "/staff/applications/?q={}&state={}&after={}",
    "/staff/applications/?after=2026-11-20T00:00:00_{}",
    "/staff/?which={}&after={}",
    "/staff/applications/{}/",
    "/staff/login/?next={}",
)


# Days -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("平成31年5月1日", "平成は31年4月30日までです"),
        ("令和元年4月30日", "令和は"),
        ("昭和64年1月8日", "昭和は64年1月7日まで"),
        ("令和5年2月29日", "2月"),
        ("令和5年13月1日", "月"),
        ("令和99年1月1日", "より後です"),
        ("平成0年1月1日", "平成"),
    ],
)
def test_a_day_that_never_was_is_told_and_stays_as_it_was_typed(dog, resident, typed, said):
    told = errands.answers(dog)
    errands.begin(resident, dog)
    resident.fill_in(told)
    resident.press("次へ進む")
    resident.fill_in(told | {"犬の生年月日": typed})
    before = resident.shown("犬の生年月日")
    resident.press("次へ進む")
    assert len(resident.page.problems) == 1
    assert resident.page.problems[0].startswith("犬の生年月日")
    assert said in resident.page.problems[0]
    assert resident.shown("犬の生年月日") == before
    assert resident.shown("毛色") == "茶"


@pytest.mark.parametrize(
    ("typed", "shown"), [("令和元年5月1日", "令和元年5月1日"), ("2019年4月30日", "平成31年4月30日")]
)
def test_a_day_is_understood_in_japanese_and_western_years(dog, resident, typed, shown):
    errands.begin(resident, dog)
    errands.go_through(resident, errands.answers(dog, dog_birth=typed))
    assert resident.page.rows["犬の生年月日"] == shown


# Names ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["花子😀", "花❤️子", "花子🇯🇵", "花子1️⃣"])
def test_a_picture_in_a_name_is_refused_in_words_and_stays(dog, resident, name):
    errands.begin(resident, dog)
    resident.fill_in(errands.answers(dog) | {"氏名": ("見本", name)})
    resident.press("次へ進む")
    (problem,) = resident.page.problems
    assert problem.startswith("氏名の名に、絵文字（")
    assert problem.endswith("文字で入力してください")
    assert resident.shown("氏名") == ("見本", name)
    assert resident.shown("住所") == "軽井沢町大字長倉2000番地"


def test_a_rare_name_stays_what_it_is_from_the_form_to_the_paper(office, dog, resident):
    written = " ".join(RARE)
    errands.begin(resident, dog)
    errands.go_through(resident, errands.answers(dog, name=RARE))
    assert resident.page.rows["氏名"] == written
    application = errands.send(resident)
    work_off()
    assert application.answers["name"] == {"family": RARE[0], "given": RARE[1]}
    resident.follow("申請の状況を見る")
    assert resident.page.rows["氏名"] == written
    assert "".join(RARE) in text_of(resident.follow("申請の控え"))

    clerk = office["clerk"].sign_in()
    assert written in clerk.page.main
    clerk.follow("犬の登録申請")
    assert clerk.page.heading == f"犬の登録申請 {written}"
    clerk.open("/staff/applications/")
    for words in ("吉葛髙辺", "𠮷葛 髙邊", written):
        clerk.fill("探す", words)
        clerk.press("検索")
        assert written in clerk.page.main, words
    hall.decide(office["chief"].sign_in(), application, "登録する")
    work_off()
    resident.reload()
    assert f"{''.join(RARE)}様" in text_of(resident.follow("決定通知書を開く（PDF）"))


def test_a_name_that_no_font_draws_arrives_but_no_number_is_spent_on_its_notice(
    office, dog, resident, somebody_else
):
    application = errands.apply(resident, dog, name=("見本", UNPRINTABLE))
    work_off()
    resident.follow("申請の状況を見る")
    assert resident.page.rows["氏名"] == f"見本 {UNPRINTABLE}"
    assert "申請の控え" not in " ".join(resident.page.links)
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    assert f"控えに印刷できない文字「{UNPRINTABLE}」がある：書体を入れる" in clerk.page.main
    hall.decide(chief, application, "登録する", "要件を確かめました。")
    assert chief.page.status == 409
    assert "（U+323AF）を印刷できる書体がありません。" in chief.page.problems[0]
    assert chief.shown("理由") == "要件を確かめました。"
    application.refresh_from_db()
    assert application.state == "submitted"

    hall.draft(clerk, application, "登録する")
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する")
    assert chief.page.status == 409
    other = errands.apply(somebody_else, dog)
    hall.decide(chief, other, "登録する")
    assert "決定しました。" in chief.page.main
    assert Counter.objects.get(name="document:軽環").value == 1


def test_a_picture_in_reasons_is_refused_before_it_stops_a_paper(office, dog, resident):
    application = errands.apply(resident, dog)
    clerk = office["clerk"].sign_in()
    hall.draft(clerk, application, "登録する", "確かめました😀")
    assert clerk.page.problems == ["理由に、絵文字（😀）は使えません。文字で入力してください"]
    assert clerk.shown("理由") == "確かめました😀"
    hall.ask(clerk, application, "住所", message="番地\u202eを")
    assert "文字の向きを変える見えない文字" in clerk.page.problems[0]


# Harm -----------------------------------------------------------------------------------------------
def test_whatever_is_typed_into_the_boxes_of_a_page_is_told_or_taken_as_text(dog, resident):
    told = errands.answers(dog)
    errands.begin(resident, dog)
    while not resident.page.path.endswith("/check/"):
        here = resident.page.path
        for text in HOSTILE.values():
            resident.fill_in(told)
            _flood(resident, "次へ進む", text)
            resident.press("次へ進む")
            _has_not_come_alive(resident)
            assert resident.page.problems or resident.page.path != here
            resident.open(here)
        resident.fill_in(told)
        resident.press("次へ進む")
        assert resident.page.path != here, resident.page.problems


def test_harm_that_can_be_written_arrives_as_text_on_every_page_and_paper(office, dog, resident):
    script, quotes = HOSTILE["script"], HOSTILE["quotes"]
    application = errands.apply(
        resident, dog, name=(script, quotes), address=f"{script}{quotes}", coat=script
    )
    work_off()
    resident.follow("申請の状況を見る")
    clerk = office["clerk"].sign_in()
    for browser in (resident, clerk):
        assert script in browser.page.main
        _has_not_come_alive(browser)
    hall.look_up(clerk, application)
    assert clerk.page.rows["住所"] == script + quotes
    hall.draft(clerk, application, "登録しない", f"{quotes}\n{script}")
    _has_not_come_alive(clerk)
    chief = office["chief"].sign_in()
    hall.look_up(chief, application)
    chief.press("「登録しない」で決裁する")
    work_off()
    resident.reload()
    paper = text_of(resident.follow("決定通知書を開く（PDF）"))
    assert f"{script}{quotes.replace(' ', '')}様" in paper


def test_whatever_officials_type_is_told_or_taken_as_text(office, dog, resident):
    application = errands.apply(resident, dog)
    clerk = office["clerk"].sign_in()
    case = f"/staff/applications/{application.matter.number}/"
    for text in HOSTILE.values():
        for act, button in (("return", "補正を依頼する"), ("propose", "起案して決裁へ送る")):
            clerk.open(f"{case}{act}/")
            _flood(clerk, button, text)
            clerk.press(button)
            assert clerk.page.problems
            _has_not_come_alive(clerk)
    assert application.matter.approvals.count() == 0


def test_whatever_is_typed_at_the_doors_is_told(office, resident):
    doors = {
        "/applications/": "申請を開く",
        "/login/": "確認コードを送る",
        "/staff/login/": "サインインする",
        "/": "検索",
    }
    for text in HOSTILE.values():
        for path, button in doors.items():
            resident.open(path)
            _flood(resident, button, text)
            resident.press(button)
            assert resident.page.status == 200
            _has_not_come_alive(resident)


def test_whatever_stands_in_an_address_finds_nothing_and_breaks_nothing(office, dog, resident):
    clerk = office["clerk"].sign_in()
    for text in HOSTILE.values():
        for page in PAGES:
            browser = clerk if page.startswith("/staff/") else resident
            response = browser.client.get(page.replace("{}", quote(text[:500], safe="")))
            assert response.status_code in {200, 302, 403, 404}, page
            assert "<script>alert" not in response.content.decode()


def _flood(visitor, button, text):
    form, _ = visitor.page.button(button)
    for control in form.controls:
        if control.type in {"text", "textarea", "search", "email", "password"}:
            control.value = text


def _has_not_come_alive(visitor):
    for alive in ("<script>alert", "<marquee"):
        assert alive not in visitor.page.html, visitor.page.path
