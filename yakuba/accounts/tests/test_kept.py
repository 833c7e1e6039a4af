"""What was typed survives, sealed, for two hours."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from yakuba.accounts import kept
from yakuba.core import scope


@pytest.fixture
def post(town, now):
    def make(data, path="/apply/dog/1/?step=2", at=now):
        request = RequestFactory().post(path, data)
        request.arrived_at = at
        return request

    return make


def test_path_and_fields_survive_without_passwords_and_tokens(post):
    request = post(
        {"name": "髙橋\r\n花子", "many": ["1", "2"], "csrfmiddlewaretoken": "x", "new_password": "secret"}
    )
    found = kept.unseal(request, kept.seal(request))
    assert found.path == "/apply/dog/1/?step=2"
    assert found.fields == [("name", "髙橋\r\n花子"), ("many", "1"), ("many", "2")]
    assert not found.had_files


def test_a_token_shows_nothing(post):
    token = kept.seal(post({"name": "髙橋花子" * 50}))
    assert "髙橋".encode() not in base64.urlsafe_b64decode(token)


def test_files_are_told_of(post):
    request = post({"photo": SimpleUploadedFile("dog.png", b"x")})
    assert kept.unseal(request, kept.seal(request)).had_files
    request.close()


def test_a_token_is_good_for_two_hours(post, now):
    token = kept.seal(post({"a": "1"}))
    assert kept.unseal(post({}, at=now + timedelta(hours=2)), token)
    assert kept.unseal(post({}, at=now + timedelta(hours=2, seconds=1)), token) is None


def test_a_token_is_good_in_its_town_only(post, other_town):
    token = kept.seal(post({"a": "1"}))
    with scope.within(other_town):
        assert kept.unseal(post({}), token) is None


@pytest.mark.parametrize(
    "token", ["", "x", "髙橋", "AAAA", base64.urlsafe_b64encode(json.dumps({}).encode()).decode()]
)
def test_an_altered_token_is_nothing(post, token):
    assert kept.unseal(post({}), token) is None
    assert kept.unseal(post({}), kept.seal(post({"a": "1"}))[:-8] + "AAAAAAA=") is None


def test_what_no_request_could_bring_back_is_not_kept(post):
    assert kept.seal(post({"a": secrets.token_hex(1_000_000)})) == ""


def test_only_a_token_that_can_be_shown_again_is_carried_on(post, now):
    good = kept.seal(post({"a": "1"}))
    assert kept.carried(post({"kept": good})) == good
    for bad in ("", "forged", "髙橋", "A" * (kept.LARGEST + 1)):
        assert kept.carried(post({"kept": bad})) == ""
    assert kept.carried(post({"kept": good}, at=now + timedelta(hours=3))) == ""


def test_a_look_at_a_page_keeps_nothing(town, now):
    request = RequestFactory().get("/")
    request.arrived_at = now
    assert kept.seal(request) == ""
