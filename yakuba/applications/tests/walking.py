"""Walks one application along its route, whatever the route is: files it, and does what comes next until the end."""

from __future__ import annotations

import datetime
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.applications import actions, papers, walk
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE, guest
from yakuba.documents.actions import Admitted
from yakuba.documents.tests import samples
from yakuba.procedures import queries as procedures

LONG_AGO = datetime.date(2020, 4, 1)


def official(role, department, now):
    staff = accounts.create_staff(
        f"the-{role}",
        name=f"見本 {role}",
        password="asama-yama-2568",
        is_initial=False,
        actor=MACHINE,
        now=now,
    )
    accounts.add_membership(staff, department=department, role=role, from_on=LONG_AGO, actor=MACHINE, now=now)
    return people.actor_of_staff(staff, now=now)


def filed(version, example, now):
    """The example as it arrives, with its files."""
    application = actions.start(version, token=uuid4(), resident=None, actor=guest(), now=now)
    actor = make.holder(application)
    answers = procedures.example_answers(version.definition, example)
    for section in version.definition.sections:
        part = {field.id: answers[field.id] for field in section.fields if field.id in answers}
        for name, value in part.items():
            if version.definition.fields[name].kind == "file" and isinstance(value, list):
                picture = SimpleUploadedFile("写真.jpg", samples.photo(), "image/jpeg")
                actions.attach_files(
                    application, field=name, keep=[], uploads=[picture], actor=actor, now=now
                )
                part[name] = Application.objects.get(pk=application.pk).answers[name]
        application = Application.objects.get(pk=application.pk)
        application = make.save(application, section.id, part, now=now)
    make.proved(application, actor=actor, now=now)
    return actions.submit(application, actor=actor, now=now)


def step_on(application, outcome, clerk, chief, now):
    """Do what comes next, as the post that it belongs to."""
    step = walk.undone(application, walk.standing(application))[0]
    actor = chief if step.role == "chief" else clerk
    about = {"step": step.id, "actor": actor, "now": now}
    act = walk.act_of(application, step)
    if act is None:
        if walk.needs_draft(application):
            make.proposed(application, clerk, now=now, outcome=outcome.id, reasons="見本の理由です。")
        return make.decided(application, actor, now=now, outcome=outcome.id, reasons="見本の理由です。")
    settled = {"outcome": outcome.id, "reasons": "見本の理由です。"}
    entry = {"entered_on": localdate(now), "reference": "第1号"} if outcome.effect == "grant" else {}
    scan = Admitted("結果.pdf", "application/pdf", samples.pdf())
    told = {
        "finish": (actions.finish, {}),
        "send": (actions.send_out, {"sent_on": localdate(now)}),
        "answer": (actions.take_answer, {"answered_on": localdate(now), "answer": "consented"}),
        "accept": (actions.accept, {**settled, **entry}),
        "confirm": (actions.confirm, settled),
        "receive": (
            actions.receive_result,
            {"outcome": outcome.id, "decided_on": localdate(now), "scan": scan},
        ),
        "deliver": (actions.deliver, {"method": "post", "delivered_on": localdate(now)}),
    }
    action, facts = told[act.name]
    return action(application, **about, **facts)


def to_the_end(application, outcome, clerk, chief, now):
    """Do what comes next until the case is closed, or until it has had every chance to be."""
    for _ in range(2 * len(application.definition.route) + 2):
        make.work_off(now)
        application = Application.objects.with_everything().get(pk=application.pk)
        if application.state == "closed":
            break
        if papers.needs_posting(application):
            actions.record_posting(application, actor=clerk, now=now)
        else:
            step_on(application, outcome, clerk, chief, now)
    return application
