"""Persons are sealed, and found by keyed hashes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Party, Person
from yakuba.core import scope
from yakuba.core.actions import destroy_key, open_matter
from yakuba.core.actors import guest
from yakuba.core.envelopes import CannotOpen
from yakuba.core.models import Event

FACTS = {
    "person.name": {"family": "髙橋", "given": "花子"},
    "person.kana": "タカハシ ハナコ",
    "person.birth_date": "1990-05-01",
    "person.postal_code": "389-0111",
    "person.address": "長野県北佐久郡軽井沢町大字長倉2381-1",
    "person.telephone": "0267-00-0104",
    "person.mail": "Hanako@example.jp",
    "notice.channel": "online",
}


@pytest.fixture
def hanako(town, now):
    return actions.register_person(FACTS, actor=guest(), now=now)


def test_what_was_registered_is_read_back(hanako):
    person = Person.objects.get(pk=hanako.pk)
    assert person.full_name == "髙橋 花子"
    assert person.birth_date == "1990-05-01"
    assert person.address == FACTS["person.address"]


def test_the_database_shows_no_name_address_telephone_or_mail(hanako):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_person")
        row = b"|".join(
            bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
            for value in cursor.fetchone()
        )
    # Whole facts: four digits stand in some hash by chance.
    numbers = ("1990-05-01", "0267-00-0104", "0267000104")
    for words in ("髙橋", "高橋", "花子", "タカハシ", "長倉", "example", *numbers):
        assert words.encode() not in row


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "髙橋 花子"},
        {"name": "高橋花子"},
        {"name": {"family": "高橋", "given": "花子"}},
        {"kana": "たかはし はなこ"},
        {"kana": "ﾀｶﾊｼﾊﾅｺ"},
        {"birth_date": "1990-05-01"},
        {"telephone": "０２６７（００）０１０４"},
        {"mail": "ｈａｎａｋｏ@example.jp"},
        {"kana": "タカハシハナコ", "birth_date": "1990-05-01"},
    ],
)
def test_hashes_find_people_regardless_of_width_kana_and_variants(hanako, facts):
    assert list(queries.people_found(**facts)) == [hanako]


@pytest.mark.parametrize(
    "facts", [{}, {"name": ""}, {"telephone": "なし"}, {"name": "高橋花", "birth_date": "1990-05-01"}]
)
def test_an_empty_or_wrong_fact_finds_nobody(hanako, facts):
    assert not queries.people_found(**facts).exists()


def test_people_of_one_town_are_not_found_in_another(hanako, other_town):
    with scope.within(other_town):
        assert not queries.people_found(name="髙橋花子").exists()
        assert queries.hashes_of({"name": "髙橋花子"})["name_hash"] != hanako.name_hash


def test_the_same_facts_make_another_row_unless_a_person_is_given(hanako, now):
    again = actions.register_person(FACTS, actor=guest(), now=now)
    assert again != hanako
    moved = actions.register_person(
        {**FACTS, "person.telephone": "090-0000-0000"}, person=hanako, actor=guest(), now=now
    )
    assert moved.full_name == "髙橋 花子"
    assert hanako in queries.people_found(telephone="09000000000")
    assert hanako not in queries.people_found(telephone="0267000104")


@pytest.mark.parametrize("gone", [{}, {"person.mail": "", "person.telephone": None}])
def test_what_was_taken_out_is_emptied_and_found_no_more(hanako, now, gone):
    left = {means: FACTS[means] for means in ("person.name", "person.kana")}
    actions.register_person({**left, **gone}, person=hanako, actor=guest(), now=now)
    row = Person.objects.get(pk=hanako.pk)
    assert (row.full_name, row.mail, row.telephone, row.address) == ("髙橋 花子", None, None, None)
    assert (row.mail_hash, row.telephone_hash, row.birth_hash) == ("", "", "")
    assert row.name_hash
    assert not queries.people_found(mail="hanako@example.jp").exists()


def test_a_matter_has_one_applicant(hanako, now):
    matter = open_matter("application", now=now)
    party = actions.add_party(matter, hanako, role="applicant", actor=guest(), now=now)
    assert actions.add_party(matter, hanako, role="applicant", actor=guest(), now=now) == party
    other = actions.register_person(FACTS, actor=guest(), now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_party(matter, other, role="applicant", actor=guest(), now=now)
    actions.add_party(matter, other, role="proxy", actor=guest(), now=now)
    assert queries.applicant(matter) == hanako
    assert [row.role for row in queries.people_of(matter)] == ["applicant", "proxy"]
    assert queries.applicant_names([matter.pk]) == {matter.pk: "髙橋 花子"}


def test_a_matter_without_an_applicant_says_so(town, now):
    assert queries.applicant(open_matter("application", now=now)) is None


def test_events_about_people_hold_ids_only(hanako, now):
    matter = open_matter("application", now=now)
    party = actions.add_party(matter, hanako, role="applicant", actor=guest(), now=now)
    events = {event.name: event.data for event in Event.objects.all()}
    assert events["person.registered"] == {"person": str(hanako.pk)}
    assert events["party.added"] == {
        "party": str(party.pk),
        "person": str(hanako.pk),
        "role": "applicant",
    }


def test_a_person_whose_key_is_destroyed_is_forgotten(hanako, now):
    destroy_key(hanako.key, now=now)
    with pytest.raises(CannotOpen):
        Person.objects.get(pk=hanako.pk).name  # noqa: B018  reading opens the envelope
    assert Party.objects.count() == 0
