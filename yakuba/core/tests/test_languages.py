"""The language of a page, and how days, moments and amounts read in it."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.http import HttpResponse, UnreadablePostError
from django.test import RequestFactory
from django.utils import translation

from yakuba.core import languages, renditions
from yakuba.core.middleware import LanguageOfRequest

DAY = datetime.date(2026, 12, 1)
MOMENT = datetime.datetime(2026, 11, 17, 4, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (
            "ja",
            ["令和8年12月1日", "12月1日（火）", "令和8年12月1日（火）", "11月17日（火）13時05分", "3,000円"],
        ),
        (
            "en",
            [
                "1 December 2026",
                "Tuesday 1 December",
                "Tuesday 1 December 2026",
                "Tuesday 17 November, 13:05",
                "3,000 yen",
            ],
        ),
        (
            "ja-easy",
            [
                "2026年12月1日（令和8年）",
                "12月1日（火曜日）",
                "2026年12月1日（火曜日）",
                "11月17日（火曜日）午後1時05分",
                "3,000円",
            ],
        ),
    ],
)
def test_days_moments_and_amounts_read_in_the_language_of_the_page(code, shown):
    with translation.override(code):
        assert [
            renditions.day(DAY),
            renditions.near_day(DAY),
            renditions.full_day(DAY),
            renditions.moment(MOMENT),
            renditions.amount(3000),
        ] == shown


def test_a_language_that_is_not_ours_reads_like_japanese():
    with translation.override("fr"):
        assert renditions.day(DAY) == "令和8年12月1日"
    with translation.override(None):
        assert languages.current() == languages.JAPANESE


def test_what_is_written_down_is_japanese_and_the_page_goes_on_in_its_language():
    @languages.in_japanese()
    def write() -> str:
        return renditions.day(DAY)

    with translation.override("en"):
        assert write() == "令和8年12月1日"
        assert languages.current() == "en"


# Of a request -----------------------------------------------------------------------------------
def answer(request) -> HttpResponse:
    return LanguageOfRequest(lambda _: HttpResponse(languages.current()))(request)


def test_the_choice_leads_back_to_the_same_question_without_leaving_the_site():
    request = RequestFactory().get("/?q=犬&language=en&q=猫")
    request.path = "//elsewhere.example/"
    response = answer(request)
    assert response.status_code == 302
    assert response.url == "/%2Felsewhere.example/?q=%E7%8A%AC&q=%E7%8C%AB"
    assert response.cookies[languages.COOKIE].value == "en"


@pytest.mark.parametrize(
    ("path", "spoken"), [("/", "en"), ("/staff/", "ja"), ("/demo/", "ja"), ("/ui/", "ja")]
)
def test_only_residents_pages_are_translated(path, spoken):
    request = RequestFactory().get(path)
    request.COOKIES[languages.COOKIE] = "en"
    assert answer(request).content.decode() == spoken
    assert translation.get_language() == "ja"


def test_a_visitor_who_goes_away_in_the_middle_has_switched_nothing():
    class Gone:
        def read(self, *_):
            raise UnreadablePostError

    request = RequestFactory().post("/", {"language": "en"})
    request._stream = request._read_started = Gone()
    request._read_started = False
    assert not languages.is_switched(request)


def test_all_pages_of_the_settings_know_the_checks_of_django():
    call_command("check", "--tag", "translation")
