"""Rare kanji on paper look as their font draws them, and not as the character that they are mistaken for."""

from __future__ import annotations

import copy
import io
import re
import subprocess

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from yakuba.documents import cutting, fonts, glyphs
from yakuba.documents.papers import TEMPLATES
from yakuba.documents.providers.typst import TypstRenderer
from yakuba.documents.tests import sheets

DPI, SIZE = 1600, 72
WATANABE, KATSURAGI, YOSHIDA, TAKA = "邊\U000e0104", "葛\U000e0100", "𠮷", "髙"


def trimmed(picture):
    """Only the ink, in one size, black on white."""
    ink = ImageChops.invert(picture).getbbox()
    return picture.crop(ink).resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def as_its_font_draws(cluster):
    """The font's own outline, drawn by FreeType; the variant stands where the base stood."""
    faces = fonts.installed("")
    face = next(one for one in faces if all(glyphs.draws(one, sign) for sign in (cluster, cluster[0])))
    with TTFont(io.BytesIO(cutting.cut(str(face.path), [ord(sign) for sign in cluster]))) as font:
        base = ord(cluster[0])
        if len(cluster) == 2:
            own = dict(font["cmap"].getcmap(0, 5).uvsDict[ord(cluster[1])])[base]
            for table in font["cmap"].tables:
                if table.format != 14 and own is not None:
                    table.cmap[base] = own
        font.flavor = None
        out = io.BytesIO()
        font.save(out)
    page = Image.new("L", (400, 400), 255)
    drawing = ImageFont.truetype(io.BytesIO(out.getvalue()), 250)
    ImageDraw.Draw(page).text((60, 40), cluster[0], font=drawing, fill=0)
    return trimmed(page)


@pytest.fixture
def on_paper(tmp_path):
    """How the fact of a certificate looks that says just this."""

    def draw(cluster):
        data = copy.deepcopy(sheets.CERTIFICATE)
        data["facts"] = [{"label": "字", "text": cluster}]
        paper = TEMPLATES["certificate"].model_validate(data)
        told = paper.printed(number="第1号", dated_on=sheets.ON)
        told |= {"municipality": "軽井沢町", "author": "軽井沢町", "date": [2026, 11, 20], "sample": False}
        path = tmp_path / "one.pdf"
        path.write_bytes(TypstRenderer().render("certificate", told))
        said = subprocess.run(
            ["pdftotext", "-bbox", path, "-"], capture_output=True, check=True
        ).stdout.decode()
        found = re.search(rf'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">{cluster}<', said)
        left, top, right, bottom = (float(edge) * DPI / 72 for edge in found.groups())
        box = {"x": left - 9, "y": top - 9, "W": right - left + 18, "H": bottom - top + 18}
        where = [word for name, value in box.items() for word in (f"-{name}", str(round(value)))]
        done = subprocess.run(
            ["pdftoppm", "-gray", "-singlefile", "-r", str(DPI), *where, path],
            capture_output=True,
            check=True,
        )
        with Image.open(io.BytesIO(done.stdout)) as picture:
            return trimmed(picture.convert("L"))

    return draw


def apart(one, other):
    """How far two drawings are apart: 0 alike, 255 opposite."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.parametrize(
    ("cluster", "mistaken"), [(WATANABE, "邊"), (KATSURAGI, "葛"), (YOSHIDA, "吉"), (TAKA, "高")]
)
def test_a_rare_kanji_is_drawn_as_its_font_draws_it(on_paper, cluster, mistaken):
    drawn = on_paper(cluster)
    own, other = apart(drawn, as_its_font_draws(cluster)), apart(drawn, as_its_font_draws(mistaken))
    assert (own < 8, other > 2 * own) == (True, True), (own, other)
