"""Browsers are notified: encrypted and signed as the standards say, never towards the town's own network."""

from __future__ import annotations

import datetime
import http.server
import json
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from django.conf import settings as live

from yakuba.core import scope
from yakuba.messaging import places
from yakuba.messaging.places import decoded, encoded
from yakuba.messaging.providers import Notification, PermanentFailure, TemporaryFailure, webpush
from yakuba.messaging.providers.webpush import WebPush, encrypted

HOST = "push.example.org"
CURVE = ec.SECP256R1()


# The example of RFC 8291, appendix A ---------------------------------------------------------------
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_as_it_stands_there():
    own = ec.derive_private_key(int.from_bytes(decoded(SENDER)), CURVE)
    sealed = encrypted(PLAIN, places.key_of(RECEIVER), decoded(AUTH), own=own, salt=decoded(SALT))
    assert encoded(sealed) == SEALED


class Browser:
    """The other end: keys of its own, and reading what only it can read."""

    def __init__(self):
        self.key = ec.generate_private_key(CURVE)
        self.auth = b"sixteen bytes ok"
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def place(self, path="/one"):
        keys = {"p256dh": encoded(self.point), "auth": encoded(self.auth)}
        return {"endpoint": f"https://{HOST}{path}", "expirationTime": None, "keys": keys}

    def opened(self, body):
        salt, sender, sealed = body[:16], body[21:86], body[86:]
        assert body[16:21] == (4096).to_bytes(4) + bytes([65])
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        secret = derived(shared, self.auth, b"WebPush: info\0" + self.point + sender, 32)
        key = derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        plain = AESGCM(key).decrypt(derived(secret, salt, b"Content-Encoding: nonce\0", 12), sealed, None)
        assert plain.endswith(b"\x02")
        return plain[:-1]


def derived(secret, salt, info, length):
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)


def notification(browser, path="/one"):
    place = browser.place(path)
    return Notification(
        place["endpoint"], **place["keys"], topic="a" * 32, payload=b'{"title": "\xe7\x94\xba"}'
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for the push service's name, which vouches for itself."""
    key, name = ec.generate_private_key(CURVE), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("push") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file


@pytest.fixture
def taken(certificate, monkeypatch):
    """A push service on this machine: it answers by the path, and keeps what came."""
    got = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            status = int(self.path.rsplit("/", 1)[-1]) if self.path.rsplit("/", 1)[-1].isdigit() else 201
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "https://127.0.0.1/inside")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setattr(webpush, "KNOWN", {HOST: ("127.0.0.1", server.server_address[1])})
        monkeypatch.setattr(webpush, "TRUSTED", str(certificate))
        yield got
        server.shutdown()
        thread.join()


def test_a_notification_arrives_sealed_and_signed(town, now, taken):
    browser = Browser()
    WebPush().notify(notification(browser), now=now)
    ((path, headers, body),) = taken
    assert (path, headers["Host"]) == ("/one", HOST)
    assert browser.opened(body) == b'{"title": "\xe7\x94\xba"}'
    assert (headers["Content-Encoding"], headers["Topic"]) == ("aes128gcm", "a" * 32)
    assert 0 < int(headers["TTL"]) <= 28 * 86_400
    token, key = (
        part.split("=", 1)[1] for part in headers["Authorization"].removeprefix("vapid ").split(", ")
    )
    assert key == WebPush().public_key()
    head, claims, signature = token.split(".")
    signature = decoded(signature)
    numbers = (int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    places.key_of(key).verify(encode_dss_signature(*numbers), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    told = json.loads(decoded(claims))
    assert told["aud"] == f"https://{HOST}"
    # RFC 8292 section 2: never more than a day.
    assert 0 < told["exp"] - now.timestamp() <= 86_400
    assert told["sub"] == f"mailto:{live.MAIL_FROM}"


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_said_so(town, now, taken, status):
    with pytest.raises(PermanentFailure, match="gone"):
        WebPush().notify(notification(Browser(), f"/{status}"), now=now)


@pytest.mark.parametrize("status", [301, 307, 400, 403, 413, 429, 500, 503])
def test_everything_else_may_pass_and_redirects_are_not_followed(town, now, taken, status):
    with pytest.raises(TemporaryFailure, match=f"push-{status}"):
        WebPush().notify(notification(Browser(), f"/{status}"), now=now)
    assert len(taken) == 1


def test_a_service_without_its_certificate_or_without_an_answer_is_tried_again(town, now, taken, monkeypatch):
    monkeypatch.setattr(webpush, "TRUSTED", None)
    with pytest.raises(TemporaryFailure, match="push-ConnectError"):
        WebPush().notify(notification(Browser()), now=now)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setattr(webpush, "KNOWN", {HOST: ("127.0.0.1", port)})
    with pytest.raises(TemporaryFailure, match="push-ConnectError"):
        WebPush().notify(notification(Browser()), now=now)
    assert taken == []


def test_a_name_that_leads_inside_is_never_gone_to(town, now, monkeypatch):
    # The look-up that tests allow: it answers with this machine.
    for inside in (
        "127.0.0.1",
        "::1",
        "10.0.0.5",
        "192.168.1.1",
        "169.254.169.254",
        "::ffff:10.0.0.5",
        "fe80::1",
    ):
        assert not places.is_outside(inside)
    assert places.is_outside("203.0.114.7")
    with pytest.raises(PermanentFailure, match="gone"):
        webpush._looked_up("localhost")


# What a browser sends ------------------------------------------------------------------------------
def test_a_place_is_read_as_a_browser_gives_it():
    browser = Browser()
    place = places.read_place(json.dumps(browser.place()))
    assert place == {"endpoint": f"https://{HOST}/one", **browser.place()["keys"]}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/x", "https://127.0.0.1/x", "https://[::1]/x", "https://10.1.2.3/x",
        "https://169.254.169.254/latest", "https://localhost/x", "https://db.internal/x", "https://printer.local/x",
        "https://karuizawa.localhost/x", "https://push.example.org:8443/x", "https://a:b@push.example.org/x",
        "https://intranet/x", "file:///etc/passwd", "https://push.example.org/\r\nHost: x", "https://[", "", 5,
        "https://push.example.org/" + "a" * 3000, "https://2130706433/x", "https://プッシュ.example.org/",
    ],
)  # fmt: skip
def test_no_place_leads_inside_or_is_written_strangely(endpoint):
    with pytest.raises(places.NoPlace):
        places.read_place(json.dumps(Browser().place() | {"endpoint": endpoint}))


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "{}", "1", "[" * 100_000, json.dumps({"endpoint": "https://push.example.org/"}),
        json.dumps(Browser().place() | {"keys": []}),
        json.dumps(Browser().place() | {"keys": {"p256dh": "BA" * 20, "auth": AUTH}}),
        json.dumps(Browser().place() | {"keys": {"p256dh": RECEIVER, "auth": "short"}}),
        json.dumps(Browser().place() | {"keys": {"p256dh": "B" + "_" * 86, "auth": AUTH}}),
        json.dumps(Browser().place() | {"keys": {"p256dh": "$$$", "auth": AUTH}}),
    ],
)  # fmt: skip
def test_what_is_no_place_is_refused(text):
    with pytest.raises(places.NoPlace):
        places.read_place(text)


def test_each_town_has_its_own_key_that_stays(town, other_town):
    key = WebPush().public_key()
    WebPush().check()
    assert key == WebPush().public_key()
    with scope.within(other_town):
        assert WebPush().public_key() != key
