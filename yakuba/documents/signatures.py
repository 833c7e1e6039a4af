"""Tells a file's real type from its first bytes, whatever its name says."""

from __future__ import annotations

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
HEIC, IMAGE, OFFICE, ARCHIVE, MEDIA, PROGRAM, UNKNOWN = (
    "heic", "image", "office", "archive", "media", "program", "unknown",
)  # fmt: skip

# Where it stands, what stands there, what it is. The first that fits wins.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"%PDF-", PDF),
    (4, b"ftypheic", HEIC),
    (4, b"ftypheix", HEIC),
    (4, b"ftypheim", HEIC),
    (4, b"ftypheis", HEIC),
    (4, b"ftyphevc", HEIC),
    (4, b"ftypmif1", HEIC),
    (4, b"ftypmsf1", HEIC),
    (4, b"ftypavif", IMAGE),
    (0, b"GIF8", IMAGE),
    (0, b"BM", IMAGE),
    (0, b"II*\x00", IMAGE),
    (0, b"MM\x00*", IMAGE),
    (8, b"WEBP", IMAGE),
    (0, b"\x00\x00\x01\x00", IMAGE),
    (0, b"8BPS", IMAGE),
    (0, b"\x00\x00\x00\x0cjP  ", IMAGE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (0, b"{\\rtf", OFFICE),
    (0, b"Rar!", ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ\x00", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (0, b"MSCF", ARCHIVE),
    (2, b"-lh", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (4, b"ftyp", MEDIA),
    (8, b"AVI ", MEDIA),
    (8, b"WAVE", MEDIA),
    (0, b"ID3", MEDIA),
    (0, b"\x1aE\xdf\xa3", MEDIA),
    (0, b"OggS", MEDIA),
    (0, b"\x00\x00\x01\xba", MEDIA),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"#!", PROGRAM),
)
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Office Open XML, OpenDocument and iWork are ZIP files with these names near the start.
_OFFICE_MARKS = (b"[Content_Types].xml", b"_rels/", b"mimetypeapplication/vnd.oasis", b"Index/Document.iwa")
_NEAR = 4096


def kind(data: bytes) -> str:
    """A media type that is let in, or one of the words for what is not."""
    if data.startswith(_ZIPS):
        return OFFICE if any(mark in data[:_NEAR] for mark in _OFFICE_MARKS) else ARCHIVE
    for place, signature, found in _SIGNATURES:
        if data[place : place + len(signature)] == signature:
            return found
    return UNKNOWN
