"""The stylesheets and scripts: values of the design system, names of tokens only, and light enough for a first page."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "ui"
TEMPLATES = Path(__file__).parents[1] / "templates"
VENDOR = STATIC / "vendor"
SHEETS = [STATIC / "site.css", STATIC / "staff.css"]
# Design section 9: at most 40 kB compressed for a first page. The page itself, with its words, has this much of it.
FIRST_PAGE = 40_000
HTML = 10_000


def test_a_token_has_the_value_of_the_design_system():
    vendor = dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", (VENDOR / "digital-agency-tokens.css").read_text()))
    ours = re.findall(
        r"--[a-z0-9-]+: ([^;]+);\s*/\* ([a-z]+-[a-z0-9-]+) \*/", (STATIC / "tokens.css").read_text()
    )
    assert len(ours) > 30
    assert [(name, value) for value, name in ours] == [(name, vendor[name]) for _, name in ours]


def test_the_vendored_file_is_the_one_that_was_noted():
    digest = hashlib.sha256((VENDOR / "digital-agency-tokens.css").read_bytes()).hexdigest()
    assert digest in (VENDOR / "README.md").read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_takes_colours_from_the_tokens(sheet):
    without_shade = sheet.read_text().replace("rgb(0 0 0 / 50%)", "")
    assert not re.findall(r"#[0-9a-f]{3,6}\b|rgb\(", without_shade)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_uses_only_tokens_that_exist(sheet):
    defined = set(re.findall(r"(--[a-z0-9-]+):", (STATIC / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text())) <= defined


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_the_contents_at_the_top_name_every_part(sheet):
    text = sheet.read_text()
    contents = re.findall(r"^ +(\d+) ([A-Z][^ ]+)", text.split("*/")[0], re.MULTILINE)
    parts = re.findall(r"^/\* (\d+) ([A-Z][a-z']+)", text, re.MULTILINE)
    assert contents == parts


def test_nothing_is_smaller_than_16_px():
    sizes = [
        float(size)
        for sheet in [STATIC / "tokens.css", *SHEETS]
        for size in re.findall(r"(?:font-size|--t-[a-z0-9]+): ([0-9.]+)rem", sheet.read_text())
    ]
    assert min(sizes) >= 1


def test_a_first_page_stays_below_40_kb_compressed():
    base = (TEMPLATES / "ui" / "base.html").read_text()
    files = re.findall(r"{% static \"ui/([^\"]+)\" %}", base)
    assert {"tokens.css", "site.css"} <= set(files)
    weight = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in files)
    assert weight + HTML < FIRST_PAGE
