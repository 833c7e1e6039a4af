"""The components and the pages of the gallery."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from yakuba.ui import views

TEMPLATES = Path(__file__).parents[1] / "templates"
COMPONENTS = sorted((TEMPLATES / "ui" / "components").glob("*.html"))


@pytest.mark.parametrize("view", [views.gallery, views.staff_gallery])
def test_the_gallery_renders(view):
    page = view(RequestFactory().get("/ui/"))
    assert page.status_code == HTTPStatus.OK
    assert "見本帳" in page.content.decode()


@pytest.mark.parametrize("name", views.ERROR_PAGES)
def test_an_error_page_says_what_to_do_next_even_without_any_context(name):
    page = render_to_string(f"{name}.html")
    assert "どうすればよいか" in page
    assert re.search(r"<title>[^｜]+｜手続ポータル</title>", page)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_names_its_variables_at_its_top(path):
    text = path.read_text()
    assert text.startswith("{% comment %}\n")
    assert "Variables:" in text.split("{% endcomment %}")[0]


def test_the_gallery_shows_every_component():
    pages = [*(TEMPLATES / "ui" / "gallery").glob("*.html"), *COMPONENTS, *(TEMPLATES / "ui").glob("*.html")]
    included = set(re.findall(r"ui/components/([a-z_]+)\.html", "".join(path.read_text() for path in pages)))
    # The field comes by its tag.
    assert {path.stem for path in COMPONENTS} - included == {"field"}


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"label": "承認する", "key": "a"}, '<button class="button" data-key="a">承認する'),
        (
            {"label": "始める", "url": "/x/", "style": "secondary"},
            '<a class="button secondary" href="/x/">始める</a>',
        ),
        ({"label": "外す", "style": "quiet"}, '<button class="quiet">外す</button>'),
        (
            {"label": "あとで", "name": "later"},
            '<button class="button" name="later" value="1">あとで</button>',
        ),
    ],
)
def test_a_button_is_a_link_when_it_leads_and_a_button_when_it_acts(context, expected):
    assert expected in render_to_string("ui/components/button.html", context)


def test_what_people_typed_is_never_markup():
    row = {"label": "氏名", "text": "<b>花子</b>", "files": [], "changed": True, "before_text": "<i>"}
    page = render_to_string("ui/components/rows.html", {"rows": [row]})
    assert "<b>花子</b>" not in page
    assert "&lt;b&gt;花子&lt;/b&gt;" in page
    assert "<i>" not in page


def test_a_row_leads_to_its_own_question():
    row = {"field_id": "name", "label": "氏名", "text": "見本 花子"}
    page = render_to_string(
        "ui/components/rows.html", {"rows": [row], "act_url": "/s/", "section": "申請する方"}
    )
    assert 'href="/s/#field-name"' in page
    assert '変更<span class="visually-hidden">する：申請する方の氏名</span>' in page


def test_steps_say_where_one_is_in_words():
    steps = [{"label": "申請する方", "state": "done"}, {"label": "書類", "state": "now"}]
    page = render_to_string("ui/components/steps.html", {"steps": steps})
    assert "2つのうち2つめ：書類" in page
    assert "（入力済み）" in page


def test_no_summary_without_a_problem():
    page = render_to_string("ui/components/error_summary.html", {"problems": []})
    assert not page.strip()


def test_the_pager_shows_only_the_ways_that_exist():
    page = render_to_string("ui/components/pager.html", {"next_url": "?after=1"})
    assert "次へ" in page
    assert "前へ" not in page
    assert not render_to_string("ui/components/pager.html").strip()
