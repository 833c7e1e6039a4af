"""The books of a trial agree when all went well, and each thing that must not be is found and counted."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yakuba.applications import actions
from yakuba.applications.tests import make
from yakuba.core import scope
from yakuba.core.models import Counter
from yakuba.documents.models import File
from yakuba.messaging.models import Message
from yakuba.messaging.models import State as Sending
from yakuba.trials import books, filling
from yakuba.trials.visits import Filing, Ledger
from yakuba.work.models import WorkItem

pytestmark = pytest.mark.django_db
MARK = "印0の1"


@pytest.fixture
def trial(now, settings, tmp_path):
    """A trial town in which one errand was filed, told and printed; its ledger and what the mail server took."""
    settings.MEDIA_ROOT = tmp_path / "files"
    founded = filling.found(now=now)
    with scope.within(founded.town):
        application = filed(MARK, now)
        make.work_off(now)
        ledger = Ledger(
            [Filing(MARK, filling.ERRAND, str(application.start_token), application.matter.number)]
        )
        yield application, ledger, [mail.message_id for mail in Message.objects.filter(channel="mail")]


def filed(mark, now):
    application = make.draft(filling.ERRAND, now=now, reason=mark)
    return actions.submit(application, actor=make.holder(application), now=now)


def wrong(ledger, taken, *, faults=0):
    """What the books find wrong: how many, by the words of their line."""
    lines = books.compare_today(ledger, taken, faults=faults)
    return {line.what.strip("　"): line.wrong for line in lines if not line.is_good}


def test_the_books_agree_when_all_went_well(trial):
    _application, ledger, taken = trial
    assert wrong(ledger, taken) == {}
    assert len(taken) == 1


def test_an_acknowledged_application_that_is_not_there_is_lost(trial):
    _application, ledger, taken = trial
    ledger.filings.append(Filing("印0の2", filling.ERRAND, str(uuid.uuid4()), "R8-000002-6"))
    assert wrong(ledger, taken) == {"失われたもの": 1}


def test_an_application_under_the_number_of_another_is_found(trial):
    _application, ledger, taken = trial
    ledger.filings[0].mark = "印0の9"
    assert wrong(ledger, taken) == {"ほかの人のものになったもの": 1}


def test_an_errand_that_arrived_twice_is_found(trial, now):
    _application, ledger, taken = trial
    again = filed(MARK, now)
    make.work_off(now)
    ledger.filings[0].token = str(again.start_token)
    taken = [mail.message_id for mail in Message.objects.filter(channel="mail")]
    assert wrong(ledger, taken) == {"二重になったもの": 1, "だれも始めていない申請": 1}


def test_a_decision_that_was_acknowledged_and_is_not_there_is_found(trial):
    application, ledger, taken = trial
    ledger.decided.add(application.matter.number)
    assert wrong(ledger, taken) == {"決裁者に伝えた決定": 1}


def test_a_number_that_nobody_has_is_a_gap(trial):
    _application, ledger, taken = trial
    Counter.objects.filter(name="receipt").update(value=2)
    assert wrong(ledger, taken) == {"受付番号": 1}


def test_a_mail_may_be_repeated_once_for_each_fault_if_the_tries_were_counted(trial):
    _application, ledger, taken = trial
    assert wrong(ledger, taken * 2, faults=1) == {"繰り返しのうち、数えていないもの": 1}
    Message.objects.filter(channel="mail").update(attempts=2)
    assert wrong(ledger, taken * 2, faults=1) == {}
    assert wrong(ledger, taken * 2, faults=0) == {"同じ Message-ID の繰り返し": 1}
    assert wrong(ledger, [*taken, "<other@example.jp>"], faults=1) == {"知らない Message-ID": 1}


def test_a_mail_that_never_left_is_found(trial, now):
    _application, ledger, taken = trial
    assert wrong(ledger, []) == {"メール": 1}
    Message.objects.filter(channel="mail").update(state=Sending.WAITING, due_at=now, sent_at=None)
    assert wrong(ledger, taken) == {"メール": 1, "まだ送信待ちのもの": 1}


def test_work_that_nobody_has_is_found(trial, now):
    _application, ledger, taken = trial
    WorkItem.objects.update(done_at=now)
    assert wrong(ledger, taken) == {"審査中の申請の作業": 1}


def test_a_page_that_tells_a_person_nothing_is_found(trial):
    _application, ledger, taken = trial
    ledger.unclear.append("500 /apply/: Server Error")
    assert wrong(ledger, taken) == {"そのうち、何が起きたか言わないもの、入力を失ったもの": 1}


def test_a_paper_without_its_bytes_and_bytes_without_a_row_are_found(trial, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    assert all(line.is_good for line in books.compare_tomorrow(temporary, running_today=0))
    default_storage.delete(File.objects.get().path)
    default_storage.save("tameshi/aa/nobody", ContentFile(b"x"))
    (temporary / "left").touch()
    found = {line.what.strip("　"): line.wrong for line in books.compare_tomorrow(temporary, running_today=0)}
    assert found == {
        "終わらない仕事（RUNNING）、翌日": 0,
        "保管したファイル": 1,
        "どの行も知らないもの、翌日": 1,
        "一時ファイルの残り": 1,
    }
