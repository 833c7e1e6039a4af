"""A town that has a key signs its papers: another program verifies the signature, and a changed byte breaks it."""

from __future__ import annotations

import datetime
import subprocess

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from yakuba.core import certificates
from yakuba.documents import actions
from yakuba.documents.models import Document
from yakuba.documents.providers import CannotSign
from yakuba.documents.providers.fake import FakeSigner
from yakuba.documents.providers.pades import PadesSigner
from yakuba.documents.tests.issuing import issued

TOWN = "karuizawa"


@pytest.fixture(autouse=True)
def keys(settings, tmp_path, now):
    settings.SIGNING = tmp_path / "signing"
    certificates.make(settings.SIGNING, {TOWN: "軽井沢町"}, now=now)
    return settings.SIGNING


def looked_at(path):
    done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False)
    return done.stdout.decode()


@pytest.fixture
def signed(matter, clerk, now, tmp_path):
    document = issued(matter, clerk, now)
    path = tmp_path / "signed.pdf"
    path.write_bytes(document.file.get())
    return document, path


def test_poppler_verifies_the_signature_of_the_town(signed):
    document, path = signed
    said = looked_at(path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: 見本 軽井沢町" in said
    assert document.signed_as == "見本 軽井沢町"


def test_a_changed_byte_is_caught(signed):
    _document, path = signed
    data = bytearray(path.read_bytes())
    place = data.index(b"stream") + 100
    data[place] ^= 1
    path.write_bytes(data)
    said = looked_at(path)
    assert "Signature is Valid." not in said
    assert "Digest Mismatch" in said


def test_what_is_signed_stays_pdf_a_and_pdf_ua(signed):
    with pikepdf.open(signed[1]) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            # ISO 19005-2 is made of PDF 1.7, and nothing of it was written anew.
            assert metadata["xmp:CreatorTool"].startswith("Typst")
        assert document.Root.get("/Version") in {None, "/1.7"}
        assert document.Root.MarkInfo.Marked
        (field,) = document.Root.AcroForm.Fields
        # No size and outside the page: nothing is drawn, so neither a picture nor a tag is asked for.
        assert [int(edge) for edge in field.Rect] == [-10] * 4
        assert not field.F & 2
        assert field.F & 4


def test_a_town_without_a_key_signs_nothing_and_says_so(matter, clerk, now, keys):
    (keys / f"{TOWN}.p12").unlink()
    document = issued(matter, clerk, now)
    assert (document.is_made, document.signed_as) == (True, "")
    assert b"/ByteRange" not in document.file.get()
    assert PadesSigner().check(TOWN) == []


def test_a_key_that_does_not_open_stops_the_paper_and_is_told_to_the_officer(matter, clerk, now, keys):
    (keys / f"{TOWN}.password").write_text("wrong")
    document = issued(matter, clerk, now)
    assert (document.state, document.file) == ("waiting", None)
    assert document.number == "軽こ第1号"
    assert "karuizawa.p12" in document.error
    assert "を開けません" in PadesSigner().check(TOWN)[0]
    # Put right, it is signed with the number it has.
    (keys / f"{TOWN}.password").unlink()
    (keys / f"{TOWN}.p12").unlink()
    certificates.make(keys, {TOWN: "軽井沢町"}, now=now)
    actions.make(document.pk, now=now + datetime.timedelta(hours=1))
    assert Document.objects.get(pk=document.pk).signed_as == "見本 軽井沢町"


def test_a_file_that_is_no_key_is_refused_in_words(keys):
    (keys / f"{TOWN}.p12").write_bytes(b"no key")
    with pytest.raises(CannotSign, match="を開けません"):
        PadesSigner().sign(b"%PDF-1.7", TOWN)


def test_a_pdf_that_cannot_be_read_is_not_passed_on_unsigned():
    with pytest.raises(CannotSign):
        PadesSigner().sign(b"no pdf", TOWN)


def test_an_rsa_key_without_a_password_will_do(keys, now, matter, clerk, tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = certificates.certificate("見本 RSA", key.public_key(), by=None, key=key, now=now)
    bundle = pkcs12.serialize_key_and_certificates(b"x", key, own, None, NoEncryption())
    (keys / f"{TOWN}.p12").write_bytes(bundle)
    (keys / f"{TOWN}.password").unlink()
    path = tmp_path / "rsa.pdf"
    path.write_bytes(issued(matter, clerk, now).file.get())
    assert "Signature is Valid." in looked_at(path)


def test_keys_of_the_demo_are_made_once_and_only_for_the_owner_to_read(keys, now):
    before = (keys / f"{TOWN}.p12").read_bytes()
    certificates.make(keys, {TOWN: "軽井沢町", "chikuma": "千曲市"}, now=now)
    assert (keys / f"{TOWN}.p12").read_bytes() == before
    assert (keys / "chikuma.p12").stat().st_mode & 0o077 == 0
    assert PadesSigner().check("chikuma") == []


@pytest.fixture
def fake_signer(settings, fake_renderer, monkeypatch):
    settings.DOCUMENTS_SIGNER = "yakuba.documents.providers.fake.FakeSigner"
    monkeypatch.setattr(FakeSigner, "trouble", "away")
    return monkeypatch


def test_a_paper_whose_signer_fails_is_tried_again(matter, clerk, now, fake_signer):
    document = issued(matter, clerk, now)
    assert (document.state, document.attempts) == ("waiting", 1)
    fake_signer.setattr(FakeSigner, "trouble", "")
    actions.make(document.pk, now=now + datetime.timedelta(hours=1))
    made = Document.objects.get(pk=document.pk)
    assert made.signed_as == TOWN
    assert made.file.get().endswith(b"% signed by karuizawa\n")
    assert FakeSigner().check(TOWN) == ["karuizawa の署名は試験用です。"]
