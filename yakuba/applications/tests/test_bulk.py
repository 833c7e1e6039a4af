"""Many cases at once: alike ones are confirmed together, each is done by its own action, and what could not be is told."""

from __future__ import annotations

import datetime
import re
import uuid
from html import unescape

import pytest
from django.utils import timezone

from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import actions, bulk, tasks
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.approvals.models import Approval
from yakuba.core import access, runs
from yakuba.core.actions import ask_for_run
from yakuba.core.models import Event, Run, RunItem
from yakuba.work.models import WorkItem

LATER = datetime.timedelta(hours=1)


@pytest.fixture
def alike(hall):
    """Four cases whose drafts say the same."""
    now = timezone.now()
    version = small.published(small.ALIKE, now=now)
    cases = [small.sent(version, small.somebody(number), now=now) for number in range(4)]
    return [make.proposed(case, hall["clerk"], now=now, reasons="基準に当てはまるため。") for case in cases]


@pytest.fixture
def chief(hall):
    return staff_browser(hall.staff["chief"])


def text(response):
    return unescape(response.content.decode())


def picked(cases):
    return {"pick": [case.matter.number for case in cases]}


def confirmed(page, **typed):
    """What the form of the confirming page sends."""
    return {
        "seen": re.findall(r'name="seen" value="([^"]+)"', page),
        "token": re.search(r'name="token" value="([^"]+)"', page)[1],
        **typed,
    }


def states(cases):
    return [small.fresh(case).state for case in cases]


def test_alike_drafts_are_decided_together_with_one_reason(alike, chief):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    assert "会場の使用の申請：「使用を認める」の案" in page
    assert states(alike) == ["submitted"] * 4, "nothing is done before it is confirmed"
    answer = chief.post("/staff/bulk/approve/start/", confirmed(page, reasons="みな空いている日のため。"))
    waiting = text(chief.get(answer.url))
    assert "処理しています：4件のうち0件" in waiting
    assert "data-going" in waiting
    assert tasks.sweep(now=timezone.now()) == 4
    over = text(chief.get(answer.url))
    assert "終わりました：4件" in over
    assert "data-going" not in over
    assert states(alike) == ["closed"] * 4
    approved = Approval.objects.select_related("matter__key__town_key").filter(state="approved")
    assert {row.reasons for row in approved} == {"みな空いている日のため。"}


def test_without_a_common_reason_each_draft_keeps_its_own(alike, chief):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    chief.post("/staff/bulk/approve/start/", confirmed(page, reasons=""))
    tasks.sweep(now=timezone.now())
    approved = Approval.objects.select_related("matter__key__town_key").filter(state="approved")
    assert [row.reasons for row in approved] == ["基準に当てはまるため。"] * 4


@pytest.fixture
def agreed(hall):
    """Two cases whose drafts the department of children has agreed to."""
    now = timezone.now()
    version = small.published(
        small.ALIKE.replace("title: 使用を決める", "title: 使用を決める, consult: [children]"), now=now
    )
    cases = [small.sent(version, small.somebody(number), now=now) for number in range(2)]
    for case in cases:
        make.proposed(case, hall["clerk"], now=now, reasons="基準に当てはまるため。")
        actions.agree(small.fresh(case), actor=hall["other chief"], now=now)
    return cases


def test_to_what_others_agreed_no_common_reason_is_given(agreed, chief):
    page = text(chief.post("/staff/bulk/approve/", picked(agreed)))
    assert "ほかの課が合議・審査した案なので、理由は変えられません" in page
    refused = text(chief.post("/staff/bulk/approve/start/", confirmed(page, reasons="みな同じ理由です。")))
    assert "みな同じ理由です。" in refused, "what was typed stays"
    assert not Run.objects.exists()
    chief.post("/staff/bulk/approve/start/", confirmed(refused, reasons=""))
    tasks.sweep(now=timezone.now())
    assert states(agreed) == ["closed"] * 2
    approved = Approval.objects.select_related("matter__key__town_key").filter(state="approved")
    assert [row.reasons for row in approved] == ["基準に当てはまるため。"] * 2


def test_who_began_it_stops_it_and_the_rest_is_told_and_left_as_it_was(alike, chief, hall):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    answer = chief.post("/staff/bulk/approve/start/", confirmed(page, reasons=""))
    run = Run.objects.get()
    # Two are done, and then it is stopped.
    later = run.items.order_by("id")[2:]
    RunItem.objects.filter(pk__in=[item.pk for item in later]).update(due_at=timezone.now() + LATER)
    tasks.sweep(now=timezone.now())
    with pytest.raises(access.NotAllowed):
        runs.stop(run, actor=hall["colleague"], now=timezone.now())
    assert "残りを止める" in text(chief.get(answer.url))
    assert chief.post(f"{answer.url}stop/").url == answer.url
    over = text(chief.get(answer.url))
    assert "途中で止めました：2件、止めた 2件" in over
    assert over.count("始めた人が途中で止めたため") == 2
    assert "data-going" not in over
    assert tasks.sweep(now=timezone.now() + 2 * LATER) == 0
    assert sorted(states(alike)) == ["closed", "closed", "submitted", "submitted"]
    told = Event.objects.get(name="run.stopped")
    assert (told.data["done"], told.data["left"]) == (2, 2)
    # Pressed twice, it says so; and what was stopped can be confirmed anew.
    chief.post(f"{answer.url}stop/")
    assert "この処理は、もう終わっています。" in text(chief.get(answer.url))
    assert "途中で止めました（残り2件）" in text(chief.get("/staff/runs/"))
    again = text(chief.post(f"{answer.url}again/"))
    chief.post("/staff/bulk/approve/start/", confirmed(again, reasons=""))
    tasks.sweep(now=timezone.now())
    assert states(alike) == ["closed"] * 4


def test_a_button_that_is_pressed_twice_begins_one_run(alike, chief):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    typed = confirmed(page, reasons="")
    first, second = (chief.post("/staff/bulk/approve/start/", typed) for _ in range(2))
    assert first.url == second.url
    assert Run.objects.count() == 1
    tasks.sweep(now=timezone.now())
    assert Event.objects.filter(name="application.decided").count() == 4


def test_what_changed_meanwhile_is_left_alone_reported_and_confirmed_anew(alike, chief, hall):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    now = timezone.now()
    # A draft that was drafted anew, and an application that was taken back.
    actions.remand(alike[0], remark="直してください。", actor=hall["chief"], now=now)
    make.proposed(alike[0], hall["clerk"], now=now)
    make.withdrawn(alike[1], now=now)
    answer = chief.post("/staff/bulk/approve/start/", confirmed(page, reasons=""))
    tasks.sweep(now=timezone.now())
    over = text(chief.get(answer.url))
    assert "終わりました：2件、できなかった 2件" in over
    assert f"/staff/applications/{alike[0].matter.number}/" in over
    assert "見ていた起案は、もう決裁を待っていません" in over
    assert states(alike) == ["submitted", "withdrawn", "closed", "closed"]
    again = text(chief.post(f"{answer.url}again/"))
    assert alike[0].matter.number in again
    chief.post("/staff/bulk/approve/start/", confirmed(again, reasons=""))
    tasks.sweep(now=timezone.now())
    assert states(alike[:1]) == ["closed"]


def test_cases_that_are_not_alike_stand_in_groups_and_none_is_begun_for_all(alike, chief, hall, dog):
    other = make.proposed(
        make.submitted("dog-registration", now=timezone.now()), hall["clerk"], now=timezone.now()
    )
    free = make.submitted("dog-registration", now=timezone.now())
    page = text(chief.post("/staff/bulk/approve/", picked([*alike, other, free])))
    assert page.count("件だけにする") == 2
    assert "決裁を待っている起案がありません。" in page
    mixed = confirmed(page, reasons="")
    assert chief.post("/staff/bulk/approve/start/", mixed).status_code == 409
    assert not Run.objects.exists()


def test_a_clerk_decides_nothing_in_bulk_either(alike, hall):
    clerk = staff_browser(hall.staff["clerk"])
    page = text(clerk.post("/staff/bulk/approve/", picked(alike)))
    assert 'name="seen"' not in page
    # Nor by a run that was asked for past the page.
    run = ask_for_run(
        "cases.approve",
        asked={"reasons": ""},
        token=uuid.uuid4(),
        pieces={
            case.matter: {"revision": 1, "draft": str(Approval.objects.get(matter=case.matter).pk)}
            for case in alike
        },
        actor=hall["clerk"],
        now=timezone.now(),
    )
    tasks.sweep(now=timezone.now())
    assert runs.progress(run) == {"waiting": 0, "done": 0, "failed": 4}
    assert states(alike) == ["submitted"] * 4


def test_others_see_nothing_of_a_run(alike, chief, hall):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    answer = chief.post("/staff/bulk/approve/start/", confirmed(page, reasons=""))
    assert staff_browser(hall.staff["clerk"]).get(answer.url).status_code == 404
    stranger = staff_browser(hall.staff["other chief"])
    assert "まとめてできる案件が、選ばれていません。" in text(
        stranger.post("/staff/bulk/approve/", picked(alike))
    )


def test_a_case_is_assigned_returned_and_posted_with_others(alike, chief, hall):
    colleague = hall.staff["colleague"]
    page = text(chief.post("/staff/bulk/assign/", picked(alike)))
    assert "担当にする職員を選んでください" in text(
        chief.post("/staff/bulk/assign/start/", confirmed(page, staff=""))
    )
    # The drafts wait for the chief: a clerk cannot be put in charge of deciding.
    chief.post("/staff/bulk/assign/start/", confirmed(page, staff=str(colleague.pk)))
    tasks.sweep(now=timezone.now())
    assert RunItem.objects.filter(state="failed").count() == 4
    typed = {
        "fields_to_correct": ["telephone"],
        "message": "番号を確かめてください。",
        "due_on": "令和18年1月1日",
    }
    page = text(chief.post("/staff/bulk/return/", picked(alike)))
    late = chief.post("/staff/bulk/return/start/", confirmed(page, **typed))
    assert "期限は、明日から1年以内の日にしてください" in text(late)
    soon = {**typed, "due_on": (timezone.localdate() + timezone.timedelta(days=9)).isoformat()}
    chief.post("/staff/bulk/return/start/", confirmed(text(late), **soon))
    tasks.sweep(now=timezone.now())
    assert states(alike) == ["returned"] * 4
    assert not WorkItem.objects.still_open().exists()


def test_a_fault_in_one_case_is_tried_again_and_stops_no_other(alike, chief, caplog):
    page = text(chief.post("/staff/bulk/approve/", picked(alike)))
    chief.post("/staff/bulk/approve/start/", confirmed(page, reasons=""))
    # As a broken row would be: its version is one that nobody published.
    item = RunItem.objects.get(matter=alike[2].matter)
    item.data = {"revision": 1}
    item.save()
    now = timezone.now()
    for later in range(4):
        tasks.sweep(now=now + timezone.timedelta(minutes=later))
    item.refresh_from_db()
    assert (item.state, item.attempts) == ("failed", 3)
    assert "情報担当に知らせてください" in item.problem
    assert states(alike) == ["closed", "closed", "submitted", "closed"]
    assert Run.objects.get().finished_at is not None


@pytest.mark.parametrize(
    "words", ["", "nonsense", "R8-000001-8:", "R8-000001-8:x:y", "a:b:c:d", "R8-000001-8:1:" + "x" * 5000]
)
def test_words_that_nobody_gave_begin_nothing(alike, chief, words):
    answer = chief.post("/staff/bulk/approve/start/", {"seen": [words], "token": "x", "reasons": ""})
    if answer.status_code == 302:
        tasks.sweep(now=timezone.now())
    assert states(alike) == ["submitted"] * 4
    assert not Application.objects.filter(state="closed").exists()


def test_the_page_that_confirms_asks_a_fixed_number_of_questions(alike, hall, django_assert_num_queries):
    numbers = [case.matter.number for case in alike]
    for count in (1, 4):
        with django_assert_num_queries(3):
            chosen = bulk.cases(numbers[:count], hall["chief"])
            assert [case.name for case in chosen] == ["見本 花子"] * count
