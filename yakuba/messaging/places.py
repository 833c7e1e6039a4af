"""Where a browser wants to be notified, as its push service told it: judged before anything is kept of it."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

LONGEST = 2_000
_CURVE = SECP256R1()


class NoPlace(Exception):
    """What a browser sent is no push subscription that we may keep."""


def read_place(text: str) -> dict[str, str]:
    """{"endpoint", "p256dh", "auth"} from the JSON of a browser's PushSubscription; raises NoPlace."""
    try:
        told = json.loads(text[: 2 * LONGEST])
        endpoint, keys = told["endpoint"], told["keys"]
        place = {"endpoint": endpoint, "p256dh": keys["p256dh"], "auth": keys["auth"]}
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise NoPlace("shape") from problem
    if not all(isinstance(value, str) and len(value) <= LONGEST for value in place.values()):
        raise NoPlace("shape")
    host_of(endpoint)
    if len(decoded(place["auth"])) != 16:
        raise NoPlace("auth")
    key_of(place["p256dh"])
    return place


def host_of(endpoint: str) -> str:
    """The host of an https address at the usual port that may be a push service; raises NoPlace.

    Whoever subscribes writes this address, and workers will go there: it must not lead into the town hall's network.
    Names are looked up again when something is sent (`providers.webpush`).
    """
    try:
        url = urlsplit(endpoint)
        host, port = url.hostname or "", url.port
    except ValueError as problem:
        raise NoPlace("address") from problem
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if url.scheme != "https" or not is_plain or url.username or url.password or port not in {None, 443}:
        raise NoPlace("address")
    if "." not in host or host.endswith((".localhost", ".local", ".internal", ".")) or _is_inside(host):
        raise NoPlace("address")
    return host


def key_of(p256dh: str) -> EllipticCurvePublicKey:
    """The browser's public key, a point on P-256 (RFC 8291 section 3.1); raises NoPlace."""
    try:
        return EllipticCurvePublicKey.from_encoded_point(_CURVE, decoded(p256dh))
    except ValueError as problem:
        raise NoPlace("p256dh") from problem


def decoded(text: str) -> bytes:
    """The bytes behind base64url without padding; raises NoPlace."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (ValueError, binascii.Error) as problem:
        raise NoPlace("base64") from problem


def encoded(content: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def is_outside(address: Any) -> bool:
    """Whether a numeric address is one of the open internet."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_global) and not found.is_multicast


def _is_inside(host: str) -> bool:
    try:
        return not is_outside(host)
    except ValueError:
        # A name: whoever sends looks at what it leads to.
        return False
