"""The PDFs say what they must, are readable by machines and by ears, and draw every name right."""

from __future__ import annotations

import copy
import subprocess

import pikepdf
import pytest
from pydantic import ValidationError

from yakuba.documents.papers import TEMPLATES, Decision, Delay, Receipt
from yakuba.documents.providers import CannotRender
from yakuba.documents.providers.typst import TypstRenderer
from yakuba.documents.tests import sheets

GOLDEN = {
    "receipt": """軽井沢町
申請の控え
児童手当の認定請求
受付番号 R8-001042-7
届いた日時 令和8年11月10日（火）9時20分
届け先 軽井沢町長
次の内容で届きました。この控えは、町に問い合わせるときや、内容を確かめるときに使えます。
これからのこと
1 こども課 こども係が内容を確かめます。
2 結果は、令和8年12月10日（木）までにお知らせする見込みです。
問い合わせ先
こども課 こども係 電話 0267-45-0000
受付 平日 8時30分から17時15分まで
場所 役場1階 5番窓口
請求する方
氏名 葛\U000e0100城 花子
住所 長野県北佐久郡軽井沢町大字長倉2381番地1
生年月日 平成2年4月1日
お子さん
氏名 𠮷田 髙志
くわしい事情 出生により、新たに養育します。
二人目です。
添付 photo_of_health_insurance_certificate_front_side_2026-11-
10.jpg
申請の控え 受付番号 R8-001042-7 1／1""",
    "decision": """軽こ第12号
令和8年11月20日
〒389-0192
長野県北佐久郡軽井沢町大字長倉2381番地1
邊\U000e0104 花子 様
軽井沢町長 見本 太郎
（公印省略）
児童手当の認定請求 決定通知書
""",
}


def told(template, data=None, *, sample=False, number="軽こ第12号"):
    paper = TEMPLATES[template].model_validate(data or vars(sheets)[template.upper()])
    printed = paper.printed(number="" if template == "receipt" else number, dated_on=sheets.ON)
    more = {"municipality": "軽井沢町", "author": "軽井沢町", "date": [2026, 11, 20], "sample": sample}
    return printed | more


@pytest.fixture
def pdf(tmp_path):
    def write(template, data=None, **more):
        path = tmp_path / f"{template}.pdf"
        path.write_bytes(TypstRenderer().render(template, told(template, data, **more)))
        return path

    return write


def read(program, path, *options):
    done = subprocess.run([program, *options, path, *(["-"] if program == "pdftotext" else [])],
                          capture_output=True, check=True)  # fmt: skip
    return done.stdout.decode()


def text(path):
    lines = (" ".join(line.split()) for line in read("pdftotext", path, "-layout").splitlines())
    return "\n".join(line for line in lines if line)


def test_the_receipt_says_what_arrived_and_what_follows(pdf):
    assert text(pdf("receipt")) == GOLDEN["receipt"]


def test_the_look_up_code_has_no_place_on_the_receipt():
    with pytest.raises(ValidationError, match="lookup_code"):
        Receipt.model_validate(sheets.RECEIPT | {"lookup_code": "ABCD-EFGH-JKLM"})


def test_a_refusal_is_a_letter_with_number_date_reasons_and_instruction(pdf):
    said = text(pdf("decision"))
    assert said.startswith(GOLDEN["decision"])
    flowing = said.replace("\n", "")
    for piece in (
        "について、次のとおり決定しましたので通知します。記",
        "1 決定の内容児童手当の認定請求を却下します。",
        "2 理由児童手当法第4条は、日本国内に住所を有し",
        "3 根拠児童手当法（昭和46年法律第73号）第7条第1項、第8条第1項以上",
        "問い合わせ先こども課 こども係 電話 0267-45-0000",
        "この処分に不服があるとき（教示）1 この処分について不服がある場合は",
        "長野県知事に対して審査請求をすることができます。",
        "軽井沢町を被告として（訴訟において軽井沢町を代表する者は、軽井沢町長となります。）",
        "1年を経過した後であっても",
    ):
        assert piece in flowing


def test_a_grant_needs_no_reasons_and_a_notification_no_instruction(pdf):
    granted = sheets.DECISION | {"effect": "grant", "reasons": "", "appeal": [], "law": ""}
    said = text(pdf("decision", granted))
    assert "理由" not in said
    assert "教示" not in said
    assert "根拠" not in said


def test_a_refusal_without_reasons_is_no_paper():
    with pytest.raises(ValidationError, match="行政手続法8条"):
        Decision.model_validate(sheets.DECISION | {"reasons": " \n"})


def test_a_certificate_states_facts_and_says_who_certifies_them_without_an_instruction(pdf):
    said = text(pdf("certificate"))
    assert said.startswith("軽こ第12号\n罹災証明書\n邊\U000e0104 花子 様\n氏名 邊\U000e0104 花子\n")
    flowing = said.replace("\n", "")
    for piece in (
        "証明する内容大規模半壊",
        "上の災害により、住家が「大規模半壊」の被害を受けたことを証明します。令和8年11月20日軽井沢町長 見本 太郎（公印省略）",
        "問い合わせ先こども課 こども係 電話 0267-45-0000",
    ):
        assert piece in flowing, flowing
    assert "教示" not in said
    assert "審査請求" not in said


def test_a_certificate_without_facts_or_a_result_of_its_own_is_a_sentence(pdf):
    said = text(pdf("certificate", sheets.CERTIFICATE | {"facts": [], "ruling": ""}))
    assert "証明する内容" not in said
    assert "証明します。" in said


def test_a_delay_says_until_when_why_and_by_which_law(pdf):
    said = text(pdf("delay"))
    assert said.startswith(GOLDEN["decision"].partition("児童手当")[0])
    assert "教示" not in said
    for piece in (
        "要介護認定の申請 期限延長通知書",
        "1 法律の期限令和8年12月10日（木）まで",
        "2 延長した後の期限令和9年1月15日（金）まで",
        "3 延長の理由主治医の意見書が届いていないため。",
        "4 根拠介護保険法 第27条第11項以上",
    ):
        assert piece in said.replace("\n", "")


def test_address_sheets_give_each_letter_a_page_with_its_address_in_the_window(pdf):
    said = text(pdf("envelopes"))
    assert said.startswith("〒389-0192\n")
    assert said.count("書類の送付について") == 2
    assert said.count("例田 はじめ") == 1


def test_a_delay_without_reasons_is_no_paper():
    with pytest.raises(ValidationError, match="理由が要ります"):
        Delay.model_validate(sheets.DELAY | {"reasons": " \n"})


def test_a_paper_without_a_number_begins_with_its_date(pdf):
    assert text(pdf("decision", number="")).startswith("令和8年11月20日\n")


@pytest.mark.parametrize("template", ["receipt", "decision", "certificate", "delay", "envelopes"])
def test_a_paper_is_tagged_dated_titled_a4_and_carries_its_fonts(pdf, template):
    path = pdf(template)
    facts = dict(line.split(":", 1) for line in read("pdfinfo", path).splitlines())
    assert facts["Title"].strip() == sheets.__dict__[template.upper()]["title"]
    assert facts["Author"].strip() == "軽井沢町"
    assert facts["Tagged"].strip() == "yes"
    assert facts["Encrypted"].strip() == "no"
    assert facts["JavaScript"].strip() == "no"
    assert facts["Page size"].strip().endswith("(A4)")
    assert "Nov 20" in facts["CreationDate"]
    names = {}
    for line in read("pdffonts", path).splitlines()[2:]:
        names[line.split()[0].split("+")[1]] = line.split()[-5:-2]
    assert all(embedded == ["yes", "yes", "yes"] for embedded in names.values())
    rare = "IPAmjMincho" if template == "receipt" else "NotoSerifCJKjp-Regular-Identity-H"
    assert set(names) == {"BIZUDMincho-Regular", "BIZUDGothic-Regular", rare}


@pytest.mark.parametrize("template", ["receipt", "decision", "certificate", "delay", "envelopes"])
def test_a_paper_declares_pdf_a_and_pdf_ua_in_japanese(pdf, template):
    with pikepdf.open(pdf(template)) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
        assert str(document.Root.Lang).startswith("ja")
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.MarkInfo.Marked


def test_every_page_of_a_sample_says_so_and_no_other_paper_does(pdf):
    long = copy.deepcopy(sheets.RECEIPT)
    long["sections"] *= 12
    marked = read("pdftotext", pdf("receipt", long, sample=True), "-raw").split("\f")[:-1]
    assert len(marked) > 2
    assert all("見" in page and "本" in page for page in marked)
    assert "見本" not in text(pdf("receipt"))


def test_long_answers_break_over_pages_and_every_page_is_numbered(pdf):
    long = copy.deepcopy(sheets.RECEIPT)
    long["sections"][0]["rows"] *= 30
    long["sections"][1]["rows"][1]["text"] = "あいうえおかきくけこ、" * 400
    path = pdf("receipt", long)
    pages = read("pdftotext", path, "-layout").split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert f"{number}／{len(pages)}" in page
        assert "受付番号 R8-001042-7" in " ".join(page.split())
    assert "".join(pages).replace("\n", "").count("、") >= 400


def test_nothing_runs_over_the_edge_of_the_page(pdf):
    wide = copy.deepcopy(sheets.RECEIPT)
    wide["sections"][0]["rows"] = [
        {"label": "w" * 60, "text": "x" * 900},
        {"label": "長い" * 60, "text": "1234567890" * 60},
    ]
    boxes = read("pdftotext", pdf("receipt", wide), "-bbox")
    edges = [float(line.split('xMax="')[1].split('"')[0]) for line in boxes.splitlines() if "<word" in line]
    assert max(edges) < 595 - 55


def test_what_a_person_typed_is_never_typst_source(pdf):
    hostile = copy.deepcopy(sheets.RECEIPT)
    nasty = '#read("/etc/passwd") $x^2$ *太字* <label> // 注 \\ [#panic()] "引用" = 見出し'
    hostile["sections"][0]["rows"] = [{"label": nasty, "text": nasty}]
    said = read("pdftotext", pdf("receipt", hostile), "-raw").replace("\n", "")
    assert nasty.replace(" ", "") in said.replace(" ", "")


def test_two_variants_of_one_kanji_are_drawn_differently(pdf):
    def drawn(name):
        data = copy.deepcopy(sheets.RECEIPT)
        data["sections"][0]["rows"] = [{"label": "氏名", "text": name}]
        page = ["pdftoppm", "-r", "150", "-gray", pdf("receipt", data)]
        return subprocess.run(page, capture_output=True, check=True).stdout

    assert drawn("葛\U000e0100") == drawn("葛\U000e0100")
    assert drawn("葛\U000e0100") != drawn("葛\U000e0101")


def test_a_template_that_does_not_exist_is_a_failure_that_can_be_kept():
    with pytest.raises(CannotRender):
        TypstRenderer().render("nothing", told("receipt"))


def test_the_same_paper_is_the_same_bytes(pdf):
    assert pdf("decision").read_bytes() == pdf("decision").read_bytes()


def test_the_renderer_works_here():
    assert TypstRenderer().check() == []
