"""Pages with rare characters are sent a small font that draws them as they are written; no other page is sent one."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from yakuba.documents import fonts, rare, sfnt

WATANABE, KATSURAGI, YOSHIDA, TAKA = "邊\U000e0104", "葛\U000e0100", "𠮷", "髙"


@pytest.fixture
def browser(town):
    return Client(SERVER_NAME="karuizawa.localhost")


def page(words):
    return f"<html><head></head><body>{words}</body></html>".encode()


def outline(font, cluster):
    """How a font draws a character in a variant."""
    base, selector = (*map(ord, cluster), None)[:2]
    name = font.getBestCmap()[base]
    if selector is not None:
        variants = dict(font["cmap"].getcmap(0, 5).uvsDict[selector])
        name = variants[base] or name
    pen = RecordingPen()
    font.getGlyphSet()[name].draw(pen)
    return pen.value


@pytest.mark.parametrize("words", ["", "軽井沢町 髙﨑 R8-001042-7① ｶﾀｶﾅ", "한국어 ✓ 😀", "邊"])
def test_ordinary_pages_are_sent_no_font(words):
    assert rare.sheet_for(page(words)) == ""


def test_a_page_is_sent_its_rare_characters_and_nothing_else(browser):
    sheet = rare.sheet_for(page(f"渡{WATANABE} {YOSHIDA}田 {KATSURAGI}城 {TAKA}木 {WATANABE}"))
    style = browser.get(sheet)
    assert style.headers["Content-Type"] == "text/css"
    assert "immutable" in style.headers["Cache-Control"]
    rules = style.content.decode().splitlines()
    ranges = sorted(rule.split("unicode-range:")[1].split(";")[0] for rule in rules)
    assert ranges == ["U+20BB7", "U+845B,U+E0100", "U+908A,U+E0104"]
    for rule in rules:
        answer = browser.get(rule.split('url("')[1].split('"')[0])
        assert answer.headers["Content-Type"] == "font/woff"
        assert len(answer.content) < 6_000


@pytest.mark.parametrize("cluster", [WATANABE, KATSURAGI, YOSHIDA])
def test_the_character_is_drawn_as_the_whole_font_draws_it(cluster):
    cut = rare.font(rare.coded([cluster]))
    source = fonts.installed("")[rare._face(cluster)].path
    with TTFont(io.BytesIO(cut)) as small, TTFont(source, fontNumber=0, lazy=True) as whole:
        assert outline(small, cluster) == outline(whole, cluster)
        assert len(small.getGlyphOrder()) <= 4
        if len(cluster) == 2:
            assert outline(small, cluster) != outline(small, cluster[0])


def test_what_no_font_draws_is_left_to_the_device(settings):
    settings.FONTS = str(fonts.OWN)
    rare._face.cache_clear()
    try:
        assert rare.sheet_for(page(YOSHIDA)) == ""
    finally:
        rare._face.cache_clear()


def test_nobody_lets_other_characters_be_cut(browser):
    good = rare.address("font", rare.coded([YOSHIDA]))
    assert browser.get(good).status_code == 200
    assert browser.get(good.replace("20bb7", "20bb8")).status_code == 404
    assert browser.get("/glyphs/0123456789abcdef/zz..-.css").status_code == 404
    assert browser.get("/glyphs/\u3042/20bb7.woff").status_code == 404


def test_a_font_that_cannot_be_cut_leaves_the_page_readable(browser, monkeypatch, tmp_path):
    (tmp_path / "a.ttf").write_bytes(b"broken")
    assert rare._cut(tmp_path / "a.ttf", ["20bb7"]) == b""
    monkeypatch.setattr(rare, "SECONDS", 0.001)
    assert rare._cut(fonts.installed("")[2].path, ["20bb7"]) == b""


def test_pages_carry_the_link_in_their_head_and_keep_their_policy(browser):
    answer = browser.get("/applications/", {"number": f"{YOSHIDA}田"})
    said = answer.content.decode()
    assert f'<link rel="stylesheet" href="{rare.sheet_for(page(YOSHIDA))}"></head>' in said
    assert "font-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "/glyphs/" not in browser.get("/applications/", {"number": "吉田"}).content.decode()


def test_a_page_asks_for_no_more_than_a_handful():
    many = "".join(chr(0x20000 + place) for place in range(500))
    codes = rare.sheet_for(page(many)).rsplit("/", 1)[1].removesuffix(".css")
    assert len(rare.decoded(codes)) == rare.MOST


def test_codes_come_back_as_the_characters():
    assert rare.decoded(rare.coded([WATANABE, YOSHIDA])) == [WATANABE, YOSHIDA]
    assert isinstance(fonts.installed("")[0], sfnt.Face)
