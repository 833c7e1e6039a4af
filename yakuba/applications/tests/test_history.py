"""The history of a case and of a person in plain sentences: by name and post of that day, with who looked."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import protecting, visitors
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import actions, history, tasks
from yakuba.applications.history import Choice
from yakuba.applications.tests import make
from yakuba.core import access, runs
from yakuba.core.actions import ask_for_list
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event, Run

DOG = "dog-registration"


@pytest.fixture
def present():
    return timezone.now()


@pytest.fixture
def decided(dog, hall, present):
    """A case that the clerk looked at and the chief decided."""
    case = make.submitted(DOG, now=present)
    actions.record_view(case, actor=hall["clerk"], now=present)
    return make.decided(case, hall["chief"], now=present)


def told(case, actor, of="case", **choice):
    page = history.page(Choice(number=case.matter.number, of=of, **choice), case, actor)
    return [(row.sentence, row.who, row.post) for row in page.rows]


def test_what_happened_is_told_by_name_and_post_with_words_for_codes(decided, hall, present):
    rows = told(decided, hall["chief"])
    title = decided.definition.outcomes[0].title
    assert (f"決定しました：{title}", "架空 直", "生活環境課 課長") in rows
    assert ("職員が内容を見ました", "例田 歩", "生活環境課 係員") in rows
    said = [sentence for sentence, _, _ in rows]
    assert any(sentence.startswith("申請が町に届きました（到達）：オンライン") for sentence in said)
    assert not any(re.search(r"[0-9a-f]{8}-", sentence) or "{" in sentence for sentence in said)


def test_the_post_is_that_of_the_day_and_not_of_today(decided, hall, present):
    today = timezone.localdate(present)
    (post,) = hall.staff["clerk"].memberships.all()
    accounts.end_membership(post, until_on=today, actor=MACHINE, now=present)
    accounts.add_membership(
        hall.staff["clerk"],
        department=hall.departments["children"],
        role="clerk",
        from_on=today + timedelta(days=1),
        actor=MACHINE,
        now=present,
    )
    doers = people.Doers([hall["clerk"].code, "guest", "system"])
    assert doers.posts(hall["clerk"].code, today) == "生活環境課 係員"
    assert doers.posts(hall["clerk"].code, today + timedelta(days=1)) == "こども教育課 係員"
    assert (doers.name("guest"), doers.posts("guest", today)) == ("申請者", "")


def test_a_row_that_was_bent_hides_no_other(decided, hall, present):
    bent = {"name": "application.returned", "matter": decided.matter, "actor": "staff:x", "at": present}
    Event.objects.create(**bent, data={"fields": 7, "due_on": "soon"})
    Event.objects.create(**{**bent, "name": "never.declared"}, data=7)
    said = [sentence for sentence, _, _ in told(decided, hall["chief"])]
    assert {"直しをお願いしました（補正依頼）", "never.declared"} < set(said)


def test_who_looked_stands_alone_when_chosen(decided, hall):
    assert {sentence for sentence, _, _ in told(decided, hall["chief"], only="looks")} == {
        "職員が内容を見ました"
    }


def test_pages_follow_each_other_without_a_gap_and_without_repeating(decided, hall):
    choice, after, seen = Choice(number=decided.matter.number, of="case"), "", []
    whole = [row.sentence for row in history.page(choice, decided, hall["chief"]).rows]
    while True:
        page = history.page(choice, decided, hall["chief"], after=after, size=2)
        seen += [row.sentence for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == whole
    strange = history.page(choice, decided, hall["chief"], after="99999999999999999999-x").rows
    assert [row.sentence for row in strange] == whole


def test_who_may_see_it(decided, hall):
    number = decided.matter.number
    assert history.find(number, hall["chief"]) == decided
    assert history.find(number, hall["systems"]) == decided
    assert history.find(number, hall["other chief"]) is None
    assert history.find("R8-000000-0", hall["systems"]) is None
    with pytest.raises(access.NotAllowed):
        history.find(number, hall["clerk"])


def test_a_protected_persons_history_stays_shut(decided, hall, present):
    person = people.applicant(decided.matter)
    facts = {"person.name": person.name, "person.telephone": person.telephone}
    officer = protecting.officer("karuizawa/guard", hall.departments["children"], now=present)
    protecting.flag(facts, by=officer, now=present)
    assert history.find(decided.matter.number, hall["systems"]) is None
    with pytest.raises(people.Restricted):
        history.find(decided.matter.number, hall["chief"])


def test_a_persons_history_holds_all_their_cases_and_what_their_account_did(dog, hall, present):
    owner = visitors.resident("owner@example.jp")
    first, second = (make.submitted(DOG, now=present, resident=owner) for _ in range(2))
    rows = history.page(Choice(of="person"), first, hall["systems"]).rows
    assert {row.application for row in rows} == {first, second, None}
    assert "住民がサインインしました" in [row.sentence for row in rows if row.application is None]
    elsewhere = history.page(Choice(of="case"), first, hall["systems"]).rows
    assert {row.application for row in elsewhere} == {first}


# The pages ------------------------------------------------------------------------------------------
def text(response):
    return unescape(response.content.decode())


def test_a_look_at_the_history_stands_in_the_history(decided, hall):
    chief = staff_browser(hall.staff["chief"])
    case = f"/staff/applications/{decided.matter.number}/"
    assert f"{case}history/" in text(chief.get(case))
    page = text(chief.get(f"{case}history/?only=looks"))
    assert "職員が、この案件の記録（経過と閲覧）を見ました" in page
    assert "見た人だけ" in page
    chief.get(f"{case}history/person/")
    looks = Event.objects.filter(matter=decided.matter, name__endswith="history.viewed")
    assert list(looks.order_by("id").values_list("name", flat=True)) == [
        "history.viewed",
        "person_history.viewed",
    ]
    clerk = staff_browser(hall.staff["clerk"])
    assert f"{case}history/" not in text(clerk.get(case))
    assert clerk.get(f"{case}history/").status_code == 403


def test_an_audit_begins_with_the_number(decided, hall):
    systems = staff_browser(hall.staff["systems"])
    number = decided.matter.number
    assert systems.get("/staff/history/", {"q": number}).url == f"/staff/applications/{number}/history/"
    missed = systems.get("/staff/history/", {"q": "R8-000000-0"})
    assert (missed.status_code, "見つかりませんでした" in text(missed)) == (404, True)
    page = text(systems.get(f"/staff/applications/{number}/history/"))
    assert people.applicant(decided.matter).full_name not in page


def test_the_history_is_taken_out_by_a_run_as_a_look(decided, hall, present):
    systems = hall["systems"]
    query = Choice(number=decided.matter.number, of="case").query
    ask_for_list("history", query=query, form="csv", token=uuid.uuid4(), actor=systems, now=present)
    tasks.sweep(now=present)
    (run,) = Run.objects.filter(kind="history.export")
    rows = list(csv.reader(io.StringIO(runs.file_of(run).decode("utf-8-sig"))))
    assert rows[0] == history.HEAD
    assert any("決定しました" in row[4] and row[6] == "架空 直" for row in rows)
    assert Event.objects.filter(matter=decided.matter, name="history.viewed", actor=systems.code).exists()
    stranger = hall["other chief"]
    ask_for_list("history", query=query, form="csv", token=uuid.uuid4(), actor=stranger, now=present)
    tasks.sweep(now=present)
    assert Run.objects.get(actor=stranger.code).result == {"problem": "not-allowed"}
