"""Files that cannot be taken: each is told in words, and nothing else on the page is lost."""

from __future__ import annotations

import pytest

from tests.stories import errands
from tests.stories.errands import photo
from yakuba.applications.models import Application
from yakuba.documents.models import File
from yakuba.documents.tests import samples

KEPT = "通帳.jpg（1KB）をこのまま使う"
ENCRYPTED = next(data for name, data, _ in samples.HOSTILE if name == "鍵.pdf")


@pytest.fixture
def papers(child, resident):
    """The page of the child allowance that asks for files, before anything is on it."""
    account = {
        "金融機関の名前": "見本銀行",
        "支店の名前": "軽井沢支店",
        "預金の種類": "普通",
        "口座番号": "12345",
        "口座の名義（カナ）": "ミホン ハナコ",
    }
    told = errands.answers(child, public_account="いいえ") | {"振込口座": account}
    errands.begin(resident, child)
    for _ in range(20):
        if resident.page.heading == "書類と受け取り方":
            return resident
        resident.fill_in(told)
        resident.press("次へ進む")
    raise AssertionError(f"stuck on {resident.page.path}: {resident.page.problems}")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("写真.jpg", b"MZ\x90\0" + bytes(200), "「写真.jpg」はプログラムです。"),
        ("IMG_0001.HEIC", samples.media(b"heic"), "「IMG_0001.heic」はHEIC形式の写真で、町では開けません。"),
        ("まとめ.zip", samples.zipped("a.jpg"), "「まとめ.zip」は圧縮ファイルです。"),
        ("免許証.pdf", ENCRYPTED, "「免許証.pdf」にはパスワードか制限がかかっています。"),
        ("空.jpg", b"", "「空.jpg」は中身が空です。"),
        ("大きい.jpg", photo()[1] + bytes(10_000_000), "「大きい.jpg」は10.0MBあります。"),
        (
            "<script>alert(1)</script>.svg",
            b"<svg onload='alert(1)'/>",
            "写真（JPEG・PNG）でもPDFでもありません。",
        ),
        ("../../etc/passwd\r\n.exe", b"\x7fELF\x02", "「passwd」はプログラムです。"),
        ("あ" * 300 + ".jpg", photo()[1], "短い名前に変えて"),
    ],
    ids=["program", "heic", "archive", "encrypted", "empty", "large", "svg", "path", "long-name"],
)
def test_a_wrong_file_is_told_and_the_rest_of_the_page_stays(papers, name, content, said):
    papers.fill_in({"本人確認書類": (name, content, "image/jpeg"), "口座が分かるもの": photo("通帳.jpg")})
    papers.fill("結果の届け方", "郵便で受け取る")
    papers.press("次へ進む")
    (problem,) = papers.page.problems
    assert said in problem
    assert problem.endswith(("ください。", "ください"))
    assert "<script>alert" not in papers.page.html
    assert papers.shown("結果の届け方") == "郵便で受け取る"
    assert papers.shown(KEPT) == [KEPT]
    papers.fill("本人確認書類", photo("免許証.jpg"))
    papers.press("次へ進む")
    assert papers.page.heading == "内容を確認してください"
    assert papers.page.rows["口座が分かるもの"] == "通帳.jpg（1KB）"
    assert papers.page.rows["本人確認書類"] == "免許証.jpg（1KB）"


def test_a_good_file_beside_a_wrong_one_is_kept(papers):
    papers.fill("本人確認書類", [photo("表.jpg"), ("裏.gif", samples.picture("GIF", "P"), "image/gif")])
    papers.press("次へ進む")
    assert "「裏.gif」は、受け付けていない形式の画像です。" in papers.page.problems[0]
    assert papers.shown("表.jpg（1KB）をこのまま使う")
    assert len(File.objects.all()) == 1


def test_a_name_that_leads_elsewhere_is_only_a_name(papers):
    papers.fill_in(
        {"本人確認書類": photo("../../secret\\..\\表 紙.JPG"), "口座が分かるもの": photo('"><b>.jpg')}
    )
    papers.fill("結果の届け方", "郵便で受け取る")
    papers.press("次へ進む")
    assert papers.page.rows["本人確認書類"] == "表 紙.jpg（1KB）"
    assert papers.page.rows["口座が分かるもの"] == "b.jpg（1KB）"


def test_a_file_is_looked_at_again_only_by_whom_it_belongs_to(papers, somebody_else):
    papers.fill("本人確認書類", photo("表.jpg"))
    papers.press("次へ進む")
    draft = Application.objects.get()
    path = f"/apply/child-allowance/{draft.pk}/file/{File.objects.get().pk}/"
    assert papers.open(path).content.startswith(b"\xff\xd8\xff")
    assert somebody_else.open(path).status == 403


def test_more_files_than_a_matter_holds_are_refused_one_by_one(papers):
    for number in range(1, 12):
        papers.fill("本人確認書類", photo(f"{number}.jpg"))
        papers.press("次へ進む")
    assert "本人確認書類は、10個までで選んでください" in papers.page.problems[0]
    assert len(Application.objects.get().answers["identity_paper"]) == 10
