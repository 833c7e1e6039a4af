"""Small wordings that templates need, in the language of the page: counts, sizes, what is left until a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import date

_LAST_NATIVE_COUNT = 9
_LARGE = 10_000_000
_SMALL = 100_000
_ENGLISH_KINDS = {"町": "Town", "村": "Village", "市": "City", "区": "Ward", "県": "Prefecture"}
# Of a town that has not said otherwise; templates translate what a town's row says.
gettext_noop("平日 8時30分から17時15分まで")


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
        late = ngettext("{days}日超過", "{days}日超過", -left)
        return Due(late.format(days=-left), "late", "warning")
    if left == 0:
        return Due(_("今日まで"), "soon", "clock")
    return Due(ngettext("あと{days}日", "あと{days}日", left).format(days=left), "", "")


def things(count: int) -> str:
    """Count things as people say it: 5つ, and 12 from ten on."""
    return _("{count}つ").format(count=count) if count <= _LAST_NATIVE_COUNT else str(count)


def nth_thing(count: int) -> str:
    """Name a place in a row: 3つめ, and 12番め from ten on."""
    words = _("{count}つめ") if count <= _LAST_NATIVE_COUNT else _("{count}番め")
    return words.format(count=count)


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


def town(name: str, slug: str) -> str:
    """Name a municipality to residents: 軽井沢町, and Karuizawa Town in English."""
    if get_language() != "en":
        return name
    return f"{slug.replace('-', ' ').title()} {_ENGLISH_KINDS.get(name[-1:], '')}".strip()


def hall(name: str, slug: str) -> str:
    """Name its office to residents: 軽井沢町役場, and Karuizawa Town Hall in English."""
    return town_hall(name) if get_language() != "en" else f"{town(name, slug)} {_english_office(name)}"


def _english_office(name: str) -> str:
    return "Hall" if name.endswith(("町", "市")) else "Office"


def telephone_link(number: str) -> str:
    """Give the address that dials a number written as 0267-00-0104."""
    return "tel:" + "".join(sign for sign in number if sign.isascii() and (sign.isdigit() or sign == "+"))
