"""Two workers at one piece of long work: every try that failed is counted, and none comes before its time."""

from __future__ import annotations

import pytest

# The second worker has listed both pieces and is busy with the first one while the first worker fails at the other.
TWO_WORKERS = """
import logging, threading, uuid
from django.db import connection
from yakuba.core import runs
first, other = (actions.open_matter("sample", now=now) for _ in range(2))
pieces = {first: {"name": "first"}, other: {"name": "other"}}
run = actions.ask_for_run("sample.do", asked={}, token=uuid.uuid4(), pieces=pieces, actor=actors.MACHINE, now=now)
is_busy, has_failed, is_over, tries_it = (threading.Event() for _ in range(4))
# SQLite has one writer: there the first worker waits for the second, and nobody comes in between.
patience = 10 if connection.vendor == "postgresql" else 0.2
tries = []
def do(item, moment):
    if item.data["name"] == "first":
        is_busy.set()
        WAITS_FOR.wait(patience)
        return
    tries.append(threading.current_thread().name)
    if len(tries) == 2:
        tries_it.set()
        threading.Event().wait(0.5)
    raise ValueError
class Between(logging.Handler):
    # Between a try that failed and its being counted.
    def emit(self, record):
        has_failed.set()
        if len(tries) == 1:
            tries_it.wait(BETWEEN)
logging.getLogger("yakuba.core.runs").addHandler(Between())
def work():
    with scope.within(town):
        runs.work_off({"sample.do": do}, refusals=(), now=now)
        if threading.current_thread().name == "one":
            is_over.set()
    connection.close()
two = threading.Thread(target=work, name="two")
one = threading.Thread(target=work, name="one")
two.start()
is_busy.wait(10)
one.start()
[thread.join() for thread in (one, two)]
item = models.RunItem.objects.get(matter=other)
print(len(tries), item.attempts, item.state, (item.due_at - now).seconds >= 10)
"""


@pytest.fixture
def together(installation):
    """Says how often the other piece was tried, how often that was counted, and what became of it."""

    def run(waits_for: str, between: str) -> list[str]:
        return (
            installation.python(TWO_WORKERS.replace("WAITS_FOR", waits_for).replace("BETWEEN", between))
            .splitlines()[-1]
            .split()
        )

    return run


def test_a_try_is_counted_although_another_worker_has_the_piece_by_then(together):
    tried, counted, state, rests = together("has_failed", "patience")
    assert tried == counted
    assert (state, rests) == ("waiting", "True")


def test_a_piece_that_another_worker_has_just_tried_has_its_rest(together):
    assert together("is_over", "0") == ["1", "1", "waiting", "True"]
