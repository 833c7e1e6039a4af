"""Decodes a JPEG or PNG and draws it anew: no EXIF, no place, no comment, nothing behind the picture."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from yakuba.documents.decoding.verdicts import HEAVY, Bad

# JPEG is shrunk while it is decoded, so a phone's 200 megapixels are welcome; PNG is not.
DECLARED_PIXELS = 250_000_000
DECODED_PIXELS = 50_000_000
# An A4 page at 340 dots per inch, still readable in print.
LONGEST_SIDE = 4000
# 16 bits a channel to 8.
_DEPTH = 1 / 256


def decode(data: bytes) -> bytes:
    """The picture as a fresh file of the same type; raises Bad or whatever Pillow raises for a broken one."""
    warnings.simplefilter("ignore")
    # Our own limits below are stricter than Pillow's warning.
    Image.MAX_IMAGE_PIXELS = None
    # MPO is what many phones call a JPEG with a second picture behind it; Pillow's JPEG reader takes it too; only the first is kept.
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        is_png = image.format == "PNG"
        _require(image, DECLARED_PIXELS)
        image.draft(None, (LONGEST_SIDE * 3 // 4, LONGEST_SIDE * 3 // 4))
        _require(image, DECODED_PIXELS)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = ImageOps.exif_transpose(image)
    return _drawn(upright, "PNG" if is_png else "JPEG")


def _require(image: Image.Image, pixels: int) -> None:
    if image.width * image.height > pixels:
        raise Bad(HEAVY)


def _drawn(image: Image.Image, kind: str) -> bytes:
    fresh = _plain(image) if kind == "PNG" else _opaque(image)
    # Pillow hands comments, profiles and resolution on through `info`.
    fresh.info = {}
    file = BytesIO()
    fresh.save(file, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {}))
    return file.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * _DEPTH).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _opaque(image: Image.Image) -> Image.Image:
    return image.convert("L" if image.mode == "L" else "RGB")
