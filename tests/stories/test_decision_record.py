"""The 決裁文書: the whole way of a decision on paper, for the files of the town hall and for nobody else."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.stories.test_golden import _text
from yakuba.accounts import actions as accounts
from yakuba.accounts.queries import actor_of_staff
from yakuba.applications import actions
from yakuba.applications.decision_record import RECORD
from yakuba.applications.tests import make, small
from yakuba.approvals import queries as drafts
from yakuba.core import access
from yakuba.core.actors import MACHINE
from yakuba.documents import actions as documents
from yakuba.documents import queries as papers

GOLDEN = Path(__file__).parent.parent / "golden" / "decision-record.txt"
LONG_AGO = datetime.date(2020, 4, 1)
NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
HOUR = datetime.timedelta(hours=1)
POSTS = {
    "clerk": ("例田 歩", "environment", "clerk", "member"),
    "section": ("見本 係", "environment", "clerk", "section_chief"),
    "director": ("架空 直", "environment", "chief", "director"),
    "water": ("水野 澄", "water", "chief", "director"),
    "general": ("文野 書", "general", "chief", "director"),
    "deputy": ("副島 実", "mayor", "chief", "deputy_mayor"),
    "mayor": ("町田 長", "mayor", "chief", "mayor"),
}
NAMES = {"environment": "生活環境課", "water": "上下水道課", "general": "総務課", "mayor": "町長室"}


@pytest.fixture
def staff(town):
    who = {"actor": MACHINE, "now": NOW}
    departments = {
        code: accounts.found_department(
            code, name=name, symbol="軽環", telephone="0267-00-0105", from_on=LONG_AGO, **who
        )
        for code, name in NAMES.items()
    }
    found = {}
    for login, (name, code, role, rank) in POSTS.items():
        found[login] = accounts.create_staff(login, name=name, password="asama-yama-2568", **who)
        accounts.add_membership(
            found[login], department=departments[code], role=role, rank=rank, from_on=LONG_AGO, **who
        )
    accounts.let_act("deputy_mayor", absent="mayor", from_on=LONG_AGO, **who)
    accounts.delegate("director", up_to_yen=500_000, from_on=LONG_AGO, **who)
    return found


@pytest.fixture
def decided(staff, settings, tmp_path):
    """Talked over with the police, drafted, sent back, drafted again, consulted, examined, decided for the mayor."""
    settings.OUTBOX = tmp_path / "outbox"
    text = small.CLAIM.replace(
        "{id: decide, kind: decision, role: chief, title: 認定を決める}",
        "{id: police, kind: consult, role: clerk, title: 警察に聞く, to: 警察署}\n"
        "  - {id: decide, kind: decision, role: chief, title: 認定を決める, consult: [water], examine: general}",
    )
    application = small.sent(small.published(text, now=NOW), small.CLAIMED, now=NOW)
    later = iter(NOW + number * HOUR for number in range(1, 20))

    def do(action, login, **facts):
        now = next(later)
        return action(application, actor=actor_of_staff(staff[login], now=now), now=now, **facts)

    today = NOW.date()
    do(actions.finish, "clerk", step="look")
    do(actions.send_out, "clerk", step="police", sent_on=today, reference="軽環第3号")
    do(actions.take_answer, "clerk", step="police", answered_on=today, answer="consented", note="支障なし")
    draft = {"outcome": "granted", "reasons": "基準に当てはまります。", "amount_yen": 600_000}
    do(actions.propose, "clerk", **draft)
    do(actions.agree, "section", comment="金額を確かめました。")
    do(actions.remand, "director", remark="金額の根拠を付けてください。")
    do(actions.propose, "clerk", **draft)
    # The section's chief is passed.
    do(actions.agree, "director")
    do(actions.agree, "water", comment="水道管に触れないこと。")
    do(actions.agree, "general")
    do(actions.agree, "deputy")
    accounts.note_absence(
        staff["mayor"], kind="trip", from_at=NOW, until_at=NOW + 20 * HOUR, actor=MACHINE, now=NOW
    )
    do(actions.decide, "deputy", outcome="granted", reasons=draft["reasons"])
    now = next(later)
    make.work_off(now)
    stop = drafts.to_view(application.matter)[-1]
    do(actions.view_after, "mayor", stop=str(stop.pk))
    make.work_off(now + 5 * HOUR)
    return small.fresh(application)


def test_the_whole_way_stands_on_the_paper_and_no_applicant_sees_it(decided, staff):
    paper = papers.newest(decided.matter, RECORD)
    assert (paper.revision, paper.is_made) == (2, True)
    content = documents.open_file(paper.file, actor=actor_of_staff(staff["clerk"], now=NOW), now=NOW)
    text = _text(content)
    if os.environ.get("YAKUBA_TEST_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
    applicant = make.holder(decided)
    assert RECORD not in {one.consequence for one in papers.for_applicant(decided.matter)}
    with pytest.raises(access.NotAllowed, match="役場の中だけ"):
        documents.open_file(paper.file, actor=applicant, now=NOW)
