"""What the tags and filters say, as one table."""

import datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from yakuba.ui.icons import ICONS

TOKYO = ZoneInfo("Asia/Tokyo")
FRIDAY = datetime.date(2026, 11, 20)
EVENING = datetime.datetime(2026, 11, 17, 9, 20, tzinfo=TOKYO)
LATE_IN_LONDON = datetime.datetime(2026, 11, 19, 23, 5, tzinfo=datetime.UTC)


def said(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|wareki }}", FRIDAY, "令和8年11月20日"),
        ("{{ value|wareki }}", LATE_IN_LONDON, "令和8年11月20日"),
        ("{{ value|wareki }}", None, ""),
        ("{{ value|weekday_date }}", FRIDAY, "11月20日（金）"),
        ("{{ value|full_date }}", FRIDAY, "令和8年11月20日（金）"),
        ("{{ value|moment }}", EVENING, "11月17日（火）9時20分"),
        ("{{ value|moment }}", None, ""),
        ("{{ value|yen }}", 3000, "3,000円"),
        ("{{ value|yen }}", 0, "0円"),
        ("{{ value|yen }}", None, ""),
        ("{{ value|size }}", 1_234_567, "1.2MB"),
        ("{{ value|size }}", 12_345_678, "12MB"),
        ("{{ value|size }}", 45_001, "46KB"),
        ("{{ value|size }}", 1, "1KB"),
        ("{{ value|tel }}", "0267-00-0104", "tel:0267000104"),
        ("{{ value|tel }}", "+81 267-00-0104（代表）", "tel:+81267000104"),
        ("{{ value|things }}", 5, "5つ"),
        ("{{ value|things }}", 12, "12"),
        ("{{ value|nth_thing }}", 3, "3つめ"),
        ("{{ value|nth_thing }}", 10, "10番め"),
        ("{{ value|town_hall }}", "軽井沢町", "軽井沢町役場"),
        ("{{ value|town_hall }}", "千曲市", "千曲市役所"),
        ("{{ value|town_hall }}", "長野県", "長野県庁"),
    ],
)
def test_a_filter_says_it_as_people_read_it(source, value, expected):
    assert said(source, value=value) == expected


@pytest.mark.parametrize(
    ("left", "words", "tone"), [(-2, "2日超過", "late"), (0, "今日まで", "soon"), (14, "あと14日", "")]
)
def test_a_deadline_says_what_is_left_in_words_before_colour(left, words, tone):
    on = FRIDAY + datetime.timedelta(days=left)
    source = "{% with due=on|due:today %}{{ due.words }} {{ due.tone }}{% endwith %}"
    assert said(source, on=on, today=FRIDAY) == f"{words} {tone}"


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_valid_svg_that_readers_skip(name):
    drawn = ElementTree.fromstring(said(f'{{% icon "{name}" %}}'))
    assert drawn.get("aria-hidden") == "true"
    assert drawn.get("viewBox") == "0 0 24 24"
    assert len(drawn)


def test_a_small_icon_has_its_own_class():
    assert 'class="icon icon-s"' in said('{% icon "search" "s" %}')


def test_an_unknown_icon_is_a_mistake_that_is_seen():
    with pytest.raises(KeyError):
        said('{% icon "unicorn" %}')
