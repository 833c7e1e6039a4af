"""Messages are written once, sealed, and read by those they are for."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.core import access
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event
from yakuba.messaging import actions, queries
from yakuba.messaging.models import CodeMail, Message
from yakuba.work import actions as work

MAIL = "hanako@example.jp"
WORDS = {"subject": "申請が届きました", "body": "受付番号は R8-001042-7 です。"}


@pytest.fixture
def resident(town, now):
    code, digits = accounts.request_sign_in_code(MAIL, address="127.0.0.1", now=now)
    return accounts.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)


def tell(matter, now, **changed):
    facts = {"consequence": "receipt", "revision": 1, **WORDS, "mail": MAIL, "actor": MACHINE, "now": now}
    return actions.send(matter, **{**facts, **changed})


def test_the_inbox_has_it_at_once_and_the_mail_waits(matter, now):
    inbox, mail = tell(matter, now)
    assert (inbox.channel, inbox.state, inbox.sent_at, inbox.due_at) == ("inbox", "sent", now, None)
    assert (mail.channel, mail.state, mail.sent_at, mail.due_at) == ("mail", "waiting", None, now)
    assert mail.address == MAIL


def test_without_an_address_there_is_only_the_inbox(matter, now):
    for mail in (None, ""):
        (message,) = tell(matter, now, mail=mail, consequence=f"receipt-{mail}")
        assert message.channel == "inbox"


def test_the_same_consequence_and_revision_is_told_once(matter, now):
    first = tell(matter, now)
    again = tell(matter, now + datetime.timedelta(days=1), body="別の文です。")
    assert [row.pk for row in again] == [row.pk for row in first]
    assert again[0].body == WORDS["body"]
    assert Message.objects.count() == 2
    assert Event.objects.filter(name="message.sent").count() == 1


def test_another_revision_or_matter_is_told_anew(matter, now):
    tell(matter, now)
    tell(matter, now, revision=2)
    tell(open_matter("application", now=now), now)
    assert Message.objects.count() == 6


def test_the_database_refuses_to_write_a_message_twice(matter, now):
    tell(matter, now, mail=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            matter=matter,
            consequence="receipt",
            revision=1,
            channel="inbox",
            state="sent",
            sent_at=now,
            written_at=now,
        )


@pytest.mark.parametrize(
    "broken",
    [
        {"channel": "mail", "state": "sent"},
        {"channel": "mail", "state": "failed"},
        {"channel": "mail", "message_id": ""},
        {"channel": "inbox", "state": "waiting"},
        {"channel": "inbox", "sent_at": None},
    ],
)
def test_the_database_refuses_states_that_do_not_exist(matter, now, broken):
    tell(matter, now)
    rows = Message.objects.filter(channel=broken.pop("channel"))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**broken)


def test_the_message_id_names_the_town_and_no_person(matter, now):
    _, mail = tell(matter, now)
    assert mail.message_id == f"<{mail.pk}@karuizawa.localhost>"


def test_address_and_words_are_sealed(matter, now):
    tell(matter, now)
    actions.send_code(MAIL, subject="確認コード", body="123456", now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, subject, body FROM messaging_message WHERE channel = 'mail'")
        cells = list(cursor.fetchone())
        cursor.execute("SELECT address, subject, body FROM messaging_codemail")
        cells += cursor.fetchone()
    stored = b"".join(bytes(cell) for cell in cells)
    assert all(clear.encode() not in stored for clear in (MAIL, "申請", "R8-001042-7", "確認", "123456"))


def test_events_of_messages_hold_ids_and_codes_only(matter, now):
    inbox, _ = tell(matter, now)
    actions.read(inbox, actor=guest(frozenset({matter.pk})), now=now)
    sent, read = Event.objects.of(matter)
    assert sent.data == {"message": str(inbox.pk), "consequence": "receipt", "channel": "inbox"}
    assert read.data == {"message": str(inbox.pk), "consequence": "receipt"}


def test_the_first_reading_counts(matter, now):
    inbox, _ = tell(matter, now)
    reader = guest(frozenset({matter.pk}))
    actions.read(inbox, actor=reader, now=now)
    later = now + datetime.timedelta(hours=1)
    assert actions.read(inbox, actor=reader, now=later).read_at == now
    assert Event.objects.filter(name="message.read").count() == 1


def test_only_the_person_it_is_for_reads_it(hall, matter, resident, now):
    inbox, _ = tell(matter, now, resident=resident)
    somebody = replace(people.actor_of_resident(resident), resident=matter.pk)
    for outsider in (guest(), somebody, hall.clerk, hall.chief, hall.systems, MACHINE):
        with pytest.raises(access.NotAllowed):
            actions.read(inbox, actor=outsider, now=now)
    assert actions.read(inbox, actor=people.actor_of_resident(resident), now=now).read_at == now


def test_a_systems_officer_sends_no_messages(hall, matter, now):
    with pytest.raises(access.NotAllowed):
        tell(matter, now, actor=hall.systems)


def test_messages_are_seen_by_their_resident_and_by_the_department(hall, matter, resident, now):
    inbox, mail = tell(matter, now, resident=resident)
    work.open_item(
        matter,
        step="examine",
        title="審査する",
        department=hall.environment,
        role="clerk",
        due_on=None,
        actor=MACHINE,
        now=now,
    )
    seeing = (people.actor_of_resident(resident), guest(frozenset({matter.pk})), hall.clerk, hall.chief)
    for actor in seeing:
        assert set(Message.objects.visible_to(actor)) == {inbox, mail}
    for outsider in (guest(), hall.stranger, hall.systems, MACHINE):
        assert not Message.objects.visible_to(outsider).exists()


def test_the_inbox_holds_ones_own_and_that_of_ones_codes(matter, resident, now):
    own, _ = tell(matter, now, resident=resident)
    by_code, _ = tell(open_matter("application", now=now), now)
    tell(open_matter("application", now=now), now)
    assert list(queries.inbox(resident.pk)) == [own]
    assert list(queries.inbox(matters=[by_code.matter_id])) == [by_code]
    both = queries.inbox(resident.pk, matters=frozenset({by_code.matter_id}))
    assert list(both) == [by_code, own]
    assert not queries.inbox().exists()
    actions.read(own, actor=people.actor_of_resident(resident), now=now)
    assert both.unread().get() == by_code


def test_the_inbox_is_read_page_by_page(matter, now, django_assert_num_queries):
    rows = [tell(matter, now, revision=number, mail=None)[0] for number in range(1, 6)]
    newest_first = rows[::-1]
    walked, after = [], ""
    while after is not None:
        with django_assert_num_queries(1):
            page = queries.page(queries.inbox(matters=[matter.pk]), after, size=2)
            assert all(message.subject == WORDS["subject"] for message in page.messages)
        walked += page.messages
        after = page.next
    assert walked == newest_first


def test_everything_told_about_a_matter_is_found(matter, now):
    inbox, mail = tell(matter, now)
    assert queries.of_matter(matter) == [mail, inbox]


def test_a_code_belongs_to_no_matter_and_has_its_own_id(town, now):
    letter = actions.send_code(MAIL, subject="確認コード", body="123456", now=now)
    kept = CodeMail.objects.get()
    assert (kept.address, kept.body, kept.matter) == (MAIL, "123456", None)
    assert letter.message_id == f"<{letter.pk}@karuizawa.localhost>"
    assert kept.expires_at == now + datetime.timedelta(minutes=10)
