"""A look-up code (照会コード) is given out anew, to an applicant who lost it or who goes on without the proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.queries import applicant
from yakuba.applications import events, queries
from yakuba.applications.actions import calls
from yakuba.applications.actions.capacity import LOST
from yakuba.applications.capacities import capacity_of, is_shut_out, standing_mandate
from yakuba.applications.models import Call, Capacity, Channel, Identification, State
from yakuba.core import access, lookup, numbers, states
from yakuba.core.actions import record, shut_out
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

# Handed over at the desk, or posted to the address on what was shown.
WAYS = {Channel.COUNTER.value: "窓口で手渡す", Channel.POST.value: "確かめた書類にある住所に郵送する"}


@transaction.atomic
def issue_code(
    application: Application, *, checked: str, seen: str, way: str, actor: Actor, now: datetime.datetime
) -> Application:
    """Give out another look-up code after an official has seen who asks for it (本人確認); the one before opens nothing.

    `checked` is a code of Identification, `seen` what was shown, `way` one of WAYS. While a proxy's mandate holds the
    code is the proxy's; once it has ended the applicant takes over: account and browsers of the proxy reach it no more.
    Raises NotPossible where nobody may have one.
    """
    access.require(actor, "application.issue_code", application)
    fresh = states.lock(application)
    if (
        fresh.state == State.DRAFT
        or fresh.matter.number is None
        or (person := applicant(fresh.matter)) is None
    ):
        raise states.NotPossible("この案件には、照会コードを出せません。", fresh.state)
    if queries.is_voiceless(fresh):
        raise states.NotPossible(
            "申請者が亡くなっています。先に承継人を記録すると、承継人の照会コードが出ます。", fresh.state
        )
    mandate = standing_mandate(fresh, on=localdate(now))
    if mandate is not None and is_shut_out(fresh):
        raise states.NotPossible(
            "支援措置のため、代理人には渡せません。本人に渡すときは、先に代理の権限を終わらせてください。",
            fresh.state,
        )
    _give(fresh, to_applicant=mandate is None and capacity_of(fresh) is not None, now=now)
    receiver = mandate.proxy if mandate else person
    said = calls.Said(
        channel=way,
        speaker=Call.Speaker.PROXY.value if mandate else Call.Speaker.SELF.value,
        speaker_name=receiver.full_name,
        words=f"本人確認：{Identification(checked).label}（{seen}）\n渡し方：{WAYS[way]}",
        heard_at=now,
    )
    calls.keep(fresh, said, Call.About.CODE, actor=actor, now=now)
    if mandate is None:
        work.close_items(fresh.matter, step=LOST, actor=actor, now=now)
    record(
        events.CODE_ISSUED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        role="proxy" if mandate else "applicant",
        checked=checked,
        channel=way,
    )
    return fresh


def give_code(application: Application, *, now: datetime.datetime) -> None:
    """Another code for a locked application, in the place of every code and account that led to it."""
    _give(application, to_applicant=True, now=now)
    application.resident = None
    application.save(update_fields=["resident"])


def _give(application: Application, *, to_applicant: bool, now: datetime.datetime) -> None:
    code = numbers.lookup_code()
    application.lookup_code = code
    application.lookup_hash = lookup.fingerprint("lookup-code", code)
    application.save(update_fields=["lookup_code", "lookup_hash"])
    proxied = Capacity.objects.filter(application=application, mandate__isnull=False)
    if to_applicant and proxied.update(taken_over_at=now):
        # The account is the proxy's.
        application.resident = None
        application.save(update_fields=["resident"])
    shut_out(application.matter)
