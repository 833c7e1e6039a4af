"""When database or disk are out of reach, people read what to do, and what they typed is still there."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, InterfaceError, OperationalError
from django.test import RequestFactory
from django.utils import translation

from yakuba.core import outages

OUT_OF_REACH = [
    OperationalError("database is locked"),
    InterfaceError("connection already closed"),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EFBIG, "File too large"),
]


def answer_to(problem, request):
    """What Django would answer where this problem ended the request."""
    try:
        raise problem
    except type(problem):
        return outages.failed(request)


def press(path="/apply/dog-registration/", **fields):
    return RequestFactory().post(path, {"csrfmiddlewaretoken": "token", **fields})


@pytest.mark.parametrize("problem", OUT_OF_REACH, ids=str)
def test_what_passes_is_told_as_such_and_a_press_can_be_repeated_with_every_word(problem):
    answer = answer_to(problem, press(name="試山 涼", reason='"改行\nあり" <b>', choice=["a", "b"]))
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert "もう一度送る" in page
    assert 'action="/apply/dog-registration/"' in page
    for name, value in [
        ("csrfmiddlewaretoken", "token"),
        ("name", "試山 涼"),
        ("reason", "&quot;改行\nあり&quot; &lt;b&gt;"),
        ("choice", "a"),
        ("choice", "b"),
    ]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


@pytest.mark.parametrize(
    "problem", [DataError("out of range"), ValueError("a fault of ours"), PermissionError()], ids=repr
)
def test_a_fault_of_the_program_is_still_told_as_one(problem):
    answer = answer_to(problem, press(name="試山 涼"))
    assert answer.status_code == 500
    assert "試山" not in answer.content.decode()


def test_a_page_that_was_only_asked_for_can_be_asked_for_again():
    page = answer_to(OUT_OF_REACH[0], RequestFactory().get("/my/")).content.decode()
    assert "もう一度開いてください" in page
    assert "<form" not in page


def test_files_cannot_be_kept_so_the_page_is_shown_again_as_it_was_typed():
    photo = SimpleUploadedFile("写真.png", b"x", "image/png")
    page = answer_to(OUT_OF_REACH[2], press(name="試山 涼", photo=photo)).content.decode()
    assert "入力した画面に戻る" in page
    assert '<input type="hidden" name="language" value="ja">' in page


def test_a_password_is_never_written_into_a_page():
    page = answer_to(OUT_OF_REACH[0], press("/staff/login/", login="kakari", password="himitsu")).content
    assert b"himitsu" not in page
    assert b"<form" not in page


def test_residents_read_it_in_their_language():
    with translation.override("en"):
        page = answer_to(OUT_OF_REACH[0], press(name="Ryo")).content.decode()
    assert "Send again" in page
