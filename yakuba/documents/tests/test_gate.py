"""The gate lets in photos and plain PDFs, cleaned, and refuses everything else in words that help."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image

from yakuba.documents import gate, isolation
from yakuba.documents.decoding.verdicts import Bad
from yakuba.documents.providers.fake import FakeScanner
from yakuba.documents.tests import samples


@pytest.mark.parametrize(
    ("name", "data", "words"), samples.HOSTILE, ids=[name for name, _, _ in samples.HOSTILE]
)
def test_a_file_that_is_no_plain_photo_or_pdf_is_refused_with_a_way_out(name, data, words):
    with pytest.raises(gate.Refused) as refusal:
        gate.admit(name, data)
    assert words in str(refusal.value)
    assert name.split(".")[0] in str(refusal.value)
    assert str(refusal.value).endswith("。")


def _opened(admitted: gate.Admitted) -> Image.Image:
    return Image.open(io.BytesIO(admitted.data))


def test_a_photo_loses_place_maker_and_comment():
    admitted = gate.admit("写真.JPG", samples.photo())
    assert (admitted.name, admitted.type) == ("写真.jpg", "image/jpeg")
    assert b"Secret" in samples.photo()
    assert b"Secret" not in admitted.data
    assert b"Exif" not in admitted.data
    assert not _opened(admitted).getexif()


def test_a_photo_that_was_held_sideways_stands_upright():
    image = _opened(gate.admit("a.jpg", samples.photo(orientation=6)))
    assert image.size == (20, 40)
    red, green, _ = image.getpixel((10, 5))
    assert red > 200
    assert green < 60


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_png_of_any_depth_stays_a_readable_png(mode):
    kind = "L" if mode == "I;16" else mode
    data = samples.picture("PNG", kind)
    if mode == "I;16":
        deep = Image.new("I;16", (4, 4), 30_000)
        file = io.BytesIO()
        deep.save(file, "PNG")
        data = file.getvalue()
    admitted = gate.admit("a.png", data)
    assert admitted.type == "image/png"
    if mode == "I;16":
        assert _opened(admitted).getpixel((0, 0)) == 30_000 // 256


def test_text_and_profiles_in_a_png_are_dropped():
    info = samples.Image.new("RGB", (4, 4))
    file = io.BytesIO()
    info.save(file, "PNG", icc_profile=b"SecretProfile" * 20, dpi=(300, 300))
    admitted = gate.admit("a.png", file.getvalue())
    assert _opened(admitted).info == {}


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_colour_space_is_let_in(mode):
    assert gate.admit("a.jpg", samples.picture("JPEG", mode)).type == "image/jpeg"


def test_a_jpeg_with_a_second_picture_keeps_only_the_first():
    first, second = Image.new("RGB", (30, 30), "white"), Image.new("RGB", (30, 30), "black")
    file = io.BytesIO()
    first.save(file, "MPO", save_all=True, append_images=[second])
    image = _opened(gate.admit("a.jpg", file.getvalue()))
    assert image.format == "JPEG"
    assert image.getpixel((0, 0))[0] > 250


def test_what_stands_behind_a_picture_is_gone():
    admitted = gate.admit("a.jpg", samples.picture("JPEG") + b"<script>" + samples.zipped("a"))
    assert b"<script>" not in admitted.data
    assert b"PK" not in admitted.data


def test_a_large_photo_is_shrunk_to_a_readable_size():
    admitted = gate.admit("a.jpg", samples.picture("JPEG", size=(9000, 6000)))
    assert max(_opened(admitted).size) <= 4000
    assert min(_opened(admitted).size) >= 2000


@pytest.mark.parametrize(
    "change",
    [None, samples.link, samples.opening_page, samples.going_page],
    ids=["plain", "link", "open", "go"],
)
def test_a_plain_pdf_is_kept_byte_for_byte(change):
    data = samples.pdf(change)
    admitted = gate.admit("申立書.PDF", data)
    assert admitted == gate.Admitted("申立書.pdf", "application/pdf", data)


def test_a_pdf_with_object_streams_is_let_in():
    data = samples.pdf(object_stream_mode=samples.pikepdf.ObjectStreamMode.generate)
    assert gate.admit("a.pdf", data).data == data


def test_the_bomb_without_its_charge_is_a_good_pdf():
    assert gate.admit("a.pdf", samples.stuffed_pdf(megabytes=1)).type == "application/pdf"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\hanako\\写真 1.JPEG", "写真 1.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("a\x00b\r\n\tc.png", "abc.jpg"),
        ('<a>"b"|?*.jpg', "ab.jpg"),
        ("...", "ファイル.jpg"),
        ("", "ファイル.jpg"),
        ("か\u3099.jpg", "が.jpg"),
        ("葛\U000e0100城.jpg", "葛\U000e0100城.jpg"),
        ("あ" * 300 + ".jpg", "あ" * 76 + ".jpg"),
    ],
)
def test_a_name_is_kept_without_what_could_deceive(name, kept):
    assert gate.safe_name(name, "image/jpeg") == kept


def test_a_question_that_wants_a_photo_says_so_when_a_pdf_comes():
    with pytest.raises(gate.Refused, match=r"ここでは受け付けていない種類です。写真（JPEG・PNG）を選んで"):
        gate.admit("a.pdf", samples.pdf(), accept=("image",))


def test_without_a_verdict_of_the_scanner_nothing_is_let_in(monkeypatch):
    monkeypatch.setattr(FakeScanner, "trouble", "away")
    with pytest.raises(gate.Refused, match="いま確かめられません"):
        gate.admit("a.jpg", samples.picture("JPEG"))


def test_the_twenty_first_file_is_refused():
    gate.require_room(19, "a.jpg")
    with pytest.raises(gate.Refused, match="20個まで"):
        gate.require_room(20, "a.jpg")


def test_the_decoder_sees_no_secret_of_this_program(monkeypatch, tmp_path):
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\nexit 1\n")
    spy.chmod(0o700)
    monkeypatch.setattr(isolation.sys, "executable", str(spy))
    monkeypatch.setenv("YAKUBA_DATABASE_URL", "secret")
    with pytest.raises(Bad):
        isolation.decode("image", b"x")
    assert "YAKUBA" not in (tmp_path / "seen").read_text()
    assert "secret" in os.environ["YAKUBA_DATABASE_URL"]


def test_a_decoder_that_does_not_end_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr(isolation.sys, "executable", str(slow))
    monkeypatch.setattr(isolation, "SECONDS", 0.2)
    with pytest.raises(gate.Refused, match="画素が多すぎて"):
        gate.admit("a.jpg", samples.picture("JPEG"))
