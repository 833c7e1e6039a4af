"""A notice gets lost: the clerk issues it anew, the applicant opens the new one, and who is shown the old one is told."""

from __future__ import annotations

from tests.stories import errands, hall
from tests.stories.hall import work_off
from yakuba.documents.models import Document


def test_a_lost_notice_is_issued_anew_and_the_old_one_is_found_out(office, resident, somebody_else, dog):
    application = errands.apply(resident, dog, notice_channel="このサイトで受け取る")
    work_off()
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.draft(clerk, application, "登録する")
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する")
    work_off()
    old = Document.objects.get(matter=application.matter, consequence="decision")
    hall.look_up(clerk, application)
    clerk.follow(f"扱い：{old.number}")
    assert clerk.page.rows["状態"] == "作成済み"
    assert old.code in clerk.page.main
    clerk.follow("再発行・差し替え")
    clerk.press("文書を作る")
    assert "理由を書いてください" in clerk.page.problems
    clerk.fill("どうしますか", "再発行：同じ内容で、もう一度出す（なくした、届かないなど）")
    clerk.fill("理由", "なくしたとの電話があった。")
    clerk.press("文書を作る")
    work_off()

    new = Document.objects.get(replaces=old)
    assert new.number != old.number
    errands.find(resident, application.lookup_code, application.matter.number)
    assert "差し替え済み。新しい文書があります" in resident.page.main
    link = next(label for label in resident.page.links if "（再発行）" in label)
    paper = errands.text_of(resident.follow(link))
    assert "再発行したものです" in paper
    assert new.code in paper

    somebody_else.open("/verify/")
    somebody_else.fill("文書確認コード", old.code.lower())
    somebody_else.press("確かめる")
    assert "今は新しい文書に替わっています" in somebody_else.page.main
    assert "見本" not in somebody_else.page.main
    somebody_else.open(f"/verify/{new.code}/")
    assert "町が出した、有効な文書です" in somebody_else.page.main
