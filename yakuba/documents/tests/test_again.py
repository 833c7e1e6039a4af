"""A paper in the place of another has a number of its own and says so; what was stays in the books; each is one fact."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from yakuba.core import access, states
from yakuba.core.models import Event
from yakuba.documents import actions, queries
from yakuba.documents.models import Document
from yakuba.documents.tests import sheets
from yakuba.documents.tests.issuing import again, issued

pytestmark = pytest.mark.usefixtures("fake_renderer")


def named(name):
    return [event.data for event in Event.objects.filter(name=name)]


def revoked(matter, actor, now, **more):
    facts = {"consequence": "decision", "reason": "誤りのため。", "ended_on": sheets.ON} | more
    return actions.revoke(matter, **facts, actor=actor, now=now)


def test_a_reissue_has_its_own_number_and_says_of_what(matter, clerk, now):
    old = issued(matter, clerk, now)
    new = again(old, clerk, now)
    assert (old.number, new.number, new.revision) == ("軽こ第1号", "軽こ第2号", 2)
    assert (new.mark, new.replaces_id, new.reason) == ("再発行", old.pk, "なくしたため。")
    assert new.data["again"] == (
        "この文書は、令和8年11月20日付け 軽こ第1号 を再発行したものです。前の文書は無効です。"
        "決定の日と、不服を申し立てることができる期間は、前の文書から変わりません。"
    )
    assert new.code != old.code
    fact = {"document": str(new.pk), "consequence": "decision", "number": "軽こ第2号"}
    assert named("document.reissued") == [fact | {"replaces": str(old.pk), "kind": "reissue"}]
    old.refresh_from_db()
    assert (old.state, old.ended_on) == ("superseded", sheets.ON)
    assert named("document.superseded") == [
        {"document": str(old.pk), "consequence": "decision", "number": "軽こ第1号"}
    ]


def test_the_old_one_stands_until_the_new_one_is_made(matter, clerk, now):
    old = issued(matter, clerk, now)
    new = again(old, clerk, now, made=False)
    assert Document.objects.get(pk=old.pk).is_made
    with pytest.raises(states.NotPossible, match="もう作っています"):
        again(old, clerk, now)
    actions.make(new.pk, now=now)
    actions.make(new.pk, now=now)
    assert Document.objects.get(pk=old.pk).state == "superseded"
    assert len(named("document.superseded")) == 1


def test_a_replacement_says_what_is_true_now(matter, clerk, now):
    old = issued(matter, clerk, now, "certificate")
    new = actions.reissue(
        old,
        kind="replace",
        reason="氏名の字の誤り。",
        data=sheets.CERTIFICATE | {"addressee": "例田 花子"},
        number_symbol="軽こ",
        actor=clerk,
        now=now,
    )
    assert (new.mark, new.data["addressee"]) == ("差し替え", "例田 花子")
    assert new.data["again"].endswith("に代わるものです（差し替え）。前の文書は無効です。")


def test_what_cannot_be_printed_is_refused_before_a_number_is_taken(matter, clerk, now, settings):
    old = issued(matter, clerk, now)
    with pytest.raises(actions.Unprintable, match="🎉"):
        actions.reissue(
            old,
            kind="replace",
            reason="x",
            data=sheets.DECISION | {"addressee": "花子🎉"},
            number_symbol="軽こ",
            actor=clerk,
            now=now,
        )
    assert again(old, clerk, now).number == "軽こ第2号"


def test_only_what_stands_and_goes_out_is_issued_anew(matter, clerk, now):
    receipt = issued(matter, clerk, now, "receipt", consequence="receipt")
    with pytest.raises(states.NotPossible, match="通知書と証明書だけ"):
        again(receipt, clerk, now)
    old = issued(matter, clerk, now)
    again(old, clerk, now)
    with pytest.raises(states.NotPossible, match="有効な通知書"):
        again(old, clerk, now)


def test_a_resident_issues_and_revokes_nothing(matter, clerk, applicant, now):
    old = issued(matter, clerk, now)
    with pytest.raises(access.NotAllowed):
        again(old, applicant, now)
    with pytest.raises(access.NotAllowed):
        revoked(matter, applicant, now)


def test_revoking_ends_every_revision_and_what_is_not_made_becomes_void(matter, chief, now):
    first = issued(matter, chief, now)
    second = again(first, chief, now)
    third = again(second, chief, now, made=False)
    revoked(matter, chief, now, ended_on=datetime.date(2027, 1, 1))
    assert [paper.state for paper in queries.of_matter(matter)] == ["revoked", "revoked", "void"]
    assert [fact["number"] for fact in named("document.revoked")] == ["軽こ第1号", "軽こ第2号"]
    assert [fact["number"] for fact in named("document.voided")] == ["軽こ第3号"]
    second.refresh_from_db()
    assert (second.ended_on, second.void_reason) == (datetime.date(2027, 1, 1), "誤りのため。")
    # Made by a worker that had it in its hands: it stays void, and nothing is superseded.
    actions.make(third.pk, now=now)
    assert Document.objects.get(pk=third.pk).state == "void"
    assert revoked(matter, chief, now) == []


def test_a_revoked_paper_stays_revoked_when_its_replacement_was_on_the_way(matter, chief, now):
    first = issued(matter, chief, now)
    second = again(first, chief, now, made=False)
    Document.objects.filter(pk=first.pk).update(state="revoked", ended_on=sheets.ON)
    actions.make(second.pk, now=now)
    assert Document.objects.get(pk=first.pk).state == "revoked"


@pytest.mark.parametrize("state", ["superseded", "revoked"])
def test_the_database_knows_that_what_ended_says_since_when(matter, clerk, now, state):
    paper = issued(matter, clerk, now)
    with pytest.raises(IntegrityError, match="an_ended_document_says_since_when"), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(state=state)


def test_the_database_knows_one_replacement(matter, clerk, now):
    old = issued(matter, clerk, now)
    again(old, clerk, now)
    stray = again(Document.objects.get(replaces=old), clerk, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=stray.pk).update(replaces=old)
