"""Files lie sealed, are opened only by those they concern, and leave nothing behind."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from yakuba.core import access, scope
from yakuba.core.actions import destroy_key, open_matter
from yakuba.core.actors import guest
from yakuba.core.envelopes import CannotOpen
from yakuba.core.models import Event
from yakuba.documents import actions, queries
from yakuba.documents.models import File
from yakuba.documents.tests import samples


def upload(name="保険証 花子.pdf", data=None):
    return SimpleUploadedFile(name, samples.pdf() if data is None else data)


@pytest.fixture
def file(matter, applicant, now):
    return actions.receive(upload(), matter=matter, actor=applicant, now=now)


def stored(file):
    with default_storage.open(file.path) as kept:
        return kept.read()


def test_a_received_file_lies_sealed_under_a_name_that_tells_nothing(file, matter):
    assert file.size == len(samples.pdf())
    assert file.type == "application/pdf"
    assert b"%PDF" not in stored(file)
    assert b"Catalog" not in stored(file)
    assert "花子" not in file.path
    assert file.path.startswith("karuizawa/")
    raw = File.objects.values_list("name", flat=True).get()
    assert "花子".encode() not in bytes(raw)
    assert File.objects.get().name == "保険証 花子.pdf"


def test_the_applicant_reads_it_and_nobody_remembers(file, applicant, now):
    assert actions.open_file(file, actor=applicant, now=now) == samples.pdf()
    assert [event.name for event in Event.objects.all()] == ["file.received"]


def test_a_look_by_the_staff_is_a_fact_without_a_name(file, clerk, now):
    actions.open_file(file, actor=clerk, now=now)
    viewed = Event.objects.get(name="file.viewed")
    assert viewed.actor == clerk.code
    assert viewed.data == {"file": str(file.pk)}


def test_another_person_neither_reads_nor_adds_nor_removes(file, matter, now):
    stranger = guest(frozenset({open_matter("application", now=now).pk}))
    with pytest.raises(access.NotAllowed):
        actions.open_file(file, actor=stranger, now=now)
    with pytest.raises(access.NotAllowed):
        actions.receive(upload(), matter=matter, actor=stranger, now=now)
    with pytest.raises(access.NotAllowed):
        actions.discard(file, actor=stranger, now=now)
    assert list(File.objects.visible_to(stranger)) == []


def test_a_file_moved_under_another_row_does_not_open(file, matter, applicant, now):
    other = actions.receive(upload(), matter=matter, actor=applicant, now=now)
    other.path = file.path
    with pytest.raises(CannotOpen):
        actions.open_file(other, actor=applicant, now=now)


def test_with_the_matters_key_the_file_is_gone(file, matter, applicant, now):
    destroy_key(matter.key, now=now)
    with pytest.raises(CannotOpen):
        actions.open_file(File.objects.get(pk=file.pk), actor=applicant, now=now)


def test_a_refused_upload_leaves_neither_row_nor_bytes(matter, applicant, now):
    with pytest.raises(actions.Refused, match="プログラム"):
        actions.receive(upload("a.pdf", b"MZ"), matter=matter, actor=applicant, now=now)
    assert not File.objects.exists()
    assert not default_storage.exists("karuizawa")


def test_a_file_may_be_checked_before_the_transaction_that_keeps_it(matter, applicant, now):
    admitted = actions.admit(upload("a.PDF"))
    assert actions.receive(admitted, matter=matter, actor=applicant, now=now).name == "a.pdf"


def test_a_matter_takes_twenty_files(matter, applicant, now):
    admitted = actions.admit(upload())
    for _ in range(20):
        actions.receive(admitted, matter=matter, actor=applicant, now=now)
    with pytest.raises(actions.Refused, match="20個まで"):
        actions.receive(admitted, matter=matter, actor=applicant, now=now)


def test_a_discarded_file_is_gone_once_the_change_is_kept(
    file, applicant, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(file, actor=applicant, now=now)
        assert default_storage.exists(file.path)
    assert not default_storage.exists(file.path)
    assert not File.objects.exists()


def test_a_rolled_back_upload_leaves_an_orphan_that_is_swept_after_a_day(file, matter, applicant, now):
    admitted = actions.admit(upload())
    with transaction.atomic():
        lost = actions.receive(admitted, matter=matter, actor=applicant, now=now)
        transaction.set_rollback(True)
    for path in (lost.path, file.path):
        written = (now - timedelta(hours=23)).timestamp()
        os.utime(default_storage.path(path), (written, written))
    assert actions.remove_orphans(now=now) == 0
    assert actions.remove_orphans(now=now + timedelta(hours=2)) == 1
    assert not default_storage.exists(lost.path)
    assert actions.open_file(file, actor=applicant, now=now) == samples.pdf()


def test_the_sweep_of_one_town_leaves_another_towns_files(file, other_town, now):
    with scope.within(other_town):
        assert actions.remove_orphans(now=now + timedelta(days=900)) == 0
    assert default_storage.exists(file.path)


def test_the_pages_find_what_was_sent(file, matter, now):
    other = open_matter("application", now=now)
    assert queries.received_files(matter) == [file]
    assert queries.file(matter, file.pk) == file
    assert queries.file(other, file.pk) is None
