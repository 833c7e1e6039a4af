"""Rare characters on screen: which of a page the device may lack, and the small fonts that draw exactly those.

Devices have no font for 𠮷 now and then, and show 邊󠄄 as 邊 without a word. A page that holds such characters is given a
style sheet with fonts that have these characters only (two or three kilobytes); no other page is sent a font.
"""

from __future__ import annotations

import hmac
import os
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

import yakuba
from yakuba.core import lookup
from yakuba.documents import fonts, glyphs

if TYPE_CHECKING:
    from collections.abc import Iterable

# In UTF-8: ideographic variation selectors (U+E0100…), the planes beyond the basic one (U+20000…), extension A, and
# compatibility ideographs. Of the last, U+FA0E to U+FA2D (﨑 and its like) are in every Japanese font.
_ANY = re.compile(rb"\xf3\xa0[\x84-\x87]|\xf0[\xa0-\xbf]|\xe3[\x90-\xbf]|\xe4[\x80-\xb6]|\xef[\xa4-\xab]")
_CLUSTER = re.compile(
    "[^\x00-\u2fff][\U000e0100-\U000e01ef]|[\u3400-\u4dbf\uf900-\ufa0d\ufa2e-\ufaff\U00020000-\U0003ffff]"
)
# A page of many names has a handful; whoever asks for more gets the first of them.
MOST = 60
SECONDS = 20
FAMILY = "Yakuba Rare"
_PLACE = Path(str(yakuba.__file__)).resolve().parent.parent


def sheet_for(page: bytes) -> str:
    """The address of the style sheet that a page needs for its rare characters; empty for nearly every page."""
    if not _ANY.search(page):
        return ""
    found = dict.fromkeys(_CLUSTER.findall(page.decode("utf-8", "replace")))
    drawn = [cluster for cluster in found if _face(cluster) is not None][:MOST]
    return address("sheet", coded(sorted(drawn))) if drawn else ""


def address(what: str, codes: str) -> str:
    """Where the "sheet" or the "font" of these characters is; signed, so that nobody lets others be cut."""
    return reverse(f"glyphs-{what}", args=[sign(codes), codes])


def sign(codes: str) -> str:
    """What only this installation can write beside these codes."""
    return lookup.global_fingerprint("glyphs", codes)[:16]


def is_signed(signature: str, codes: str) -> bool:
    """Whether these codes come from one of our own pages."""
    return hmac.compare_digest(signature.encode(), sign(codes).encode())


def coded(clusters: Iterable[str]) -> str:
    """Characters as part of an address: 908a-e0104.20bb7."""
    return ".".join("-".join(f"{ord(character):x}" for character in cluster) for cluster in clusters)


def decoded(codes: str) -> list[str]:
    """The same back."""
    return ["".join(chr(int(point, 16)) for point in cluster.split("-")) for cluster in codes.split(".")]


def sheet(codes: str) -> str:
    """The style sheet: one font for those characters that one of the installed fonts draws."""
    by_face: dict[int, list[str]] = {}
    for cluster in decoded(codes):
        if (face := _face(cluster)) is not None:
            by_face.setdefault(face, []).append(cluster)
    return "\n".join(_rule(face, clusters) for face, clusters in sorted(by_face.items()))


@lru_cache(maxsize=256)
def font(codes: str) -> bytes:
    """The WOFF with these characters, which one installed font draws; empty when it cannot be cut."""
    clusters = decoded(codes)
    face = _face(clusters[0])
    if face is None:
        return b""
    path = fonts.installed(settings.FONTS)[face].path
    return _cut(path, sorted({f"{ord(character):x}" for cluster in clusters for character in cluster}))


def _rule(face: int, clusters: list[str]) -> str:
    points = sorted({ord(character) for cluster in clusters for character in cluster})
    covered = ",".join(f"U+{point:X}" for point in points)
    # The style of pages names four of them; further fonts take turns.
    family = f"{FAMILY} {face % 4 + 1}"
    place = address("font", coded(clusters))
    return f'@font-face{{font-family:"{family}";src:url("{place}") format("woff");unicode-range:{covered};font-display:block}}'


@lru_cache(maxsize=4096)
def _face(cluster: str) -> int | None:
    """The place of the font that draws it: a Gothic before a Mincho, as pages are set; None if there is none."""
    faces = fonts.installed(settings.FONTS)
    for place in (1, 0, *range(glyphs.OWN_FACES, len(faces))):
        if glyphs.draws(faces[place], cluster):
            return place
    return None


def _cut(path: Path, points: list[str]) -> bytes:
    """Cut by a child, which loads what no web process should; the page reads without it, so a failure is empty."""
    command = [sys.executable, "-B", "-E", "-s", "-m", "yakuba.documents.cutting", str(path), *points]
    environment = {"LANG": "C.UTF-8", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell
            command, capture_output=True, timeout=SECONDS, cwd=_PLACE, env=environment, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return b""
    return done.stdout
