"""Systems officers keep departments, posts and rules; everybody notes their own absences."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Absence, ActingRule, DelegationRule, Department, Membership, Staff
from yakuba.accounts.tests.conftest import LONG_AGO
from yakuba.accounts.tests.test_reorganisation import department, file, post
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.core.access import NotAllowed
from yakuba.core.actors import MACHINE
from yakuba.procedures import loader
from yakuba.procedures.actions import publish

SYSTEMS = post("karuizawa/systems", 役割="情報担当")


@pytest.fixture
def officer(systems):
    return staff_browser(systems)


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def upload(browser, content: bytes):
    sheet = SimpleUploadedFile("四月.csv", content, "text/csv")
    return browser.post(reverse("staff-reorganisation"), {"file": sheet})


def hidden(response) -> dict[str, str]:
    html = response.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("content", "stamp")}


# The April file -------------------------------------------------------------------------------------
def test_a_file_is_shown_and_then_done_once(environment, clerk, officer):
    content = file(department(旧部署コード="environment"), post(), post("new", 氏名="新人 花子"), SYSTEMS)
    shown = upload(officer, content)
    assert "「くらし安全課」が始まります" in words(shown)
    assert not Department.objects.filter(code="living").exists()
    done = officer.post(reverse("staff-reorganise"), hidden(shown))
    assert "最初のパスワード" in words(done)
    assert Department.objects.filter(code="living").exists()
    again = officer.post(reverse("staff-reorganise"), hidden(shown))
    assert "登録しませんでした" in words(again)
    assert "すべて登録済み" in words(upload(officer, content))


def test_a_preview_that_another_officer_overtook_is_shown_anew(environment, clerk, officer, now):
    shown = upload(officer, file(department(旧部署コード="environment"), post(), SYSTEMS))
    actions.end_membership(
        clerk.memberships.get(), until_on=datetime.date(2027, 3, 1), actor=MACHINE, now=now
    )
    refused = officer.post(reverse("staff-reorganise"), hidden(shown))
    assert "何も登録していません" in words(refused)
    assert not Department.objects.filter(code="living").exists()
    assert officer.post(reverse("staff-reorganise"), hidden(refused)).status_code == 200
    assert Department.objects.filter(code="living").exists()


def test_wrong_files_say_what_is_wrong_and_nothing_can_be_done(environment, officer):
    page = words(upload(officer, file(department(旧部署コード="enviroment"))))
    assert "2行目「旧部署コード」" in page
    assert "この内容で登録する" not in page
    assert "空です" in words(upload(officer, b""))
    assert "ファイルを選んでください" in words(officer.post(reverse("staff-reorganisation")))
    assert officer.post(reverse("staff-reorganise"), {"content": "%%%", "stamp": "x"}).status_code == 302


def test_the_organisation_is_written_out(environment, clerk, officer):
    response = officer.post(reverse("staff-organisation-export"))
    assert "attachment" in response.headers["Content-Disposition"]
    assert "環境課" in response.content.decode("utf-8-sig")


# A day ----------------------------------------------------------------------------------------------
def test_the_organisation_of_a_day(environment, clerk, officer, now):
    actions.found_department(
        "later", name="あとの課", symbol="軽後", telephone="0267-00-0000", from_on=datetime.date(2199, 4, 1),
        actor=MACHINE, now=now,
    )  # fmt: skip
    page = words(officer.get(reverse("staff-organisation")))
    assert "試山 涼" in page
    assert "「あとの課」が始まります" in page
    assert "部署がありません" in words(officer.get(reverse("staff-organisation"), {"on": "令和元年5月1日"}))
    assert "日付として読めません" in words(officer.get(reverse("staff-organisation"), {"on": "あした"}))
    page = words(staff_browser(clerk).get(reverse("staff-organisation")))
    assert "試山 涼" in page
    assert "ファイルで登録" not in page


# People ---------------------------------------------------------------------------------------------
def test_a_login_is_made_gets_a_post_and_ends(environment, officer):
    made = officer.post(reverse("staff-create"), {"login": "tanaka", "name": "見本 田中"})
    staff = Staff.objects.get(user__login="tanaka")
    assert re.search(r"<code>\S+</code>", made.content.decode())
    twice = officer.post(reverse("staff-create"), {"login": "tanaka", "name": "見本 田中"})
    assert "使えません" in words(twice)
    facts = {
        "department": "environment", "role": "clerk", "rank": "section_chief", "from_on": "令和8年4月1日",
    }  # fmt: skip
    assert officer.post(reverse("staff-post-new", args=[staff.pk]), facts).status_code == 302
    assert "もう持っています" in words(officer.post(reverse("staff-post-new", args=[staff.pk]), facts))
    before = officer.post(
        reverse("staff-post-new", args=[staff.pk]), {**facts, "until_on": "令和8年3月1日", "role": "chief"}
    )
    assert "開始日より前" in words(before)
    row = Membership.objects.get(staff=staff)
    assert row.rank == "section_chief"
    end = reverse("staff-post-end", args=[staff.pk, row.pk])
    assert "終われません" in words(officer.post(end, {"until_on": "令和7年4月1日"}))
    assert officer.post(end, {"until_on": "令和9年3月31日"}).status_code == 302
    assert "令和9年3月31日まで" in words(officer.get(reverse("staff-person", args=[staff.pk])))
    assert officer.post(reverse("staff-person-close", args=[staff.pk])).status_code == 302
    assert "ログインを閉じました" in words(officer.get(reverse("staff-person", args=[staff.pk])))


def test_nobody_closes_their_own_login(systems, officer):
    assert "自分のログインは閉じられません" in words(
        officer.post(reverse("staff-person-close", args=[systems.pk]))
    )
    systems.refresh_from_db()
    assert systems.is_active


# Rules ----------------------------------------------------------------------------------------------
def test_rules_are_entered_once_shown_and_ended(environment, officer):
    line = {"decider": "deputy_mayor", "effect": "refuse", "from_on": "令和8年4月1日", "up_to_yen": "5000"}
    assert officer.post(reverse("staff-delegation-new"), line).status_code == 302
    assert "もう登録されています" in words(officer.post(reverse("staff-delegation-new"), line))
    place = {"absent": "mayor", "acting": "deputy_mayor", "order": "1", "from_on": "令和8年4月1日"}
    assert officer.post(reverse("staff-acting-new"), place).status_code == 302
    assert "もう登録されています" in words(officer.post(reverse("staff-acting-new"), place))
    same = officer.post(reverse("staff-acting-new"), {**place, "acting": "mayor"})
    assert "不在の職と同じです" in words(same)
    page = words(officer.get(reverse("staff-rules")))
    assert "5,000円まで" in page
    assert "認めないとき" in page
    for row in (DelegationRule.objects.get(), ActingRule.objects.get()):
        end = reverse("staff-rule-end", args=[row.pk])
        assert "終われません" in words(officer.post(end, {"until_on": "令和7年4月1日"}))
        assert officer.post(end, {"until_on": "令和8年4月1日"}).status_code == 302
    assert "まだ登録されていません" in words(officer.get(reverse("staff-rules")))


def test_the_rules_are_tried_out(environment, make_staff, officer, now):
    chief = make_staff("chief", role="chief", name="架空 直")
    text = (loader.COMMON / "dog-registration.yaml").read_text(encoding="utf-8")
    definition = publish(text, actor=MACHINE, now=now).definition
    outcome = next(one for one in definition.outcomes if one.effect == "refuse")
    asked = {"outcome": f"{definition.id} {outcome.id}", "on": ""}
    page = words(officer.get(reverse("staff-who-decides"), asked))
    assert "課長が決裁します" in page
    assert "架空 直" in page
    actions.delegate("director", effect="refuse", from_on=LONG_AGO, actor=MACHINE, now=now)
    actions.delegate("deputy_mayor", from_on=LONG_AGO, actor=MACHINE, now=now)
    actions.let_act("assistant_director", absent="director", from_on=LONG_AGO, actor=MACHINE, now=now)
    deputy = make_staff("assistant", name="見本 恵")
    actions.add_membership(
        deputy, department=environment, role="chief", rank="assistant_director", from_on=LONG_AGO,
        actor=MACHINE, now=now,
    )  # fmt: skip
    today = timezone.now()
    actions.note_absence(
        chief,
        kind="trip",
        from_at=today,
        until_at=today + datetime.timedelta(hours=1),
        actor=MACHINE,
        now=now,
    )
    page = words(officer.get(reverse("staff-who-decides"), asked))
    assert "架空 直（不在）" in page
    assert "課長補佐：見本 恵" in page
    page = words(officer.get(reverse("staff-who-decides"), {**asked, "on": "令和9年4月1日"}))
    assert "（不在）" not in page
    assert "部署がありません" in words(
        officer.get(reverse("staff-who-decides"), {**asked, "on": "令和元年5月1日"})
    )
    assert "選び直して" in words(officer.get(reverse("staff-who-decides"), {"outcome": "rocket fly"}))


# Absences -------------------------------------------------------------------------------------------
def test_everybody_notes_their_own_absence_and_takes_it_back(clerk):
    browser = staff_browser(clerk)
    today = timezone.localdate()
    facts = {"staff": str(clerk.pk), "kind": "leave", "from_on": today.isoformat()}
    assert browser.post(reverse("staff-absence-new"), facts).status_code == 302
    browser.post(reverse("staff-absence-new"), facts)
    absence = Absence.objects.get()
    assert absence.until_at - absence.from_at == datetime.timedelta(days=1)
    page = words(browser.get(reverse("staff-absences")))
    assert "この月の不在 1件" in page
    assert queries.absent_today([clerk.memberships.get().department_id], timezone.now()) == [
        "試山 涼（休暇）"
    ]
    assert "今日の不在：試山 涼（休暇）" in words(browser.get(reverse("staff-todo")))
    assert browser.post(reverse("staff-absence-cancel", args=[absence.pk])).status_code == 302
    assert "今日の不在" not in words(browser.get(reverse("staff-todo")))
    assert "不在の予定はありません" in words(browser.get(reverse("staff-absences")))
    assert queries.absent_today([clerk.memberships.get().department_id], timezone.now()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"from_time": "13時30分", "until_time": "9:00"}, "終わりが始まりより前"),
        ({"from_time": "25:00"}, "時刻として読めません"),
        ({"from_on": "きのう"}, "日付として読めません"),
        ({"until_on": "2030-01-01"}, "1年より長い"),
        ({"kind": "sick"}, "わけを選び直して"),
    ],
)
def test_an_absence_that_cannot_be_says_why(clerk, changed, said):
    facts = {"staff": str(clerk.pk), "kind": "leave", "from_on": "令和8年12月3日", **changed}
    assert said in words(staff_browser(clerk).post(reverse("staff-absence-new"), facts))
    assert not Absence.objects.exists()


def test_part_of_a_day_is_said_in_words(clerk):
    browser = staff_browser(clerk)
    facts = {
        "staff": str(clerk.pk), "kind": "trip", "from_on": "令和8年12月3日", "from_time": "１３：３０",
        "until_time": "17:00",
    }  # fmt: skip
    assert browser.post(reverse("staff-absence-new"), facts).status_code == 302
    page = words(browser.get(reverse("staff-absences"), {"month": "2026-12"}))
    assert "12月3日（木） 13:30から17:00まで" in page
    assert "出△" in page
    assert words(browser.get(reverse("staff-absences"), {"month": "2026-99", "department": "x"}))


def test_only_chiefs_and_systems_officers_note_for_colleagues(clerk, make_staff, systems, now):
    colleague, chief = (
        make_staff("colleague", name="見本 恵"),
        make_staff("chief", role="chief", name="架空 直"),
    )
    moment = {"from_at": now, "until_at": now + datetime.timedelta(hours=1), "now": now}
    with pytest.raises(NotAllowed):
        actions.note_absence(colleague, kind="leave", actor=queries.actor_of_staff(clerk, now=now), **moment)
    for who in (chief, systems):
        absence = actions.note_absence(
            colleague, kind="leave", actor=queries.actor_of_staff(who, now=now), **moment
        )
    with pytest.raises(NotAllowed):
        actions.cancel_absence(absence, actor=queries.actor_of_staff(clerk, now=now), now=now)
    offered = staff_browser(clerk).get(reverse("staff-absence-new")).content.decode()
    assert "見本 恵" not in offered
    assert "見本 恵" in staff_browser(chief).get(reverse("staff-absence-new")).content.decode()
