"""Reads every setting from the environment through one typed reader, which also writes the reference page."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class BadSetting(Exception):
    """A YAKUBA_… variable holds something that cannot be understood."""


@dataclass(frozen=True)
class Setting:
    """One variable as the reference page shows it."""

    name: str
    kind: str
    default: str
    about: str


DECLARED: dict[str, Setting] = {}

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str, about: str) -> str:
    """The text in YAKUBA_<name>, or the default."""
    return _declared(name, "text", default, about)


def number(name: str, default: int, about: str) -> int:
    """The whole number in YAKUBA_<name>, or the default."""
    value = _declared(name, "number", str(default), about)
    try:
        return int(value)
    except ValueError as problem:
        raise BadSetting(f"YAKUBA_{name} must be a whole number, not {value!r}") from problem


def flag(name: str, *, default: bool, about: str) -> bool:
    """The yes or no in YAKUBA_<name>, or the default."""
    value = _declared(name, "yes or no", "yes" if default else "no", about).lower()
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise BadSetting(f"YAKUBA_{name} must be yes or no, not {value!r}")


def folder(name: str, default: Path, about: str, *, shown: str) -> Path:
    """The folder in YAKUBA_<name>, or the default, which the reference page shows as `shown`."""
    value = _declared(name, "folder", "", about, shown=shown)
    return Path(value).expanduser().resolve() if value else default


def words(name: str, default: str, about: str) -> list[str]:
    """The comma-separated words in YAKUBA_<name>."""
    value = _declared(name, "words with commas", default, about)
    return [word.strip() for word in value.split(",") if word.strip()]


def _declared(name: str, kind: str, default: str, about: str, *, shown: str | None = None) -> str:
    DECLARED[name] = Setting(f"YAKUBA_{name}", kind, default if shown is None else shown, about)
    return os.environ.get(f"YAKUBA_{name}", default).strip()
