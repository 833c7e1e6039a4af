"""Documents that come later: on the pages while they are owed, through the gate, and on the clerk's list."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yakuba.accounts.queries import actor_of_resident
from yakuba.accounts.tests.visitors import browser, resident, resident_browser, staff_browser
from yakuba.applications import actions, queries
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.core import access, states
from yakuba.core.actors import guest
from yakuba.core.queries import story
from yakuba.documents.models import Document
from yakuba.messaging.models import Message
from yakuba.work.models import WorkItem


def picture(name="診断書.jpg"):
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def broken():
    return SimpleUploadedFile("写真.jpg", b"not a picture at all", "image/jpeg")


@pytest.fixture
def claim(hall, now):
    return small.published(small.CLAIM, now=now)


@pytest.fixture
def arrived(claim, now):
    return small.sent(claim, {**small.CLAIMED, "photo": small.LATER}, now=now)


def supplement(application, now, actor=None, **files):
    return actions.supplement(
        application,
        files={name: [file] for name, file in files.items()},
        actor=actor or small.sender(application),
        now=now,
    )


def test_what_was_put_off_is_owed_while_the_town_examines(arrived, hall, now):
    assert [field.id for field in queries.owed_files(arrived)] == ["paper", "photo"]
    assert queries.owed_files(make.decided(arrived, hall["chief"], now=now)) == []


def test_it_arrives_as_a_filing_of_its_own_and_no_clock_stops(arrived, now):
    done = supplement(arrived, now, paper=picture())
    assert (done.arrived, done.problems) == (["paper"], {})
    fresh = small.fresh(arrived)
    assert (fresh.state, fresh.revision, fresh.due_on) == ("submitted", 2, arrived.due_on)
    newest = fresh.submissions.get(revision=2)
    assert newest.answers["paper"][0]["name"] == "診断書.jpg"
    assert newest.answers["photo"] == small.LATER
    assert [field.id for field in queries.owed_files(fresh)] == ["photo"]
    event = story(fresh.matter)[-1]
    assert (event.name, event.data) == ("application.supplemented", {"revision": 2, "fields": ["paper"]})
    items = {item.step: item for item in WorkItem.objects.still_open()}
    assert (items["supplement"].title, items["supplement"].role) == ("追加の書類を確かめる", "clerk")
    assert "look" in items
    changed = [row.label for part in queries.arrived_rows(fresh) for row in part.rows if row.changed]
    assert changed == ["診断書"]
    receipt = Document.objects.get(matter=fresh.matter, consequence="receipt", revision=2)
    assert receipt.title == "追加の書類の控え"


def test_what_the_gate_refuses_stays_owed_and_the_rest_arrives(arrived, now):
    done = supplement(arrived, now, paper=picture(), photo=broken())
    assert done.arrived == ["paper"]
    assert list(done.problems) == ["photo"]
    assert [field.id for field in queries.owed_files(small.fresh(arrived))] == ["photo"]


def test_nothing_but_refused_files_changes_nothing(arrived, now):
    before = [event.pk for event in story(arrived.matter)]
    assert supplement(arrived, now, photo=broken()).arrived == []
    assert small.fresh(arrived).revision == 1
    assert [event.pk for event in story(arrived.matter)] == before


@pytest.mark.parametrize("state", ["returned", "decided", "withdrawn"])
def test_it_can_be_sent_only_while_the_town_examines(arrived, hall, now, state):
    {
        "returned": lambda: make.returned(arrived, hall["clerk"], now=now),
        "decided": lambda: make.decided(arrived, hall["chief"], now=now),
        "withdrawn": lambda: make.withdrawn(arrived, now=now),
    }[state]()
    with pytest.raises(states.NotPossible, match="今は出せません"):
        supplement(arrived, now, paper=picture())


def test_a_document_is_sent_once(arrived, now):
    supplement(arrived, now, paper=picture())
    with pytest.raises(states.NotPossible):
        supplement(small.fresh(arrived), now, paper=picture())


def test_only_the_applicant_sends_it(arrived, hall, now):
    for actor in (guest(), hall["clerk"], hall["chief"]):
        with pytest.raises(access.NotAllowed):
            supplement(arrived, now, actor=actor, paper=picture())


def test_a_correction_goes_on_from_what_was_sent(arrived, hall, now):
    supplement(arrived, now, paper=picture())
    asked = make.returned(small.fresh(arrived), hall["clerk"], now=now)
    kept = asked.answers
    back = make.save(asked, "who", {**kept, "telephone": "0267-00-0002"}, now=now)
    again = actions.submit(back, actor=small.sender(back), now=now)
    assert (again.revision, again.answers["paper"][0]["name"]) == (3, "診断書.jpg")


def test_going_on_without_the_correction_keeps_what_was_sent(arrived, hall, now):
    supplement(arrived, now, paper=picture())
    asked = make.returned(small.fresh(arrived), hall["clerk"], now=now)
    resumed = actions.resume_examination(asked, actor=hall["clerk"], now=now)
    assert resumed.answers["paper"][0]["name"] == "診断書.jpg"


def test_what_was_read_before_is_not_decided_on(arrived, hall, now):
    make.proposed(arrived, hall["clerk"], now=now)
    supplement(small.fresh(arrived), now, paper=picture())
    with pytest.raises(states.NotPossible):
        actions.decide(
            small.fresh(arrived), outcome="granted", reasons="", revision=1, actor=hall["chief"], now=now
        )


def test_the_pages_of_the_applicant(arrived, now):
    visitor = browser()
    number = arrived.matter.number
    visitor.post("/applications/", {"code": arrived.lookup_code, "number": number})
    status = visitor.get(f"/applications/{number}/").content.decode()
    assert "あとで出す書類があります" in status
    assert f'href="/applications/{number}/supplements/"' in status
    page = visitor.get(f"/applications/{number}/supplements/").content.decode()
    assert "診断書" in page
    assert "あとで出す</span>" not in page
    nothing = visitor.post(f"/applications/{number}/supplements/", {})
    assert "書類を1つ以上選んでください" in nothing.content.decode()
    half = visitor.post(f"/applications/{number}/supplements/", {"paper": picture(), "photo": broken()})
    assert half.status_code == 409
    assert "診断書は届きました。" in half.content.decode()
    done = visitor.post(f"/applications/{number}/supplements/", {"photo": picture("写真.jpg")})
    assert done.status_code == 302
    status = visitor.get(f"/applications/{number}/").content.decode()
    assert "写真が届きました。" in status
    assert "あとで出す書類があります" not in status
    assert "追加の書類が町に届きました。" in status
    assert (
        "いま送る書類はありません。" in visitor.get(f"/applications/{number}/supplements/").content.decode()
    )
    late = visitor.post(f"/applications/{number}/supplements/", {"photo": picture()})
    assert late.status_code == 200
    assert small.fresh(arrived).revision == 3


def test_my_page_and_the_message_and_the_case_page(claim, hall, now):
    hanako = resident("hanako@example.jp")
    actor = actor_of_resident(hanako)
    application = small.sent(claim, small.CLAIMED, now=now, actor=actor, resident=hanako)
    mine = resident_browser("hanako@example.jp").get("/my/").content.decode()
    assert "あとで出す書類があります。" in mine
    assert f'href="/applications/{application.matter.number}/supplements/"' in mine
    clerk = staff_browser(hall.staff["clerk"])
    case = f"/staff/applications/{application.matter.number}/"
    assert "あとで出す書類（まだ届いていません）" in clerk.get(case).content.decode()
    supplement(application, now, actor=small.sender(application, actor), paper=picture())
    make.work_off(now)
    assert Message.objects.filter(matter=application.matter, consequence="added").exists()
    page = clerk.get(case).content.decode()
    assert "まだ届いていません" not in page
    assert "追加の書類を確かめた" in page
    assert clerk.post(f"{case}supplement/").url == case
    assert "追加の書類を確かめた</button>" not in clerk.get(case).content.decode()
    assert clerk.post(f"{case}supplement/").status_code == 409
    assert Application.objects.get().revision == 2
