"""Notifies browsers through their push services: Web Push (RFC 8030), encrypted (RFC 8291), signed by the town (RFC 8292)."""

from __future__ import annotations

import json
import os
import socket
import ssl
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from yakuba.core.lookup import fingerprint
from yakuba.messaging.places import NoPlace, decoded, encoded, host_of, is_outside, key_of
from yakuba.messaging.providers import PermanentFailure, Push, TemporaryFailure

if TYPE_CHECKING:
    import datetime

    from yakuba.messaging.providers import Notification

# Seconds for the whole of one conversation's steps.
TIMEOUT = 10.0
# A message is of use for some days; the inbox keeps it anyhow (RFC 8030 section 5.2).
KEPT = 4 * 86_400
# RFC 8292 section 2: at most a day.
SIGNED_FOR = 12 * 3600
# Everything fits into one record (RFC 8188).
RECORD = 4096
# Tests have a push service on this machine: {host: (address, port)} that is gone to without being looked up.
KNOWN: dict[str, tuple[str, int]] = {}
# Whose certificates are trusted; None: those that the system trusts.
TRUSTED: str | None = None


class WebPush(Push):
    """One HTTPS request for each device. The town's key comes from the key folder, and stays when master keys rotate."""

    def notify(self, notification: Notification, *, now: datetime.datetime) -> None:
        """Hand it over; 404 and 410 mean that the device is gone, everything else may pass."""
        try:
            host, key = host_of(notification.endpoint), key_of(notification.p256dh)
            body = encrypted(notification.payload, key, decoded(notification.auth))
        except NoPlace as problem:
            raise PermanentFailure("gone") from problem
        headers = {
            "Host": host,
            "Authorization": _authorization(f"https://{host}", now=now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT),
            "Topic": notification.topic,
            "Urgency": "normal",
        }
        _judge(_posted(notification.endpoint, host, headers, body))

    def public_key(self) -> str:
        """The uncompressed point, base64url."""
        return encoded(_point(_own_key().public_key()))

    def check(self) -> None:
        """Whether the town's key can be made."""
        self.public_key()


def encrypted(
    payload: bytes,
    key: ec.EllipticCurvePublicKey,
    auth: bytes,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of one push message (RFC 8291 section 3.4, RFC 8188): only the browser itself can read it.

    `own` and `salt` are drawn anew for each message; tests give those of the standard's example.
    """
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    sender, receiver = _point(own.public_key()), _point(key)
    secret = own.exchange(ec.ECDH(), key)
    shared = _derived(secret, auth, b"WebPush: info\0" + receiver + sender, 32)
    content_key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    # 2 marks the last record.
    sealed = AESGCM(content_key).encrypt(nonce, payload + b"\x02", None)
    return salt + RECORD.to_bytes(4) + bytes([len(sender)]) + sender + sealed


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# The town signs ------------------------------------------------------------------------------------
def _own_key() -> ec.EllipticCurvePrivateKey:
    # 256 bits of the lookup secret, which never rotates: browsers know the town by this key for as long as they ask.
    number = int(fingerprint("push-key", "1"), 16)
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
    return ec.derive_private_key(number % (order - 1) + 1, ec.SECP256R1())


def _authorization(origin: str, *, now: datetime.datetime) -> str:
    """RFC 8292 section 3: a signed word of who sends, for this push service and half a day."""
    key = _own_key()
    claims = {
        "aud": origin,
        "exp": int(now.timestamp()) + SIGNED_FOR,
        "sub": f"mailto:{parseaddr(settings.MAIL_FROM)[1]}",
    }
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    numbers = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = b"".join(number.to_bytes(32) for number in numbers)
    return f"vapid t={signed}.{encoded(signature)}, k={encoded(_point(key.public_key()))}"


# The way there -------------------------------------------------------------------------------------
def _posted(endpoint: str, host: str, headers: dict[str, str], body: bytes) -> int:
    """The status with which the push service answers; what else it says is not read."""
    import httpx  # noqa: PLC0415  workers only

    address, port = _looked_up(host)
    url = urlsplit(endpoint)
    # Gone to is exactly the address that was judged; the certificate has to be that of the name.
    place = url._replace(netloc=f"[{address}]:{port}" if ":" in address else f"{address}:{port}").geturl()
    context = ssl.create_default_context(cafile=TRUSTED)
    try:
        with (
            httpx.Client(verify=context, timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST", place, headers=headers, content=body, extensions={"sni_hostname": host}
            ) as answer,
        ):
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as problem:
        # Whoever subscribed chose the host: that it does not answer says nothing about the others.
        raise TemporaryFailure(f"push-{type(problem).__name__}"[:40]) from problem


def _looked_up(host: str) -> tuple[str, int]:
    """The first address behind a name; raises MailFailure where any of them leads inside (SSRF)."""
    if host in KNOWN:
        return KNOWN[host]
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as problem:
        raise TemporaryFailure("push-unknown-host") from problem
    if not found or not all(is_outside(address.partition("%")[0]) for address in found):
        raise PermanentFailure("gone")
    return found[0], 443


def _judge(status: int) -> None:
    if status in {404, 410}:
        raise PermanentFailure("gone")
    if not 200 <= status < 300:
        raise TemporaryFailure(f"push-{status}")
