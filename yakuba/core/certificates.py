"""A certificate authority that nobody trusts and a key for each town, for the demo and for trying out; a town buys its own."""

from __future__ import annotations

import datetime
import secrets
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric import rsa

    PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

VALID = datetime.timedelta(days=3 * 365)
# Nobody trusts it, and its name says why.
AUTHORITY = "Yakuba demo CA (見本・効力なし)"


def make(folder: Path, towns: dict[str, str], *, now: datetime.datetime) -> None:
    """Write `<slug>.p12` and `<slug>.password` for each of {slug: name} that has none; the authority's key is not kept."""
    missing = {slug: name for slug, name in towns.items() if not (folder / f"{slug}.p12").exists()}
    if not missing:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    root = certificate(AUTHORITY, key.public_key(), by=None, key=key, now=now)
    (folder / "demo-ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    for slug, name in missing.items():
        own = ec.generate_private_key(ec.SECP256R1())
        own_certificate = certificate(f"見本 {name}", own.public_key(), by=root, key=key, now=now)
        password = secrets.token_urlsafe(24)
        bundle = pkcs12.serialize_key_and_certificates(
            name.encode(),
            own,
            own_certificate,
            [root],
            serialization.BestAvailableEncryption(password.encode()),
        )
        _write(folder / f"{slug}.password", password.encode())
        _write(folder / f"{slug}.p12", bundle)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def certificate(
    name: str,
    public: PublicKey,
    *,
    by: x509.Certificate | None,
    key: PrivateKey,
    now: datetime.datetime,
) -> x509.Certificate:
    """A certificate for a public key, signed by `key`: the authority's, or its own where there is none (`by` None)."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Yakuba demo"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    is_root = by is None
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.subject if by else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=400))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    if not is_root:
        built = built.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return built.sign(key, hashes.SHA256())


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
