"""Two procedures in one sitting: each arrives with its own number, way and receipt, and nothing arrives twice."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from yakuba.accounts.queries import actor_of_resident
from yakuba.accounts.tests.visitors import browser, resident
from yakuba.applications import actions, queries
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.core import states
from yakuba.core.actors import MACHINE
from yakuba.core.queries import story
from yakuba.documents.models import Document, File
from yakuba.messaging.models import Message
from yakuba.procedures.actions import publish
from yakuba.work.models import WorkItem

BOTH = {**small.CLAIMED, "helped": True}


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(file, "JPEG")
    return SimpleUploadedFile("診断書.jpg", file.getvalue(), "image/jpeg")


@pytest.fixture
def claim(hall, now):
    return small.published(small.CLAIM, now=now)


@pytest.fixture
def benefit(hall, now):
    return small.published(small.BENEFIT, now=now)


def both(claim, now, **changes):
    first = small.sent(claim, {**BOTH, **changes}, now=now)
    return first, Application.objects.with_everything().exclude(pk=first.pk).get()


def test_the_other_one_arrives_too_with_what_both_ask_for(claim, benefit, now):
    first, other = both(claim, now)
    assert (other.version, other.state, other.channel) == (benefit, "submitted", "online")
    assert other.matter.parent == first.matter
    assert other.submissions.get().answers == small.PERSON | {"paper": small.LATER}
    assert (first.matter.number, other.matter.number) == ("R8-000001-8", "R8-000002-6")
    assert other.step == "look"
    assert {item.title for item in WorkItem.objects.filter(matter=other.matter)} == {"請求を確かめる"}
    assert Document.objects.filter(consequence="receipt").count() == 2
    assert queries.companions(first) == [other]
    assert queries.companions(other) == [first]
    assert [event.name for event in story(first.matter)][-2:] == [
        "application.submitted",
        "companion.filed",
    ]


def test_where_the_condition_does_not_hold_it_stays_alone(claim, benefit, now):
    first = small.sent(claim, small.CLAIMED, now=now)
    assert Application.objects.get() == first
    assert queries.left_out(first) == []


def test_a_file_is_copied_under_the_key_of_each(claim, benefit, now):
    draft = small.filled(claim, {**BOTH, "paper": None}, now=now)
    attached = actions.attach_files(
        draft, field="paper", keep=None, uploads=[picture()], actor=small.sender(draft), now=now
    )
    actions.submit(draft, actor=small.sender(draft), now=now)
    other = Application.objects.exclude(pk=draft.pk).get()
    entry = other.submissions.get().answers["paper"][0]
    assert entry["name"] == "診断書.jpg"
    assert entry["id"] != attached.entries[0]["id"]
    ours, theirs = (File.objects.get(matter=one.matter, origin="upload") for one in (draft, other))
    assert ours.get() == theirs.get()
    assert ours.path != theirs.path


def test_a_second_press_files_nothing_more(claim, benefit, now):
    draft = small.filled(claim, BOTH, now=now)
    actions.submit(draft, actor=small.sender(draft), now=now)
    with pytest.raises(states.NotPossible):
        actions.submit(draft, actor=small.sender(draft), now=now)
    assert Application.objects.count() == 2


def test_a_correction_of_the_first_files_nothing_more(claim, benefit, hall, now):
    first, _ = both(claim, now)
    asked = make.returned(first, hall["clerk"], now=now)
    back = make.save(asked, "who", {**BOTH, "telephone": "0267-00-0002"}, now=now)
    actions.submit(back, actor=small.sender(back), now=now)
    assert Application.objects.count() == 2


def test_taking_the_first_back_leaves_the_other(claim, benefit, now):
    first, other = both(claim, now)
    actions.withdraw(first, actor=small.sender(first), now=now)
    assert small.fresh(other).state == "submitted"


def test_a_resident_has_both(claim, benefit, town, now):
    hanako = resident("hanako@example.jp")
    small.sent(claim, BOTH, now=now, actor=actor_of_resident(hanako), resident=hanako)
    assert {row.resident_id for row in Application.objects.all()} == {hanako.pk}


@pytest.mark.parametrize(
    "change",
    [
        ("kind: 請求", "kind: 請求\nopen: {from: 2020-01-01, until: 2020-01-31}"),
        ("who: {may: [どなたでも]}", "who: {may: [どなたでも], identity: mail}"),
        ("label: 電話番号", "label: 電話番号}\n      - {id: new, kind: text, label: 新しい質問"),
        ("department: environment", "department: nowhere"),
    ],
)  # fmt: skip
def test_what_stands_against_the_other_never_stops_the_first(claim, hall, now, change):
    publish(small.BENEFIT.replace(*change), actor=MACHINE, now=now)
    first = small.sent(claim, BOTH, now=now)
    assert first.state == "submitted"
    assert not Application.objects.exclude(pk=first.pk).exclude(state="draft").exists()
    assert [version.procedure for version in queries.left_out(first)] == ["benefit"]
    assert "companion.left_out" in [event.name for event in story(first.matter)]
    titles = {item.title for item in WorkItem.objects.all()}
    assert "一緒に出す「手当の請求」が出せなかった：申請者に知らせる" in titles


def test_a_procedure_that_the_town_does_not_offer_is_no_promise(claim, now):
    first = small.sent(claim, BOTH, now=now)
    assert queries.left_out(first) == []
    assert WorkItem.objects.get().title == "内容を確かめる"


def test_pages_and_messages_name_both(claim, benefit, now):
    draft = small.filled(claim, BOTH, now=now)
    visitor = browser()
    visitor.post("/applications/", {"code": draft.lookup_code, "number": ""})
    check = visitor.get(f"/apply/claim/{draft.pk}/check/").content.decode()
    assert "一緒に出す手続" in check
    assert "証紙 300円" in check
    visitor.post(f"/apply/claim/{draft.pk}/check/", {"sure": "1"})
    other = Application.objects.exclude(pk=draft.pk).get()
    first = small.fresh(draft)
    done = visitor.get(f"/apply/claim/{draft.pk}/done/").content.decode()
    for words in (other.matter.number, other.lookup_code, "手当の請求"):
        assert words in done
    for one, companion in ((first, other), (other, first)):
        page = visitor.get(f"/applications/{one.matter.number}/").content.decode()
        assert f'href="/applications/{companion.matter.number}/"' in page
    make.work_off(timezone.now())
    letter = Message.objects.get(matter=first.matter, consequence="sent", channel="inbox")
    assert f"一緒に届いた手続：手当の請求（受付番号 {other.matter.number}）" in letter.body
    letter = Message.objects.get(matter=other.matter, consequence="sent", channel="inbox")
    assert f"一緒に届いた手続：認定の申請（受付番号 {first.matter.number}）" in letter.body


def test_what_could_not_go_along_is_said_with_the_way_to_go_on(claim, hall, now):
    publish(
        small.BENEFIT.replace("kind: 請求", "kind: 請求\nopen: {from: 2020-01-01, until: 2020-01-31}"),
        actor=MACHINE,
        now=now,
    )
    draft = small.filled(claim, BOTH, now=now)
    visitor = browser()
    visitor.post("/applications/", {"code": draft.lookup_code, "number": ""})
    visitor.post(f"/apply/claim/{draft.pk}/check/", {"sure": "1"})
    done = visitor.get(f"/apply/claim/{draft.pk}/done/").content.decode()
    assert "この手続は、一緒に出せませんでした。別に出してください。" in done
    other = Application.objects.get(state="draft")
    assert f'href="/apply/benefit/{other.pk}/"' in done
    assert visitor.get(f"/apply/benefit/{other.pk}/", follow=True).status_code == 200
