"""What is done at each kind of step, and what stands on the to-do list and in the story of the case."""

from __future__ import annotations

import datetime

from django.utils.timezone import localdate

from yakuba.applications import actions
from yakuba.core.queries import story
from yakuba.documents import actions as documents
from yakuba.documents.tests import samples
from yakuba.work.models import WorkItem

DAY = datetime.timedelta(days=1)


def todo():
    """What stands on the to-do list: (title, role)."""
    return [(item.title, item.role) for item in WorkItem.objects.still_open().order_by("id")]


def names(application):
    """The facts of the case in order, without letters, looks and papers."""
    told = ("application", "step", "register", "result", "document.delivered", "approval")
    return [event.name for event in story(application.matter) if event.name.startswith(told)]


def scan():
    return documents.Admitted("結果.pdf", "application/pdf", samples.pdf())


def send(application, clerk, now, step="police", **more):
    return actions.send_out(
        application, step=step, sent_on=localdate(now), reference="軽環第3号", actor=clerk, now=now, **more
    )


def answer(application, clerk, now, step="police", said="consented", **more):
    return actions.take_answer(
        application, step=step, answered_on=localdate(now), answer=said, actor=clerk, now=now, **more
    )


def accept(application, clerk, now, outcome="granted", **more):
    entry = {"entered_on": localdate(now), "reference": "第8号"} if outcome == "granted" else {}
    return actions.accept(application, step="enter", outcome=outcome, actor=clerk, now=now, **(entry | more))


def confirm(application, clerk, now, outcome="granted", **more):
    return actions.confirm(application, step="fix", outcome=outcome, actor=clerk, now=now, **more)


def receive(application, clerk, now, outcome="granted", **more):
    told = {"decided_on": localdate(now), "reference": "長野県指令第1号", "scan": scan(), **more}
    return actions.receive_result(application, step="back", outcome=outcome, actor=clerk, now=now, **told)


def deliver(application, clerk, now, method="counter", **more):
    told = {"delivered_on": localdate(now), "identity": "licence", **more}
    return actions.deliver(application, step="hand", method=method, actor=clerk, now=now, **told)
