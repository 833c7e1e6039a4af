"""What is published is found by every word of two letters, and by nothing that another town wrote."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.procedures import loader, queries, searching
from yakuba.procedures.actions import publish
from yakuba.procedures.models import SearchPairs, SearchText


def found(*words, kind="page"):
    return sorted(searching.find(kind, words))


@pytest.fixture
def pages(town):
    searching.put("page", "a", "児童手当の申請は、子育て支援係へ。")
    searching.put("page", "b", "犬の登録と狂犬病の予防注射")
    searching.put("page", "c", "申し込みの請求書 ＡＢＣ－12")


def test_two_letters_are_found_wherever_they_stand(pages):
    assert (found("手当"), found("登録"), found("請求"), found("支援")) == (["a"], ["b"], ["c"], ["a"])
    assert found("申請") == ["a"]
    assert found("申") == ["a", "c"]


def test_a_longer_word_is_found_as_a_whole_and_not_by_its_pieces(pages):
    searching.put("page", "d", "支援係と子育て、育て支度")
    assert found("子育て支援") == ["a"]
    assert found("の登") == ["b"]
    assert found("竜巻") == found("児童手当金") == []


def test_every_word_must_stand_there(pages):
    assert found("手当", "申請") == ["a"]
    assert found("手当", "登録") == []


@pytest.mark.parametrize("typed", ["いぬ", "イヌ", "ｲﾇ"])
def test_kana_and_width_make_no_difference(town, typed):
    searching.put("page", "dog", "いぬの登録 abc 12")
    assert found(typed) == ["dog"]
    assert found("ＡＢＣ") == found("１２") == ["dog"]


@pytest.mark.parametrize(
    "typed", ["", " ", "、", '"', "' OR 1=1 --", "a*", "NEAR(", "𠮷野", "葛󠄀", "%", "_", "🙂", "a:b"]
)
def test_nothing_that_somebody_types_is_a_command(pages, typed):
    assert found(typed) == []


def test_rare_letters_are_found(town):
    searching.put("page", "rare", "𠮷野さんと葛󠄀城さん、髙橋さん")
    assert found("𠮷野") == found("髙橋") == ["rare"]


def test_other_words_take_the_place_of_those_before_and_what_is_dropped_is_gone(pages):
    searching.put("page", "a", "保育園の入園")
    assert (found("手当"), found("入園")) == ([], ["a"])
    searching.drop("page", "a")
    assert found("入園") == []
    assert (SearchText.objects.count(), SearchPairs.objects.count()) == (2, 2)


def test_another_sort_of_page_and_another_town_are_never_found(pages, other_town):
    assert found("手当", kind="procedure") == []
    with scope.within(other_town):
        assert found("手当") == []
        searching.put("page", "theirs", "児童手当")
        assert found("手当") == ["theirs"]
    assert found("手当") == ["a"]


def test_a_procedure_is_found_from_the_moment_at_which_it_is_published_and_as_it_was_published_last(
    town, now
):
    text = next(path for path in loader.shipped() if path.stem == "dog-registration").read_text("utf-8")
    assert queries.search("登録") == []
    with transaction.atomic():
        publish(text, actor=MACHINE, now=now)
        assert [one.procedure for one in queries.search("登録")] == ["dog-registration"]
        transaction.set_rollback(True)
    assert queries.search("登録") == []
    publish(text, actor=MACHINE, now=now)
    title = loader.load(text).title
    publish(text.replace(f"title: {title}", "title: わんこの届け", 1), actor=MACHINE, now=now)
    assert [one.number for one in queries.search("わんこ")] == [2]


def test_the_database_goes_by_the_index(town):
    for number in range(30):
        searching.put("page", f"{number}", f"第{number}号の案内")
    asked = searching.places([f"{town.code}page号の"])
    how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Over so little PostgreSQL would rather read it all: what matters is that it may go by the index.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{how} {asked.sql}", asked.params)
        plan = str(cursor.fetchall())
    assert "procedures_searchpairs_words" in plan or "VIRTUAL TABLE INDEX" in plan
