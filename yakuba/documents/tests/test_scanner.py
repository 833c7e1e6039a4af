"""The scanner port: clamd's words on the wire, and a stand-in that knows the test file."""

from __future__ import annotations

import socket
import struct
import threading

import pytest

from yakuba.documents.providers import CannotScan, Verdict, clamav
from yakuba.documents.providers.clamav import ClamAVScanner
from yakuba.documents.providers.fake import EICAR, FakeScanner


class Daemon:
    """A listener on loopback that answers as clamd does, or as `answer` says; keeps what it was sent."""

    answer: bytes | None = None
    heard = b""

    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        try:
            line, _ = self.door.accept()
        except OSError:
            return
        with line, line.makefile("rb") as wire:
            line.sendall(self.reply(self.listen(wire)))

    def listen(self, wire):
        command = wire.read(6)
        if command == b"zPING\0":
            return command
        command += wire.read(4)
        while size := struct.unpack(">I", wire.read(4))[0]:
            self.heard += wire.read(size)
        return command

    def reply(self, command):
        if self.answer is not None:
            return self.answer
        if command == b"zPING\0":
            return b"PONG\0"
        return b"stream: Eicar-Signature FOUND\0" if EICAR in self.heard else b"stream: OK\0"

    def close(self):
        # Wakes a listener that nobody has called.
        self.door.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.door.close()


@pytest.fixture
def clamd(settings):
    daemon = Daemon()
    settings.CLAMAV = daemon.address
    yield daemon
    daemon.close()


def test_a_clean_file_goes_over_in_pieces_and_comes_back_clean(clamd):
    data = bytes(range(256)) * 1_000
    assert ClamAVScanner().scan(data) == Verdict()
    assert clamd.heard == data


def test_what_clamd_finds_has_its_name(clamd):
    verdict = ClamAVScanner().scan(b"x" * 70_000 + EICAR)
    assert (verdict.is_clean, verdict.found) == (False, "Eicar-Signature")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: maybe\0"])
def test_any_other_answer_is_no_verdict(clamd, answer):
    clamd.answer = answer
    with pytest.raises(CannotScan):
        ClamAVScanner().scan(b"x")


def test_a_clamd_that_answers_the_door_is_well(clamd):
    assert ClamAVScanner().check() == []


def test_a_clamd_that_is_away_is_no_verdict_and_is_told_to_the_officer(settings):
    settings.CLAMAV = "127.0.0.1:1"
    with pytest.raises(CannotScan):
        ClamAVScanner().scan(b"x")
    assert "clamd が動いているか確かめてください" in ClamAVScanner().check()[0]


def test_a_clamd_that_says_nothing_is_not_waited_for(settings, monkeypatch):
    monkeypatch.setattr(clamav, "SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMAV = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(CannotScan):
            ClamAVScanner().scan(b"x")


def test_the_stand_in_knows_the_test_file_and_says_that_it_is_none():
    assert not FakeScanner().scan(b"a" + EICAR + b"b").is_clean
    assert FakeScanner().scan(b"a").is_clean
    assert "YAKUBA_CLAMAV" in FakeScanner().check()[0]
