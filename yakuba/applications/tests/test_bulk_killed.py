"""A bulk approval of many cases by real workers: one is killed in the middle, another goes on, nothing is done twice.

The suite takes a hundred cases; YAKUBA_TEST_CASES=500 takes as many as one page of a list can choose.
"""

from __future__ import annotations

import json
import os

# The installation with processes of its own is made where the worker is tested.
import pytest

from yakuba.core.tests.conftest import installation, running, site  # noqa: F401

COUNT = int(os.environ.get("YAKUBA_TEST_CASES", "100"))
KILLED_AFTER = COUNT // 5

FILL = f"""
import datetime, uuid
from django.db import transaction
from yakuba.accounts import actions as accounts, queries as people
from yakuba.applications import actions as cases, bulk
from yakuba.applications.tests import small
from yakuba.core.actions import ask_for_run
from yakuba.core.actors import MACHINE
from yakuba.core.models import Delivery
from yakuba.documents.models import Document
from yakuba.procedures.actions import publish

day = datetime.date(2020, 4, 1)
place = accounts.found_department("environment", name="環境課", symbol="例環", telephone="0267-00-0104", from_on=day,
    actor=MACHINE, now=now)
def member(login, role):
    staff = accounts.create_staff(login, name=f"見本 {{login}}", password="asama-yama-2568", actor=MACHINE, now=now)
    accounts.add_membership(staff, department=place, role=role, from_on=day, actor=MACHINE, now=now)
    return people.actor_of_staff(staff, now=now)
clerk, chief = member("clerk", "clerk"), member("chief", "chief")
version = publish(small.ALIKE, actor=MACHINE, now=now)
with transaction.atomic():
    filed = [small.sent(version, small.somebody(number), now=now) for number in range({COUNT})]
    for case in filed:
        cases.propose(case, outcome="granted", reasons="", actor=clerk, now=now)
    # Telling 500 applicants and printing their receipts is another test's business.
    Delivery.objects.update(done_at=now)
    Document.objects.update(leased_until=now + datetime.timedelta(days=1))
chosen = bulk.cases([case.matter.number for case in filed], chief)
groups, left = bulk.groups(bulk.VERBS["approve"], chosen, chief, now=now)
assert len(groups) == 1 and not left
read = [case.seen for case in chosen]
# Meanwhile three of them change under the chief's hands.
gone, returned, redrafted = filed[7], filed[{COUNT // 2}], filed[-1]
cases.withdraw(gone, actor=small.sender(gone), now=now)
cases.ask_for_correction(returned, fields=["name"], message="確かめてください。", due_on=now.date() + datetime.timedelta(days=9),
    actor=clerk, now=now)
cases.remand(redrafted, remark="直してください。", actor=chief, now=now)
cases.propose(redrafted, outcome="granted", reasons="", actor=clerk, now=now)
run = ask_for_run("cases.approve", asked={{"reasons": "例の基準に当てはまるため。"}}, token=uuid.uuid4(),
    pieces=bulk.pieces(read, chosen), actor=chief, now=now)
print(run.pk)
"""

# Two busy cores may need minutes; a test that hangs ends.
WAIT = """
import time
from yakuba.core import runs
run, until = models.Run.objects.exclude(kind__startswith="records.").get(), time.monotonic() + 110
while time.monotonic() < until:
    run.refresh_from_db()
    done = runs.progress(run)["done"]
    if {enough}:
        break
    time.sleep(0.05)
print(done, {enough})
"""

RESULT = """
import json
from collections import Counter
run = models.Run.objects.exclude(kind__startswith="records.").get()
decided = Counter(models.Event.objects.filter(name="application.decided").values_list("matter__number", flat=True))
approved = models.Event.objects.filter(name="approval.approved").count()
failed = run.items.filter(state="failed").select_related("matter__key__town_key").order_by("matter__number")
print(json.dumps({
    "run": [run.total, run.done, run.failed],
    "decided": len(decided), "twice": sum(count > 1 for count in decided.values()), "approved": approved,
    "failed": [[item.matter.number, item.problem] for item in failed],
    "ended": sum(event.data["run"] == str(run.pk) for event in models.Event.objects.filter(name="run.finished")),
}))
"""


@pytest.mark.long
def test_many_cases_survive_a_killed_worker_and_three_are_reported(installation, running):  # noqa: F811  the fixtures
    _run(installation, FILL)
    first = installation.start("worker")
    running.append(first)
    _wait(installation, f"done >= {KILLED_AFTER}")
    first.kill()
    assert first.wait(timeout=30) != 0
    done = _wait(installation, "True")
    assert KILLED_AFTER <= done < COUNT - 3, "it was killed in the middle"
    running.append(installation.start("worker"))
    _wait(installation, "run.finished_at is not None")
    result = json.loads(installation.python(RESULT))
    assert result["run"] == [COUNT, COUNT, 3]
    assert (result["decided"], result["twice"], result["approved"]) == (COUNT - 3, 0, COUNT - 3)
    assert len(result["failed"]) == 3
    assert all("今は決裁できません" in words or "見ていた起案は" in words for _, words in result["failed"])
    assert result["ended"] == 1


def _wait(place, enough: str) -> int:
    """How many were done when it was enough."""
    for _turn in range(5):
        done, _, is_enough = _run(place, WAIT.format(enough=enough)).partition(" ")
        if is_enough == "True":
            return int(done)
    raise AssertionError(f"{done} of {COUNT} were done")


def _run(place, code: str) -> str:
    """What a program prints that may take minutes."""
    process = place.start_python(code)
    said, complaint = process.communicate(timeout=900)
    assert process.returncode == 0, complaint
    return said.strip()
