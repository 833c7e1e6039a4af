"""A mail server on loopback that keeps nothing of a mail but the Message-ID that it took (RFC 5321)."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
_SILENCE = 0.1


def _nobody(_port: int) -> None:
    """Nobody wants to know."""


class Sink:
    """Takes every mail and remembers each Message-ID as often as it was acknowledged after DATA.

    `mood`: "well"; "silent" takes connections and says nothing; "busy" asks for another try (451). `held` and `taken`
    are told the port of whoever sends, when all of a mail is there and when it has been acknowledged.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.mood = "well"
        self.acknowledged: list[str] = []
        self.held: Callable[[int], None] = _nobody
        self.taken: Callable[[int], None] = _nobody
        self._stopped = threading.Event()
        self._server = _Server((HOST, port), _Conversation)
        self._server.sink = self

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_while_silent(self) -> None:
        """Return once the mood is no longer silent."""
        while self.mood == "silent" and not self._stopped.wait(_SILENCE):
            continue


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: Sink


class _Conversation(socketserver.StreamRequestHandler):
    """One connection: the few commands that a client sends, each answered."""

    def handle(self) -> None:
        try:
            self._talk()
        except OSError:
            # The client was killed in the middle of it: that is what the trial is for.
            return

    def _talk(self) -> None:
        self._sink.wait_while_silent()
        self._say("220 sink")
        while line := self.rfile.readline():
            self._sink.wait_while_silent()
            word = line[:4].upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if not line:
            return
        if self._sink.mood == "busy":
            self._say("451 later")
            return
        port = int(self.client_address[1])
        self._sink.held(port)
        found = _ID.search(b"".join(lines))
        self._sink.acknowledged.append(found[1].decode() if found else "")
        self._say("250 taken")
        self._sink.taken(port)

    @property
    def _sink(self) -> Sink:
        server = self.server
        assert isinstance(server, _Server)
        return server.sink

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
