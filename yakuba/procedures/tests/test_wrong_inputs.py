"""Everything people type: made alike where the meaning is clear, refused with a helpful sentence where it is not."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core import dates
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests.samples import TODAY, definition, kind, with_fields

TEXT = "id: x, kind: text, label: 住所"
SHORT = "id: x, kind: text, label: 毛色, max_length: 5"
LONG = "id: x, kind: long_text, label: 理由, max_length: 20"
KANA = "id: x, kind: kana, label: フリガナ"
NUMBER = "id: x, kind: number, label: 人数, min: 1, max: 20"
MONEY = "id: x, kind: money, label: 家賃"
YES = "id: x, kind: yes_no, label: 配偶者はいますか"
CHOICE = "id: x, kind: choice, label: 性別, options: [{id: male, label: オス}, {id: female, label: メス}]"
BIRTH = "id: x, kind: date, label: 生年月日, rule: not_in_future"
DAY = "id: x, kind: date, label: 希望する日, rule: not_in_past"
ADULT = "id: x, kind: date, label: 生年月日, rule: adult"
PERSON = "id: x, kind: person, label: 氏名"
TELEPHONE = "id: x, kind: text, label: 電話番号, rule: telephone"
MAIL = "id: x, kind: text, label: メールアドレス, rule: mail_address"
POST = "id: x, kind: text, label: 郵便番号, rule: postal_code"
CHIP = "id: x, kind: text, label: マイクロチップの番号, rule: microchip"
ACCOUNT = "id: x, kind: text, label: 口座番号, rule: account_number"


def typed(value):
    """The controls of a value: a plain text, a date as (era, year, month, day), a name as (family, given)."""
    if not isinstance(value, tuple):
        return {"x": value}
    parts = ("era", "year", "month", "day") if len(value) == 4 else ("family", "given")
    return {f"x_{part}": text for part, text in zip(parts, value, strict=True)}


def form_of(text, value, today=TODAY):
    return AnswerForm(
        definition(with_fields(text)), "page", answers={}, data=typed(value) | {"x_asked": "1"}, today=today
    )


TAKEN = [
    (TEXT, "ﾛｲﾔﾙﾊｲﾂ１０１", "ロイヤルハイツ101"),
    (TEXT, "長倉２０００－１", "長倉2000-1"),
    (TEXT, "長倉2000ー1", "長倉2000-1"),
    (TEXT, "  \u3000長倉\u3000 ", "長倉"),
    (TEXT, "一行め\r\n二行め", "一行め 二行め"),
    (TEXT, "<script>alert(1)</script>", "<script>alert(1)</script>"),
    (TEXT, "'; DROP TABLE x; --", "'; DROP TABLE x; --"),
    (TEXT, "{{ 7*7 }}{% now %}${7*7}", "{{ 7*7 }}{% now %}${7*7}"),
    (TEXT, "../../etc/passwd", "../../etc/passwd"),
    (TEXT, "=HYPERLINK(1)", "=HYPERLINK(1)"),
    (TEXT, "𠮟る𩸽\u9089\U000e0101", "𠮟る𩸽\u9089\U000e0101"),
    (TEXT, "\ufa19社", "\ufa19社"),
    (TEXT, "null", "null"),
    (TEXT, "0", "0"),
    (SHORT, "茶と白色", "茶と白色"),
    (LONG, "一つめ\n二つめ", "一つめ\n二つめ"),
    (LONG, "  先頭の空白", "先頭の空白"),
    (KANA, "みほん はなこ", "ミホン ハナコ"),
    (KANA, "ﾐﾎﾝ ﾊﾅｺﾞ", "ミホン ハナゴ"),
    (KANA, "ﾐﾎﾝ\u3000ﾀﾛ-", "ミホン タロー"),
    (KANA, "ヴィクトリア・ジョーンズ", "ヴィクトリア・ジョーンズ"),
    (NUMBER, "２", 2),
    (NUMBER, " 12人 ", 12),
    (NUMBER, "007", 7),
    (MONEY, "１，２３４，５６７円", 1234567),
    (MONEY, "¥500", 500),
    (MONEY, "0", 0),
    (YES, "yes", True),
    (YES, "いいえ", False),
    (CHOICE, "male", "male"),
    (BIRTH, ("令和", "元", "5", "1"), "2019-05-01"),
    (BIRTH, ("令和", "1", "5", "1"), "2019-05-01"),
    (BIRTH, ("平成", "31", "4", "30"), "2019-04-30"),
    (BIRTH, ("昭和", "６４", "１", "７"), "1989-01-07"),
    (BIRTH, ("西暦", "2012", "5", "6"), "2012-05-06"),
    (BIRTH, ("", "2012", "5", "6"), "2012-05-06"),
    (BIRTH, ("令和", "1985", "4", "1"), "1985-04-01"),
    (BIRTH, ("", "平成24年5月6日", "", ""), "2012-05-06"),
    (BIRTH, ("令和", "H24.5.6", "", ""), "2012-05-06"),
    (BIRTH, ("", "２０１２０５０６", "", ""), "2012-05-06"),
    (BIRTH, "2012-05-06", "2012-05-06"),
    (BIRTH, "令和6年2月29日", "2024-02-29"),
    (BIRTH, ("令和", "8", "11", "10"), "2026-11-10"),
    (BIRTH, ("平成", "24", "5月", "6日"), "2012-05-06"),
    (DAY, ("令和", "8", "11", "10"), "2026-11-10"),
    (ADULT, ("平成", "20", "11", "11"), "2008-11-11"),
    (PERSON, ("見本", "花子"), {"family": "見本", "given": "花子"}),
    (PERSON, ("見本　花子", ""), {"family": "見本", "given": "花子"}),
    (PERSON, ("マリア", "-"), {"family": "マリア", "given": ""}),
    (PERSON, ("\u9089\U000e0101", "𠮷美"), {"family": "\u9089\U000e0101", "given": "𠮷美"}),
    (TELEPHONE, "０２６７－００－０００１", "0267-00-0001"),
    (TELEPHONE, "0267(00)0001", "0267-00-0001"),
    (TELEPHONE, "0267 00 0001", "0267000001"),
    (TELEPHONE, "+81-90-0000-0000", "090-0000-0000"),
    (TELEPHONE, "090ー0000ー0000", "090-0000-0000"),
    (MAIL, "ｈａｎａｋｏ＠example.jp", "hanako@example.jp"),
    (MAIL, " hanako@example.jp ", "hanako@example.jp"),
    (POST, "〒389ー0111", "389-0111"),
    (POST, "３８９０１１１", "389-0111"),
    (CHIP, "392 140 000 000 000", "392140000000000"),
    (ACCOUNT, "１２３４５", "0012345"),
]
REFUSED = [
    (TEXT, "こんにちは😀", "住所に、絵文字（😀）は使えません。文字で入力してください"),
    (TEXT, "a\x00b", "住所に、画面に出ない制御文字（U+0000）が入っています。消してから入力し直してください"),
    (TEXT, "a\u202eb", "住所に、文字の向きを変える見えない文字（U+202E）が入っています"),
    (TEXT, "\ue000町", "住所に、外字（U+E000）は使えません。近い漢字か、かなで入力してください"),
    (TEXT, "a\u200bb", "住所に、目に見えない文字（U+200B）が入っています"),
    (TEXT, "あ" * 201, "住所は、200文字までで入力してください（今は201文字です）"),
    (TEXT, "あ" * 100_000, "住所は、200文字までで入力してください（今は100,000文字です）"),
    (SHORT, "とても長い毛色", "毛色は、5文字までで入力してください（今は7文字です）"),
    (LONG, "あ" * 21, "理由は、20文字までで入力してください（今は21文字です）"),
    (KANA, "見本 花子", "フリガナは、かなで入力してください。例：ミホン ハナコ"),
    (KANA, "Hanako", "フリガナは、かなで入力してください"),
    (KANA, "ハナコ♥", "フリガナは、かなで入力してください"),
    (NUMBER, "三人くらい", "人数は、数字で入力してください。例：2"),
    (NUMBER, "2.5", "人数は、数字で入力してください。例：2"),
    (NUMBER, "0", "人数は、1から20までの数で入力してください"),
    (NUMBER, "21", "人数は、1から20までの数で入力してください"),
    (NUMBER, "-1", "人数は、1から20までの数で入力してください"),
    (NUMBER, "9" * 500, "人数は、数字で入力してください"),
    (NUMBER, "1e3", "人数は、数字で入力してください"),
    (MONEY, "−500", "家賃は、0円以上の数で入力してください"),
    (MONEY, "五万円", "家賃は、数字で入力してください。例：15000"),
    (YES, "たぶん", "「配偶者はいますか」は、「はい」か「いいえ」を選び直してください"),
    (YES, "", "「配偶者はいますか」は、「はい」か「いいえ」を選んでください"),
    (CHOICE, "robot", "性別を、画面にあるものから選び直してください"),
    (
        BIRTH,
        ("令和", "22", "9", "3"),
        "生年月日が、今日（令和8年11月10日）より後です。元号を確かめてください",
    ),
    (BIRTH, ("令和", "8", "11", "11"), "生年月日が、今日（令和8年11月10日）より後です"),
    (
        BIRTH,
        ("平成", "31", "5", "1"),
        "生年月日を確かめてください。平成は31年4月30日までです。令和元年5月1日ではありませんか",
    ),
    (BIRTH, ("令和", "1", "4", "30"), "生年月日を確かめてください。令和は元年5月1日からです"),
    (BIRTH, ("昭和", "65", "1", "1"), "生年月日を確かめてください。昭和は64年1月7日までです"),
    (BIRTH, ("令和", "7", "2", "29"), "生年月日を確かめてください。令和7年2月は28日までです"),
    (BIRTH, ("西暦", "2023", "2", "29"), "生年月日を確かめてください。2023年2月は28日までです"),
    (BIRTH, ("平成", "24", "13", "1"), "生年月日を確かめてください。13月はありません"),
    (BIRTH, ("平成", "24", "4", "31"), "生年月日を確かめてください。平成24年4月は30日までです"),
    (BIRTH, ("平成", "24", "", "6"), "生年月日の月を入力してください"),
    (BIRTH, ("平成", "", "5", ""), "生年月日の年と日を入力してください"),
    (BIRTH, ("平成", "", "", ""), "生年月日を入力してください"),
    (BIRTH, ("", "24", "5", "6"), "生年月日を確かめてください。元号を選んでください"),
    (BIRTH, ("平成", "にじゅう", "5", "6"), "生年月日を確かめてください。年は数字で入力してください"),
    (BIRTH, ("平成", "24年5月6日", "7", "8"), "年の欄の日付と、月・日の欄が合いません"),
    (BIRTH, ("魔法", "3", "5", "6"), "生年月日を確かめてください。元号を選んでください"),
    (BIRTH, "きのう", "生年月日を確かめてください。日付として読めません"),
    (BIRTH, ("平成", "9" * 5000, "5", "6"), "生年月日を確かめてください。年は数字で入力してください"),
    (BIRTH, ("西暦", "1500", "5", "6"), "明治元年10月23日（1868年）より前の日付は入力できません"),
    (DAY, ("令和", "8", "11", "9"), "希望する日が、今日（令和8年11月10日）より前です"),
    (ADULT, ("平成", "20", "11", "12"), "生年月日では、今日（令和8年11月10日）の時点で18歳になっていません"),
    (PERSON, ("見本", ""), "氏名の名を入力してください。名がない方は「-」を入力してください"),
    (PERSON, ("", "花子"), "氏名の姓を入力してください"),
    (PERSON, ("見本", "花子🌸"), "氏名の名に、絵文字（🌸）は使えません"),
    (PERSON, ("見" * 51, "花子"), "氏名の姓は、50文字までで入力してください（今は51文字です）"),
    (PERSON, ("", ""), "氏名を入力してください"),
    (PERSON, ("-", "ー"), "氏名を入力してください"),
    (TELEPHONE, "電話なし", "電話番号は、数字と「-」で入力してください。例：0267-00-0000"),
    (TELEPHONE, "00-0001", "電話番号は、10けたか11けたです（今は6けたです）。けた数を確かめてください"),
    (TELEPHONE, "45-8556-0000", "電話番号は、市外局番から入力してください"),
    (TELEPHONE, "090-0000-00001", "電話番号は、10けたか11けたです（今は12けたです）"),
    (MAIL, "hanako", "メールアドレスの形を確かめてください。「@」と「.」を入れて入力します"),
    (MAIL, "hanako@", "メールアドレスの形を確かめてください"),
    (MAIL, "a@b@example.jp", "メールアドレスの形を確かめてください"),
    (MAIL, "花子@example.jp", "メールアドレスの形を確かめてください"),
    (POST, "390-081", "郵便番号は、数字7けたで入力してください。例：389-0111"),
    (POST, "軽井沢", "郵便番号は、数字7けたで入力してください"),
    (CHIP, "39214000000000", "マイクロチップの番号は、数字15けたで入力してください"),
    (ACCOUNT, "12345678", "口座番号は、数字7けたまでで入力してください"),
    (ACCOUNT, "普通1234567", "口座番号は、数字7けたまでで入力してください"),
]


@pytest.mark.parametrize(("text", "value", "stored"), TAKEN)
def test_what_is_clear_is_taken_in_one_form(text, value, stored):
    form = form_of(text, value)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"x": stored}


@pytest.mark.parametrize(("text", "value", "said"), REFUSED)
def test_what_is_wrong_is_answered_with_field_fault_and_way_out(text, value, said):
    form = form_of(text, value)
    assert not form.is_valid()
    assert len(form.errors["x"]) == 1
    assert form.errors["x"][0].startswith(said) or said in form.errors["x"][0]
    assert "不正" not in form.errors["x"][0]
    assert form.cleaned_answers() == {}


@pytest.mark.parametrize(("text", "value", "said"), REFUSED)
def test_nothing_typed_is_lost_when_the_page_comes_again(text, value, said):
    """Radios and lists cannot show what was never one of their answers; every box shows what was typed."""
    form = form_of(text, value)
    html = str(form["x"]).replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")
    boxes = value[1:] if isinstance(value, tuple) and len(value) == 4 else value
    for part in [boxes] if isinstance(boxes, str) else boxes:
        if "radio" not in html:
            assert part in html


def test_hostile_text_is_only_text_in_the_page():
    form = form_of(TEXT, '"><script>alert(1)</script>')
    assert "<script>" not in str(form["x"])


def test_a_formula_is_only_text_in_a_spreadsheet():
    for text in ("=1+1", "+1", "-1", "@x", "\tx"):
        assert kind(TEXT).cell(text) == f"'{text}"
    assert kind(PERSON).cell({"family": "=cmd", "given": ""}) == "'=cmd"


@given(st.text(max_size=40))
def test_any_text_is_either_refused_or_stays_the_same_for_ever(text):
    form = form_of(TEXT, text)
    if form.is_valid():
        again = form_of(TEXT, form.cleaned_answers()["x"])
        assert again.is_valid()
        assert again.cleaned_answers() == form.cleaned_answers()


@given(st.dates(min_value=dates.EARLIEST, max_value=datetime.date(2199, 12, 31)))
def test_every_day_survives_being_stored_shown_and_stored_again(day):
    free = kind("id: x, kind: date, label: 日")
    stored = day.isoformat()
    asked = definition(with_fields("id: x, kind: date, label: 日"))
    form = AnswerForm(asked, "page", answers={}, data=free.posted(stored), today=TODAY)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"x": stored}
    assert free.from_example(free.text(stored)) == stored


@given(st.integers(min_value=0, max_value=999_999_999))
def test_every_amount_survives_being_stored_shown_and_stored_again(amount):
    money = kind(MONEY)
    assert money.from_example(money.text(amount)) == amount


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_is_either_refused_or_stays_the_same_for_ever(family, given_name):
    form = form_of(PERSON, (family, given_name))
    if form.is_valid():
        person = kind(PERSON)
        stored = form.cleaned_answers()["x"]
        again = AnswerForm(
            definition(with_fields(PERSON)), "page", answers={}, data=person.posted(stored), today=TODAY
        )
        assert again.is_valid(), again.errors
        assert again.cleaned_answers() == {"x": stored}
