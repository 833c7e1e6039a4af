"""Compares what was acknowledged with what is stored, numbered, said and sent; what must not be is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from yakuba.applications.models import Application, Submission
from yakuba.core import audit, numbers
from yakuba.core import models as core
from yakuba.core.envelopes import CannotOpen
from yakuba.documents.models import Document, File
from yakuba.messaging.models import Channel, CodeMail, Message
from yakuba.messaging.models import State as Sending
from yakuba.trials.visits import CORRECTED
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from yakuba.trials.visits import Ledger

# The consequences that an arrival and a decision have as papers.
RECEIPT, NOTICE = "receipt", "decision"
# What a killed worker held is free again after five minutes at most; nobody waits so long here. The memory allows
# clocks to differ by as much.
LATER = timedelta(minutes=4, seconds=55)


@dataclass(frozen=True)
class Line:
    """One line of the table: what was counted, how many there are, and how many of them must not be."""

    what: str
    count: int
    wrong: int | None = None
    shown: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing is there that must not be."""
        return not self.wrong


def compare_today(ledger: Ledger, acknowledged: list[str], *, faults: int) -> list[Line]:
    """What must be right in the scope of the town as soon as nobody works on it any more."""
    rows = list(Application.objects.select_related("matter__key__town_key", "version", "department"))
    return [
        *_filed(ledger, rows),
        *_numbered(),
        *_told(rows),
        *_sent(acknowledged, faults),
        *_worked(rows),
        *_remembered(),
        Line(
            "申請の途中で答えのなかった、または 5xx の応答",
            ledger.interrupted.total(),
            None,
            _spread(ledger.interrupted),
        ),
        Line(
            "そのうち、何が起きたか言わないもの、入力を失ったもの",
            len(ledger.unclear),
            len(ledger.unclear),
            _some(ledger.unclear),
        ),
    ]


# Applications -----------------------------------------------------------------------------------
def _filed(ledger: Ledger, rows: list[Any]) -> Iterator[Line]:
    marks: Counter[str] = Counter()
    by_token: dict[str, Any] = {}
    arrived: dict[str, Any] = {}
    for row in rows:
        by_token[str(row.start_token)] = row
        if row.submitted_at:
            arrived[row.matter.number] = row
            marks[_mark(row)] += 1
    known = ledger.acknowledged
    lost = [one.number for one in known if one.number not in arrived]
    others = [
        f"{one.number}: {one.mark} → {_mark(arrived[one.number])}"
        for one in known
        if one.number in arrived and _mark(arrived[one.number]) != one.mark
    ]
    yield Line("届いたと伝えた申請", len(known), None, f"押し直し {sum(one.pressed_again for one in known)}")
    yield Line("　失われたもの", len(lost), len(lost), _some(lost))
    yield Line("　ほかの人のものになったもの", len(others), len(others), _some(others))
    doubled = [mark for mark, count in marks.items() if count > 1]
    yield Line("　二重になったもの", len(doubled), len(doubled), _some(doubled))
    strangers = [token for token in by_token if token not in {one.token for one in ledger.filings}]
    yield Line("だれも始めていない申請", len(strangers), len(strangers), _some(strangers))
    given_up = [f"{one.mark} {one.ended}" for one in ledger.filings if one.ended]
    yield Line("終わらなかった手続", len(given_up), len(given_up), _some(given_up))
    photos = [
        one.number
        for one in known
        if one.files and File.objects.uploaded().filter(matter__number=one.number).count() != one.files
    ]
    yield Line("写真の付いた申請", sum(bool(one.files) for one in known), len(photos), _some(photos))
    corrected = [one.number for one in known if one.corrected]
    wrong = [number for number in corrected if Submission.objects.filter(matter__number=number).count() != 2]
    yield Line("届いたと伝えた補正", len(corrected), len(wrong), _some(wrong))
    undecided = [number for number in ledger.decided if number in arrived and not arrived[number].outcome]
    yield Line("決裁者に伝えた決定", len(ledger.decided), len(undecided), _some(undecided))


def _mark(row: Any) -> str:
    return str(row.answers.get("reason", "")).removesuffix(CORRECTED)


# Numbers ----------------------------------------------------------------------------------------
def _numbered() -> Iterator[Line]:
    """Every series has each number once, up to the last one given; a void paper keeps its own (欠番)."""
    given = {
        "receipt": core.Matter.objects.exclude(number=None).values_list("number", flat=True),
        "document": Document.objects.exclude(number="").values_list("number", flat=True),
    }
    for series in core.Counter.objects.order_by("name"):
        kind, _, symbol = series.name.partition(":")
        if kind not in given:
            continue
        wanted = _series(kind, symbol, series)
        found = Counter(number for number in given[kind] if number.startswith(symbol))
        missing = [number for number in wanted if found[number] != 1]
        surplus = [number for number in found if number not in set(wanted)]
        title = "受付番号" if kind == "receipt" else f"文書番号（{symbol}）"
        yield Line(title, series.value, len(missing) + len(surplus), _some(missing + surplus))


def _series(kind: str, symbol: str, series: core.Counter) -> list[str]:
    serials = range(1, series.value + 1)
    if kind == "receipt":
        return [numbers.receipt_number(series.year, serial) for serial in serials]
    return [f"{symbol}第{serial}号" for serial in serials]


# Consequences -----------------------------------------------------------------------------------
def _told(rows: list[Any]) -> Iterator[Line]:
    """Each arrival, correction and decision has its paper and its message exactly once."""
    papers = Counter(Document.objects.values_list("matter", "consequence", "revision"))
    messages = Counter(Message.objects.values_list("matter", "consequence", "revision", "channel"))
    happened = Counter(core.Event.objects.filter(matter__isnull=False).values_list("matter", "name"))
    wanted_papers, wanted_messages, wanted_events = set(), set(), set()
    for row in rows:
        for revision in range(1, row.revision + 1):
            wanted_papers.add((row.matter_id, RECEIPT, revision))
            consequence = "arrived" if revision == 1 else "arrived-again"
            wanted_messages.add((row.matter_id, consequence, revision))
        if row.revision:
            wanted_events.add((row.matter_id, "application.submitted"))
        if row.outcome:
            wanted_papers.add((row.matter_id, NOTICE, 1))
            wanted_events.add((row.matter_id, "application.decided"))
            wanted_messages.add((row.matter_id, "decided", row.revision))
    wrong = [key for key in wanted_papers if papers[key] != 1]
    yield Line("受付票と通知書", len(wanted_papers), len(wrong), _some(wrong))
    unmade = [paper.pk for paper in Document.objects.all() if not _can_be_read(paper)]
    yield Line("　作られていない、または開けないもの", len(unmade), len(unmade), _some(unmade))
    ways = {(*key, channel) for key in wanted_messages for channel in (Channel.INBOX, Channel.MAIL)}
    unsaid = [way for way in ways if messages[way] != 1]
    yield Line("お知らせ（受信箱とメール）", len(ways), len(unsaid), _some(unsaid))
    unheard = [key for key in wanted_events if happened[key] != 1]
    yield Line("到達と決定の出来事", len(wanted_events), len(unheard), _some(unheard))


def _can_be_read(paper: Any) -> bool:
    try:
        return paper.file is not None and paper.file.get().startswith(b"%PDF")
    except (CannotOpen, OSError):
        return False


def _sent(acknowledged: list[str], faults: int) -> Iterator[Line]:
    """Every mail was taken, none more often than it was tried, and no more repeated than faults were caused."""
    times = Counter(acknowledged)
    mails = {mail.message_id: mail for mail in Message.objects.filter(channel=Channel.MAIL)}
    unsent = [name for name, mail in mails.items() if mail.state != Sending.SENT or not times[name]]
    yield Line("メール", len(mails), len(unsent), _some(unsent))
    strangers = [name for name in times if name not in mails]
    yield Line("　知らない Message-ID", len(strangers), len(strangers), _some(strangers))
    repeats = sum(count - 1 for count in times.values())
    yield Line("　同じ Message-ID の繰り返し", repeats, max(0, repeats - faults), f"故障 {faults}")
    uncounted = [name for name, mail in mails.items() if times[name] > mail.attempts]
    yield Line("　繰り返しのうち、数えていないもの", len(uncounted), len(uncounted), _some(uncounted))
    held = CodeMail.objects.count() + Message.objects.filter(state=Sending.WAITING).count()
    yield Line("　まだ送信待ちのもの", held, held)


def _worked(rows: list[Any]) -> Iterator[Line]:
    """Whoever has to do something has it once, and nobody has to do what is done."""
    steps = {row.matter_id: row for row in rows if row.state == "submitted"}
    items = Counter(WorkItem.objects.still_open().values_list("matter", "step"))
    lacking = [str(row.matter.number) for row in steps.values() if items[row.matter_id, row.step] != 1]
    yield Line("審査中の申請の作業", len(steps), len(lacking), _some(lacking))
    extra = [key for key in items if key[0] not in steps]
    yield Line("　終わった申請に残る作業", len(extra), len(extra), _some(extra))


def _remembered() -> Iterator[Line]:
    report = audit.verify(now=timezone.now() + LATER)
    found = [f"{one.row}: {one.what}" for one in report.findings]
    yield Line("出来事（audit verify）", report.events, len(found) + report.unsealed, _some(found))
    waiting = core.Delivery.objects.filter(done_at=None).count()
    yield Line("　まだ配られていないもの", waiting, waiting)


# What a killed process may leave ------------------------------------------------------------------
def compare_tomorrow(temporary: Path, *, running_today: int) -> list[Line]:
    """What a killed process left behind must be gone once the worker has tidied up, a day later."""
    running = DBTaskResult.objects.running().count()
    known = set(File.objects.values_list("path", flat=True))
    top = settings.MEDIA_ROOT
    stored = {str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()}
    lacking, orphans = sorted(known - stored), sorted(stored - known)
    left = [path.name for path in temporary.iterdir()]
    return [
        Line("終わらない仕事（RUNNING）、翌日", running, running, f"当日 {running_today}"),
        Line("保管したファイル", len(known), len(lacking), _some(lacking)),
        Line("　どの行も知らないもの、翌日", len(orphans), len(orphans), _some(orphans)),
        Line("一時ファイルの残り", len(left), len(left), _some(left)),
    ]


def _some(found: Iterable[object]) -> str:
    return "、".join(str(one) for one in list(found)[:3])


def _spread(counted: Counter[str]) -> str:
    return "、".join(f"{word} {count}" for word, count in counted.most_common())
