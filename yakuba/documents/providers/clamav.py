"""Asks clamd for viruses over its INSTREAM command, with a limit of time on every step."""

from __future__ import annotations

import re
import socket
import struct

from django.conf import settings

from yakuba.documents.providers import CannotScan, Verdict

SECONDS = 15
_CHUNK = 65_536
_FOUND = re.compile(rb"stream: (.+) FOUND")
_ANSWER_LIMIT = 4_096


class ClamAVScanner:
    """The real scanner: clamd at settings.CLAMAV, "host:port" (clamd(8), "INSTREAM")."""

    def scan(self, data: bytes) -> Verdict:
        """The verdict on these bytes; raises CannotScan when clamd is away, slow or refuses the size."""
        chunks = [data[place : place + _CHUNK] for place in range(0, len(data), _CHUNK)]
        framed = b"".join(struct.pack(">I", len(chunk)) + chunk for chunk in chunks)
        answer = _ask(b"zINSTREAM\x00" + framed + struct.pack(">I", 0))
        if answer == b"stream: OK":
            return Verdict()
        if found := _FOUND.fullmatch(answer):
            return Verdict(found.group(1).decode("ascii", "replace"))
        raise CannotScan(f"clamd answered {answer!r}")

    def check(self) -> list[str]:
        """Whether clamd answers."""
        try:
            answer = _ask(b"zPING\x00")
        except CannotScan as problem:
            return [
                f"ウイルス検査（{settings.CLAMAV}）が答えません。clamd が動いているか確かめてください。（{problem}）"
            ]
        return (
            []
            if answer == b"PONG"
            else [f"{settings.CLAMAV} は clamd ではありません。YAKUBA_CLAMAV を確かめてください。"]
        )


def _ask(request: bytes) -> bytes:
    host, _, port = settings.CLAMAV.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=SECONDS) as line:
            line.sendall(request)
            return _answer(line)
    except (OSError, ValueError) as problem:
        raise CannotScan(f"clamd: {problem}") from problem


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\x00") and len(answer) < _ANSWER_LIMIT:
        part = line.recv(1_024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\x00\n")
