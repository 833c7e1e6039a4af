"""Cuts the few characters of one page out of a font: `python -m yakuba.documents.cutting FONT CODE…`, in a child process.

The library that does it takes a second and much memory for the largest fonts, so no web process loads it.
"""

from __future__ import annotations

import io
import sys

from fontTools import subset
from fontTools.ttLib import TTFont


def cut(path: str, points: list[int]) -> bytes:
    """A WOFF with these code points, variation selectors among them, and nothing else of the font."""
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[], notdef_outline=True, glyph_names=False
    )
    with TTFont(path, fontNumber=0, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=points)
        cutter.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(cut(sys.argv[1], [int(point, 16) for point in sys.argv[2:]]))
