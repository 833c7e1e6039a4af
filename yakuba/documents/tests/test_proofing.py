"""A town's own template that does not compile, or leaves out what a paper must say, is refused before it prints anything."""

from __future__ import annotations

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from yakuba.documents import proofing
from yakuba.documents.providers import typst
from yakuba.documents.providers.fake import FakeSigner


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The folder of a town beside a copy of the templates."""
    places = tmp_path / "typst"
    shutil.copytree(typst.TEMPLATES, places, ignore=shutil.ignore_patterns("kitahiroshima"))
    monkeypatch.setattr(typst, "TEMPLATES", places)
    monkeypatch.setattr(proofing, "TYPST", places)
    (places / "mitakamachi").mkdir()
    return places / "mitakamachi"


def put(folder, name, change):
    (folder / name).write_text(change((folder.parent / name).read_text(encoding="utf-8")), encoding="utf-8")


def test_what_is_left_out_is_named_as_a_clerk_names_it(own):
    put(
        own,
        "decision.typ",
        lambda text: (
            text.replace("#if has(paper.number) [#say(paper.number) \\ ]", "")
            .replace("#say(paper.dated)", "#text(fill: white, say(paper.dated))")
            .partition("// Whole on one page")[0]
        ),
    )
    assert proofing.of_template("decision", "mitakamachi") == [
        f"decision：「{name}」が紙面に出ません。ひな形に加えてください。"
        for name in ("教示", "文書番号", "文書の日付")
    ]


def test_a_head_of_a_town_takes_the_place_of_the_shipped_one(own):
    put(own, "head.typ", lambda text: text.replace("#say(paper.authority_name)", ""))
    assert proofing.of_template("delay", "mitakamachi") == [
        "delay：「差出人の氏名」が紙面に出ません。ひな形に加えてください。"
    ]
    assert proofing.towns() == ["mitakamachi"]


@pytest.mark.parametrize(
    "wrong",
    [
        "#let sender = [",
        '#import "/paper.typ": *\n#let letterhead = image("/nothing.png")\n#let sender = none',
        # PDF/UA-1: a picture without words is no page that can be read aloud.
        '#import "/paper.typ": *\n#let letterhead = image(bytes(told.qr), format: "svg")\n#let sender = none',
    ],
)
def test_a_template_that_cannot_be_archived_or_does_not_compile_is_refused(own, wrong):
    (own / "head.typ").write_text(wrong, encoding="utf-8")
    (said,) = proofing.of_template("certificate", "mitakamachi")
    assert said.startswith("certificate：ひな形を組めません。error: ")


def test_the_shipped_head_of_a_sample_town_has_all_and_looks_different():
    assert proofing.of_template("certificate", "kitahiroshima") == []
    data = proofing._told("certificate")
    draw = typst.TypstRenderer().draw
    assert draw("certificate", data, town="kitahiroshima") != draw("certificate", data)


def test_the_command_tells_what_is_wrong_and_fails(settings, monkeypatch, tmp_path):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    said = StringIO()
    call_command("papers", "check", "--municipality", "chikuma", stdout=said)
    assert "誤りはありません" in said.getvalue()
    settings.SIGNING = tmp_path
    (tmp_path / "chikuma.p12").write_bytes(b"no key")
    said = StringIO()
    with pytest.raises(CommandError, match="1件の誤り"):
        call_command("papers", "check", stdout=said)
    assert "chikuma.p12" in said.getvalue()
    assert FakeSigner().check("x")
