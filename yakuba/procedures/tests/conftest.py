"""A town to publish in."""

import datetime

import pytest

from yakuba.core import actions, scope


@pytest.fixture
def now():
    return datetime.datetime(2026, 11, 10, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def town(db, now):
    found = _found_town("203211", "karuizawa", "軽井沢町", now)
    with scope.within(found):
        yield found


@pytest.fixture
def other_town(db, now):
    return _found_town("203611", "shimosuwa", "下諏訪町", now)


def _found_town(code, slug, name, now):
    return actions.create_municipality(
        hosts=[f"{slug}.localhost"],
        now=now,
        code=code,
        slug=slug,
        name=name,
        kana="マチ",
        prefecture="長野県",
        postal_code="389-0192",
        address=f"{name}1番地",
        telephone="0267-00-0000",
    )
