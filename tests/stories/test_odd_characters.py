"""Days that never were, names that are rarely written, and strings that mean harm."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import work_off
from yakuba.applications.models import Application
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
        ("令和99年1月1日", "今日より後"),
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


@pytest.mark.parametrize(("typed", "shown"), [("令和元年5月1日", "令和元年5月1日"), ("2019年4月30日", "平成31年4月30日")])
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


def test_a_name_that_no_font_draws_arrives_but_no_number_is_spent_on_its_notice(office, dog, resident, somebody_else):
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
@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_is_typed_into_every_box_is_told_or_shown_as_text(office, dog, resident, kind):
    told = errands.answers(dog)
    errands.begin(resident, dog)
    for _ in dog.sections:
        _answer_with(resident, HOSTILE[kind], told)
    assert resident.page.heading == "内容を確認してください"
    _has_not_come_alive(resident)
    application = errands.send(resident)
    work_off()
    resident.follow("申請の状況を見る")
    _has_not_come_alive(resident)
    clerk = office["clerk"].sign_in()
    _has_not_come_alive(clerk)
    hall.look_up(clerk, application)
    _has_not_come_alive(clerk)
    for link, button in (("補正を依頼する", "補正を依頼する"), ("起案して決裁へ送る", "起案して決裁へ送る")):
        hall.look_up(clerk, application)
        clerk.follow(link)
        _flood(clerk, button, HOSTILE[kind])
        clerk.press(button)
        _has_not_come_alive(clerk)


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_is_typed_at_the_doors_is_told(office, resident, kind):
    for path, button in (
        ("/applications/", "申請を開く"),
        ("/login/", "確認コードを送る"),
        ("/staff/login/", "サインインする"),
        ("/", "検索"),
    ):
        resident.open(path)
        _flood(resident, button, HOSTILE[kind])
        resident.press(button)
        assert resident.page.status in {200, 403}
        _has_not_come_alive(resident)


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_stands_in_an_address_finds_nothing_and_breaks_nothing(office, dog, resident, kind):
    clerk = office["clerk"].sign_in()
    for page in PAGES:
        text = quote(HOSTILE[kind][:500], safe="")
        browser = clerk if page.startswith("/staff/") else resident
        response = browser.client.get(page.replace("{}", text))
        assert response.status_code in {200, 302, 400, 403, 404}, page
        assert "<script>alert" not in response.content.decode()


def _answer_with(visitor, text, told):
    """Type the text into every box of the page; where it is refused, give the proper answer."""
    heading = visitor.page.heading
    visitor.fill_in(told)
    _flood(visitor, "次へ進む", text)
    visitor.press("次へ進む")
    _has_not_come_alive(visitor)
    for _ in range(2):
        if visitor.page.heading != heading:
            return
        assert visitor.page.problems
        wrong = [label for label in visitor.page.labels if any(label in said for said in visitor.page.problems)]
        visitor.fill_in({label: told.get(label, "") for label in wrong})
        visitor.press("次へ進む")
    assert visitor.page.heading != heading, visitor.page.problems


def _flood(visitor, button, text):
    form, _ = visitor.page.button(button)
    for control in form.controls:
        if control.type in {"text", "textarea", "search", "email", "password"}:
            control.value = text


def _has_not_come_alive(visitor):
    html = visitor.page.html
    for alive in ("<script>alert", "<marquee", "\0"):
        assert alive not in html, visitor.page.path
    assert not connection.needs_rollback
