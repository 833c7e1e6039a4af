"""A draft on its way through the town hall: up the line, to other departments and back, decided for the absent."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import LONG_AGO, work_off
from yakuba.accounts import actions as accounts
from yakuba.approvals import queries as drafts
from yakuba.core.actors import MACHINE
from yakuba.documents import queries as documents
from yakuba.procedures.actions import publish
from yakuba.procedures.loader import COMMON
from yakuba.work.models import WorkItem

SECRET = "隣の家の犬と取り違えていないか、確かめてください。"
LATER = LONG_AGO + datetime.timedelta(days=1)


def who():
    return {"actor": MACHINE, "now": timezone.now()}


@pytest.fixture
def ladder(office, town):
    """環境衛生係 with its 係長 and 課長補佐, the mayor and the deputy, and 上下水道課 with a director."""
    office.departments["mayor"] = accounts.found_department(
        "mayor", name="町長室", symbol="軽長", telephone="0267-00-0100", from_on=LONG_AGO, **who()
    )
    office.has("water")
    posts = {
        "section": ("見本 係", "environment", "clerk", "section_chief"),
        "assistant": ("見本 補佐", "environment", "chief", "assistant_director"),
        "deputy": ("見本 副", "mayor", "chief", "deputy_mayor"),
        "mayor": ("見本 長", "mayor", "chief", "mayor"),
    }
    for login, (name, code, role, rank) in posts.items():
        department = office.departments[code]
        # Everybody begins as a clerk or a systems officer, and has a post of their own besides.
        office.officials[login] = hall.official(town, login, name, (department, "clerk"))
        accounts.add_membership(
            office[login].staff, department=department, role=role, rank=rank, from_on=LATER, **who()
        )
    return office


@pytest.fixture
def consulting(ladder):
    """犬の登録 that 上下水道課 has to agree to."""
    text = (COMMON / "dog-registration.yaml").read_text(encoding="utf-8")
    step = "    kind: decision\n    role: chief\n"
    return publish(text.replace(step, f"{step}    consult: [water]\n"), **who()).definition


def away(official, hours=5):
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    accounts.note_absence(
        official.staff, kind="trip", from_at=now - hour, until_at=now + hours * hour, actor=MACHINE, now=now
    )


def open_from_list(official, application, work):
    """Sign in and open the case that stands on one's list under this title."""
    browser = official.sign_in()
    assert work in browser.page.main, browser.page.main
    browser.follow(application.definition.title)
    return browser


def test_the_way_is_shown_before_sending_and_goes_up_the_line(ladder, dog, resident):
    accounts.delegate("director", procedure="dog-registration", effect="grant", from_on=LONG_AGO, **who())
    accounts.delegate("mayor", procedure="dog-registration", effect="refuse", from_on=LONG_AGO, **who())
    application = errands.apply(resident, dog)
    clerk = ladder["clerk"].sign_in()
    hall.look_up(clerk, application)
    assert "「登録する」は課長が決裁します。「登録しない」は町長が決裁します。" in clerk.page.main
    clerk.follow("起案して決裁へ送る")
    assert clerk.page.rows["登録する"] == "係長 → 課長補佐 → 課長（決裁）"
    assert clerk.page.rows["登録しない"] == "係長 → 課長補佐 → 課長 → 副町長 → 町長（決裁）"
    clerk.fill_in({"ほかに合議する部署": ["水道課水道係"], "金額（円）": "5千"})
    clerk.press("この内容で回り先を確かめる")
    assert clerk.page.problems == ["金額は、円の単位の数字で入力してください。例：50000"]
    clerk.fill("金額（円）", "５，０００円")
    clerk.press("この内容で回り先を確かめる")
    assert clerk.page.problems == []
    assert "水道課水道係 課長（合議） → 課長（決裁）" in clerk.page.rows["登録する"]
    clerk.fill_in({"ほかに合議する部署": [], "結果": "登録する"})
    clerk.press("起案して決裁へ送る")
    assert "環境衛生係 係長が見ています" in clerk.page.main

    section = open_from_list(ladder["section"], application, "『登録する』の案を確かめる（回議）")
    section.follow("意見を付ける")
    section.fill("意見", SECRET)
    section.press("同意する")
    assert "同意しました。案は次へ進みました。" in section.page.main
    open_from_list(ladder["assistant"], application, "『登録する』の案を確かめる（回議）").press(
        "同意して次へ回す"
    )
    chief = open_from_list(ladder["chief"], application, "『登録する』の案を決裁する")
    assert SECRET in chief.page.main
    chief.press("「登録する」で決裁する")
    work_off()

    application.refresh_from_db()
    assert application.outcome == "registered"
    # What officials say to each other, no resident reads: on no page and on no paper.
    resident.follow("申請の状況を見る")
    seen = [resident.page.main, text_of(resident.follow("決定通知書を開く（PDF）"))]
    assert not [text for text in seen if SECRET in text or "見本 係" in text]


def test_a_refusal_is_decided_by_the_chief_whom_the_table_names(ladder, dog, resident):
    accounts.delegate(
        "section_chief", procedure="dog-registration", effect="grant", from_on=LONG_AGO, **who()
    )
    accounts.delegate("director", procedure="dog-registration", effect="refuse", from_on=LONG_AGO, **who())
    application = errands.apply(resident, dog)
    clerk = ladder["clerk"].sign_in()
    hall.draft(clerk, application, "登録しない", "すでに登録されています（狂犬病予防法4条1項）。")
    section = open_from_list(ladder["section"], application, "『登録しない』の案を確かめる（回議）")
    assert not [button for button in section.page.buttons if "決裁する" in button]
    section.press("同意して次へ回す")
    assistant = ladder["assistant"].sign_in()
    hall.look_up(assistant, application)
    assert assistant.open(f"/staff/applications/{application.matter.number}/decide/").status == 403
    hall.look_up(assistant, application)
    assistant.press("同意して次へ回す")
    open_from_list(ladder["chief"], application, "『登録しない』の案を決裁する").press(
        "「登録しない」で決裁する"
    )
    stop = drafts.deciding_stop(drafts.decided(application.matter))
    assert (stop.rank, stop.acted_by, stop.capacity) == ("director", ladder["chief"].staff, "own")
    application.refresh_from_db()
    assert application.outcome == "refused"


def test_the_next_decides_for_an_absent_chief_who_looks_afterwards(ladder, dog, resident):
    accounts.let_act("assistant_director", absent="director", from_on=LONG_AGO, **who())
    application = errands.apply(resident, dog)
    hall.draft(ladder["clerk"].sign_in(), application, "登録する")
    open_from_list(ladder["section"], application, "『登録する』の案を確かめる（回議）").press(
        "同意して次へ回す"
    )
    assistant = open_from_list(ladder["assistant"], application, "『登録する』の案を確かめる（回議）")
    assistant.press("同意して次へ回す")
    hall.look_up(assistant, application)
    assert "「登録する」で決裁する" not in assistant.page.buttons
    away(ladder["chief"])
    assistant.open("/staff/")
    assert "不在の人に代わって決裁できる案" in assistant.page.main
    assistant.follow(f"『登録する』の案（{application.matter.number}）")
    assert "架空 直（不在）" in assistant.page.main
    assistant.press("「登録する」で決裁する（架空 直さんの代決）")
    assert "決定しました。" in assistant.page.main
    work_off()
    application.refresh_from_db()
    # The case is over, and what the chief still has to see stands on the list.
    assert application.state == "closed"
    assert [item.title for item in WorkItem.objects.still_open()] == ["代わりに決裁された案を見る（後閲）"]

    chief = open_from_list(ladder["chief"], application, "代わりに決裁された案を見る（後閲）")
    assert "見本 補佐さんが代わりに決裁しました。" in chief.page.main
    chief.press("後閲しました")
    assert "後閲を記録しました。" in chief.page.main
    assert not WorkItem.objects.still_open().exists()
    assert "に後閲" in chief.page.main


def test_what_is_important_waits_for_the_chief(ladder, dog, resident):
    accounts.let_act("assistant_director", absent="director", from_on=LONG_AGO, **who())
    application = errands.apply(resident, dog)
    assistant = ladder["assistant"].sign_in()
    hall.look_up(assistant, application)
    assistant.follow("起案して決裁へ送る")
    assistant.fill_in({"結果": "登録する", "案の重さ": "重要"})
    assistant.press("起案して決裁へ送る")
    away(ladder["chief"])
    assistant.reload()
    assert not [button for button in assistant.page.buttons if "決裁する" in button]
    assert assistant.open(f"/staff/applications/{application.matter.number}/decide/").status == 403


def test_a_consulted_department_sends_the_draft_back_and_is_asked_again(ladder, consulting, resident):
    application = errands.apply(resident, consulting)
    assistant = ladder["assistant"].sign_in()
    hall.draft(assistant, application, "登録する")
    water = open_from_list(ladder["water-chief"], application, "『登録する』の案に答える（合議）")
    # They see the case and what they are asked, and nothing else to do.
    assert water.page.rows["電話番号"] == "090-0000-0000"
    assert [link for link in water.page.links if "補正" in link or "決裁" in link] == []
    water.follow("差し戻す")
    water.fill("差し戻す理由", SECRET)
    water.press("差し戻す")
    assert "起案を差し戻しました。" in water.page.main

    assistant.open("/staff/")
    assert "差し戻された案を直す" in assistant.page.main
    hall.draft(assistant, application, "登録する", "確かめました。")
    water.open("/staff/")
    water.follow(consulting.title)
    water.press("合議に同意する")
    chief = open_from_list(ladder["chief"], application, "『登録する』の案を決裁する")
    # A change after the consultation: those consulted decide again.
    chief.follow("案を変えて決裁")
    chief.fill("理由", "条件を付けました。")
    chief.press("この内容で決裁する")
    assert "この案は 水道課水道係 課長（合議） → 課長（決裁） と回ります" in chief.page.main
    hall.look_up(chief, application)
    chief.follow("案を変えて回し直す")
    chief.fill("理由", "条件を付けました。")
    chief.press("案を変えて回し直す")
    assert "案を変えて、回し直しました。" in chief.page.main
    water.open("/staff/")
    water.follow(consulting.title)
    water.press("合議に同意する")
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する")
    work_off()
    assert [draft.state for draft in drafts.history(application.matter)] == [
        "approved",
        "cancelled",
        "remanded",
    ]
    resident.follow("申請の状況を見る")
    assert SECRET not in resident.page.main


def test_a_draft_goes_back_to_an_earlier_person_elsewhere_and_is_taken_back(ladder, dog, resident):
    application = errands.apply(resident, dog)
    clerk = ladder["clerk"].sign_in()
    hall.draft(clerk, application, "登録する")
    clerk.press("案を引き戻す")
    assert "案を引き戻しました。" in clerk.page.main
    hall.draft(clerk, application, "登録する")
    open_from_list(ladder["section"], application, "『登録する』の案を確かめる（回議）").press(
        "同意して次へ回す"
    )
    chief = ladder["chief"].sign_in()
    hall.look_up(chief, application)
    chief.follow("回り先を変える")
    chief.press("回り先を変える")
    assert len(chief.page.problems) == 3
    chief.fill_in(
        {
            "変える段": "回議：生活環境課環境衛生係 課長補佐",
            "新しい回り先": "用例 誠（係員）",
            "変える理由": "研修に出ています。",
        }
    )
    chief.press("回り先を変える")
    assert "回り先を変えました。" in chief.page.main
    open_from_list(ladder["colleague"], application, "『登録する』の案を確かめる（回議）").press(
        "同意して次へ回す"
    )
    hall.look_up(chief, application)
    chief.follow("起案に差し戻す")
    chief.fill_in({"差し戻す理由": "日付を確かめてください。"})
    options = [control.label for control in chief.page.controls("差し戻す先")]
    assert options[0] == "起案した人（例田 歩）"
    chief.fill("差し戻す先", options[1])
    chief.press("差し戻す")
    open_from_list(ladder["section"], application, "『登録する』の案を確かめる（回議）")
    # The chief need not wait for the lower ones, who are told.
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する（引上げ）")
    titles = [item.title for item in WorkItem.objects.still_open()]
    assert titles == ["上司が先に見た案を確かめる（引上げ）"] * 2
    assert documents.newest(application.matter, "decision") is not None
