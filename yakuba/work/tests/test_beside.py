"""Notes, labels, watching, passing on and kept choices: for whoever deals with the matter, each once."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from yakuba.core import access, states
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event
from yakuba.core.queries import story
from yakuba.work import actions, queries
from yakuba.work.models import Label, Labelling, Note, SavedFilter, WorkItem

WORDS = "電話で確かめた。\r\n来週また来る。"


@pytest.fixture
def open_matter(hall, matter, now):
    """Something that 環境課 has to do."""
    actions.open_item(
        matter,
        step="examine",
        title="審査する",
        department=hall.environment,
        role="clerk",
        due_on=None,
        actor=MACHINE,
        now=now,
    )
    return matter


def test_a_note_is_kept_with_its_author_and_never_changed(hall, open_matter, now):
    note = actions.add_note(open_matter, words=WORDS, actor=hall.clerk, now=now)
    (kept,) = queries.notes(open_matter)
    assert (kept.text, kept.author) == ("電話で確かめた。\n来週また来る。", hall.staff["clerk"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).delete()
    assert [(event.name, event.data) for event in story(open_matter)] == [
        ("note.added", {"note": str(note.pk)})
    ]


@pytest.mark.parametrize("words", ["", "  \n ", "あ" * 2001, "a\x00b"])
def test_a_note_that_says_nothing_or_too_much_is_refused(hall, open_matter, now, words):
    with pytest.raises(actions.BadWords):
        actions.add_note(open_matter, words=words, actor=hall.clerk, now=now)
    assert queries.notes(open_matter) == []


@pytest.mark.parametrize("outsider", ["stranger", "systems"])
def test_nobody_from_outside_writes_beside_a_matter(hall, open_matter, now, outsider):
    who = {"actor": getattr(hall, outsider), "now": now}
    for act in (
        lambda: actions.add_note(open_matter, words=WORDS, **who),
        lambda: actions.add_label(open_matter, name="急ぎ", **who),
        lambda: actions.watch(open_matter, **who),
        lambda: actions.pass_on(open_matter, staff=hall.staff["clerk"], words="", **who),
    ):
        with pytest.raises(access.NotAllowed):
            act()
    with pytest.raises(access.NotAllowed):
        actions.add_note(open_matter, words=WORDS, actor=guest(frozenset({open_matter.pk})), now=now)


def test_a_matter_is_passed_on_with_a_word(hall, open_matter, now):
    note = actions.pass_on(
        open_matter, staff=hall.staff["colleague"], words="書類を待っている。", actor=hall.clerk, now=now
    )
    assert WorkItem.objects.get().assignee == hall.staff["colleague"]
    assert (note.text, note.handed_to) == ("書類を待っている。", hall.staff["colleague"])
    assert (
        actions.pass_on(open_matter, staff=hall.staff["clerk"], words=" ", actor=hall.clerk, now=now) is None
    )


def test_passing_on_to_who_may_not_leaves_no_note(hall, open_matter, now):
    with pytest.raises(actions.NotTheirs):
        actions.pass_on(open_matter, staff=hall.staff["stranger"], words=WORDS, actor=hall.clerk, now=now)
    assert queries.notes(open_matter) == []


def test_a_label_is_one_for_the_town_and_put_on_once(hall, open_matter, now):
    first = actions.add_label(open_matter, name=" 急ぎ　", actor=hall.clerk, now=now)
    assert actions.add_label(open_matter, name="急ぎ", actor=hall.colleague, now=now) == first
    assert (Label.objects.count(), Labelling.objects.count()) == (1, 1)
    assert queries.labels_of([open_matter.pk]) == {open_matter.pk: [first]}
    for _ in range(2):
        actions.remove_label(open_matter, label=first.pk, actor=hall.clerk, now=now)
    assert queries.labels_of([open_matter.pk]) == {}
    assert [event.name for event in story(open_matter)] == ["label.added", "label.removed"]


@pytest.mark.parametrize("name", ["", " ", "あ" * 21, "a\x07"])
def test_a_label_without_a_good_name_is_refused(hall, open_matter, now, name):
    with pytest.raises(actions.BadWords):
        actions.add_label(open_matter, name=name, actor=hall.clerk, now=now)
    assert not Label.objects.exists()


def test_ten_labels_are_enough(hall, open_matter, now):
    for number in range(10):
        actions.add_label(open_matter, name=f"札{number}", actor=hall.clerk, now=now)
    with pytest.raises(actions.BadWords, match="10個まで"):
        actions.add_label(open_matter, name="札10", actor=hall.clerk, now=now)


def test_who_watches_finds_the_matter_among_what_they_watch(hall, open_matter, now):
    for _ in range(2):
        actions.watch(open_matter, actor=hall.colleague, now=now)
    assert queries.watchers(open_matter) == [hall.staff["colleague"]]
    assert WorkItem.objects.watched_by(hall.colleague).count() == 1
    assert not WorkItem.objects.watched_by(hall.clerk).exists()
    for _ in range(2):
        actions.unwatch(open_matter, actor=hall.colleague, now=now)
    assert queries.watchers(open_matter) == []
    assert [event.name for event in story(open_matter)] == ["watch.begun", "watch.ended"]


# Kept choices ---------------------------------------------------------------------------------------
def test_a_choice_is_kept_under_a_name_and_given_anew(hall, now):
    who = {"actor": hall.clerk, "now": now}
    first = actions.save_filter("todo", name=" 遅れ ", query="due=late", **who)
    again = actions.save_filter("todo", name="遅れ", query="due=today", **who)
    assert again == first
    assert [(row.name, row.query) for row in queries.saved_filters(hall.clerk, "todo")] == [
        ("遅れ", "due=today")
    ]
    assert queries.saved_filters(hall.clerk, "cases") == []
    assert queries.saved_filters(hall.colleague, "todo") == []
    actions.drop_filter(first.pk, **who)
    with pytest.raises(states.NotPossible):
        actions.drop_filter(first.pk, **who)
    names = Event.objects.filter(name__startswith="filter.").order_by("id").values_list("name", flat=True)
    assert list(names) == ["filter.saved", "filter.saved", "filter.dropped"]


def test_nobody_drops_what_another_keeps(hall, now):
    kept = actions.save_filter("todo", name="遅れ", query="due=late", actor=hall.clerk, now=now)
    with pytest.raises(states.NotPossible):
        actions.drop_filter(kept.pk, actor=hall.colleague, now=now)
    with pytest.raises(access.NotAllowed):
        actions.save_filter("todo", name="遅れ", query="due=late", actor=hall.systems, now=now)
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "query"), [("", "due=late"), ("あ" * 41, "due=late"), ("遅れ", ""), ("遅れ", "x" * 401)]
)
def test_a_choice_without_name_or_content_is_refused(hall, now, name, query):
    with pytest.raises(actions.BadWords):
        actions.save_filter("todo", name=name, query=query, actor=hall.clerk, now=now)
