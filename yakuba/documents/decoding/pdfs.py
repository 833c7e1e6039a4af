"""Reads every object of a PDF, also those in compressed object streams, and finds what could act on opening."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from yakuba.documents.decoding.verdicts import ACTIVE, ATTACHMENTS, BROKEN, ENCRYPTED, FORM, Bad

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE = b"\x00\t\n\x0c\r "
# ISO 32000-1 12.6.4: the kinds of action that run, fetch, play or open something else.
_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/GoToE",
        "/GoToR",
        "/ImportData",
        "/SubmitForm",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    }
)
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/RichMediaContent", "/RichMediaSettings"})
_ACTIVE_PARTS = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_ATTACHMENT_KEYS = frozenset({"/EmbeddedFiles", "/EF", "/AF"})
_ATTACHMENT_PARTS = frozenset({"/FileAttachment", "/EmbeddedFile"})
# ISO 32000-1 12.6.4.2: going to a page is the one thing that a file may do by itself.
_GOING_TO_A_PAGE = "/GoTo"


def decode(data: bytes) -> bytes:
    """The same bytes, if they hold a whole PDF that only shows pages; raises Bad."""
    _require_only_a_pdf(data)
    try:
        # No repair: a file that each program mends in its own way shows each reader something else.
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            _examine(pdf)
    except pikepdf.PasswordError as problem:
        raise Bad(ENCRYPTED) from problem
    except pikepdf.PdfError as problem:
        raise Bad(BROKEN) from problem
    return data


def _require_only_a_pdf(data: bytes) -> None:
    # ISO 32000-1 7.5.2 and 7.5.5: a header first, %%EOF last; readers let junk around them pass, we do not.
    if not data.startswith(b"%PDF-") or not data.rstrip(_WHITE).endswith(b"%%EOF"):
        raise Bad(BROKEN)
    try:
        zipfile.ZipFile(BytesIO(data)).close()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return
    raise Bad(ATTACHMENTS)


def _examine(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise Bad(ENCRYPTED)
    for thing in pdf.objects:
        for part in _parts(thing):
            _examine_part(part)
    _examine_opening(pdf.Root)
    if len(pdf.pages) == 0 or any(_is_grave(str(warning)) for warning in pdf.get_warnings()):
        raise Bad(BROKEN)


def _is_grave(warning: str) -> bool:
    # A warning means that two readers could see two things (a key twice, a length that is wrong), except this
    # one: an empty page without the dictionary of its fonts, which every reader shows as empty.
    return "Resources is missing" not in warning


def _parts(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionaries directly inside one object; those behind references have a turn of their own."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            waiting += [value for _, value in part.items() if not _is_reference(value)]
        elif isinstance(part, pikepdf.Array):
            waiting += [value for value in part if not _is_reference(value)]


def _is_reference(value: object) -> bool:
    return bool(getattr(value, "is_indirect", False))


def _examine_part(part: pikepdf.Object) -> None:
    keys = set(part.keys())
    kinds = {str(part[key]) for key in ("/S", "/Subtype", "/Type") if key in keys}
    if keys & _ATTACHMENT_KEYS or kinds & _ATTACHMENT_PARTS:
        raise Bad(ATTACHMENTS)
    if "/XFA" in keys:
        raise Bad(FORM)
    if keys & _ACTIVE_KEYS or kinds & (_ACTIONS | _ACTIVE_PARTS):
        raise Bad(ACTIVE)
    if isinstance(part, pikepdf.Stream) and "/F" in keys:
        raise Bad(ATTACHMENTS)


def _examine_opening(root: pikepdf.Object) -> None:
    # Word processors write "open at page 1" into every file; anything else on opening is refused.
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and (
        opening.get("/S") != _GOING_TO_A_PAGE or "/Next" in opening
    ):
        raise Bad(ACTIVE)
