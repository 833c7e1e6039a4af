"""Japanese text: one width, kanji untouched, clear words about what cannot be accepted."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core.text import digits, fold_kana, forbidden, is_kana, match_key, normalise, to_katakana

IVS = "\U000e0100"
JAPANESE = st.text(
    st.sampled_from(
        "あかがは゛゜ﾞﾟ\u3099\u309aｱｶﾊｳーｰ－−‐-―─０12９aＡｚ～〜￥ 　\t\n\r髙﨑神㈱ｧッゃヂヅヲヮヶゝゞ・･ß¨ﬁ㍿Ⅲ①\u0301"
        + IVS
    )
)
ANY = st.one_of(st.text(), JAPANESE)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("０２６７－４５－８１１１", "0267-45-8111"),
        ("0267ー45ー8111", "0267-45-8111"),
        ("0267−45−8111", "0267-45-8111"),
        ("0267‐45‑8111", "0267-45-8111"),
        ("0267–45—8111", "0267-45-8111"),
        ("0267―45─8111", "0267-45-8111"),
        ("長倉２３８１番地１－２", "長倉2381番地1-2"),
        ("コーポ１０１", "コーポ101"),
        ("スーパー２ー３", "スーパー2-3"),
        ("ｺｰﾎﾟ", "コーポ"),
        ("ｶﾞｷﾞｸﾞﾊﾟﾋﾟｳﾞ", "ガギグパピヴ"),
        ("ﾀﾛｳ", "タロウ"),
        ("ｱﾞ", "ア゛"),
        ("か\u3099は\u309a", "がぱ"),
        ("か゛は゜", "がぱ"),
        ("カﾞ", "ガ"),
        ("か\u309a", "か\u309a"),  # 鼻濁音 has no single code: kept
        ("｢あ｡｣､･", "「あ。」、・"),
        ("ＡＢＣａｂｃ", "ABCabc"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("（株）役場！？", "(株)役場!?"),
        ("１０時～１２時", "10時〜12時"),
        ("￥３，０００", "¥3,000"),
        ("山田　太郎", "山田 太郎"),
        ("山田\xa0太郎", "山田 太郎"),
        ("　山田 \t", "山田"),
        ("一行目\r\n二行目\r三行目", "一行目\n二行目\n三行目"),
        ("一行目  　\r\n\r\n二行目", "一行目\n\n二行目"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("", ""),
        ("　\r\n　", ""),
        ("－５", "-5"),
        ("あ--い", "あ--い"),
    ],
)
def test_width_kana_spaces_lines_and_hyphens_become_alike(typed, normal):
    assert normalise(typed) == normal


@pytest.mark.parametrize(
    "written",
    [
        "髙﨑",
        "\ufa11",
        "\ufa19",
        "\ufa10",
        "\uf9dc",
        "\U0002f80f",
        "𠮷野家",
        f"葛{IVS}城市",
        "邉\U000e0104",
        "渡邊",
        "㈱役場",
        "①②③",
        "㍻",
        "㎡",
        "Ⅲ",
        "々〆〇",
        "\u2f00",
        "é",
    ],
)
def test_what_somebody_wrote_keeps_every_kanji_and_sign(written):
    assert normalise(written) == written
    assert fold_kana(written) == written
    assert to_katakana(written) == written


def test_no_compatibility_ideograph_is_ever_changed():
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20), *range(0xE0100, 0xE01F0)):
        written = f"前{chr(code)}後"
        assert normalise(written) == written


@given(ANY)
def test_normalising_twice_is_normalising_once(typed):
    assert normalise(normalise(typed)) == normalise(typed)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x323AF, categories=["Lo"])))
def test_kanji_pass_through_unchanged(written):
    kanji = re.sub("[^\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]", "", written)
    assert normalise(kanji) == kanji


@given(ANY)
def test_no_full_width_letters_or_half_width_kana_are_left(typed):
    assert not re.search("[\uff01-\uff5e\uff61-\uff9f\u3000\r]", normalise(typed))


@pytest.mark.parametrize(
    ("typed", "katakana"),
    [
        ("やまだ　たろう", "ヤマダ　タロウ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ゔぁいおりん", "ヴァイオリン"),
        ("う゛", "ヴ"),
        ("いすゞ", "イスヾ"),
        ("ゎゐゑをん", "ヮヰヱヲン"),
        ("ゕゖ", "ヵヶ"),
        ("さーびす", "サービス"),
        ("山田A1", "山田A1"),
    ],
)
def test_kana_become_katakana_and_the_rest_stays(typed, katakana):
    assert to_katakana(typed) == katakana


@pytest.mark.parametrize(
    "reading",
    [
        "ヤマダ",
        "やまだ",
        "ﾔﾏﾀﾞ",
        "ヤマダ タロウ",
        "やまだ　たろう",
        "サトー",
        "ジョン・スミス",
        "ヴァ",
        "チヨヽ",
        " ヤマダ ",
    ],
)
def test_a_reading_in_any_kana_is_kana(reading):
    assert is_kana(reading)


@pytest.mark.parametrize(
    "reading",
    ["", " ", "ー", "・", "山田", "ヤマダA", "ヤマダ1", "Yamada", "ヤマダ、", "ヤマダ-", "ヤマダ\nタロウ"],
)
def test_anything_else_is_not_kana(reading):
    assert not is_kana(reading)


@given(st.text("ァアーヤヶンｱﾔ・ あん", max_size=200))
def test_a_reading_is_kana_exactly_if_a_kana_letter_is_in_it(reading):
    assert is_kana(reading) == bool(re.search("[ァアヤヶンｱﾔあん]", reading))


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("０２６７－４５－８１１１", "0267458111"),
        ("(0267) 45-8111", "0267458111"),
        ("〒389-0192", "3890192"),
        ("٣٤ 5", "5"),
        ("番地", ""),
    ],
)
def test_digits_are_the_digits_of_either_width(typed, only):
    assert digits(typed) == only


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田　太郎", "山田太郎"),
        ("ヤマダ タロウ", "やまだたろう"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　タロウ"),
        ("キョウコ", "キヨウコ"),
        ("ジュンイチ", "ジユンイチ"),
        ("ハットリ", "ハツトリ"),
        ("チヂワ", "チジワ"),
        ("ミカヅキ", "ミカズキ"),
        ("カヲル", "カオル"),
        ("サトー", "サト-"),
        ("サトー", "サト−"),
        ("か゛", "ガ"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("山嵜", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        (f"渡邉{IVS}", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("𠮷田", "吉田"),
        (f"葛{IVS}城", "葛城"),
        ("\ufa19谷", "神谷"),
        ("龍ヶ崎", "龍ケ崎"),
        ("Ｓｍｉｔｈ　Ｊｏｈｎ", "SMITH JOHN"),
        ("㈱役場", "（株）役場"),
    ],
)
def test_two_ways_of_writing_one_name_have_one_key(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ハタ", "ハダ"),
        ("山田", "山口"),
        ("サト", "サトウ"),
        ("オオノ", "オノ"),
        ("伊藤", "伊東"),
        ("高橋", "橋高"),
    ],
)
def test_different_names_have_different_keys(one, other):
    assert match_key(one) != match_key(other)


@given(ANY)
def test_a_key_is_its_own_key(name):
    assert match_key(match_key(name)) == match_key(name)


@given(ANY)
def test_the_key_does_not_depend_on_how_the_text_was_normalised_before(name):
    assert match_key(normalise(name)) == match_key(name)


@pytest.mark.parametrize(
    "text",
    [
        "山田 太郎",
        "一行目\n二行目",
        "𠮷野",
        f"葛{IVS}城",
        "\ufa19",
        "神\ufe00",
        "㈱①Ⅲ㎡☎♨☆★○●◎※→♪㊙〒〽",
        "ヤマダ・タロウ（ー）",
        "Zoë Nguyễn 김 สมชาย",
        "か\u309a",
        "\U00031350",
        "",
    ],
)
def test_ordinary_and_rare_characters_are_welcome(text):
    assert forbidden(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("太郎😀", "絵文字（😀）は使えません。文字で入力してください"),
        ("👨\u200d👩\u200d👧です", "絵文字（👨\u200d👩\u200d👧）は"),
        ("👍🏽", "絵文字（👍🏽）は"),
        ("🇯🇵", "絵文字（🇯🇵）は"),
        ("❤", "絵文字（❤）は"),
        ("☎\ufe0f", "絵文字（☎\ufe0f）は"),
        ("1\ufe0f\u20e3", "絵文字（1\ufe0f\u20e3）は"),
        ("✨", "絵文字（✨）は"),
        ("字\ufe0e", "絵文字（字\ufe0e）は"),
        ("\ufe0f", "絵文字（"),
        ("a\x07", "制御文字（U+0007）"),
        ("\x00", "制御文字（U+0000）"),
        ("\x85", "制御文字（U+0085）"),
        ("abc\u202egnp.exe", "向きを変える見えない文字（U+202E）"),
        ("\u200f", "向きを変える見えない文字（U+200F）"),
        ("\u2066", "向きを変える見えない文字（U+2066）"),
        ("\ue000", "外字（U+E000）は使えません"),
        ("\U000f0000", "外字（U+F0000）"),
        ("\U0010fffd", "外字（U+10FFFD）"),
        ("\ud800", "壊れた文字（U+D800）"),
        ("\ud83d\ufe0f", "壊れた文字（U+D83D）"),
        ("\ufdd0", "壊れた文字（U+FDD0）"),
        ("\uffff", "壊れた文字（U+FFFF）"),
        ("\U0002fffe", "壊れた文字（U+2FFFE）"),
        ("\ufffd", "壊れた文字（U+FFFD）"),
        ("山\u200b田", "目に見えない文字（U+200B）"),
        ("山\u200d田", "目に見えない文字（U+200D）"),
        ("\ufeff山田", "目に見えない文字（U+FEFF）"),
        ("山\xad田", "目に見えない文字（U+00AD）"),
        ("\u3164", "目に見えない文字（U+3164）"),
        ("\U000e0041", "目に見えない文字（U+E0041）"),
        (f"あ{IVS}", "符号（U+E0100）"),
        (f"葛{IVS}{IVS}", "符号（U+E0100）"),
        (IVS, "符号（U+E0100）"),
    ],
)
def test_what_cannot_be_accepted_is_named_with_what_to_do(text, words):
    said = forbidden(text)
    assert said is not None
    assert words in said
    assert said.endswith("ください")


@given(st.text(st.characters(exclude_categories=())))
def test_the_sentence_about_a_character_can_always_be_sent(text):
    said = forbidden(text)
    assert said is None or said.encode()


def test_every_control_surrogate_and_private_character_is_refused():
    welcome = {"\t", "\n", "\r"}
    refused = {"Cc", "Cs", "Co", "Zl", "Zp"}
    for code in range(0x110000):
        sign = chr(code)
        if unicodedata.category(sign) in refused and sign not in welcome:
            assert forbidden(sign), f"U+{code:04X}"


@given(ANY)
def test_what_is_accepted_before_normalising_is_accepted_after(text):
    if forbidden(text) is None:
        assert forbidden(normalise(text)) is None
