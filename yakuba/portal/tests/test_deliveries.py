"""How messages are delivered: each office sees its own, systems officers only states, and officials act on them."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yakuba.accounts.tests import visitors
from yakuba.applications import actions as applications
from yakuba.applications.models import Posting
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE
from yakuba.core.deliveries import deliver_due
from yakuba.core.models import Event
from yakuba.messaging import actions, tasks
from yakuba.messaging.models import Message
from yakuba.messaging.providers import PermanentFailure, Unreachable
from yakuba.messaging.providers.fake import FakeMail
from yakuba.work.models import WorkItem

LIST = "/staff/deliveries/"
OTHER = "signed-in@example.jp"


@pytest.fixture(autouse=True)
def fake(settings):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.fake.FakeMail"
    FakeMail.empty()


@pytest.fixture
def case(hall, published):
    return make.submitted("dog-registration", now=timezone.now(), mail="form@example.jp")


@pytest.fixture
def mail(case):
    """The mail that tells of the arrival, waiting."""
    deliver_due(now=timezone.now())
    return Message.objects.get(matter=case.matter, channel="mail")


@pytest.fixture
def clerk(hall):
    return visitors.staff_browser(hall.staff["clerk"])


def fails(mail, code="smtp-550"):
    """Let the mail be refused for good, and everybody hear of it."""
    FakeMail.failures.append(PermanentFailure(code, is_address=True))
    tasks.sweep(now=timezone.now())
    deliver_due(now=timezone.now())
    mail.refresh_from_db()


def page(client, address=LIST):
    answer = client.get(address)
    return answer.status_code, unescape(answer.content.decode())


def test_an_office_sees_its_own_messages_and_systems_officers_only_how_they_are_delivered(
    hall, case, mail, clerk
):
    status, words = page(clerk)
    assert (status, words.count(mail.subject), f"{LIST}{mail.pk}/" in words) == (200, 2, True)
    assert mail.subject not in page(visitors.staff_browser(hall.staff["other clerk"]))[1]
    systems = visitors.staff_browser(hall.staff["systems"])
    status, words = page(systems)
    assert (status, words.count(mail.consequence)) == (200, 2)
    for hidden in (mail.subject, mail.body, mail.address, case.matter.number, f"{LIST}{mail.pk}/"):
        assert hidden not in words
    assert page(systems, f"{LIST}{mail.pk}/")[0] == 403


def test_the_list_is_chosen_by_state_and_way(mail, clerk):
    seen = {
        "": 2, "state=waiting": 1, "state=sent": 1, "state=failed": 0, "state=read": 0, "state=stopped": 0,
        "channel=mail": 1, "channel=inbox&state=waiting": 0, "state=<script>": 2, "channel=nothing": 2,
        "after=nothing": 2,
    }  # fmt: skip
    found = {choice: page(clerk, f"{LIST}?{choice}")[1].count(mail.subject) for choice in seen}
    assert found == seen


def test_the_list_is_turned_by_keyset_with_as_many_queries_as_for_one_message(case, mail, clerk):
    with CaptureQueriesContext(connection) as few:
        page(clerk)
    for number in range(60):
        _tell(case, number)
    with CaptureQueriesContext(connection) as many:
        page(clerk)
    assert len(many) <= len(few)
    first = page(clerk)[1]
    assert first.count("もっと") == 50
    after = first.split("after=")[1][:36]
    second = page(clerk, f"{LIST}?after={after}")[1]
    assert (second.count("もっと"), second.count(mail.subject)) == (10, 2)


def test_opening_a_message_is_a_look_into_the_case(mail, clerk):
    status, words = page(clerk, f"{LIST}{mail.pk}/")
    assert status == 200
    first_line = mail.body.strip().splitlines()[0]
    assert all(shown in words for shown in (first_line, mail.address, mail.message_id))
    assert Event.objects.filter(name="application.viewed", matter=mail.matter).count() == 1


# What did not arrive --------------------------------------------------------------------------------
def test_what_did_not_arrive_is_posted_and_somebody_looks_after_the_address(case, mail, clerk):
    fails(mail)
    posting = Posting.objects.get(message=mail)
    item = WorkItem.objects.get(matter=mail.matter, step="message-failed", done_at=None)
    assert (mail.state, posting.what, posting.is_waiting) == ("failed", "message", True)
    assert item.title == "メールが届かなかった：連絡先を確かめる（郵送の一覧に入れました）"
    assert "宛先がないと、メールサーバーに断られました。" in page(clerk, f"{LIST}?state=failed")[1]
    # Told twice, it is done once.
    applications.see_to_undelivered(case, message=mail, actor=MACHINE, now=timezone.now())
    assert Posting.objects.get(message=mail) == posting
    assert f"{LIST}{mail.pk}/" in page(clerk, "/staff/posting/")[1]


def test_what_did_not_arrive_goes_to_the_other_address_first(hall, published):
    resident = visitors.resident(OTHER)
    case = make.submitted("dog-registration", now=timezone.now(), resident=resident, mail="form@example.jp")
    deliver_due(now=timezone.now())
    mail = Message.objects.get(matter=case.matter, channel="mail")
    wrong = mail.address
    fails(mail)
    assert (mail.state, mail.address) == ("waiting", OTHER)
    assert not Posting.objects.filter(message=mail).exists()
    tasks.sweep(now=timezone.now())
    assert [(letter.to, letter.message_id) for letter in FakeMail.letters] == [(OTHER, mail.message_id)]
    # Neither is the next message written to the first address.
    rows = actions.send(
        case.matter, consequence="next", revision=1, subject="次", body="-", mail=wrong, resident=resident,
        actor=MACHINE, now=timezone.now(),
    )  # fmt: skip
    assert (rows[1].state, rows[1].failure) == ("failed", "bad-address")


@pytest.mark.parametrize(("act", "state"), [("again", "waiting"), ("post", "stopped"), ("stop", "stopped")])
def test_officials_settle_what_did_not_arrive(mail, clerk, act, state):
    fails(mail)
    assert clerk.post(f"{LIST}{mail.pk}/{act}/", follow=True).status_code == 200
    mail.refresh_from_db()
    assert mail.state == state
    assert not WorkItem.objects.filter(step="message-failed", done_at=None).exists()
    assert Posting.objects.filter(message=mail).count() == 1
    # Pressed once more it says what is so, and does nothing.
    events = Event.objects.count()
    twice = clerk.post(f"{LIST}{mail.pk}/{act}/")
    assert twice.status_code == 409
    assert "画面を開き直して" in twice.content.decode()
    assert Event.objects.count() == events


def test_a_line_that_is_down_is_said_on_the_list_on_the_to_do_and_to_monitors(hall, mail, clerk, client):
    for minutes in (0, 1, 2):
        FakeMail.failures.append(Unreachable("smtp-535"))
        tasks.sweep(now=timezone.now() + timedelta(minutes=minutes))
    systems = visitors.staff_browser(hall.staff["systems"])
    for who in (clerk, systems):
        assert "メールの送信が" in page(who)[1]
    assert "メールなどの通信が止まった" in page(systems, "/staff/")[1]
    assert "メールなどの通信が止まった" not in page(clerk, "/staff/")[1]
    assert client.get("/readyz", headers={"host": "karuizawa.localhost"}).json()["lines_down"] == ["mail"]


def _tell(case, number):
    actions.send(
        case.matter, consequence=f"more-{number}", revision=1, subject="もっと", body="-", actor=MACHINE,
        now=timezone.now(),
    )  # fmt: skip
