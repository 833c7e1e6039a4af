"""Who is shown a paper learns whether it is the town's and still stands, and nothing about anybody."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import asdict

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from yakuba.core import numbers, scope
from yakuba.core.models import Event, Throttle
from yakuba.core.sealed import Ciphertext
from yakuba.documents import actions, verifying
from yakuba.documents.gate import LIMIT_BYTES
from yakuba.documents.models import Document, File
from yakuba.documents.tests import sheets
from yakuba.documents.tests.issuing import again, issued
from yakuba.documents.views import TRIES

WRONG = "CDFG-HJKM-2345"


@pytest.fixture
def paper(matter, clerk, now):
    return issued(matter, clerk, now, "certificate")


@pytest.fixture
def pdf(paper):
    return paper.file.get()


@pytest.fixture
def browser(town):
    return Client(SERVER_NAME="karuizawa.localhost")


def find(code, data=None, today=sheets.ON):
    return verifying.find(code, verifying.read([data]) if data else None, today=today)


def test_each_paper_that_goes_out_has_a_code_that_is_sealed(matter, clerk, now, paper):
    assert numbers.parse_verification_code(paper.code) == paper.code
    raw = bytes(Document.objects.values_list("code", flat=True).get())
    assert paper.code.encode() not in raw
    assert paper.code not in paper.code_hash
    receipt = issued(matter, clerk, now, "receipt", consequence="receipt")
    assert (receipt.code, receipt.code_hash) == (None, "")


def test_the_qr_code_leads_to_the_page_of_the_town(paper, pdf, tmp_path, settings):
    (tmp_path / "a.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", "a.pdf", "a"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "a.png") as page:
        read = zxingcpp.read_barcodes(page)
    assert [one.text for one in read] == [f"http://karuizawa.localhost/verify/{paper.code}/"]
    said = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout
    assert paper.code in said.decode()


def test_the_address_of_the_site_is_that_of_the_town(town, settings):
    assert verifying.address_of("X").startswith("http://karuizawa.localhost/verify/X/")
    town.hosts.create(name="10.0.0.1")
    settings.HTTPS, settings.SITE_PORT = True, 8443
    assert verifying.address_of("X") == "https://karuizawa.localhost:8443/verify/X/"


def test_a_standing_paper_is_genuine_by_code_by_file_and_by_both(paper, pdf):
    told = {
        "kind": "罹災証明書", "number": "軽こ第1号", "dated_on": sheets.ON, "ended_on": None, "standing": "genuine",
    }  # fmt: skip
    assert asdict(find(paper.code)) == told | {"copy": "none"}
    assert asdict(find("", pdf)) == told | {"copy": "same"}
    assert asdict(find(paper.code, pdf)) == told | {"copy": "same"}


def test_a_code_is_understood_as_people_type_it(paper):
    typed = f"　{paper.code.replace('-', ' ').lower()} "
    assert find(typed).standing == "genuine"


def test_an_altered_file_is_found_out_though_its_code_is_genuine(paper, pdf):
    altered = pdf.replace(b"%%EOF", b"%%EOf")
    assert altered != pdf
    for code in ("", paper.code):
        finding = find(code, altered)
        assert (finding.standing, finding.copy) == ("genuine", "altered")
    assert find("", pdf + b"\n").copy == "altered"


def test_the_file_of_another_paper_is_not_the_one_of_this_code(paper, pdf, clerk, now):
    other = again(paper, clerk, now)
    assert find(other.code, pdf).copy == "altered"


def test_a_code_in_a_file_is_found_wherever_it_is_cut(paper, pdf):
    altered = pdf + b" "
    for size in (7, 64, 65_536):
        chunks = [altered[at : at + size] for at in range(0, len(altered), size)]
        assert verifying.read(chunks).code == paper.code
        assert verifying.read(chunks).digest == verifying.read([altered]).digest


def test_unknown_and_malformed_codes_are_answered_alike(paper):
    unknown = find(numbers.verification_code())
    assert unknown == find(WRONG) == find("x") == find("\0' OR 1=1") == verifying.Finding()
    assert find("", b"%PDF-1.7 of somebody").copy == "unknown"
    assert find(WRONG, b"%PDF-1.7").standing == "unknown"


def test_superseded_and_revoked_papers_say_so_and_since_when(matter, paper, pdf, chief, now):
    new = again(paper, chief, now)
    old = find(paper.code, pdf)
    assert (old.standing, old.ended_on, old.copy) == ("superseded", sheets.ON, "same")
    assert find(new.code).standing == "genuine"
    last = datetime.date(2026, 12, 31)
    actions.revoke(matter, consequence="decision", reason="誤り", ended_on=last, actor=chief, now=now)
    # 撤回: what is withdrawn from a day on stands until then.
    before = find(new.code, today=datetime.date(2026, 12, 30))
    assert (before.standing, before.ended_on) == ("genuine", last)
    assert find(new.code, today=last).standing == "revoked"


def test_what_is_not_made_yet_is_unknown(matter, clerk, now, paper):
    waiting = again(paper, clerk, now, made=False)
    assert find(waiting.code) == verifying.Finding()


def test_a_void_paper_that_was_printed_is_revoked(paper, chief, now):
    actions.void(paper, reason="決定を取り消した", actor=chief, now=now)
    assert find(paper.code).standing == "revoked"


def test_a_paper_of_another_town_is_unknown_here(paper, pdf, other_town):
    code = paper.code
    with scope.within(other_town):
        assert find(code).standing == "unknown"
        assert find("", pdf).standing == "unknown"


def test_once_the_key_is_destroyed_the_sort_of_paper_is_left(paper):
    Document.objects.filter(pk=paper.pk).update(data=Ciphertext(b"\x01gone"))
    finding = find(paper.code)
    assert (finding.standing, finding.kind, finding.number) == ("genuine", "証明書", "軽こ第1号")


def test_the_page_tells_it_without_any_personal_data_and_keeps_nothing(paper, pdf, browser):
    before = (File.objects.count(), Event.objects.count())
    page = browser.get(f"/verify/{paper.code}/")
    upload = SimpleUploadedFile("花子の証明.pdf", pdf, "application/pdf")
    sent = browser.post("/verify/", {"code": "", "file": upload})
    for answer in (page, sent):
        said = answer.content.decode()
        assert "町が出した、有効な文書です" in said
        assert "軽こ第1号" in said
        assert "花子" not in said
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert "どこも変わっていません" in sent.content.decode()
    assert (File.objects.count(), Event.objects.count()) == before


def test_the_page_says_in_plain_words_that_a_file_was_altered(paper, pdf, browser):
    upload = SimpleUploadedFile("a.pdf", pdf.replace(b"%%EOF", b"%%EOf"), "application/pdf")
    said = browser.post("/verify/", {"code": paper.code, "file": upload}).content.decode()
    assert "このPDFは、町が作ったものと違います" in said
    assert "町が出した、有効な文書です" not in said


def test_the_page_answers_nonsense_alike(browser, paper):
    pages = [browser.get(f"/verify/{code}/") for code in (WRONG, "x", "%00", "<script>")]
    said = {page.content.decode().split('id="finding"')[1].split("</section>")[0] for page in pages}
    assert {page.status_code for page in pages} == {200}
    assert len(said) == 1


def test_what_is_missing_empty_or_too_large_is_said_beside_the_field(browser):
    nothing = browser.post("/verify/", {"code": " "}).content.decode()
    assert "文書確認コードを入力するか、PDFのファイルを選んでください" in nothing
    empty = browser.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"")}).content.decode()
    assert "中身が空です" in empty
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * LIMIT_BYTES)
    assert "10MBを超えています" in browser.post("/verify/", {"file": large}).content.decode()


def test_too_many_tries_are_stopped_for_a_while(browser, paper):
    Throttle.objects.all().delete()
    answers = [browser.get(f"/verify/{WRONG}/").status_code for _ in range(TRIES + 1)]
    assert answers == [200] * TRIES + [429]
    stopped = browser.get(f"/verify/{paper.code}/")
    assert "しばらく確かめられません" in stopped.content.decode()
    assert "軽こ第1号" not in stopped.content.decode()
