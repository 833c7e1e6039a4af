"""Which fonts the papers are set in, and which further ones draw the rare characters of names."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from yakuba.documents import sfnt

logger = logging.getLogger(__name__)

OWN = Path(__file__).parent / "fonts"
# Debian's fonts-ipamj-mincho has the variants of the registers (Moji_Joho collection), fonts-noto-cjk those of
# Adobe-Japan1; neither has the other's, so both are asked.
DEBIAN = (
    Path("/usr/share/fonts/truetype/ipamj/ipamjm.ttf"),
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
)
_SUFFIXES = {".ttf", ".otf", ".ttc"}


@lru_cache(maxsize=4)
def installed(folder: str) -> tuple[sfnt.Face, ...]:
    """The faces in the order in which they are asked for a character: our Mincho, our Gothic, then further ones.

    `folder` is YAKUBA_FONTS; empty means Debian's packages.
    """
    own = (OWN / "BIZUDMincho-Regular.ttf", OWN / "BIZUDGothic-Regular.ttf")
    return (*(sfnt.read(path) for path in own), *_further(folder))


def _further(folder: str) -> list[sfnt.Face]:
    paths = sorted(Path(folder).iterdir()) if folder else [path for path in DEBIAN if path.exists()]
    found = []
    for path in paths:
        if path.suffix.lower() in _SUFFIXES:
            try:
                found.append(sfnt.read(path))
            except sfnt.NotAFont:
                logger.warning("%s cannot be used for papers", path.name)
    return found
