"""A resident at a browser without scripts: light enough that what is measured is the town, not the visitor."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TIMEOUT = 60.0
FORM = "application/x-www-form-urlencoded"
# Answers to the one page of the errand.
ANSWERS: Mapping[str, str] = {
    "name_family": "試山",
    "name_given": "涼",
    "kana": "タメシヤマ リョウ",
    "telephone": "0267-00-0001",
    "mail": "ryo@example.jp",
    "wish": "morning",
    "reason": "試験のためです。",
    "notice_channel": "online",
}

_HIDDEN = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_NUMBER = re.compile(r'id="receipt-number"[^>]*>([^<]+)<')


class Interrupted(Exception):
    """No answer came: refused, cut off or too late. What was sent may or may not have arrived."""


class Unexpected(Exception):
    """An answer that the errand does not lead to; `page` is what came."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"{page.status} at {page.path}")
        self.page = page


Upload = tuple[str, bytes, str]  # its name, its bytes, its media type


@dataclass(frozen=True)
class Page:
    """One answer: status, where it leads (empty where it leads nowhere), and its text."""

    path: str
    status: int
    leads_to: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page, as a browser sends them back: CSRF token, press token, count of savings."""
        found = {}
        for tag in _HIDDEN.findall(self.text):
            attributes = dict(_ATTRIBUTE.findall(tag))
            if attributes.get("type") == "hidden" and "name" in attributes:
                found[attributes["name"]] = unescape(attributes.get("value", ""))
        return found

    @property
    def receipt_number(self) -> str:
        """The receipt number that this page acknowledges, or an empty text."""
        found = _NUMBER.search(self.text)
        return unescape(found[1]).strip() if found else ""


@dataclass
class Resident:
    """One browser at one address (`127.0.0.1:port`), with its cookies and one connection that is kept open."""

    address: str
    timeout: float = TIMEOUT
    cookies: dict[str, str] = field(default_factory=dict)
    # Told the method as soon as a request is on the wire, before its answer is read.
    sent: Callable[[str], None] = lambda _method: None
    _link: HTTPConnection | None = None

    def open(self, path: str) -> Page:
        """Ask for a page. Raises Interrupted."""
        return self._send("GET", path, None, {})

    def press(
        self, path: str, fields: Mapping[str, str | Sequence[str]], files: Mapping[str, Upload] | None = None
    ) -> Page:
        """Send a form. Raises Interrupted: then nobody knows whether it arrived."""
        if files:
            body, kind = _multipart(fields, files)
        else:
            body, kind = urlencode(fields, doseq=True).encode(), FORM
        origin = f"http://{self.address}"
        return self._send(
            "POST", path, body, {"Content-Type": kind, "Origin": origin, "Referer": origin + path}
        )

    def follow(self, page: Page) -> Page:
        """Go where a page leads, as a browser does; raises Unexpected for one that leads nowhere."""
        if not page.leads_to:
            raise Unexpected(page)
        return self.open(page.leads_to)

    def move(self, address: str) -> None:
        """Go on at another server of the same town."""
        self.hang_up()
        self.address = address

    def hang_up(self) -> None:
        """Close the connection; the cookies stay."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        link = self._link = self._link or HTTPConnection(self.address, timeout=self.timeout)
        try:
            link.request(method, path, body, headers | ({"Cookie": cookies} if cookies else {}))
            self.sent(method)
            answer = link.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, HTTPException) as problem:
            self.hang_up()
            raise Interrupted(f"{method} {path}: {problem!r}") from problem
        if answer.will_close:
            self.hang_up()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        goes = urlsplit(answer.headers.get("Location", ""))
        return Page(path, answer.status, goes.path + (f"?{goes.query}" if goes.query else ""), text)


def errand(resident: Resident, procedure: str, answers: Mapping[str, str] = ANSWERS) -> str:
    """One errand with one page of questions, as a browser does it; returns the receipt number that was acknowledged.

    Seven requests: three presses (start, answers, send), each on the page that was opened before, and the page that
    says that it arrived. Raises Interrupted and Unexpected.
    """
    start = resident.open(f"/apply/{procedure}/")
    section = resident.follow(resident.press(start.path, start.hidden))
    check = resident.follow(resident.press(section.path, section.hidden | dict(answers)))
    done = resident.follow(resident.press(check.path, check.hidden | {"sure": "1"}))
    if not done.receipt_number:
        raise Unexpected(done)
    return done.receipt_number


def _multipart(fields: Mapping[str, str | Sequence[str]], files: Mapping[str, Upload]) -> tuple[bytes, str]:
    """The body of a form with files (RFC 7578) and its media type."""
    boundary = secrets.token_hex(16)
    parts = []
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            head = f'Content-Disposition: form-data; name="{name}"'
            parts.append(f"--{boundary}\r\n{head}\r\n\r\n{value}\r\n".encode())
    for name, (file_name, data, kind) in files.items():
        head = (
            f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: {kind}'
        )
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
