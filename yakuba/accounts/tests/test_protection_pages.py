"""Pages of officers: a protection is entered, asked about and answered, and what is wrong is said beside what was typed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yakuba.accounts.models import Countersignature, Protection, ProtectionOfficer
from yakuba.accounts.tests import protecting
from yakuba.accounts.tests.test_protections import HANAKO
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.core.queries import story


@pytest.fixture
def today():
    """The pages read the real clock."""
    return timezone.now()


@pytest.fixture
def first(environment, today):
    return protecting.officer("karuizawa/first", environment, now=today)


@pytest.fixture
def second(environment, today):
    return protecting.officer("karuizawa/second", environment, now=today, name="確認 翼")


@pytest.fixture
def typed(first):
    return {
        "family": "保護",
        "given": "花子",
        "kana": "ホゴ　ハナコ",
        "birth_date": "平成2年4月1日",
        "reason": "stalking",
        "department": str(first.memberships.get().department_id),
        "until_on": (timezone.localdate() + 300 * protecting.ONE_DAY).isoformat(),
    }


def test_one_officer_begins_and_another_confirms(first, second, typed):
    one, other = staff_browser(first), staff_browser(second)
    page = one.post("/staff/protections/new/", typed, follow=True)
    assert "仮の支援措置を始めました" in page.content.decode()
    assert "花子" not in page.content.decode()
    protection = Protection.objects.get()
    assert protection.person.birth_date == "1990-04-01"
    one.post(f"/staff/protections/{protection.pk}/", {"purpose": "confirm", "reason": "面談で確かめた"})
    asked = Countersignature.objects.get()
    assert (
        'あなたの確認を待っている依頼　<span class="soft">0件'
        in one.get("/staff/protections/").content.decode()
    )
    assert (
        'あなたの確認を待っている依頼　<span class="soft">1件'
        in other.get("/staff/protections/").content.decode()
    )
    own = one.post(f"/staff/protections/requests/{asked.pk}/", {"answer": "give"})
    assert own.status_code == 409
    assert "自分が頼んだことは" in own.content.decode()
    page = other.get(f"/staff/protections/requests/{asked.pk}/").content.decode()
    assert "面談で確かめた" in page
    other.post(f"/staff/protections/requests/{asked.pk}/", {"answer": "give"})
    protection.refresh_from_db()
    assert protection.state == "standing"
    late = other.post(f"/staff/protections/requests/{asked.pk}/", {"answer": "refuse"})
    assert late.status_code == 409
    assert "答えが出ています" in late.content.decode()


def test_who_it_is_an_officer_sees_only_after_another_agreed(first, second, today):
    protection = protecting.flag(HANAKO, by=first, now=today)
    one, other = staff_browser(first), staff_browser(second)
    address = f"/staff/protections/{protection.pk}/"
    assert "花子" not in one.get(address).content.decode()
    one.post(address, {"purpose": "view", "reason": "延長の相談"})
    other.post(f"/staff/protections/requests/{Countersignature.objects.get().pk}/", {"answer": "give"})
    assert "花子" in one.get(address).content.decode()
    assert "花子" not in other.get(address).content.decode()
    assert "protection.viewed" in [event.name for event in story(protection.matter)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"family": ""}, "姓を入力"),
        ({"birth_date": ""}, "どれかを入力"),
        ({"birth_date": "平成2年13月1日"}, "月"),
        ({"until_on": "2020-01-01"}, "1年以内"),
        ({"until_on": "x" * 5000}, "日付として読めません"),
        ({"reason": "revenge"}, "支援の理由を選んで"),
        ({"department": "0"}, "所管を選んで"),
        ({"note": "あ" * 2001}, "2000文字以内"),
        ({"given": "花\u0000子"}, "is-wrong"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(first, typed, change, words):
    page = staff_browser(first).post("/staff/protections/new/", typed | change)
    shown = page.content.decode()
    assert page.status_code == 200
    assert words in shown
    assert "保護" in shown or "family" in change
    assert not Protection.objects.exists()


def test_pressed_twice_it_stands_once(first, typed):
    one = staff_browser(first)
    for _ in range(2):
        one.post("/staff/protections/new/", typed)
    assert Protection.objects.count() == 1


def test_the_systems_officer_says_who_the_officers_are(systems, clerk, today):
    browser = staff_browser(systems)
    shown = browser.get("/staff/protections/officers/").content.decode()
    assert f'value="{clerk.pk}"' in shown
    assert f'value="{systems.pk}"' not in shown
    answer = browser.post(
        "/staff/protections/officers/",
        {"staff": str(clerk.pk), "from_on": "令和8年4月1日", "until_on": "令和8年3月1日"},
    )
    assert "その後の日" in answer.content.decode()
    day = timezone.localdate().isoformat()
    browser.post("/staff/protections/officers/", {"staff": str(clerk.pk), "from_on": day})
    officer = ProtectionOfficer.objects.get()
    assert staff_browser(clerk).get("/staff/protections/").status_code == 200
    browser.post(f"/staff/protections/officers/{officer.pk}/end/")
    officer.refresh_from_db()
    assert officer.until_on == timezone.localdate()
