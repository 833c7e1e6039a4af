"""A resident lets a browser notify them on a page of their own; where the town does not offer it, it says so."""

from __future__ import annotations

import json

import pytest

from yakuba.accounts.tests import visitors
from yakuba.messaging.models import Subscription
from yakuba.messaging.tests.test_webpush import AUTH, RECEIVER

PAGE, MAIL = "/my/devices/", "hanako@example.jp"
PLACE = {"endpoint": "https://push.example.org/one", "keys": {"p256dh": RECEIVER, "auth": AUTH}}


@pytest.fixture
def offered(settings):
    settings.MESSAGING_PUSH = "yakuba.messaging.providers.fake.FakePush"


def words(answer):
    return answer.content.decode()


@pytest.fixture
def browser(town):
    return visitors.resident_browser(MAIL)


def test_a_device_is_added_shown_and_taken_away(browser, offered):
    page = words(browser.get(PAGE))
    assert "このスマートフォンに通知を受け取る" in page
    assert 'data-push-worker="/push-worker.js"' in page
    assert "通知を受け取っている端末" not in page
    for _ in range(2):
        added = words(browser.post(PAGE, {"answer": json.dumps(PLACE)}, follow=True))
        assert "この端末で、通知を受け取ります。" in added
    row = Subscription.objects.get()
    assert row.place == {"endpoint": PLACE["endpoint"], **PLACE["keys"]}
    # Nobody else takes it away.
    visitors.resident_browser("taro@example.jp").post(f"{PAGE}{row.pk}/remove/")
    assert Subscription.objects.exists()
    assert "その端末への通知をやめました。" in words(browser.post(f"{PAGE}{row.pk}/remove/", follow=True))
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("answer", ["", "{}", json.dumps(PLACE | {"endpoint": "https://10.0.0.1/x"})])
def test_what_is_no_device_is_refused_in_words(browser, offered, answer):
    refused = browser.post(PAGE, {"answer": answer})
    assert refused.status_code == 409
    assert "この端末を登録できませんでした。" in words(refused)
    assert not Subscription.objects.exists()


def test_where_it_is_not_offered_nothing_changes(browser):
    assert "スマートフォンへの通知" not in words(browser.get("/my/"))
    assert "この町では、まだ、スマートフォンへの通知を使えません。" in words(browser.get(PAGE))
    assert browser.post(PAGE, {"answer": json.dumps(PLACE)}).status_code == 409


def test_where_it_is_offered_my_page_leads_to_it(browser, offered):
    assert f'href="{PAGE}"' in words(browser.get("/my/"))


def test_the_script_that_shows_notifications_stands_at_one_address_and_opens_no_other_site(browser):
    answer = browser.get("/push-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "showNotification" in words(answer)
    assert "place.origin !== self.location.origin" in words(answer)
