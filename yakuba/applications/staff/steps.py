"""The page of one step of the route: what is written down there, by a form that the kind of the step describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, case_route, walk
from yakuba.applications.staff import desk
from yakuba.applications.step_form import StepForm
from yakuba.core import access

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest
    from yakuba.procedures.definition import Step
    from yakuba.procedures.steps import Act

ACTIONS: dict[str, Callable[..., Any]] = {
    "finish": actions.finish,
    "send": actions.send_out,
    "answer": actions.take_answer,
    "accept": actions.accept,
    "confirm": actions.confirm,
    "receive": actions.receive_result,
    "deliver": actions.deliver,
}
DONE_ALREADY = "この段は、今は記録できません。もう記録されているか、申請の状態が変わっています。"
# Where the outcome follows from what was read, another filing is not taken for it.
_READ_FIRST = frozenset({"accept", "confirm"})


@require_http_methods(["GET", "POST"])
@staff_only
def step(request: TownRequest, number: str, step: str) -> HttpResponse:
    """Write down what was done at one step."""
    application = desk.application_of(request, number)
    chosen, act = _asked_for(request, application, step)
    is_same = request.POST.get("act", act.name) == act.name
    if not is_same or not walk.is_possible(application, chosen, act):
        return desk.tell(request, application, DONE_ALREADY)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StepForm(application, chosen, act, *sent, today=timezone.localdate())
    more = case_route.about(application, chosen, act)
    if request.method == "POST" and form.is_valid():
        typed = form.typed | ({"revision": desk.revision(request)} if act.name in _READ_FIRST else {})
        return desk.send(
            request,
            application,
            form,
            act="step",
            done=walk.say(application, chosen, act.done),
            action=ACTIONS[act.name],
            more=more,
            step=chosen.id,
            **typed,
        )
    return desk.show_form(request, application, form, "step", more=more)


def _asked_for(request: TownRequest, application: Application, step: str) -> tuple[Step, Act]:
    chosen = walk.step_of(application, step)
    act = walk.act_of(application, chosen) if chosen else None
    if chosen is None or act is None:
        raise Http404
    access.require(request.actor, walk.step_verb(chosen), application)
    return chosen, act
