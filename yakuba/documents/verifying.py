"""Whether a paper is the town's: what its code says, and whether a file is the very one that the town made."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from yakuba.core import lookup, numbers, scope
from yakuba.core.envelopes import CannotOpen
from yakuba.core.queries import site_of
from yakuba.documents.models import Document, State, digest_of
from yakuba.documents.papers import CONFIRMED

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

# Where a paper carries its own code: in the address that its QR code leads to, which no tool that edits pages removes.
_PRINTED = re.compile(rb"/verify/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/")
_OVERLAP = 40


class Standing(StrEnum):
    """What is told about a paper."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class Copy(StrEnum):
    """What is told about a file that was compared."""

    NONE = "none"
    SAME = "same"
    ALTERED = "altered"
    # Nothing is known of it: neither is it one of ours, nor does it name a code.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """The whole answer: nothing in it is about a person."""

    standing: Standing = Standing.UNKNOWN
    copy: Copy = Copy.NONE
    kind: str = ""
    number: str = ""
    dated_on: datetime.date | None = None
    ended_on: datetime.date | None = None


@dataclass(frozen=True)
class Sent:
    """Of a file only its digest and the code that it carries: nothing of it is kept."""

    digest: str
    code: str = ""


def fingerprint(code: str) -> str:
    """By which a paper is found from its code without the code being stored in the clear."""
    return lookup.fingerprint("paper", code)


def address_of(code: str) -> str:
    """Where anybody confirms the paper with this code, on the site of the town of now."""
    return f"{site_of(scope.current())}/verify/{code}/"


def printed(document: Document) -> dict[str, Any]:
    """What the paper says about how to confirm it: nothing where it has no code."""
    if not document.code_hash:
        return {"verify": {}}
    return {"verify": {"code": document.code, "address": address_of(document.code)}}


def read(chunks: Iterable[bytes]) -> Sent:
    """Read a file once, without parsing it: what it adds up to, and the first code of ours that stands in it."""
    sum_, code, before = hashlib.sha256(), "", b""
    for chunk in chunks:
        sum_.update(chunk)
        if not code:
            before = before[-_OVERLAP:] + chunk
            code = _code_in(before)
    return Sent(digest_of(sum_.hexdigest()), code)


def find(typed: str, sent: Sent | None, *, today: datetime.date) -> Finding:
    """The answer for a code, a file, or both; what is unknown and what can be no code are answered alike."""
    code = numbers.parse_verification_code(typed) if typed.strip() else (sent.code if sent else "")
    paper = _by_code(code) if code else None
    if sent is None:
        return _told(paper, Copy.NONE, today=today)
    if paper is not None:
        same = paper.file is not None and paper.file.digest == sent.digest
        return _told(paper, Copy.SAME if same else Copy.ALTERED, today=today)
    if typed.strip():
        return Finding(copy=Copy.UNKNOWN)
    paper = Document.objects.issued().filter(file__digest=sent.digest).select_related(*_WITH).first()
    return _told(paper, Copy.SAME if paper else Copy.UNKNOWN, today=today)


_WITH = ("file", "matter__key__town_key")


def _by_code(code: str) -> Document | None:
    found: Document | None = (
        Document.objects.issued().filter(code_hash=fingerprint(code)).select_related(*_WITH).first()
    )
    return found


def _code_in(data: bytes) -> str:
    for match in _PRINTED.finditer(data):
        if code := numbers.parse_verification_code(match[1].decode("ascii")):
            return code
    return ""


def _told(paper: Document | None, copy: Copy, *, today: datetime.date) -> Finding:
    if paper is None:
        return Finding(copy=copy)
    return Finding(
        standing=_standing(paper, today),
        copy=copy,
        kind=_kind(paper),
        number=paper.number,
        dated_on=paper.dated_on,
        ended_on=paper.ended_on,
    )


def _standing(paper: Document, today: datetime.date) -> Standing:
    if paper.state == State.VOID or (paper.state == State.REVOKED and _has_come(paper, today)):
        return Standing.REVOKED
    if paper.state == State.SUPERSEDED:
        return Standing.SUPERSEDED
    return Standing.GENUINE


def _has_come(paper: Document, today: datetime.date) -> bool:
    return paper.ended_on is None or paper.ended_on <= today


def _kind(paper: Document) -> str:
    # The title names the procedure and nobody; once the key of the matter is gone, only the sort is left.
    try:
        return paper.title
    except CannotOpen:
        return CONFIRMED[paper.template]
