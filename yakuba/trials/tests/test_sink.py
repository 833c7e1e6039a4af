"""The mail server of a trial: remembers what it acknowledged, and can be busy or silent."""

import smtplib
import threading

import pytest

from yakuba.trials.sink import Sink
from yakuba.trials.town import free_port

MAIL = "From: a@example.jp\r\nMessage-ID: <1@example.jp>\r\nSubject: x\r\n\r\nhello\r\n"


@pytest.fixture
def sink():
    with Sink(free_port()) as running:
        yield running


def send(sink, timeout=20):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=timeout) as link:
        link.sendmail("a@example.jp", ["b@example.jp"], MAIL)


def test_it_counts_each_message_id_as_often_as_it_said_that_it_was_taken(sink):
    told = []
    sink.held, sink.taken = (
        lambda port: told.append(("held", port)),
        lambda port: told.append(("taken", port)),
    )
    send(sink)
    send(sink)
    assert sink.acknowledged == ["<1@example.jp>"] * 2
    assert [word for word, _ in told] == ["held", "taken"] * 2
    assert told[0][1] == told[1][1]


def test_while_it_is_busy_it_takes_nothing(sink):
    sink.mood = "busy"
    with pytest.raises(smtplib.SMTPDataError):
        send(sink)
    assert sink.acknowledged == []


def test_while_it_is_silent_nobody_hears_anything(sink):
    sink.mood = "silent"
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(sink, timeout=0.3)
    assert sink.acknowledged == []
    waiting = threading.Thread(target=send, args=(sink,))
    waiting.start()
    sink.mood = "well"
    waiting.join()
    assert sink.acknowledged == ["<1@example.jp>"]
