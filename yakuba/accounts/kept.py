"""What was typed survives an expired session or a failed check: it travels with the page, sealed."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from yakuba.core import envelopes, scope

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest

VALID = 2 * 3600  # seconds
LARGEST = 1_000_000  # characters: more than people type, less than a request may hold
NEVER = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class Kept:
    """One interrupted request: where it went, its fields in their order, and whether files were with it."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def of(request: HttpRequest) -> Kept:
    """The path and fields of a request, without passwords."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if _may_keep(name)]
    return Kept(request.get_full_path(), fields, had_files=bool(request.FILES))


def seal(request: HttpRequest) -> str:
    """What a POST brought, in a sealed token that a page can carry; empty when there is nothing to keep."""
    if request.method != "POST":
        return ""
    token = seal_value(list(astuple(of(request))), now=request.arrived_at)  # type: ignore[attr-defined]
    return token if len(token) <= LARGEST else ""


def unseal(request: HttpRequest, token: str) -> Kept | None:
    """What `seal` kept less than two hours ago in this town, or None."""
    found = unseal_value(token, now=request.arrived_at)  # type: ignore[attr-defined]
    if not isinstance(found, list):
        return None
    path, fields, had_files = found
    return Kept(path, [(name, value) for name, value in fields], had_files)


def carried(request: HttpRequest) -> str:
    """The token that a page brought back; empty when it shows nothing: too long, too old, altered, of another town."""
    token = request.POST.get("kept", "")
    return token if is_good(request, token) else ""


def is_good(request: HttpRequest, token: str) -> bool:
    """Whether a token can be shown again."""
    return len(token) <= LARGEST and unseal(request, token) is not None


def seal_value(value: Any, *, now: datetime.datetime) -> str:
    """A JSON value as a token that only this installation can open, in this town and for two hours."""
    plain = zlib.compress(json.dumps([int(now.timestamp()), value], ensure_ascii=False).encode())
    blob = envelopes.seal_bytes(settings.KEYRING.derive("kept"), plain, _place())
    return base64.urlsafe_b64encode(blob).decode("ascii")


def unseal_value(token: str, *, now: datetime.datetime) -> Any:
    """The value of a token, or None when it is too old, altered or of another town."""
    for key in settings.KEYRING.derive_all("kept"):
        try:
            blob = base64.urlsafe_b64decode(token)
            at, value = json.loads(zlib.decompress(envelopes.open_bytes(key, blob, _place())))
        except (binascii.Error, ValueError, envelopes.CannotOpen):
            # Another generation of the master key may open it; else it is as if nothing was kept.
            continue
        return value if now.timestamp() - at <= VALID else None
    return None


def _may_keep(name: str) -> bool:
    return not any(word in name for word in NEVER)


def _place() -> str:
    return f"kept:{scope.current().code}"
