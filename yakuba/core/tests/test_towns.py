"""`yakuba towns`: a municipality is founded with its keys and its names, or not at all."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from yakuba.core import scope
from yakuba.core.actions import open_matter
from yakuba.core.models import Host, Municipality, TownKey
from yakuba.core.tests.conftest import KARUIZAWA

pytestmark = pytest.mark.django_db


def towns(*words, **facts):
    said = io.StringIO()
    given = {**KARUIZAWA, **facts}
    options = [f"{name}={value}" for name, value in given.items()] if words == ("add",) else []
    call_command("towns", *words, *options, stdout=said)
    return said.getvalue()


def test_a_town_is_founded_and_can_begin_its_business(now):
    assert "users create" in towns("add")
    town = Municipality.objects.get()
    assert (town.name, town.office_hours) == ("軽井沢町", "平日 8時30分から17時15分まで")
    with scope.within(town):
        assert TownKey.objects.get().generation == 1
        assert open_matter("sample", now=now).key.data_key()


def test_towns_are_listed_with_their_hosts():
    towns("add")
    assert towns("list") == "203211 karuizawa 軽井沢町 127.0.0.1\n"


def test_a_host_is_kept_in_small_letters_as_requests_ask_for_it():
    towns("add", **{"--host": "Karuizawa.LocalHost"})
    assert Host.objects.get().name == "karuizawa.localhost"


def test_a_host_that_is_not_answered_yet_is_told():
    assert "YAKUBA_HOSTS" in towns("add", **{"--host": "karuizawa.example.jp"})
    assert Municipality.objects.exists()


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("--code", "203212", "検査数字"),
        ("--code", "軽井沢", "--code"),
        ("--slug", "軽井沢", "--slug"),
        ("--name", "", "--name"),
        ("--name", "あ" * 41, "--name"),
    ],
)
def test_what_cannot_be_a_town_is_refused_with_the_option_and_the_reason(fact, value, told):
    with pytest.raises(CommandError, match=told):
        towns("add", **{fact: value})
    assert not Municipality.objects.exists()


def test_a_host_of_another_town_is_refused_and_nothing_is_left_behind():
    towns("add")
    with pytest.raises(CommandError, match="--host"):
        towns("add", **{"--code": "203611", "--slug": "shimosuwa"})
    assert Municipality.objects.count() == 1
