"""Lists and finds: complete in every order, found however it is typed, seen only by whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from yakuba.accounts.queries import actor_of_resident
from yakuba.accounts.tests.visitors import resident
from yakuba.applications import queries
from yakuba.applications.lists import Choice
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG
from yakuba.core import lookup
from yakuba.core.actors import guest

NAME = {"family": "ヤマ", "given": "ハナコ"}


def pages(actor, size, **asked):
    """All pages of the list, one after the other."""
    found, after = [], ""
    while True:
        page = queries.for_staff(actor, after=after, size=size, **asked)
        found.append([row.pk for row in page.rows])
        after = page.after
        if not after:
            return found


@pytest.fixture
def twelve(dog, now):
    """Twelve applications, of which three arrived at the same moment each."""
    return [make.submitted(DOG, now=now + timedelta(minutes=number // 3)) for number in range(12)]


def test_the_pages_of_a_list_hold_everything_once_newest_first(hall, twelve):
    newest_first = sorted((row.pk for row in twelve), reverse=True)
    for size in (1, 3, 5, 12, 50):
        assert [pk for page in pages(hall["clerk"], size) for pk in page] == newest_first, size


def test_what_arrives_while_one_turns_the_pages_moves_nothing(hall, twelve, now):
    first = queries.for_staff(hall["clerk"], size=5)
    make.submitted(DOG, now=now + timedelta(hours=1))
    make.withdrawn(twelve[0], now=now)
    second = queries.for_staff(hall["clerk"], size=5, after=first.after)
    assert [row.pk for row in second.rows] == sorted((row.pk for row in twelve), reverse=True)[5:10]
    assert first.is_first
    assert not second.is_first


def test_a_place_that_nobody_gave_begins_at_the_beginning(hall, twelve):
    somewhere = "01a1fc1d-b839-76da-808b-0935f8baee3d"
    moment = "2026-11-20T09:00:00"
    for after in ("x", "_", f"{moment}+09:00_x", f"{moment}_{somewhere}", f"_{somewhere}", "\0", "9" * 999):
        assert queries.for_staff(hall["clerk"], after=after, size=5).is_first, after


def test_the_list_is_narrowed_by_state(hall, twelve, now):
    make.withdrawn(twelve[3], now=now)
    make.returned(twelve[4], hall["clerk"], now=now)
    for state, count in (
        ("withdrawn", 1),
        ("returned", 1),
        ("submitted", 10),
        ("draft", 0),
        ("", 12),
        ("x", 12),
    ):
        assert len(queries.for_staff(hall["clerk"], choice=Choice.read({"state": state})).rows) == count, (
            state
        )


def test_a_list_holds_what_arrived_in_ones_own_departments(hall, twelve, now):
    make.draft(DOG, now=now)
    for who, count in (("clerk", 12), ("chief", 12), ("other clerk", 0), ("systems", 0)):
        assert len(queries.for_staff(hall[who]).rows) == count, who


def test_an_application_is_found_by_its_number_however_it_is_typed(hall, twelve):
    number = twelve[5].matter.number
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    bare = number.removeprefix("R").replace("-", "")
    for words in (number, number.lower(), wide, bare, f"令和{bare}", f" {number} "):
        assert queries.for_staff(hall["clerk"], words=words).rows == [twelve[5]], words


def test_an_application_is_found_by_name_reading_and_telephone_of_any_width(hall, dog, now):
    wanted = make.submitted(DOG, now=now, name=NAME)
    other = {"name": {"family": "例田", "given": "歩"}, "kana": "レイダ アユム", "telephone": "0267-11-1111"}
    make.submitted(DOG, now=now, **other)
    names = ("ヤマハナコ", "ﾔﾏ ﾊﾅｺ", "やま　はなこ", "ヤマ　ハナコ")
    readings = ("ﾐﾎﾝ ﾊﾅｺ", "みほんはなこ", "ミホン ハナコ")
    telephones = ("０９０（００００）００００", "09000000000", "090-0000-0000")
    for words in (*names, *readings, *telephones):
        assert queries.for_staff(hall["clerk"], words=words).rows == [wanted], words


def test_applications_are_found_by_the_words_of_their_procedure(hall, twelve):
    assert len(queries.for_staff(hall["clerk"], words="いぬ").rows) == 12
    assert queries.for_staff(hall["clerk"], words="水道").rows == []
    assert queries.for_staff(hall["clerk"], words="花").rows == []


def test_every_application_of_a_list_comes_with_its_applicants_name(hall, dog, now):
    rows = [make.submitted(DOG, now=now, name={"family": "見本", "given": given}) for given in ("一", "二")]
    assert queries.with_names(rows) == [(rows[0], "見本 一"), (rows[1], "見本 二")]


def test_a_code_opens_a_draft_alone_and_a_filed_application_with_its_number(dog, now):
    begun, filed = make.draft(DOG, now=now), make.submitted(DOG, now=now)
    assert queries.by_lookup_code(begun.lookup_code, None) == begun
    assert queries.by_lookup_code(filed.lookup_code, None) is None
    assert queries.by_lookup_code(filed.lookup_code, filed.matter.number) == filed
    assert queries.by_lookup_code(begun.lookup_code, filed.matter.number) is None
    assert filed.lookup_hash == lookup.fingerprint("lookup-code", filed.lookup_code)


def test_residents_have_their_own_with_what_waits_for_them_first(hall, dog, now):
    hanako, taro = resident("hanako@example.jp"), resident("taro@example.jp")
    filed = make.submitted(DOG, now=now, resident=hanako)
    begun = make.draft(DOG, now=now + timedelta(minutes=1), resident=hanako)
    asked = make.returned(make.submitted(DOG, now=now, resident=hanako), hall["clerk"], now=now)
    as_guest = make.submitted(DOG, now=now + timedelta(minutes=2))
    make.submitted(DOG, now=now, resident=taro)
    actor = actor_of_resident(hanako, matters=frozenset({as_guest.matter_id}))
    assert queries.mine(actor) == [asked, begun, as_guest, filed]
    assert queries.mine(guest()) == []
    assert queries.correction_days([asked, begun, filed]) == {asked.pk: asked.corrections.get().due_on}


def test_a_number_is_seen_by_its_holder_and_its_department_only(hall, dog, now):
    filed = make.submitted(DOG, now=now)
    number = filed.matter.number
    seen = {
        who
        for who in ("clerk", "chief", "other clerk", "systems", "stranger")
        if queries.by_number(number, hall[who])
    }
    assert seen == {"clerk", "chief"}
    assert queries.by_number(number, make.holder(filed)) == filed
    assert queries.by_number(str(uuid4()), hall["clerk"]) is None


def test_the_way_tells_what_was_what_is_and_what_will_come(hall, dog, now):
    application = make.draft(DOG, now=now)
    assert _way(application) == [("下書き", "now")]
    application = make.submitted(DOG, now=now)
    assert _way(application) == [("到達", "done"), ("審査", "now"), ("決定", "todo")]
    application = make.returned(application, hall["clerk"], now=now)
    assert _way(application) == [("到達", "done"), ("補正依頼", "now"), ("再提出", "todo"), ("決定", "todo")]
    application = make.resubmitted(application, now=now, telephone="0267-00-0009")
    assert _way(application)[-3:] == [("再提出", "done"), ("審査", "now"), ("決定", "todo")]
    application = make.decided(application, hall["chief"], now=now)
    assert _way(application)[-1] == ("決定", "done")
    assert _way(make.withdrawn(make.submitted(DOG, now=now), now=now)) == [
        ("到達", "done"),
        ("取下げ", "done"),
    ]


def test_what_changed_in_a_resubmission_stands_beside_what_was(hall, arrived, now):
    asked = make.returned(arrived, hall["clerk"], now=now)
    make.save(asked, "owner", _part(asked, "owner") | {"telephone": "0267-00-0009"}, now=now)
    asked.refresh_from_db()
    assert _changed(queries.draft_rows(asked)) == {"telephone": ("090-0000-0000", "0267-00-0009")}
    assert _changed(queries.arrived_rows(asked)) == {}
    sent = make.resubmitted(asked, now=now)
    assert _changed(queries.arrived_rows(sent)) == {"telephone": ("090-0000-0000", "0267-00-0009")}


def _way(application):
    return [(stage.title, stage.state) for stage in queries.way(application)]


def _part(application, section):
    ids = [field.id for field in application.definition.section(section).fields]
    return {name: value for name, value in application.answers.items() if name in ids}


def _changed(sections):
    rows = [row for section in sections for row in section.rows]
    return {row.field_id: (row.before_text, row.text) for row in rows if row.changed}
