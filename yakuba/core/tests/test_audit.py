"""`audit verify` finds whatever cannot be true, names its row, and stays silent about the rest."""

import datetime
import io
import uuid
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from yakuba.core import audit, events, keyring, owner, scope, sealing, tasks, walls
from yakuba.core.actions import open_matter, record
from yakuba.core.actors import MACHINE
from yakuba.core.identifiers import uuid7
from yakuba.core.models import Chain, Delivery, Event
from yakuba.core.tests.raw import run

DAY = datetime.timedelta(days=1)


@pytest.fixture
def present():
    """The moment of the machine: ids are made by its clock."""
    return timezone.now()


@pytest.fixture
def matter(town, present):
    return open_matter("sample", now=present)


@pytest.fixture
def heard(happened):
    events.subscribe(happened)(_hear)


def _hear(_event):
    return None


def told(happened, matter, moment, code="a"):
    return record(happened, matter=matter, actor=MACHINE, now=moment, code=code)


def found(present):
    """What is wrong with events of this test: (row, what)."""
    return [(finding.row, finding.what) for finding in audit.verify(now=present).findings]


def forged(matter, present, **columns):
    """An event as somebody would write it past `record`."""
    facts = {
        "name": "sample.happened",
        "matter": matter,
        "actor": "system",
        "at": present,
        "data": {"code": "a"},
    }
    return Event.objects.create(**{**facts, **columns})


# All is well ----------------------------------------------------------------------------------------
def test_a_memory_that_was_written_by_the_program_is_whole(happened, heard, matter, theirs, present):
    told(happened, matter, present)
    told(happened, None, present)
    with scope.within(theirs.municipality):
        told(happened, theirs, present)
    tasks.sweep(now=present)
    report = audit.verify(now=present)
    assert report.findings == []
    assert (report.events, report.unsealed) == (3, 1)


def test_paper_that_arrived_earlier_is_in_order(happened, matter, present):
    told(happened, matter, present - 30 * DAY)
    assert found(present) == []


def test_every_declared_type_of_data_is_in_order(matter, present):
    rich = events.declare(
        "rich.happened", "見本", row=uuid.UUID, code=str, number=int, flag=bool, day=datetime.date, codes=list
    )
    data = {
        "row": uuid7(),
        "code": "軽環第12号",
        "number": 0,
        "flag": False,
        "day": datetime.date(2026, 2, 28),
        "codes": [],
    }
    try:
        record(rich, matter=matter, actor=MACHINE, now=present, **data)
        assert found(present) == []
    finally:
        del events.DECLARED[rich.name]


# One event ------------------------------------------------------------------------------------------
def test_a_name_that_nobody_declared_is_found(matter, present):
    row = forged(matter, present, name="money.vanished")
    assert found(present) == [(f"event {row.pk}", "知らない出来事です（money.vanished）")]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"code": "a", "name": "b"},
        {"code": "山田 太郎"},
        {"code": 7},
        {"code": None},
        {"code": ["a"]},
        [],
        "a",
        7,
    ],
)
def test_data_against_the_declaration_are_found(happened, matter, present, data):
    row = forged(matter, present, data=data)
    ((name, what),) = found(present)
    assert name == f"event {row.pk}"
    assert "決まりと違います" in what


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (uuid.UUID, "1"),
        (uuid.UUID, "{0000}"),
        (int, "7"),
        (int, True),
        (int, 7.5),
        (bool, 1),
        (datetime.date, "2026-02-29"),
        (datetime.date, "20261120"),
        (list, "a"),
        (list, ["a b"]),
        (list, [1]),
    ],
)
def test_a_value_of_another_type_is_found(matter, present, kind, value):
    other = events.declare("other.happened", "見本", value=kind)
    try:
        forged(matter, present, name=other.name, data={"value": value})
        ((_row, what),) = found(present)
        assert "value" in what
    finally:
        del events.DECLARED[other.name]


def test_a_moment_in_the_future_is_found(happened, matter, present):
    row = forged(matter, present, at=present + DAY)
    assert found(present) == [(f"event {row.pk}", "未来の日時になっています")]


def test_an_id_from_the_future_is_found(happened, matter, present):
    later = int((present + DAY).timestamp() * 1000)
    row = forged(matter, present, id=uuid.UUID(int=(later << 80) | (uuid7().int & ((1 << 80) - 1))))
    assert found(present) == [(f"event {row.pk}", "未来の日時になっています")]


def test_a_fact_that_was_written_before_it_happened_is_found(happened, matter, present):
    row = forged(matter, present, at=present + DAY)
    assert found(present + 2 * DAY) == [(f"event {row.pk}", "書かれたときより後の日時になっています")]


# Strangers ------------------------------------------------------------------------------------------
def test_an_event_about_another_towns_matter_is_found(happened, matter, theirs, present):
    """Somebody has taken the wall down, written, and built it again."""
    with owner.acting():
        _without_wall("core_event", "matter_id", lambda: _write_event_about(theirs, matter, present))
        rows = [row for row, what in found(present) if what == "ほかの町の案件を指しています"]
    assert len(rows) == 1


def _write_event_about(theirs, matter, present):
    run(
        "INSERT INTO core_event (id, municipality_id, matter_id, name, actor, at, data)"
        " VALUES (%s, %s, %s, 'sample.happened', '', %s, '{\"code\": \"a\"}')",
        uuid7(),
        matter.municipality_id,
        theirs.pk,
        present,
    )


def _without_wall(table, column, act):
    torn = {
        "sqlite": f"DROP TRIGGER wall_{table}_{column}_new",
        "postgresql": f"ALTER TABLE {table} DROP CONSTRAINT wall_{table}_{column}",
    }
    run(torn[connection.vendor])
    act()


def test_a_wall_that_is_down_is_found(town, present):
    with owner.acting():
        _without_wall("core_timer", "matter_id", lambda: None)
        ((row, what),) = found(present)
    assert row.startswith("wall_core_timer_matter_id")
    assert what == "壁がありません"


# Deliveries -----------------------------------------------------------------------------------------
def test_a_delivery_that_has_just_failed_is_no_finding(happened, heard, matter, present):
    told(happened, matter, present)
    assert found(present) == []


def test_a_delivery_that_nobody_works_on_is_found(happened, heard, matter, present):
    told(happened, matter, present - DAY)
    ((row, what),) = found(present)
    assert row == f"delivery {Delivery.objects.get().pk}"
    assert "_hear に届いていません" in what


def test_an_event_whose_delivery_was_removed_is_found(happened, heard, matter, present):
    first, second, third = (told(happened, matter, present, code=code) for code in "abc")
    tasks.sweep(now=present)
    Delivery.objects.filter(event=second).delete()
    ((row, what),) = found(present)
    assert row == f"event {second.pk}"
    assert "への知らせがありません" in what
    assert {first, third} == {delivery.event for delivery in Delivery.objects.all()}


def test_history_before_a_subscriber_is_no_gap(happened, matter, present):
    told(happened, matter, present)
    events.subscribe(happened)(_hear)
    told(happened, matter, present)
    tasks.sweep(now=present)
    assert found(present) == []


# The seal -------------------------------------------------------------------------------------------
@contextmanager
def without_wall():
    """What somebody does who owns the database: take the wall down, write, and build it again."""
    torn = {
        "sqlite": [f"DROP TRIGGER wall_core_event_append_only_{part}" for part in ("set", "gone")],
        "postgresql": ["ALTER TABLE core_event DISABLE TRIGGER wall_core_event_append_only"],
    }
    with owner.acting():
        for statement in torn[connection.vendor]:
            run(statement)
        yield
        if connection.vendor == "postgresql":
            run("ALTER TABLE core_event ENABLE TRIGGER wall_core_event_append_only")
        walls.build()


@pytest.fixture
def sealed(happened, matter, present):
    """Six sealed events and one that waits."""
    rows = [told(happened, matter, present, code=code) for code in "abcdef"]
    assert sealing.seal() == 6
    told(happened, matter, present, code="g")
    return rows


def test_a_sealed_memory_is_whole_and_its_tail_is_counted(sealed, present):
    report = audit.verify(now=present)
    assert (report.findings, report.events, report.unsealed) == ([], 7, 1)
    assert sealing.seal() == 1
    assert sealing.seal() == 0
    assert audit.verify(now=present).unsealed == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "other.happened"),
        ("actor", "staff:1"),
        ("data", '{"code": "z"}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("matter_id", None),
    ],
)
def test_an_altered_row_is_named(sealed, present, column, value):
    with without_wall():
        run(f"UPDATE core_event SET {column} = %s WHERE id = %s", value, sealed[2].pk)
    rows = {row for row, _ in found(present)}
    assert rows == {f"event {sealed[2].pk}"}


@pytest.mark.parametrize(
    ("gone", "named"),
    [([0], "sequence 1"), ([2], "sequence 3"), ([2, 3], "sequence 3-4"), ([5], "sequence 6")],
)
def test_removed_rows_are_named_by_their_numbers_and_nobody_else(sealed, present, gone, named):
    with without_wall():
        for number in gone:
            run("DELETE FROM core_event WHERE id = %s", sealed[number].pk)
    assert found(present) == [(named, f"{len(gone)} 件が消されています")]


def test_a_removed_and_an_altered_row_side_by_side_are_both_named(sealed, present):
    with without_wall():
        run("DELETE FROM core_event WHERE id = %s", sealed[2].pk)
        run("UPDATE core_event SET actor = 'guest' WHERE id = %s", sealed[3].pk)
    assert [row for row, _ in found(present)] == ["sequence 3", f"event {sealed[3].pk}"]


def test_a_row_that_takes_the_place_of_a_removed_one_is_named(sealed, matter, present):
    with without_wall():
        run("DELETE FROM core_event WHERE id = %s", sealed[2].pk)
    row = forged(matter, present, sequence=3, seal=bytes(Event.objects.get(pk=sealed[1].pk).seal))
    assert [name for name, _ in found(present)] == [f"event {row.pk}"]


def test_a_row_beyond_the_last_seal_is_named(sealed, matter, present):
    row = forged(matter, present, sequence=7, seal=b"x" * 50)
    ((name, what),) = found(present)
    assert (name, "書き足されています" in what) == (f"event {row.pk}", True)


def test_a_row_that_is_older_than_the_seals_is_named_and_never_sealed(sealed, matter, present):
    earlier = int((present - DAY).timestamp() * 1000)
    old_id = uuid.UUID(int=(earlier << 80) | (uuid7().int & ((1 << 80) - 1)))
    row = forged(matter, present - DAY, id=old_id)
    sealing.seal()
    assert found(present) == [(f"event {row.pk}", "封印された出来事より古い日時で、後から書き足されています")]


def test_swapped_seals_are_named(sealed, present):
    first, second = (Event.objects.get(pk=sealed[number].pk) for number in (1, 2))
    with without_wall():
        run("UPDATE core_event SET seal = %s WHERE id = %s", bytes(second.seal), first.pk)
        run("UPDATE core_event SET seal = %s WHERE id = %s", bytes(first.seal), second.pk)
    names = {row for row, _ in found(present)}
    assert {f"event {first.pk}", f"event {second.pk}"} <= names


def test_a_memory_that_was_turned_back_is_told_by_what_was_published(sealed, present, settings, tmp_path):
    settings.HEADS = tmp_path / "heads"
    file = sealing.publish_head(now=present)
    assert file.read_text().split()[1] == "6"
    assert audit.verify(now=present).findings == []
    chain = Chain.objects.get()
    with without_wall():
        run("DELETE FROM core_event WHERE id = %s", sealed[5].pk)
    # Whoever owns the database can turn the record of the chain back too.
    fifth = Event.objects.get(pk=sealed[4].pk)
    chain.length, chain.head, chain.newest = 5, bytes(fifth.seal), fifth.pk
    chain.save()
    assert [row for row, _ in found(present)] == ["sequence 6"]


def test_seals_of_two_towns_do_not_stand_for_each_other(sealed, happened, theirs, present):
    with scope.within(theirs.municipality):
        told(happened, theirs, present, code="a")
        assert sealing.seal() == 1
        assert Event.objects.get().sequence == 1
    assert audit.verify(now=present).findings == []


def test_the_seals_outlive_a_rotation_of_the_master_key(happened, matter, present, settings, tmp_path):
    settings.KEYRING = keyring.open_folder(tmp_path / "keys")
    told(happened, matter, present, code="g")
    assert sealing.seal() == 1
    settings.KEYRING = settings.KEYRING.with_next_generation()
    told(happened, matter, present, code="h")
    assert sealing.seal() == 1
    assert audit.verify(now=present).findings == []


def test_a_number_without_a_seal_is_found(happened, matter, present):
    row = told(happened, matter, present)
    Event.objects.filter(pk=row.pk).update(sequence=1)
    assert found(present) == [(f"event {row.pk}", "番号と封印の片方だけがあります")]


# The command ----------------------------------------------------------------------------------------
def test_the_command_says_that_all_is_well_and_what_is_not_sealed_yet(happened, matter, present):
    told(happened, matter, present)
    said = io.StringIO()
    call_command("audit", "verify", stdout=said)
    assert said.getvalue().splitlines() == [
        "出来事 1 件を調べました。",
        "そのうち 1 件は、まだ封印されていません。ワーカーが続けます。",
        "問題はありませんでした。",
    ]


def test_the_command_names_each_bad_row_and_fails(happened, matter, present):
    row = forged(matter, present, name="money.vanished")
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 件の問題"):
        call_command("audit", "verify", stdout=said)
    assert f"karuizawa: event {row.pk}: 知らない出来事です（money.vanished）" in said.getvalue()
    assert "問題はありませんでした" not in said.getvalue()
