"""Files come off the wire into unnamed files, and no longer than the gate allows."""

from __future__ import annotations

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers
from django.test import RequestFactory

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
