"""Two workers sweep at the same moment: one night, each case listed once, disposed of once, counted once."""

from __future__ import annotations

from yakuba.core.tests.conftest import installation, site  # noqa: F401

TOGETHER = """
import datetime, logging, threading, time, uuid
from django.db import connection
from yakuba.accounts import actions as accounts
from yakuba.accounts.tests import protecting
from yakuba.core import retention
from yakuba.core.models import Event, Matter, Run
from yakuba.records import actions as records, night, tasks
from yakuba.records.models import Retention
def together(act, workers=2):
    ready = threading.Barrier(workers)
    def one():
        try:
            with scope.within(town):
                ready.wait()
                act()
        except Exception as problem:
            print(repr(problem))
        connection.close()
    threads = [threading.Thread(target=one) for _ in range(workers)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
"""

DISPOSALS = """
with scope.within(town):
    office = accounts.found_department(
        "residents", name="住民課", symbol="軽住", telephone="0267-00-0001", from_on=protecting.LONG_AGO,
        actor=actors.MACHINE, now=now,
    )
    chief = protecting.acting(protecting.officer("chief", office, now=now, role="chief"), now=now)
    finished_on = datetime.date(now.year - 8, 6, 1)
    for _ in range(40):
        matter = actions.open_matter("application", now=now)
        records.keep(
            matter, basis="outcome", years=1, department=office, finished_on=finished_on, actor=actors.MACHINE, now=now
        )
        actions.close_matter(matter, now=now)
together(lambda: [tasks.sweep(now=now) for _ in range(3)])
(report,) = Run.objects.filter(kind="records.night")
print("listed", Retention.objects.filter(listed_on__isnull=False).count(), report.result["rules"]["cases"]["done"])
print("night", report.finished_at is not None, report.result["due"], report.failed)
rows = list(Retention.objects.order_by("id").values_list("pk", flat=True))
# Two lists that were agreed to at the same time: ten cases stand on both.
agreed = [
    records.agree_to_disposal(part, token=uuid.uuid4(), actor=chief, now=now) for part in (rows[:25], rows[15:])
]
together(lambda: [tasks.sweep(now=now) for _ in range(3)])
told = Event.objects.filter(name="matter.disposed")
print("disposed", told.count(), told.values("matter").distinct().count(), Matter.objects.filter(disposed_at__isnull=False).count())
runs = [Run.objects.get(pk=run.pk) for run in agreed]
print("tried", *(run.done for run in runs))
print("done", sum(run.done - run.failed for run in runs), "failed", sum(run.failed for run in runs))
ended = [event.data["run"] for event in Event.objects.filter(name="run.finished")]
print("reports", [ended.count(str(run.pk)) for run in (report, *runs)])
"""

FAULTS = """
calls, comes_in, has_failed, workers = [], threading.Event(), threading.Event(), []
def forget(*, now, limit):
    calls.append(now)
    if len(calls) == 2:
        comes_in.set()
        time.sleep(1)
    if len(calls) <= FAILING:
        raise ValueError
    return 0
class Between(logging.Handler):
    # Between a batch that failed and its being counted: the other worker has the night by then.
    def emit(self, record):
        has_failed.set()
        if len(calls) == 1:
            comes_in.wait(30)
logging.getLogger("yakuba.records.night").addHandler(Between())
retention.RULES.clear()
retention.RULES["things"] = retention.Rule("things", "見本", "1日", "試すため。", forget=forget)
# One batch takes longer: each worker does one.
night.PATIENCE = datetime.timedelta(seconds=0.5)
def act():
    workers.append(threading.get_ident())
    if workers[0] != threading.get_ident():
        has_failed.wait(30)
    night.go_on(now=now)
together(act)
with scope.within(town):
    while night.go_on(now=now):
        pass
    (report,) = Run.objects.filter(kind="records.night")
    print(report.result["rules"]["things"].get("tries", 0), report.failed, report.finished_at is not None)
"""


def test_of_two_nights_at_once_there_is_one_and_a_case_is_disposed_of_and_counted_once(installation):  # noqa: F811
    assert installation.python(TOGETHER + DISPOSALS).splitlines() == [
        "listed 40 40",
        "night True 40 0",
        "disposed 40 40 40",
        "tried 25 25",
        "done 40 failed 10",
        "reports [1, 1, 1]",
    ]


def test_a_rule_that_failed_is_counted_although_another_worker_has_the_night_by_then(installation):  # noqa: F811
    assert installation.python(TOGETHER + FAULTS.replace("FAILING", "2")) == "2 0 True"


def test_a_rule_that_another_worker_brought_to_its_end_is_no_fault(installation):  # noqa: F811
    assert installation.python(TOGETHER + FAULTS.replace("FAILING", "1")) == "0 0 True"
