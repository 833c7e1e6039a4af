"""The applicant's line: what was, what is and what will come, from arrival along the route to the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yakuba.applications import papers, walk
from yakuba.applications.models import State
from yakuba.core.queries import story
from yakuba.procedures.steps import delivery_step

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.models import Event
    from yakuba.procedures.definition import Step

Words = tuple[str, str]


@dataclass(frozen=True)
class Stage:
    """One point on the applicant's line: what was (done), what is (now), what will come (todo)."""

    title: str
    state: str
    text: str
    at: datetime.datetime | None = None


def way(application: Application) -> list[Stage]:
    """The applicant's line from arrival to the end, with what is still to come."""
    if application.submitted_at is None:
        return [Stage(_("下書き"), "now", _("まだ町に届いていません。"))]
    events = _standing(story(application.matter))
    returned = [event for event in events if event.name == "application.returned"]
    # What others answer meanwhile comes before what the applicant has to do now.
    asked = returned[-1] if application.state == State.RETURNED else None
    behind = _behind(application, [event for event in events if event is not asked])
    return [*behind, *_present(application, asked), *_ahead(application)]


def _standing(events: list[Event]) -> list[Event]:
    """What stands: a decision that was taken back before anybody was told of it never was one for the applicant."""
    again = [place for place, event in enumerate(events) if event.name == "application.reopened"]
    last = again[-1] if again else -1
    return [
        event
        for place, event in enumerate(events)
        if place > last or event.name not in {"application.decided", "application.closed"}
    ]


def _behind(application: Application, events: list[Event]) -> list[Stage]:
    said = [(event, _said(application, event)) for event in events]
    return [Stage(words[0], "done", words[1], _moment(application, event)) for event, words in said if words]


def _moment(application: Application, event: Event) -> datetime.datetime:
    # What came on paper arrived on the day of its stamp, not when it was typed.
    is_arrival = event.name == "application.submitted" and application.received_on is not None
    return application.submitted_at or event.at if is_arrival else event.at


def _present(application: Application, asked: Event | None) -> list[Stage]:
    if asked is not None:
        title, text = _asked()
        return [
            Stage(title, "now", text, asked.at),
            Stage(_("再提出"), "todo", _("あなたが送ると、審査が再開します。")),
        ]
    words = now(application)
    return [Stage(words[0], "now", words[1])] if words else []


def _ahead(application: Application) -> list[Stage]:
    return [Stage(title, "todo", text) for title, text in ahead(application)]


def _said(application: Application, event: Event) -> Words | None:
    if event.name == "application.decided":
        return settled(application)
    return _told(event.name) or told(application, event)


def _asked() -> Words:
    return _("補正依頼"), _("直しをお願いしています。審査の日数は、直しが届くまで数えません。")


def _told(name: str) -> Words | None:
    return {
        "application.submitted": (_("到達"), _("申請が町に届きました。")),
        "application.returned": _asked(),
        "application.resubmitted": (_("再提出"), _("直した内容が町に届きました。")),
        "application.supplemented": (_("追加提出"), _("追加の書類が町に届きました。")),
        "decision.revoked": (_("決定の取消し・撤回"), _("町が決定を取り消すか、撤回しました。")),
        "heir.continues": (_("引継ぎ"), _("承継人が手続を引き継ぎました。")),
        "application.ended": (_("終了"), _("申請した方が亡くなったため、終わりました。")),
        "application.corrected": (_("訂正"), _("あなたからお聞きした訂正を、町が記録しました。")),
        "delay.notified": (_("延期の通知"), _("期限を延ばすことを、あなたに知らせました。")),
        "statutory.passed": (
            _("法律の期限"),
            _("法律の期限が過ぎました。町は、まだ結果を出していません。"),
        ),
        "application.withdrawn": (_("取下げ"), _("あなたが申請を取り下げました。")),
    }.get(name)


def told(application: Application, event: Event) -> Words | None:
    """Title and text of what was done at a step, or None for what is not the applicant's business.

    行政手続法9条1項: how far the examination has come is told; what others answered is not.
    """
    step = walk.step_of(application, event.data.get("step", ""))
    if step is None:
        return None
    partner = walk.partner(application, step)
    return {
        "step.sent": _sent(step, partner),
        "step.answered": (_("協議"), _("{to}から回答がありました。").format(to=partner)),
        "result.received": (_("結果"), _("{to}の結果が町に届きました。").format(to=partner)),
        "document.delivered": (_("お渡し"), handed_over(event.data.get("method", ""))),
    }.get(event.name)


def _sent(step: Step, partner: str) -> Words:
    if step.kind == "forward":
        return _("進達"), _("町が{to}に送りました（進達）。").format(to=partner)
    return _("協議"), _("町が{to}に意見などを求めました。").format(to=partner)


def settled(application: Application) -> Words | None:
    """What is said when the outcome is settled; nothing where the result that came says it already."""
    if walk.is_forwarded(application):
        return None
    word = _(application.settled_word)
    return word, _("町が{word}しました。").format(word=word)


def handed_over(method: str) -> str:
    """How the result came to the applicant."""
    return {
        "counter": _("窓口でお渡ししました。"),
        "post": _("郵送しました。届くまで数日お待ちください。"),
        "online": _("このサイトで受け取れます。"),
    }.get(method, "")


def now(application: Application) -> Words | None:
    """Where the application stands, while something is still done about it."""
    if application.state == State.SUBMITTED:
        return _examined(application)
    if application.state == State.DECIDED and delivery_step(application.definition):
        ready = papers.is_ready(application)
        return _("お渡し"), _("お渡しする用意ができました。") if ready else _("お渡しする用意をしています。")
    return None


def _examined(application: Application) -> Words:
    records = walk.standing(application)
    waiting = walk.waiting(application, records)
    asked = [step for step in waiting if walk.is_open(records.get(step.id))]
    if asked:
        return _("協議"), _("{to}の回答を待っています。").format(to=walk.partner(application, asked[0]))
    if waiting and waiting[0].kind == "result":
        return _("審査"), _("{to}が審査しています。").format(to=walk.partner(application, waiting[0]))
    return _("審査"), _("町が内容を確かめています。")


def ahead(application: Application) -> list[Words]:
    """What is still to come, as far as it is known."""
    if not application.is_open:
        return []
    records = walk.standing(application)
    to_come = []
    for step in walk.undone(application, records):
        if step.kind == "forward":
            to_come.append((_("進達"), _("町が{to}に送ります。").format(to=walk.partner(application, step))))
        elif step.id == walk.deciding_step(application).id:
            to_come.append((_(application.settled_word), _when_settled(application)))
        elif step.kind == "delivery":
            to_come.append((_("お渡し"), _("用意ができたら、お渡しします。")))
    return to_come


def _when_settled(application: Application) -> str:
    target = application.definition.target
    if application.due_on is None or target is None:
        return _("終わったらお知らせします。")
    return _("標準処理期間は{days}日です。").format(days=target.days)


def result(application: Application) -> dict[str, Any]:
    """What stands beside the outcome on the applicant's page; only once it is settled."""
    step = delivery_step(application.definition)
    row = walk.standing(application).get(step.id) if step else None
    current = now(application)
    return {
        "is_forwarded": walk.is_forwarded(application),
        "reasons": walk.reasons(application),
        "has_delivery": step is not None,
        "handing": handed_over(row.answer) if row else current[1] if current else "",
    }
