"""Two officers answer at the same moment, or one presses twice: the answer is given once, and used once."""

from __future__ import annotations

from yakuba.core.tests.conftest import installation, site  # noqa: F401

AT_ONCE = """
import datetime, threading
from django.db import connection
from yakuba.accounts import actions as accounts, queries
from yakuba.accounts.models import Countersignature
from yakuba.accounts.tests import protecting
from yakuba.core import states
from yakuba.core.models import Event
facts = {"person.name": {"family": "保護", "given": "花子"}, "person.birth_date": "1990-04-01"}
with scope.within(town):
    who = {"actor": actors.MACHINE, "now": now}
    office = accounts.found_department(
        "residents", name="住民課", symbol="軽住", telephone="0267-00-0001", from_on=protecting.LONG_AGO, **who
    )
    officers = [protecting.officer(f"officer-{n}", office, now=now) for n in range(5)]
    protecting.flag(facts, by=officers[0], now=now)
    matter = actions.open_matter("application", now=now)
    person = accounts.register_person(facts, **who)
    accounts.add_party(matter, person, role="applicant", **who)
    asked = protecting.ask(matter, "print", by=officers[0], now=now)
def at_once(acts):
    came, ready = [], threading.Barrier(len(acts))
    def one(act):
        with scope.within(town):
            ready.wait()
            try:
                act()
                came.append("done")
            except (states.NotPossible, queries.Restricted) as problem:
                came.append(type(problem).__name__)
        connection.close()
    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    print(" ".join(sorted(came)))
def answer(officer, agrees):
    with scope.within(town):
        actor = protecting.acting(officer, now=now)
    return lambda: accounts.answer_countersignature(asked, agrees=agrees, actor=actor, now=now)
at_once([answer(officer, True) for officer in officers[1:]])
with scope.within(town):
    asker = protecting.acting(officers[0], now=now)
at_once([lambda: accounts.use_countersignature(matter, purpose="print", actor=asker, now=now)] * 4)
with scope.within(town):
    print(*Event.objects.filter(name__startswith="countersignature").order_by("id").values_list("name", flat=True))
"""


def test_of_many_answers_and_uses_at_the_same_moment_one_counts(installation):  # noqa: F811
    answers, uses, events = installation.python(AT_ONCE).splitlines()
    assert answers == "NotPossible NotPossible NotPossible done"
    assert uses == "Restricted Restricted Restricted done"
    assert events == "countersignature.asked countersignature.given countersignature.used"
