"""What every request passes: the size of its body, and the municipality of its host name."""

import pytest
from django.test import Client, RequestFactory

from yakuba.core import scope
from yakuba.core.middleware import BodyLimit, MunicipalityOfHost

pytestmark = pytest.mark.django_db


def answered(request):
    """The slug of the town in whose scope the request was answered."""
    return MunicipalityOfHost(lambda _request: scope.current().slug)(request)


@pytest.mark.parametrize(
    "host", ["karuizawa.localhost", "karuizawa.localhost:8000", "KARUIZAWA.localhost", "karuizawa.localhost."]
)
def test_the_host_name_leads_to_its_town(town, other_town, host):
    with scope.within(other_town):
        assert answered(RequestFactory().get("/", headers={"host": host})) == "karuizawa"


def test_the_request_knows_its_town(town):
    request = RequestFactory().get("/", headers={"host": "karuizawa.localhost"})
    answered(request)
    assert request.municipality == town


def test_a_name_that_leads_nowhere_is_told_so(other_town):
    assert Client().get("/", headers={"host": "nowhere.localhost"}).status_code == 404


def test_a_name_that_is_not_ours_is_refused(other_town):
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


def test_what_a_proxy_is_said_to_have_been_asked_for_leads_nowhere(town, other_town):
    request = RequestFactory().get(
        "/", headers={"host": "karuizawa.localhost", "x-forwarded-host": "shimosuwa.localhost"}
    )
    assert answered(request) == "karuizawa"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_monitors_ask_by_address_and_need_no_town(path):
    assert Client().get(path, headers={"host": "127.0.0.1"}).status_code in {200, 503}


# The body -------------------------------------------------------------------------------------------
def limited(length):
    request = RequestFactory().post("/", headers={"host": "karuizawa.localhost", "content-length": length})
    return BodyLimit(lambda _request: "answered")(request)


def test_a_body_within_the_limit_passes(town, settings):
    assert limited(str(settings.BODY_LIMIT)) == "answered"
    assert limited("") == "answered"


def test_a_body_above_the_limit_is_refused_in_words_that_say_what_to_do(town, settings):
    answer = limited(str(settings.BODY_LIMIT + 1))
    assert answer.status_code == 413
    assert "大き" in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "1²"])
def test_a_length_that_is_no_number_is_refused(town, length):
    assert limited(length).status_code == 413


def test_it_is_refused_before_any_town_is_looked_for(settings):
    answer = Client().post(
        "/", headers={"host": "nowhere.localhost", "content-length": str(settings.BODY_LIMIT + 1)}
    )
    assert answer.status_code == 413
