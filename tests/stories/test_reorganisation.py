"""The town hall is reorganised in the middle of a case: the receipt keeps the old name, the notice bears the new one."""

from __future__ import annotations

from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import work_off
from yakuba.core.dates import wareki
from yakuba.work.models import WorkItem

HEAD = "種別,部署コード,課名,係名,文書記号,電話番号,場所,旧部署コード,ログイン名,役割,職,開始日"
LABEL = "組織変更のファイル（CSV）"


def test_a_department_is_merged_in_the_middle_of_a_case(town, office, dog, resident):
    application = errands.apply(resident, dog)
    number = errands.number(resident)
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.press("自分が担当になる")
    work_off()

    officer = office["systems"].sign_in("/staff/organisation/change/")
    officer.fill(LABEL, ("四月.csv", _file(town), "text/csv"))
    officer.press("何が変わるかを確かめる")
    assert (
        "「生活環境課 環境衛生係」から「くらし安全課 くらし係」へ移ります：今 終わっていない案件 1件"
        in officer.page.main
    )
    assert "所属がなくなる職員：例田 歩" in officer.page.main
    application.refresh_from_db()
    assert application.department == office.departments["environment"]
    officer.press("この内容で登録する")
    assert officer.page.heading == "組織の変更を登録しました"
    work_off()

    application.refresh_from_db()
    item = WorkItem.objects.get(matter=application.matter, done_at=None)
    assert application.department == item.department
    assert application.department.name == "くらし安全課"
    # Whoever had taken it on has no post there any more.
    assert item.assignee is None
    clerk.open("/staff/")
    assert "やること 0件" in clerk.page.main

    heir, chief = office["colleague"].sign_in(), office["chief"].sign_in()
    hall.draft(heir, application, "登録する")
    hall.look_up(chief, application)
    assert "生活環境課 環境衛生係からくらし安全課 くらし係へ" in chief.page.main
    chief.press("「登録する」で決裁する")
    work_off()

    resident.open(f"/applications/{number}/")
    notice = text_of(resident.follow("決定通知書を開く（PDF）"))
    assert "軽く第1号" in notice
    assert "くらし安全課" in notice
    assert "軽環" not in notice
    resident.open(f"/applications/{number}/")
    receipt = text_of(resident.follow("申請の控え"))
    assert "生活環境課" in receipt
    assert "くらし安全課" not in receipt

    # A new application comes to the department that took over, though the definition still names the old code.
    application = errands.apply(resident, dog)
    assert application.department.name == "くらし安全課"


def _file(town) -> bytes:
    """From today on くらし安全課 does what 生活環境課 did to yesterday; one clerk does not come along."""
    today = wareki(timezone.localdate())
    posts = (("colleague", "担当", "係員"), ("chief", "決裁者", "課長"), ("systems", "情報担当", ""))
    lines = [
        f"部署,living,くらし安全課,くらし係,軽く,0267-00-0177,役場 2階,environment,,,,{today}",
        *(f"所属,living,,,,,,,{town.slug}/{login},{role},{rank},{today}" for login, role, rank in posts),
    ]
    return "\r\n".join([HEAD, *lines]).encode("cp932")
