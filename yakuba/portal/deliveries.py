"""How messages are delivered (お知らせの送達): the list for officials, one message, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import needs
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.core import access, states
from yakuba.messaging import queries
from yakuba.messaging.models import Channel, Line, State
from yakuba.ui import choices

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest
    from yakuba.messaging.models import Message

STATES = (
    ("", "すべて"),
    ("failed", "不達"),
    ("waiting", "待ち"),
    ("sent", "送った"),
    ("read", "読まれた"),
    ("stopped", "止めた"),
    ("held", "確認待ち"),
)
CHANNELS = (("", "すべて"), *Channel.choices)
TONES = {State.FAILED: "late", State.WAITING: "soon", State.SENT: "", State.HELD: "soon"}


@dataclass(frozen=True)
class Choice(choices.Choice):
    """What is chosen of the list."""

    KNOWN = {"state": dict(STATES), "channel": dict(CHANNELS)}

    state: str = ""
    channel: str = ""


@require_GET
@needs("message.oversee")
def listing(request: TownRequest) -> HttpResponse:
    """Messages, newest first: a department's own with their words; to systems officers only how they are delivered."""
    choice = Choice.read(request.GET)
    rows = queries.deliveries(state=choice.state, channel=choice.channel)
    mine = Application.objects.visible_to(request.actor)
    is_overseer = "systems" in request.actor.roles
    if not is_overseer:
        rows = rows.filter(matter__in=mine.values("matter"))
    page = queries.page(rows, request.GET.get("after"), size=choice.rows)
    following = urlencode({"after": page.next}) if page.next else ""
    context = {
        "rows": _rows(page.messages, mine),
        "choice": choice,
        "groups": [
            {"title": "状態", "filters": [choice.link("state", code, label) for code, label in STATES]},
            {"title": "方法", "filters": [choice.link("channel", code, label) for code, label in CHANNELS]},
        ],
        "down": [_line(line) for line in queries.lines_down()],
        "returned": _returned() if is_overseer else None,
        "is_overseer": is_overseer,
        "shown": f"{len(page.messages)}件を表示",
        "first_url": f"?{choice.query}" if request.GET.get("after") else "",
        "next_url": f"?{choice.query}&{following}" if following else "",
    }
    return render(request, "portal/staff/deliveries.html", context)


def _rows(found: list[Message], mine: Any) -> list[dict[str, Any]]:
    cases = {
        row.matter_id: row
        for row in mine.with_everything().filter(matter__in={one.matter_id for one in found})
    }
    names = accounts.applicant_names(cases)
    return [
        _shown(one) | {"case": cases.get(one.matter_id), "name": names.get(one.matter_id, "")}
        for one in found
    ]


def _shown(message: Message) -> dict[str, Any]:
    """What is no word of the message: state, tries, the next one, and why."""
    is_read = message.read_at is not None
    return {
        "message": message,
        "word": "読まれた" if is_read else State(message.state).label,
        "tone": "ok" if is_read else TONES.get(State(message.state), ""),
        "reason": queries.reason(message.failure),
        "again": message.repeats,
    }


def _line(line: Line) -> dict[str, Any]:
    return {"line": line, "name": Line.Port(line.port).label, "reason": queries.reason(line.code)}


def _returned() -> Line | None:
    return next((line for line in queries.lines() if line.port == Line.Port.BOUNCES), None)


# One message ----------------------------------------------------------------------------------------
@require_GET
@needs("message.resend")
def show(request: TownRequest, pk: UUID) -> HttpResponse:
    """One message with its words, to read and to print; whoever opens it has looked into the case."""
    message, case = _found(request, pk)
    actions.record_view(case, actor=request.actor, now=request.arrived_at)
    return _page(request, message, case)


def _found(request: TownRequest, pk: UUID) -> tuple[Message, Application]:
    message = queries.deliveries().filter(pk=pk).first()
    cases = Application.objects.with_everything().visible_to(request.actor)
    case = cases.filter(matter=message.matter_id).first() if message is not None else None
    if message is None or case is None:
        raise Http404
    return message, case


def _page(request: TownRequest, message: Message, case: Application, problem: str = "") -> HttpResponse:
    context = _shown(message) | {
        "case": case,
        "person": accounts.applicant(case.matter),
        "can_stop": message.state in {State.WAITING, State.FAILED},
        "can_send": message.state in {State.FAILED, State.STOPPED},
        "problems": [{"text": problem, "id": ""}] if problem else [],
    }
    return render(request, "portal/staff/delivery.html", context, status=409 if problem else 200)


@require_POST
@needs("message.resend")
def again(request: TownRequest, pk: UUID) -> HttpResponse:
    """Try the message once more."""
    return _do(request, pk, actions.send_message_again, "もう一度送ります。")


@require_POST
@needs("message.resend")
def post(request: TownRequest, pk: UUID) -> HttpResponse:
    """Let it go by post instead."""
    return _do(
        request,
        pk,
        actions.post_message,
        "郵送の一覧に入れました。この画面を印刷して、封筒に入れてください。",
    )


@require_POST
@needs("message.resend")
def stop(request: TownRequest, pk: UUID) -> HttpResponse:
    """Send it no more."""
    return _do(request, pk, actions.stop_message, "このお知らせは、もう送りません。")


def _do(request: TownRequest, pk: UUID, action: Any, done: str) -> HttpResponse:
    message, case = _found(request, pk)
    try:
        action(case, message=message, actor=request.actor, now=request.arrived_at)
    except (states.NotPossible, access.NotAllowed) as problem:
        return _page(request, message, case, str(problem))
    messages.success(request, done)
    return redirect("staff-delivery", pk)
