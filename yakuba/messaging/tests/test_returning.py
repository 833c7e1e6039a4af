"""What came back changes the message once, the address until it is confirmed, and is read by one worker of all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yakuba.accounts import actions as accounts
from yakuba.core import scope, states
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE
from yakuba.core.deliveries import deliver_due
from yakuba.core.models import Event, Matter
from yakuba.messaging import actions, queries, reports, tasks
from yakuba.messaging.actions import lines, posting
from yakuba.messaging.models import BadAddress, Line, Message
from yakuba.messaging.providers import PermanentFailure, TemporaryFailure, Unreachable
from yakuba.messaging.providers.fake import FakeBounces, FakeMail
from yakuba.messaging.tests.letters import report, words
from yakuba.work import queries as work

MAIL = "hanako@example.jp"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def fakes(settings):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.fake.FakeMail"
    settings.MESSAGING_BOUNCES = "yakuba.messaging.providers.fake.FakeBounces"
    settings.BOUNCE_TO = "bounce@example.jp"
    FakeMail.empty()
    FakeBounces.empty()


def write(now, matter=None, *, mail=MAIL, consequence="receipt"):
    rows = actions.send(
        matter or open_matter("application", now=now), consequence=consequence, revision=1,
        subject="申請が届きました", body="受付番号は R8-001042-7 です。", mail=mail, actor=MACHINE, now=now,
    )  # fmt: skip
    return rows[1]


def sent(now, **changed):
    mail = write(now, **changed)
    tasks.sweep(now=now)
    mail.refresh_from_db()
    assert mail.state == "sent"
    return mail


def comes_back(mail, now, **changed):
    FakeBounces.new["1"] = report(to=reports.return_address(mail.pk), **changed)
    tasks.read_returned(now=now)
    mail.refresh_from_db()


def names(matter):
    return [event.name for event in Event.objects.of(matter)]


def test_the_letter_carries_the_address_to_which_it_comes_back(matter, now):
    mail = sent(now, matter=matter)
    assert FakeMail.letters[0].return_path == reports.return_address(mail.pk)


def test_a_mail_that_came_back_is_undelivered_once(matter, now):
    mail = sent(now, matter=matter)
    for minutes in (5, 10, 15):
        comes_back(mail, now + minutes * MINUTE)
        assert (mail.state, mail.failure, mail.bounced_at) == ("failed", "bounce-5.1.1", now + 5 * MINUTE)
        assert not FakeBounces.new
    assert names(matter).count("message.failed") == 1
    assert BadAddress.objects.count() == 1
    line = Line.objects.get(port="bounces")
    assert (line.understood, line.ignored) == (3, 0)


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_what_is_on_its_way_or_arrived_stays_sent(matter, now, action):
    mail = sent(now, matter=matter)
    comes_back(mail, now + MINUTE, action=action, status="4.2.2")
    assert (mail.state, mail.failure) == ("sent", "delayed-4.2.2" if action == "delayed" else "")
    assert not BadAddress.objects.exists()


def test_a_rule_of_a_server_makes_no_address_bad(matter, now):
    mail = sent(now, matter=matter)
    comes_back(mail, now + MINUTE, status="5.7.1")
    assert mail.state == "failed"
    assert not BadAddress.objects.exists()


def test_what_is_no_report_about_ours_stays_for_people_and_is_counted(matter, now):
    mail = sent(now, matter=matter)
    stranger = open_matter("application", now=now)
    FakeBounces.new |= {
        "a": "お問い合わせ".encode(),
        "b": report(to=reports.return_address(stranger.pk)),
        "c": words(to="bounce+forged@example.jp"),
    }
    assert tasks.read_returned(now=now + MINUTE) == 3
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert set(FakeBounces.kept) == {"a", "b", "c"}
    assert Line.objects.get(port="bounces").ignored == 3


def test_the_mailbox_is_looked_into_once_a_minute(town, now):
    assert actions.take_turn("bounces", pause=MINUTE, now=now)
    assert not actions.take_turn("bounces", pause=MINUTE, now=now)
    FakeBounces.new["a"] = b""
    assert tasks.read_returned(now=now + MINUTE / 2) == 0
    assert tasks.read_returned(now=now + MINUTE) == 1


def test_a_mailbox_that_does_not_answer_is_tried_later_and_loses_nothing(matter, now):
    mail = sent(now, matter=matter)
    FakeBounces.failures.append(Unreachable("TimeoutError"))
    comes_back(mail, now + MINUTE)
    assert (mail.state, Line.objects.get(port="bounces").code) == ("sent", "TimeoutError")
    assert tasks.read_returned(now=now + 3 * MINUTE) == 1
    mail.refresh_from_db()
    assert mail.state == "failed"


def test_a_mail_of_another_town_is_found_there(town, other_town, now):
    with scope.within(other_town):
        mail = sent(now)
    comes_back_here = report(to=reports.return_address(mail.pk))
    FakeBounces.new["1"] = comes_back_here
    tasks.read_returned(now=now + MINUTE)
    with scope.within(other_town):
        assert Message.objects.get(pk=mail.pk).state == "failed"
        assert BadAddress.objects.count() == 1
    assert not BadAddress.objects.exists()


# The address ----------------------------------------------------------------------------------------
def test_nobody_writes_to_a_bad_address_until_it_is_confirmed(matter, now):
    comes_back(sent(now, matter=matter), now + MINUTE)
    late = write(now, consequence="decided")
    assert (late.state, late.failure) == ("failed", "bad-address")
    assert names(late.matter)[-1] == "message.failed"
    # Codes go all the same: reading one is how the address is confirmed.
    code, digits = accounts.request_sign_in_code(MAIL, address="127.0.0.1", now=now)
    actions.send_code(MAIL, subject="確認コード", body=digits, now=now + MINUTE)
    tasks.sweep(now=now + 2 * MINUTE)
    assert [letter.body for letter in FakeMail.letters][1:] == [digits]
    accounts.sign_in_with_code(code.pk, digits, mail=MAIL, now=now + 3 * MINUTE)
    deliver_due(now=now + 3 * MINUTE)
    assert sent(now + 4 * MINUTE, consequence="closed").state == "sent"
    assert BadAddress.objects.get().cleared_at == now + 3 * MINUTE


def test_what_waited_for_a_bad_address_is_not_sent(matter, now):
    waiting = write(now, consequence="second")
    BadAddress.objects.all().delete()
    FakeMail.failures.append(PermanentFailure("smtp-550", is_address=True))
    first = write(now - MINUTE, matter=matter)
    Message.objects.filter(pk=first.pk).update(due_at=now - MINUTE)
    tasks.sweep(now=now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure, waiting.attempts) == ("failed", "bad-address", 0)
    assert FakeMail.letters == []


def test_officials_try_again_and_thereby_confirm_the_address(hall, matter, now):
    mail = sent(now, matter=matter)
    comes_back(mail, now + MINUTE)
    again = actions.send_again(mail, actor=hall.clerk, now=now + 2 * MINUTE)
    assert (again.state, again.message_id) == ("waiting", mail.message_id)
    tasks.sweep(now=now + 2 * MINUTE)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.bounced_at) == ("sent", 2, None)
    assert [letter.message_id for letter in FakeMail.letters] == [mail.message_id] * 2
    with pytest.raises(states.NotPossible):
        actions.send_again(mail, actor=hall.clerk, now=now)


def test_a_late_report_about_the_old_address_leaves_the_new_one(matter, now):
    mail = sent(now, matter=matter)
    comes_back(mail, now + MINUTE)
    actions.send_again(mail, mail="taro@example.jp", actor=MACHINE, now=now + 2 * MINUTE)
    tasks.sweep(now=now + 2 * MINUTE)
    comes_back(mail, now + 4 * MINUTE)
    assert (mail.state, FakeMail.letters[-1].to) == ("sent", "taro@example.jp")


def test_a_message_is_stopped_but_not_while_it_is_being_sent(hall, matter, now):
    mail = write(now, matter=matter)
    actions.lease_mails(now=now)
    with pytest.raises(states.NotPossible, match="いま送っている"):
        actions.stop(mail, actor=hall.clerk, now=now)
    actions.put_back([Message.objects.get(pk=mail.pk)], due_at=now)
    assert actions.stop(mail, actor=hall.clerk, now=now).state == "stopped"
    assert tasks.sweep(now=now) == 0
    assert names(matter)[-1] == "message.stopped"


# Repeats and lines ------------------------------------------------------------------------------------
def test_a_repeat_after_a_kill_behind_data_has_the_same_id_and_is_counted(matter, now):
    mail = write(now, matter=matter)
    (leased,) = actions.lease_mails(now=now)
    assert posting._begin(leased, now=now)
    FakeMail().send(posting._letter(leased))
    # Here the worker is killed: the server has the letter, and no row says so.
    tasks.sweep(now=now + posting.LEASE)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.repeats, mail.begun_at) == ("sent", 2, 1, None)
    assert {letter.message_id for letter in FakeMail.letters} == {mail.message_id}
    assert len(FakeMail.letters) == 2


def test_a_silence_behind_data_counts_as_a_repeat_and_a_refused_connection_does_not(matter, now):
    mail = write(now, matter=matter)
    FakeMail.failures += [Unreachable("ConnectionRefusedError"), Unreachable("TimeoutError", was_handed=True)]
    for minutes in (0, 2, 5, 15):
        tasks.sweep(now=now + minutes * MINUTE)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.excused, mail.repeats) == ("sent", 3, 1, 1)


def test_no_letter_is_given_up_while_the_sign_in_is_refused(hall, matter, now):
    mail, moment = write(now, matter=matter), now
    for _ in range(30):
        FakeMail.failures = [Unreachable("smtp-535")]
        tasks.sweep(now=moment)
        moment += 30 * MINUTE
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == ("waiting", "smtp-535")
    assert mail.attempts == mail.excused > 20
    FakeMail.failures.clear()
    tasks.sweep(now=moment)
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_after_failures_in_a_row_the_whole_line_waits_longer_and_one_notice_is_opened(hall, matter, now):
    write(now, matter=matter)
    write(now)
    moment, pauses = now, []
    for _ in range(6):
        FakeMail.failures = [Unreachable("ConnectionRefusedError")]
        tasks.sweep(now=moment)
        line = Line.objects.get(port="mail")
        pauses.append(line.due_at - moment)
        # In between nothing is tried, codes neither.
        assert tasks.sweep(now=line.due_at - MINUTE / 2) == 0
        moment = line.due_at
    assert pauses == sorted(pauses)
    assert pauses[-1] == lines.PAUSES[-1]
    assert (line.failures, line.down_at, queries.lines_down()) == (6, now, [line])
    (item,) = work.todo(hall.systems, now.date())
    assert (item.step, item.role) == ("line-down", "systems")
    assert not work.todo(hall.clerk, now.date()).exists()
    tasks.sweep(now=moment)
    assert queries.lines_down() == []
    assert not work.todo(hall.systems, now.date()).exists()
    assert len(FakeMail.letters) == 2
    (matter,) = Matter.objects.filter(kind="line")
    assert matter.closed_at == moment


def test_one_refused_recipient_neither_rests_the_line_nor_stops_the_others(matter, now):
    bad, good = write(now, matter=matter), write(now, mail="taro@example.jp")
    FakeMail.failures = [TemporaryFailure("smtp-451")]
    assert tasks.sweep(now=now) == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("waiting", "sent")
    assert not queries.is_resting("mail", now)
