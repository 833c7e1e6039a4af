"""Publishing: numbered versions that never change, found again by id and by words."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import ScopeError

from yakuba.core import access, scope
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event
from yakuba.procedures import actions, loader, queries
from yakuba.procedures.models import NeverChanged, Version
from yakuba.procedures.tests.samples import GOOD, HEAD, definition

LATER = datetime.timedelta(days=1)


def publish(text=GOOD, now=datetime.datetime(2026, 11, 10, tzinfo=datetime.UTC)):
    return actions.publish(text, actor=MACHINE, now=now)


def test_a_definition_becomes_version_one(town, now):
    version = publish(now=now)
    assert (version.procedure, version.number, version.published_at) == ("garden-permit", 1, now)
    assert version.definition == definition()
    assert len(version.digest) == 64
    assert version.municipality == town


def test_the_same_text_again_is_the_same_version(town, now):
    assert publish(now=now) == publish(now=now + LATER)
    assert Version.objects.count() == 1


def test_a_changed_text_is_the_next_version_and_the_old_one_stays(town):
    first = publish()
    second = publish(GOOD.replace("minutes: 5", "minutes: 6"))
    assert (first.number, second.number) == (1, 2)
    assert queries.current("garden-permit") == second
    assert Version.objects.get(pk=first.pk).definition.minutes == 5


def test_going_back_to_an_old_text_is_a_new_version(town):
    publish()
    publish(GOOD.replace("minutes: 5", "minutes: 6"))
    assert publish().number == 3


def test_publishing_is_remembered(town, now):
    version = publish(now=now)
    event = Event.objects.get(name="procedure.published")
    assert event.data == {"version": str(version.pk), "procedure": "garden-permit", "number": 1}
    assert event.sentence == "手続定義「garden-permit」の第1版を公開しました"


def test_only_the_systems_officer_and_the_machine_publish(town, now):
    with pytest.raises(access.NotAllowed):
        actions.publish(GOOD, actor=guest(), now=now)
    assert not Version.objects.exists()


def test_a_broken_definition_is_not_published(town, now):
    with pytest.raises(loader.Problems):
        publish(GOOD.replace("minutes: 5", "minutes: 五"), now)
    assert not Version.objects.exists()


def test_a_definition_that_needs_the_individual_number_stays_off_the_public_side(town, now, settings):
    text = GOOD.replace("[online, counter]", "[counter]") + "requires_mynumber: true\n"
    with pytest.raises(actions.NotForResidents, match="個人番号を使うため"):
        publish(text, now)
    settings.SIDE = "office"
    assert publish(text, now).number == 1


def test_a_published_version_cannot_be_saved_again(town):
    version = publish()
    version.text = "id: x"
    with pytest.raises(NeverChanged):
        version.save()
    with pytest.raises(NeverChanged):
        version.delete()


def test_the_database_itself_refuses_to_change_a_version(town):
    version = publish()
    for statement in ("UPDATE procedures_version SET number = 9", "DELETE FROM procedures_version"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Version.objects.get(pk=version.pk).number == 1


def test_a_version_stays_readable_when_a_later_check_would_refuse_it(town):
    version = Version.objects.create(
        procedure="old",
        number=1,
        text=GOOD.replace(", reasons: true", ""),
        digest="0" * 64,
        published_at=datetime.datetime(2020, 4, 1, tzinfo=datetime.UTC),
    )
    assert version.definition.title == "花壇の利用申請"


def test_a_version_number_stands_once(town):
    version = publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.create(
            procedure=version.procedure,
            number=1,
            text=version.text,
            digest=version.digest,
            published_at=version.published_at,
        )


def test_each_town_has_its_own_versions(town, other_town):
    publish()
    with scope.within(other_town):
        assert queries.current("garden-permit") is None
        assert queries.catalogue() == []
        assert publish().number == 1


def test_nothing_is_read_outside_a_town(db):
    with pytest.raises(ScopeError):
        queries.current("garden-permit")


def other(text_id, title, search, summary="手続です。"):
    head = HEAD.replace("garden-permit", text_id).replace("花壇の利用申請", title)
    head = head.replace("町の花壇を使うための手続です。", summary) + f"search: [{search}]\n"
    return GOOD.replace(HEAD, head)


@pytest.fixture
def catalogue(town):
    publish(other("dog", "犬の登録申請", "ペット, いぬ, 鑑札", "犬を飼い始めたときの手続です。"))
    publish(other("allowance", "児童手当の認定請求", "子ども手当, 出産"))
    publish(other("allowance", "児童手当の認定請求", "子ども手当, 出産, 転入"))
    publish(other("moving", "転入の届出", "引っ越し", "町に転入したときの手続です。"))


def test_the_catalogue_holds_the_newest_version_of_each(catalogue):
    assert [(version.procedure, version.number) for version in queries.catalogue()] == [
        ("allowance", 2),
        ("dog", 1),
        ("moving", 1),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("犬", ["dog"]),
        ("イヌ", ["dog"]),
        ("ｲﾇ", ["dog"]),
        ("手当", ["allowance"]),
        ("こども手当", []),
        ("子ども　手当", ["allowance"]),
        ("転入", ["moving", "allowance"]),
        ("犬 登録", ["dog"]),
        ("犬 手当", []),
        ("鑑", ["dog"]),
        ("", []),
        ("   ", []),
        ("%", []),
        ("' OR 1=1 --", []),
        ("犬" * 500, []),
    ],
)
def test_procedures_are_found_by_words(catalogue, words, found):
    assert [version.procedure for version in queries.search(words)] == found
