"""Every character of a name is drawn by a font that has it, or the paper is refused in plain words."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from yakuba.documents import fonts, glyphs, sfnt

KATSURAGI, WATANABE, YOSHIDA = "葛\U000e0100", "邊\U000e0104", "𠮷"
OWN = fonts.installed(str(fonts.OWN))[:2]
ALL = fonts.installed("")


def test_ordinary_text_is_set_in_the_fonts_of_the_paper():
    assert glyphs.lines("軽井沢町 髙﨑 R8-001042-7①\n二行目", OWN) == [
        [["", "軽井沢町 髙﨑 R8-001042-7①"]],
        [["", "二行目"]],
    ]


def test_a_rare_kanji_is_set_in_the_font_that_has_it():
    assert glyphs.lines(f"{YOSHIDA}田", ALL) == [[["IPAmjMincho", YOSHIDA], ["", "田"]]]


def test_a_variant_is_set_in_the_font_that_has_exactly_this_one():
    assert glyphs.lines(f"{KATSURAGI}城", ALL) == [[["", f"{KATSURAGI}城"]]]
    assert glyphs.lines(f"渡{WATANABE}", ALL) == [[["", "渡"], ["Noto Serif CJK JP", WATANABE]]]
    assert glyphs.lines("葛\U000e0102", ALL) == [[["IPAmjMincho", "葛\U000e0102"]]]


def test_a_mark_stays_with_its_letter():
    assert glyphs.lines("か\u309aき", ALL)[0][0][1].startswith("か\u309a")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{YOSHIDA}田", "「𠮷」（U+20BB7）"),
        (f"渡{WATANABE}", "（U+908A U+E0104）"),
        ("花子🎉", "「🎉」（U+1F389）"),
        ("花\u0007子", "目に見えない文字（U+0007）"),
        ("花\u200b子", "目に見えない文字（U+200B）"),
    ],
)
def test_what_no_font_has_is_refused_in_words_a_clerk_understands(text, shown):
    with pytest.raises(glyphs.Unprintable) as refusal:
        glyphs.lines(text, OWN)
    assert shown in str(refusal.value)
    assert str(refusal.value).endswith("情報担当に書体の追加を相談してください。")
    assert refusal.value.characters in text


def test_strings_anywhere_in_the_data_are_checked():
    glyphs.check({"a": ["花子", {"b": "軽"}], "c": 3, "d": None}, OWN)
    with pytest.raises(glyphs.Unprintable):
        glyphs.check({"a": ["花子", {"b": YOSHIDA}]}, OWN)


def test_typesetting_keeps_the_shape_of_the_data():
    typeset = glyphs.typeset({"a": ["花", 3], "b": None}, OWN)
    assert typeset == {"a": [[[["", "花"]]], 3], "b": None}


@pytest.mark.parametrize("face", ALL, ids=lambda face: face.family)
def test_our_reader_agrees_with_fonttools_about_every_character_and_variant(face):
    number = 0 if face.path.suffix == ".ttc" else -1
    with TTFont(face.path, fontNumber=number, lazy=True) as font:
        characters = font["cmap"].getcmap(3, 10).cmap
        variants = font["cmap"].getcmap(0, 5).uvsDict
        points = [point for point in range(0x30000) if not 0xD800 <= point < 0xE000]
        assert [p for p in points if face.draws(chr(p)) != (p in characters)] == []
        assert set(face.variations) == set(variants)
        for selector, rows in variants.items():
            known = {base for base, _ in rows}
            sample = known | {0x3042, 0x4E00, 0x845B, 0x908A}
            assert [b for b in sample if face.draws(chr(b), chr(selector)) != (b in known)] == []


def test_a_file_that_is_no_font_is_passed_over(tmp_path, caplog):
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00\x00\x09")
    (tmp_path / "note.txt").write_text("no font")
    (tmp_path / "page.otf").write_text("<html>")
    assert fonts.installed(str(tmp_path)) == OWN
    assert "broken.ttf cannot be used for papers" in caplog.text
    with pytest.raises(sfnt.NotAFont):
        sfnt.read(tmp_path / "page.otf")
