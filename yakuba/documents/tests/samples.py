"""Harmless and hostile files, built in memory for the tests of the gate."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

import pikepdf
from PIL import Image

from yakuba.documents.providers.fake import EICAR


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    """A small picture, red on the left half."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    image.convert(mode).save(file, kind, **options)
    return file.getvalue()


def photo(orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: with place, maker, comment and orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhoneMaker"
    exif.get_ifd(0x8825)[2] = (36.0, 20.0, 55.5)
    return picture("JPEG", exif=exif, comment=b"SecretComment", quality=95)


def declared_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0"))
        + _chunk(b"IEND", b"")
    )


def bomb_png() -> bytes:
    """A PNG of 144 million white pixels in 400 kB."""
    row = zlib.compressobj(9)
    body = b"".join(row.compress(b"\0" + b"\xff" * 12_000) for _ in range(12_000)) + row.flush()
    header = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pdf(change=None, **saving: object) -> bytes:
    """A PDF of one page; `change` may alter it, `saving` are options of pikepdf's save."""
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    file = io.BytesIO()
    document.save(file, deterministic_id="encryption" not in saving, **saving)
    return file.getvalue()


def raw_pdf(*objects: bytes, root: bytes = b"<</Type/Catalog/Pages 2 0 R>>") -> bytes:
    """A PDF written by hand: catalogue, pages, one page, then the objects given, with a right table."""
    bodies = (
        root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        *objects,
    )
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(file))
    return file + head + trailer


def script(document: pikepdf.Pdf) -> None:
    """Run JavaScript on opening."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def named_script(document: pikepdf.Pdf) -> None:
    """JavaScript in the tree of names."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.Names = document.make_indirect({"/JavaScript": {"/Names": ["a", action]}})


def attachment(document: pikepdf.Pdf) -> None:
    """A program inside."""
    document.attachments["a.exe"] = b"MZ"


def link(document: pikepdf.Pdf) -> None:
    """A harmless link to a page of the Web."""
    _annotate(document, "/Link", A={"/S": pikepdf.Name.URI, "/URI": "https://www.example.jp/"})


def opening_page(document: pikepdf.Pdf) -> None:
    """Open at the first page, as word processors write it."""
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def going_page(document: pikepdf.Pdf) -> None:
    """Open at the first page, as an action."""
    target = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=target)


def acting(kind: str):
    """A page with a field that does something of this kind."""
    return lambda document: _annotate(document, "/Link", A={"/S": pikepdf.Name(kind), "/F": "a.exe"})


def annotated(kind: str):
    """A page with an annotation of this kind."""
    return lambda document: _annotate(document, kind)


def page_action(document: pikepdf.Pdf) -> None:
    """JavaScript when the page is shown."""
    document.pages[0].AA = pikepdf.Dictionary(O={"/S": pikepdf.Name.JavaScript, "/JS": "1"})


def form(document: pikepdf.Pdf) -> None:
    """A form that is drawn by a program (XFA)."""
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=[])


def _annotate(document: pikepdf.Pdf, kind: str, **more: object) -> None:
    box = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[0, 0, 9, 9], **more)
    document.pages[0].Annots = pikepdf.Array([box])


def stuffed_pdf(megabytes: int = 3_000) -> bytes:
    """A PDF with an object stream that is this large once it is unpacked, a thousandth of it before."""
    squeeze = zlib.compressobj(9)
    body = squeeze.compress(b"5 0 true ")
    body += b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(megabytes))
    body += squeeze.flush()
    bomb = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        len(body),
        body,
    )
    file = b"%PDF-1.7\n"
    places = []
    for number, part in enumerate(
        (b"<</Type/Catalog/Pages 2 0 R/X 5 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", bomb), 1,
    ):  # fmt: skip
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"\0\0\0\0\0\0" + b"".join(struct.pack(">BIB", 1, place, 0) for place in places)
    rows += struct.pack(">BIB", 2, 4, 0) + struct.pack(">BIB", 1, len(file), 0)
    table = b"<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    return file + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(file))


def zipped(*names: str) -> bytes:
    """A ZIP file with empty members of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def tarred() -> bytes:
    """A tar file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return file.getvalue()


def media(brand: bytes) -> bytes:
    """The head of an ISO media file of this brand."""
    return b"\0\0\0\x18ftyp" + brand + b"\0" * 40


_LOCKED = pikepdf.Encryption(user="a", owner="b")
_RESTRICTED = pikepdf.Encryption(user="", owner="b", allow=pikepdf.Permissions(print_lowres=False))

# Name, bytes, and a piece of the sentence that refuses it.
HOSTILE: tuple[tuple[str, bytes, str], ...] = (
    ("空.jpg", b"", "中身が空"),
    ("大きい.jpg", picture("JPEG") + b"\0" * 10_000_000, "10.0MBあります"),
    ("絵.gif", picture("GIF", "P"), "JPEGかPNGで保存し直して"),
    ("絵.bmp", picture("BMP"), "JPEGかPNGで保存し直して"),
    ("絵.tif", picture("TIFF"), "JPEGかPNGで保存し直して"),
    ("絵.webp", picture("WEBP"), "JPEGかPNGで保存し直して"),
    ("絵.jpg", picture("GIF", "P"), "JPEGかPNGで保存し直して"),
    ("IMG_1.HEIC", media(b"heic"), "互換性優先"),
    ("IMG_1.jpg", media(b"mif1"), "互換性優先"),
    ("絵.avif", media(b"avif"), "JPEGかPNGで保存し直して"),
    ("絵.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "写真（JPEG・PNG）でもPDFでもありません"),
    ("頁.html", b"<html><script>alert(1)</script>", "写真（JPEG・PNG）でもPDFでもありません"),
    ("メモ.pdf", "ただの文".encode(), "写真（JPEG・PNG）でもPDFでもありません"),
    ("申請.docx", zipped("[Content_Types].xml", "word/document.xml"), "PDFにして送って"),
    ("表.xlsm", zipped("[Content_Types].xml", "xl/vbaProject.bin"), "PDFにして送って"),
    ("文.odt", zipped("mimetypeapplication/vnd.oasis"), "PDFにして送って"),
    ("申請.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "PDFにして送って"),
    ("文.rtf", b"{\\rtf1 x}", "PDFにして送って"),
    ("束.zip", zipped("a.jpg"), "圧縮を解いて"),
    ("束.pdf", zipped("a.pdf"), "圧縮を解いて"),
    ("束.rar", b"Rar!\x1a\x07\x01\0", "圧縮を解いて"),
    ("束.7z", b"7z\xbc\xaf\x27\x1c", "圧縮を解いて"),
    ("束.lzh", b"\x20\x00-lh5-", "圧縮を解いて"),
    ("束.gz", gzip.compress(b"x"), "圧縮を解いて"),
    ("束.tar", tarred(), "圧縮を解いて"),
    ("写真.jpg.exe", b"MZ\x90\0", "プログラム"),
    ("写真.jpg", b"\x7fELF\x02", "プログラム"),
    ("run.sh", b"#!/bin/sh\n", "プログラム"),
    ("動画.mp4", media(b"isom"), "動画か音声"),
    ("声.mp3", b"ID3\x04", "動画か音声"),
    ("切れた.jpg", photo()[:300], "写真として開けません"),
    ("偽.jpg", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "写真として開けません"),
    ("傷.png", picture("PNG")[:60] + b"\xff" * 9 + picture("PNG")[69:], "写真として開けません"),
    ("巨大.png", declared_png(60_000, 60_000), "画素が多すぎて"),
    ("爆弾.png", bomb_png(), "画素が多すぎて"),
    ("鍵.pdf", pdf(encryption=_LOCKED), "パスワードか制限"),
    ("制限.pdf", pdf(encryption=_RESTRICTED), "パスワードか制限"),
    ("動く.pdf", pdf(script), "開くと動く仕掛け"),
    ("動く2.pdf", pdf(script, object_stream_mode=pikepdf.ObjectStreamMode.generate), "開くと動く仕掛け"),
    ("動く3.pdf", raw_pdf(b"<</S/J#61vaScript/J#53(1)>>"), "開くと動く仕掛け"),
    ("動く4.pdf", pdf(named_script), "開くと動く仕掛け"),
    ("動く5.pdf", pdf(page_action), "開くと動く仕掛け"),
    ("動く6.pdf", raw_pdf(root=b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Hide/T(a)>>>>"), "開くと動く仕掛け"),
    ("二枚舌.pdf", raw_pdf(b"<</A<</S/JavaScript/JS(1)>>/A 1>>"), "PDFとして正しく開けません"),
    ("起動.pdf", pdf(acting("/Launch")), "開くと動く仕掛け"),
    ("送信.pdf", pdf(acting("/SubmitForm")), "開くと動く仕掛け"),
    ("遠く.pdf", pdf(acting("/GoToR")), "開くと動く仕掛け"),
    ("動画.pdf", pdf(annotated("/RichMedia")), "開くと動く仕掛け"),
    ("添付.pdf", pdf(attachment), "埋め込まれて"),
    ("添付2.pdf", pdf(annotated("/FileAttachment")), "埋め込まれて"),
    ("外.pdf", raw_pdf(b"<</Length 0/F(a.txt)>>stream\n\nendstream"), "埋め込まれて"),
    ("様式.pdf", pdf(form), "入力フォーム"),
    ("束入り.pdf", pdf() + zipped("a.exe") + b"%%EOF", "埋め込まれて"),
    ("前置き.pdf", b"GIF89a" + pdf(), "JPEGかPNGで保存し直して"),
    ("後書き.pdf", pdf() + b"<script>alert(1)</script>", "PDFとして正しく開けません"),
    ("切れた.pdf", pdf()[:200], "PDFとして正しく開けません"),
    ("表なし.pdf", pdf().replace(b"startxref", b"startxxxx"), "PDFとして正しく開けません"),
    ("頁なし.pdf", raw_pdf(root=b"<</Type/Catalog>>"), "PDFとして正しく開けません"),
    ("入れ子.pdf", raw_pdf(b"[" * 100_000 + b"]" * 100_000), "PDF"),
    ("爆弾.pdf", stuffed_pdf(), "PDF"),
    ("病気.jpg", picture("JPEG") + EICAR, "ウイルス"),
    ("病気.pdf", pdf() + b"\n%" + EICAR + b"\n%%EOF", "ウイルス"),
)  # fmt: skip
