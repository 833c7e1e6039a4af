"""Signs papers with the town's own key as PAdES B-B (ETSI EN 319 142-1), by pyHanko, in workers only."""

from __future__ import annotations

import io
import logging
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from yakuba.documents.providers import CannotSign, Signed

if TYPE_CHECKING:
    from pyhanko.sign import signers

log = logging.getLogger(__name__)

FIELD = "Signature"
# Outside the page and without size: PDF/A-2 asks for no drawing of such a field, PDF/UA-1 for no tag.
_NOWHERE = (-10, -10, -10, -10)


class PadesSigner:
    """The real signer: settings.SIGNING holds `<town>.p12` with key and chain, `<town>.password` what opens it."""

    def sign(self, pdf: bytes, town: str) -> Signed:
        """The PDF with an invisible signature of the town; as it came where the town has no key. Raises CannotSign."""
        path = _path(town)
        if not path.exists():
            return Signed(pdf)
        signer = _signer(path, path.stat().st_mtime_ns)
        try:
            return Signed(_sign(pdf, signer), _name(signer))
        except Exception as problem:
            # Whatever pyHanko raises, the paper is not signed and must not go out as if it were.
            raise CannotSign(f"{town}: {type(problem).__name__}") from problem

    def check(self, town: str) -> list[str]:
        """Whether the town's key opens; its certificate is read, nothing is signed."""
        path = _path(town)
        if not path.exists():
            return []
        try:
            _signer(path, path.stat().st_mtime_ns)
        except CannotSign as problem:
            return [str(problem)]
        return []


def _path(town: str) -> Path:
    return Path(settings.SIGNING) / f"{town}.p12"


@lru_cache(maxsize=32)
def _signer(path: Path, changed: int) -> signers.SimpleSigner:
    """The key and its certificates, read once until the file changes (`changed`); raises CannotSign."""
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  only workers load it

    del changed
    password = path.with_suffix(".password")
    try:
        secret = password.read_text(encoding="utf-8").strip().encode() if password.exists() else None
        opened = pkcs12.load_pkcs12(path.read_bytes(), secret)
    except (OSError, ValueError) as problem:
        raise CannotSign(
            f"署名の鍵（{path.name}）を開けません。ファイルと {password.name} を確かめてください。"
        ) from problem
    if opened.key is None or opened.cert is None:
        raise CannotSign(f"署名の鍵（{path.name}）に、秘密鍵か証明書が入っていません。")
    return _loaded(path, secret)


def _loaded(path: Path, secret: bytes | None) -> signers.SimpleSigner:
    from pyhanko.sign import signers  # noqa: PLC0415  only workers load it

    kind: Any = signers.SimpleSigner
    loaded = kind.load_pkcs12(str(path), passphrase=secret)
    if loaded is None:
        raise CannotSign(f"署名の鍵（{path.name}）を読めません。EC P-256 か RSA の鍵にしてください。")
    return loaded  # type: ignore[no-any-return]


def _sign(pdf: bytes, signer: signers.SimpleSigner) -> bytes:
    from pyhanko.sign import fields, signers  # noqa: PLC0415  only workers load it

    how = signers.PdfSignatureMetadata(
        field_name=FIELD,
        name=_name(signer),
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    where = fields.SigFieldSpec(FIELD, on_page=0, box=_NOWHERE)
    out = io.BytesIO()
    writer = _archival_writer()(io.BytesIO(pdf))
    signers.PdfSigner(how, signer, new_field_spec=where).sign_pdf(writer, output=out)
    return out.getvalue()


@cache
def _archival_writer() -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  only workers load it

    class ArchivalWriter(IncrementalPdfFileWriter):
        """Adds what a signature needs and nothing else: PDF/A-2 is PDF 1.7 (ISO 19005-2), and its metadata stay typst's."""

        def ensure_output_version(self, version: Any) -> None:
            """The version that it has; pyHanko would write 2.0 for the form of PAdES that it knows from there."""

        def _update_meta(self) -> None:
            """Written anew, the description of the extension schemas would not conform any more."""

    return ArchivalWriter


def _name(signer: signers.SimpleSigner) -> str:
    certificate: Any = signer.signing_cert
    name: str = certificate.subject.native.get("common_name", "")
    return name
