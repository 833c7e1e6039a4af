"""Errands that end as the applicant wished: corrected, drafted, decided, brought home."""

from __future__ import annotations

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import facts, mailed_code, work_off
from tests.stories.visitor import Visitor
from yakuba.documents import queries as documents
from yakuba.messaging.queries import outbox
from yakuba.work.models import WorkItem

NOTHING_TO_DO = "今、やることはありません。"


def test_a_dog_is_registered_after_a_correction(town, office, dog, resident):  # noqa: PLR0915  one errand, whole
    application = errands.apply(resident, dog)
    number, code = errands.number(resident), errands.code(resident)
    assert resident.page.heading == "申請が届きました"
    work_off()

    clerk = office["clerk"].sign_in()
    assert "内容を確かめる" in clerk.page.main
    clerk.follow("犬の登録申請")
    assert clerk.page.heading == "犬の登録申請 見本 花子"
    assert clerk.page.rows["電話番号"] == "090-0000-0000"
    clerk.press("自分が担当になる")
    assert "担当 例田 歩" in clerk.page.main
    clerk.follow("補正を依頼する")
    clerk.fill_in(
        {"直してもらう項目": ["電話番号"], "申請者への説明": "つながりません。\n確かめてください。"}
    )
    clerk.press("補正を依頼する")
    assert "補正待ち" in clerk.page.main
    assert NOTHING_TO_DO in clerk.open("/staff/").main
    work_off()

    elsewhere = Visitor(town)
    errands.find(elsewhere, code, number)
    assert "直してください" in elsewhere.page.main
    assert "つながりません。\n確かめてください。" in elsewhere.page.main
    elsewhere.follow("直して送る")
    assert elsewhere.page.labels == ["電話番号"]
    elsewhere.fill("電話番号", "０２６７（００）０００１")
    elsewhere.press("次へ進む")
    errands.send(elsewhere)
    assert elsewhere.page.heading == "直した内容が届きました"
    assert errands.number(elsewhere) == number
    work_off()

    clerk.open("/staff/")
    assert "再提出された内容を確かめる" in clerk.page.main
    clerk.follow("犬の登録申請")
    assert "再提出あり（1か所変更）" in clerk.page.main
    assert clerk.page.rows["電話番号"].startswith("前：090-0000-0000 今：0267-00-0001")
    clerk.follow("起案して決裁へ送る")
    clerk.fill("結果", "登録する")
    clerk.press("起案して決裁へ送る")
    assert NOTHING_TO_DO in clerk.open("/staff/").main

    chief = office["chief"].sign_in()
    assert "『登録する』の案を決裁する" in chief.page.main
    chief.follow("犬の登録申請")
    chief.press("「登録する」で決裁する")
    assert "決定しました。通知書を作っています。" in chief.page.main
    assert NOTHING_TO_DO in chief.open("/staff/").main
    elsewhere.open(f"/applications/{number}/")
    assert "決定通知書を作っています" in elsewhere.page.main
    work_off()

    elsewhere.reload()
    assert "決定しました：登録する" in elsewhere.page.main
    paper = text_of(elsewhere.follow("決定通知書を開く（PDF）"))
    for words in (
        "軽環第1号",
        "見本花子様",
        "軽井沢町長見本太郎",
        f"受付番号{number}",
        "".join(dog.outcome("registered").says.split()),
        "（教示）",
        "3か月以内に、軽井沢町長に対して審査請求をすることができます。",
        "軽井沢町を被告として",
    ):
        assert words in paper, paper
    receipt = text_of(elsewhere.follow("申請の控え"))
    assert f"受付番号{number}" in receipt
    assert "090-0000-0000" in receipt
    assert "0267-00-0001" in text_of(elsewhere.follow("再提出の控え"))

    application.refresh_from_db()
    assert application.state == "closed"
    assert application.matter.closed_at is not None
    assert not WorkItem.objects.still_open().exists()
    assert facts(application) == [
        "application.started",
        "application.submitted",
        "application.returned",
        "application.resubmitted",
        "approval.proposed",
        "approval.approved",
        "application.decided",
        "application.closed",
        "notice.fetched",
    ]


def test_against_a_decision_on_the_child_allowance_one_appeals_to_the_governor(office, child, resident):
    application = errands.apply(resident, child)
    work_off()
    chief = office["child-chief"].sign_in()
    hall.decide(chief, application, "認定する")
    work_off()
    resident.follow("申請の状況を見る")
    paper = text_of(resident.follow("決定通知書を開く（PDF）"))
    assert "軽こ第1号" in paper
    assert "長野県知事に対して審査請求をすることができます。" in paper
    assert "軽井沢町長に対して審査請求" not in paper


def test_the_clerk_saves_what_the_applicant_attached(office, child, resident):
    application = errands.apply(resident, child)
    work_off()
    clerk = office["child-clerk"].sign_in()
    hall.look_up(clerk, application)
    picture = clerk.follow("運転免許証.jpg")
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert picture.name.startswith("attachment;")
    assert text_of(clerk.follow("申請の控え.pdf")).startswith("軽井沢町申請の控え児童手当の認定請求")


def test_a_chief_decides_without_a_draft(office, dog, resident):
    application = errands.apply(resident, dog)
    chief = office["chief"].sign_in()
    hall.decide(chief, application, "登録する")
    work_off()
    assert facts(application)[-4:] == [
        "approval.proposed",
        "approval.approved",
        "application.decided",
        "application.closed",
    ]
    assert "架空 直" in chief.reload().main
    assert "この案件ですることは、もうありません。" in chief.page.main


def test_a_remanded_draft_is_drafted_again(office, dog, resident):
    application = errands.apply(resident, dog)
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.draft(clerk, application, "登録する")
    hall.look_up(chief, application)
    chief.follow("起案に差し戻す")
    chief.press("差し戻す")
    assert chief.page.problems == ["差し戻す理由を書いてください"]
    chief.fill("差し戻す理由", "予防注射の日を確かめてください。")
    chief.press("差し戻す")
    assert "起案を差し戻しました。" in chief.page.main

    clerk.open("/staff/")
    assert "差し戻された案を直す" in clerk.page.main
    clerk.follow("犬の登録申請")
    assert clerk.page.rows["差戻しの理由"] == "予防注射の日を確かめてください。"
    hall.draft(clerk, application, "登録する", "獣医師に確かめました。")
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する")
    work_off()
    assert "獣医師に確かめました。" in text_of(_notice(chief, application))
    assert facts(application)[2:] == [
        "approval.proposed",
        "approval.remanded",
        "approval.proposed",
        "approval.approved",
        "application.decided",
        "application.closed",
    ]


def test_a_chief_decides_otherwise_than_drafted(office, dog, resident):
    application = errands.apply(resident, dog)
    hall.draft(office["clerk"].sign_in(), application, "登録する")
    chief = office["chief"].sign_in()
    hall.look_up(chief, application)
    chief.follow("案を変えて決裁")
    assert chief.shown("結果") == "登録する"
    chief.fill_in({"結果": "登録しない", "理由": "すでに登録されています（狂犬病予防法4条1項）。"})
    chief.press("この内容で決裁する")
    work_off()
    application.refresh_from_db()
    assert application.outcome == "refused"
    assert facts(application)[2:] == [
        "approval.proposed",
        "approval.cancelled",
        "approval.proposed",
        "approval.approved",
        "application.decided",
        "application.closed",
    ]


def test_who_wants_a_letter_gets_one_and_the_clerk_closes_the_case(office, dog, resident):
    application = errands.apply(resident, dog, notice_channel="郵便で受け取る")
    hall.decide(office["chief"].sign_in(), application, "登録する")
    work_off()
    resident.follow("申請の状況を見る")
    assert "決定通知書を郵送します" in resident.page.main
    assert not [words for words in resident.page.links if "決定通知書" in words]

    clerk = office["clerk"].sign_in()
    assert "通知書を印刷して郵送する" in clerk.page.main
    clerk.follow("犬の登録申請")
    assert "軽環第1号" in text_of(_notice(clerk, application))
    clerk.press("郵送したので完了にする")
    assert "郵送を記録し、案件を完了にしました。" in clerk.page.main
    assert NOTHING_TO_DO in clerk.open("/staff/").main
    application.refresh_from_db()
    assert application.state == "closed"
    assert facts(application)[-3:] == ["application.decided", "notice.posted", "application.closed"]


def test_a_signed_in_resident_is_written_to_and_has_everything_on_one_page(town, office, dog, resident):
    resident.open("/procedures/dog-registration/")
    resident.follow("申請を始める")
    resident.follow("メールでサインインしてから始める")
    resident.fill("メールアドレス", "ＨＡＮＡＫＯ@example.jp")
    resident.press("確認コードを送る")
    resident.fill("確認コード", mailed_code())
    resident.press("サインインする")
    assert "サインインしています。" in resident.page.main
    resident.press("入力を始める")
    errands.go_through(resident, errands.answers(dog, mail="hanako@example.jp"))
    application = errands.send(resident)
    assert "照会コード" not in resident.page.main
    work_off()
    hall.decide(office["chief"].sign_in(), application, "登録する")
    work_off()

    subjects = [(letter.to, letter.subject) for letter in outbox(town) if "確認コード" not in letter.subject]
    assert subjects == [
        ("hanako@example.jp", "犬の登録申請の結果が出ました"),
        ("hanako@example.jp", "犬の登録申請が町に届きました"),
    ]
    elsewhere = Visitor(town)
    elsewhere.open("/my/")
    assert elsewhere.page.heading == "申請の状況・続きの入力"
    resident.open("/my/")
    assert "結果：登録する" in resident.page.main
    resident.follow("状況を見る")
    assert "軽環第1号" in text_of(resident.follow("決定通知書を開く（PDF）"))
    resident.open("/my/")
    resident.press("サインアウト")
    assert resident.open(f"/applications/{application.matter.number}/").status == 403


def _notice(browser, application):
    """The notice, as staff open it from the case page."""
    hall.look_up(browser, application)
    paper = documents.newest(application.matter, "decision")
    return browser.follow(f"{paper.title}.pdf")
