"""What an official chooses to see of a list, as codes in the address: read, changed, and offered in boxes."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LONGEST = 400
SIZES = ("50", "200", "500")
_CODE = re.compile(r"[A-Za-z0-9_.:\-]{1,64}")


@dataclass(frozen=True)
class Choice:
    """One choice of a list; every value is a code, and an empty one asks for nothing."""

    KNOWN: ClassVar[Mapping[str, Collection[str]]] = {}
    IDS: ClassVar[Collection[str]] = ()

    size: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Self:
        """From the address; what is no code is not asked for."""
        typed = {field.name: str(asked.get(field.name, "")) for field in fields(cls)}
        return cls(**{name: value for name, value in typed.items() if cls._is_good(name, value)})

    @classmethod
    def _is_good(cls, name: str, value: str) -> bool:
        known = {**cls.KNOWN, "size": SIZES}.get(name)
        if known is not None and value not in known:
            return False
        return bool(_CODE.fullmatch(value)) and (name not in cls.IDS or as_id(value) is not None)

    @property
    def query(self) -> str:
        """The choice as part of an address, the same for the same choice."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def rows(self) -> int:
        """How many rows one page shows."""
        return int(self.size or SIZES[0])

    def but(self, **changes: str) -> str:
        """The address of the same choice with something changed."""
        return f"?{replace(self, **changes).query}"

    def link(self, name: str, code: str, label: str, **more: Any) -> dict[str, Any]:
        """A quick choice beside the list, as `ui/components/filters.html` shows it."""
        here = getattr(self, name) == code
        return {"url": self.but(**{name: code}), "label": label, "current": here, **more}

    def box(
        self, name: str, label: str, options: Iterable[tuple[str, str]], first: str = "すべて"
    ) -> dict[str, Any]:
        """A choice in a box, as `ui/components/finer.html` shows it."""
        chosen = getattr(self, name)
        marked = [(code, words, code == chosen) for code, words in options]
        return {"name": name, "label": label, "first": first, "options": marked, "chosen": bool(chosen)}

    def sizes(self) -> dict[str, Any]:
        """How much is shown at once."""
        return self.box("size", "一度に表示", [(size, f"{size}件") for size in SIZES[1:]], f"{SIZES[0]}件")


def codes_of(query: str) -> str:
    """The codes of an address that may be kept: no word that somebody typed to find a person (`q`)."""
    pairs = [(name, value) for name, value in parse_qsl(query[:LONGEST]) if name not in {"q", "after"}]
    return urlencode(
        [(name, value) for name, value in pairs if _CODE.fullmatch(name) and _CODE.fullmatch(value)]
    )


def as_id(text: str) -> UUID | None:
    """The id that this text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
