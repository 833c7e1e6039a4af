"""A 開示請求: everything about whoever asked, others blackened unless an official opens the line, as PDF and JSON."""

from __future__ import annotations

import datetime
import json
import subprocess
from uuid import uuid4

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import protecting
from yakuba.accounts.tests.visitors import resident
from yakuba.applications import actions
from yakuba.applications.tests import make, small
from yakuba.core import access, retention
from yakuba.core.models import Event, Run
from yakuba.records import actions as records
from yakuba.records import copies
from yakuba.records import queries as kept
from yakuba.work import actions as work

OTHER = {"family": "架空", "given": "一郎"}


@pytest.fixture
def case(hall, now):
    """A case of 見本 花子, with a proxy, a note, and somebody who looked at it."""
    owner = resident("hanako@example.jp")
    actor = people.actor_of_resident(owner)
    version = small.published(small.ALIKE, now=now)
    one = small.sent(version, {**small.PERSON, "why": "体操の会"}, now=now, actor=actor, resident=owner)
    proxy = accounts.register_person({"person.name": OTHER}, actor=hall["machine"], now=now)
    accounts.add_party(one.matter, proxy, role="proxy", actor=hall["machine"], now=now)
    work.add_note(one.matter, words="電話で確かめた。", actor=hall["clerk"], now=now)
    actions.record_view(one, actor=hall["clerk"], now=now)
    return one


def subject(case):
    return kept.subject_of_person(people.applicant(case.matter))


def texts(parts):
    return [line.text for part in parts for line in part.lines]


def copy(case, hall, now, **decided):
    told = {"opened": (), "shut": (), **decided}
    run = records.ask_for_disclosure(
        case.matter,
        person=people.applicant(case.matter),
        token=uuid4(),
        actor=hall["clerk"],
        now=now,
        **told,
    )
    copies.write(now=now)
    return Run.objects.select_related("key__town_key").get(pk=run.pk)


def test_everything_about_the_person_is_told_wherever_it_is_kept(case, hall, now):
    closed = small.sent(case.version, small.PERSON, now=now)
    make.work_off(now)
    said = "\n".join(texts(kept.told(subject(case))))
    for words in ("見本 花子", "体操の会", "0267-00-0001", "架空 一郎", "電話で確かめた。", "例田 歩"):
        assert words in said, words
    titles = [part.title for part in kept.told(subject(case))]
    assert f"会場の使用の申請 {case.matter.number}" in titles
    assert f"会場の使用の申請 {closed.matter.number}" in titles


def test_what_is_about_others_or_inside_the_office_is_withheld_unless_an_official_opens_it(case):
    parts = kept.told(subject(case))
    withheld = "\n".join(texts(kept.decided(parts, opened=(), shut=())))
    assert "架空 一郎" not in withheld
    assert "電話で確かめた。" not in withheld
    assert kept.WITHHELD in withheld
    assert "体操の会" in withheld
    keys = {line.text: part.key(line) for part in parts for line in part.lines}
    opened = kept.decided(parts, opened={keys["架空 一郎"]}, shut={keys["体操の会"]})
    assert "架空 一郎" in texts(opened)
    assert "体操の会" not in texts(opened)


def test_what_somebody_else_filed_about_the_person_needs_a_decision_line_by_line(case, hall, now):
    """The person is a party there, and whoever filed it wrote of themselves."""
    another = small.sent(
        case.version, {**small.somebody(77), "name": OTHER, "kana": "カクウ イチロウ"}, now=now
    )
    person = people.applicant(case.matter)
    accounts.add_party(another.matter, person, role="proxy", actor=hall["machine"], now=now)
    parts = {part.title: part for part in kept.told(subject(case))}
    lines = parts[f"会場の使用の申請 {another.matter.number}"].lines
    assert all(line.caution for line in lines if line.code.startswith("answer-"))


def test_the_copy_is_a_pdf_to_read_and_json_for_machines_and_a_fact(case, hall, now, settings, tmp_path):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.typst.TypstRenderer"
    run = copy(case, hall, now)
    assert run.result["withheld"] >= 2
    (tmp_path / "copy.pdf").write_bytes(kept.copy_of(run, "pdf"))
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "copy.pdf", "-"], capture_output=True, check=True
    )
    said = done.stdout.decode()
    for words in ("個人情報の写し", "目次", "見本 花子", "体操の会", kept.WITHHELD, "78条", "1／"):
        assert words in said, words
    assert "架空 一郎" not in said
    info = subprocess.run(["pdfinfo", tmp_path / "copy.pdf"], capture_output=True, check=True).stdout.decode()
    assert "Tagged:          yes" in info
    told = json.loads(kept.copy_of(run, "json"))
    assert set(told) == {"about", "parts"}
    assert told["about"]["開示請求の受付番号"] == case.matter.number
    assert {"code", "title", "items"} == set(told["parts"][0])
    assert "架空 一郎" not in json.dumps(told, ensure_ascii=False)
    event = Event.objects.get(name="disclosure.made")
    assert (event.matter, event.actor) == (case.matter, hall["clerk"].code)


def test_a_character_that_no_font_has_leaves_a_mark_and_stops_nothing(case, hall, now, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.typst.TypstRenderer"
    work.add_note(case.matter, words="字は\U00030ede。", actor=hall["clerk"], now=now)
    parts = kept.told(subject(case))
    keys = [part.key(line) for part in parts for line in part.lines if line.caution]
    run = copy(case, hall, now, opened=keys)
    assert kept.copy_of(run, "pdf").startswith(b"%PDF")
    assert "\U00030ede" in kept.copy_of(run, "json").decode()


def test_after_a_week_the_copy_is_gone(case, hall, now):
    run = copy(case, hall, now)
    retention.RULES["runs"].forget(now=now + datetime.timedelta(days=8), limit=9)
    gone = Run.objects.select_related("key__town_key").get(pk=run.pk)
    assert kept.copy_of(gone, "pdf") is None
    assert kept.asked_of(gone) is None


def test_a_case_that_hides_somebody_else_is_left_out_and_the_protected_need_two(case, hall, now):
    another = small.sent(
        case.version, {**small.somebody(77), "name": OTHER, "kana": "カクウ イチロウ"}, now=now
    )
    accounts.add_party(
        another.matter, people.applicant(case.matter), role="proxy", actor=hall["machine"], now=now
    )
    assert another.matter_id in subject(case).matters
    officer = protecting.officer("karuizawa/officer", hall.departments["children"], now=now)
    protecting.flag({"person.name": OTHER, "person.birth_date": small.PERSON["birth"]}, by=officer, now=now)
    assert another.matter_id not in subject(case).matters
    facts = {"person.name": small.PERSON["name"], "person.birth_date": small.PERSON["birth"]}
    protecting.flag(facts, by=officer, now=now)
    with pytest.raises(people.Restricted):
        copy(case, hall, now)


def test_who_lost_their_post_gets_no_copy_and_nobody_else_may_ask(case, hall, now):
    person = people.applicant(case.matter)
    told = {"person": person, "opened": (), "shut": (), "token": uuid4(), "now": now}
    with pytest.raises(access.NotAllowed):
        records.ask_for_disclosure(case.matter, actor=hall["systems"], **told)
    run = records.ask_for_disclosure(case.matter, actor=hall["clerk"], **told)
    accounts.close_staff(hall.staff["clerk"], actor=hall["machine"], now=now)
    copies.write(now=now)
    run.refresh_from_db()
    assert run.result == {"problem": "not-allowed"}


def test_a_residents_own_copy_is_one_press_and_says_what_their_pages_say(case, now):
    owner = case.resident
    actor = people.actor_of_resident(owner)
    runs = {records.ask_for_own_copy(owner, actor=actor, now=now).pk for _ in range(2)}
    assert len(runs) == 1
    copies.write(now=now)
    run = Run.objects.visible_to(actor).select_related("key__town_key").get()
    assert kept.copy_of(run, "pdf")
    said = kept.copy_of(run, "json").decode()
    assert "体操の会" in said
    assert "電話で確かめた。" not in said
    assert not Run.objects.visible_to(people.actor_of_resident(resident("taro@example.jp"))).exists()
