"""Facts about every template of the repository: what a strict content security policy and our own rules ask for."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
NAMES = [str(path.relative_to(PACKAGE)) for path in TEMPLATES]
# Comments and tags are gone before a browser reads the page.
TAGS = re.compile(r"{% comment %}.*?{% endcomment %}|{%.*?%}|{#.*?#}", re.DOTALL)
# Neither style nor script may stand in a page, nor may a page load anything from another host.
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "a script without a file": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx code": re.compile(r"<[^>]*\shx-(on|vals=.js)", re.IGNORECASE),
    "a file of another host": re.compile(
        r"<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//", re.IGNORECASE
    ),
}


def faults(text: str) -> list[str]:
    markup = TAGS.sub("", text)
    return [fault for fault, pattern in FORBIDDEN.items() if pattern.search(markup)]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_has_nothing_inline(path):
    assert not faults(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_page_begins_with_what_it_extends(path):
    text = path.read_text()
    assert "{% extends" not in text or text.startswith("{% extends")


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://example.org/x.js"></script>',
    ],
)
def test_the_rule_sees_what_it_is_there_for(text):
    assert faults(text)


def test_the_rule_lets_a_plain_page_pass():
    assert not faults(
        '<script src="/static/ui/keys.js" defer></script><p class="style" data-on="1">on = 1</p>'
    )
