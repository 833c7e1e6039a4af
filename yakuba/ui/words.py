"""Small Japanese wordings that templates need: counts, sizes, what is left until a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_LAST_NATIVE_COUNT = 9
_LARGE = 10_000_000
_SMALL = 100_000


@dataclass(frozen=True, slots=True)
class Due:
    """How a day stands to today: the words, a tone of colour (late, soon or none) and the icon that repeats it."""

    words: str
    tone: str
    icon: str


def due(on: date, today: date) -> Due:
    """Say how far off a deadline is: 2日超過, 今日まで, あと4日."""
    left = (on - today).days
    if left < 0:
        return Due(f"{-left}日超過", "late", "warning")
    if left == 0:
        return Due("今日まで", "soon", "clock")
    return Due(f"あと{left}日", "", "")


def things(count: int) -> str:
    """Count things as people say it: 5つ, and 12 from ten on."""
    return f"{count}つ" if count <= _LAST_NATIVE_COUNT else str(count)


def nth_thing(count: int) -> str:
    """Name a place in a row: 3つめ, and 12番め from ten on."""
    return f"{count}つめ" if count <= _LAST_NATIVE_COUNT else f"{count}番め"


def size(size_bytes: int) -> str:
    """Show a file's size in bytes as 1.2MB, 12MB or 80KB; a file that holds anything has at least 1KB."""
    if size_bytes >= _LARGE:
        return f"{size_bytes / 1_000_000:.0f}MB"
    if size_bytes >= _SMALL:
        return f"{size_bytes / 1_000_000:.1f}MB"
    return f"{-(-size_bytes // 1000)}KB"


def town_hall(name: str) -> str:
    """Name the office of a municipality: 軽井沢町役場, 千曲市役所, 長野県庁 (地方自治法4条 leaves the name to custom)."""
    if name.endswith(("市", "区")):
        return f"{name}役所"
    return f"{name}庁" if name.endswith(("都", "道", "府", "県")) else f"{name}役場"


def telephone_link(number: str) -> str:
    """Give the address that dials a number written as 0267-00-0104."""
    return "tel:" + "".join(sign for sign in number if sign.isascii() and (sign.isdigit() or sign == "+"))
