"""Files come off the wire into unnamed files, and no longer than the gate allows."""

from __future__ import annotations

import errno
import os
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers
from django.test import RequestFactory

from yakuba.core import outages
from yakuba.documents import actions
from yakuba.documents.gate import LIMIT_BYTES
from yakuba.documents.tests import samples
from yakuba.documents.uploads import LimitedUploadHandler


@pytest.fixture
def posted():
    requests = []

    def send(name, data):
        requests.append(RequestFactory().post("/", {"photo": SimpleUploadedFile(name, data)}))
        return requests[-1].FILES["photo"]

    yield send
    for request in requests:
        request.close()


def test_an_upload_arrives_whole_and_passes_the_gate(posted):
    upload = posted("写真.jpg", samples.photo())
    assert (upload.name, upload.size) == ("写真.jpg", len(samples.photo()))
    assert actions.admit(upload).name == "写真.jpg"


def test_an_upload_has_no_name_on_the_disk(posted):
    upload = posted("a.jpg", samples.photo())
    assert os.fstat(upload.file.fileno()).st_nlink == 0


def test_a_file_that_is_too_large_is_cut_and_refused_with_its_true_size(posted):
    upload = posted("大きい.jpg", b"\xff\xd8\xff" + b"\0" * (LIMIT_BYTES + 3_500_000))
    assert os.fstat(upload.file.fileno()).st_size == LIMIT_BYTES + 1
    with pytest.raises(actions.Refused, match=r"「大きい.jpg」は13\.5MBあります"):
        actions.admit(upload)


def test_a_broken_connection_leaves_no_open_file():
    handler = LimitedUploadHandler()
    with pytest.raises(StopFutureHandlers):
        handler.new_file("photo", "a.jpg", "image/jpeg", 3)
    handler.receive_data_chunk(b"abc", 0)
    handler.upload_interrupted()
    assert handler.file.closed


class FullDisk:
    """A file on a disk that is full: it takes what stays in memory, and fails at the given act."""

    def __init__(self, fails_at):
        self.fails_at, self.closed = fails_at, False

    def _act(self, name):
        if self.fails_at == name:
            raise OSError(errno.ENOSPC, "No space left on device")

    def write(self, data):
        self._act("write")
        return len(data)

    def seek(self, place):
        self._act("seek")
        return place

    def close(self):
        self.closed = True
        self._act("seek")


@pytest.mark.parametrize("fails_at", ["open", "write", "seek"])
def test_a_full_disk_takes_the_file_but_not_what_was_typed_beside_it(monkeypatch, fails_at):
    files = []

    def open_file():
        if fails_at == "open":
            raise OSError(errno.ENOSPC, "No space left on device")
        files.append(FullDisk(fails_at))
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", open_file)
    photo = SimpleUploadedFile("写真.png", samples.photo())
    request = RequestFactory().post("/", {"name": "試山 涼", "photo": photo, "reason": "引っ越したため"})
    assert (request.POST["name"], request.POST["reason"]) == ("試山 涼", "引っ越したため")
    assert request.FILES["photo"].name == "写真.png"
    assert all(file.closed for file in files)
    with pytest.raises(OSError, match="No space left") as met:
        actions.admit(request.FILES["photo"])
    page = outages_page(met.value, request)
    assert "入力した画面に戻る" in page
    assert 'name="reason" value="引っ越したため"' in page


def test_a_full_disk_leaves_alone_the_file_that_came_before(monkeypatch):
    open_file = tempfile.TemporaryFile
    opened = []

    def open_once():
        if opened:
            raise OSError(errno.ENOSPC, "No space left on device")
        opened.append(open_file())
        return opened[0]

    monkeypatch.setattr(tempfile, "TemporaryFile", open_once)
    photos = [SimpleUploadedFile(name, samples.photo(), "image/jpeg") for name in ("一.jpg", "二.jpg")]
    request = RequestFactory().post("/", {"photo": photos})
    first, second = request.FILES.getlist("photo")
    assert first.read() == samples.photo()
    with pytest.raises(OSError, match="No space left"):
        second.read()
    request.close()


def outages_page(problem, request):
    """What Django answers where this problem ended the request."""
    try:
        raise problem
    except OSError:
        return outages.failed(request).content.decode()
