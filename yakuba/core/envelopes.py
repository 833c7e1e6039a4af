"""AES-GCM envelopes: what is sealed can be read only with its key and only in the place it was sealed for."""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12
_SHORTEST = 1 + _NONCE + 16  # version, nonce and the tag of nothing


class CannotOpen(Exception):
    """The key is wrong or destroyed, or the sealed bytes were altered or moved."""


def new_key() -> bytes:
    """A fresh 256-bit data key."""
    return AESGCM.generate_key(bit_length=256)


def seal_bytes(key: bytes, data: bytes, place: str) -> bytes:
    """Seal `data` for one place, e.g. "documents_file.content:<id>" (NIST SP 800-38D, random nonce)."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, data, place.encode())


def open_bytes(key: bytes, blob: bytes, place: str) -> bytes:
    """The bytes that were sealed for this place; raises CannotOpen."""
    if blob[:1] != _VERSION or len(blob) < _SHORTEST:
        raise CannotOpen(f"{place} was not sealed by this program")
    try:
        return AESGCM(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], place.encode())
    except InvalidTag as problem:
        raise CannotOpen(f"{place} cannot be opened with this key") from problem


def seal(key: bytes, value: Any, place: str) -> bytes:
    """Seal one JSON value (text, number, list, object) for one place."""
    return seal_bytes(key, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), place)


def open_value(key: bytes, blob: bytes, place: str) -> Any:
    """The JSON value that was sealed for this place; raises CannotOpen."""
    return json.loads(open_bytes(key, blob, place))
