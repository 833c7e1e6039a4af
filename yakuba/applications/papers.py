"""The papers of an application: when each is asked for, where it goes, and the message that tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.applications import capacities, paper_contents, walk
from yakuba.core import dates, languages
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures
from yakuba.procedures.steps import delivery_step
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.applications.models import Application, Revocation
    from yakuba.core.actors import Actor
    from yakuba.documents.actions import Admitted
    from yakuba.documents.models import Document
    from yakuba.procedures.definition import Notice

RECEIPT = "receipt"
NOTICE = "decision"
# The papers of an outcome that the town makes itself; what another authority decided comes on its own paper.
MADE_HERE = frozenset({"decision", "certificate"})
DELAY = "delay"
REVOCATION = "revocation"
# The step under which a paper that could not be made stands on the to-do list.
FAILED = "paper-failed"


def wants_electronic_notice(application: Application) -> bool:
    """Whether the applicant chose the notice on this site; without that wish it goes on paper (デジタル手続法7条1項)."""
    # What went through a proxy whose mandate has ended goes to the applicant, on paper.
    if capacities.is_over(application):
        return False
    known = procedures.known(application.definition, application.answers)
    # That a notification was accepted is no 処分通知: it is told on the site unless the form asks.
    is_on_paper = application.definition.is_application or application.received_on is not None
    otherwise = "post" if is_on_paper else "online"
    return bool(known.get("notice.channel", otherwise) == "online")


@languages.in_japanese()
def request_receipt(
    application: Application, *, actor: Actor, now: datetime.datetime, title: str = ""
) -> None:
    """Ask for the receipt of the newest filing; a name that no font can draw never stops an arrival."""
    try:
        documents.request(
            application.matter,
            consequence=RECEIPT,
            revision=application.revision,
            template="receipt",
            data={**paper_contents.receipt(application, now=now), **({"title": title} if title else {})},
            number_symbol=None,
            dated_on=localdate(now),
            actor=actor,
            now=now,
        )
    except documents.Unprintable as problem:
        # The characters may be of a name that nobody may read (支援措置).
        letters = "" if application.is_restricted else f"「{problem.characters}」"
        work.open_item(
            application.matter,
            step="receipt-unprintable",
            title=f"控えに印刷できない文字{letters}がある：書体を入れる",
            department=application.office,
            role="clerk",
            due_on=application.due_on,
            actor=actor,
            now=now,
        )


def tell_of_failure(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Let somebody look at a paper that could not be made."""
    work.open_item(
        application.matter,
        step=FAILED,
        title="文書を作れなかった：作り直す",
        department=application.office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )


def request_notice(application: Application, *, reasons: str, actor: Actor, now: datetime.datetime) -> None:
    """Ask for the numbered paper of the outcome, if the town makes one. Call it last: the number stays locked."""
    outcome = application.definition.outcome(application.outcome)
    if outcome.document not in MADE_HERE:
        return
    data = (
        paper_contents.certificate(application)
        if outcome.document == "certificate"
        else paper_contents.notice(application, reasons)
    )
    documents.request(
        application.matter,
        consequence=NOTICE,
        revision=_next_notice(application),
        template=outcome.document,
        data=data,
        number_symbol=application.office.symbol,
        dated_on=localdate(now),
        actor=actor,
        now=now,
    )


def _next_notice(application: Application) -> int:
    # What was made void when the case was re-opened keeps its number as a 欠番.
    newest = document_queries.newest(application.matter, NOTICE)
    return newest.revision + (not newest.may_stand) if newest else 1


def as_told_now(application: Application, paper: Document) -> dict[str, Any]:
    """What a paper would say if it were asked for now, with the words that were decided: for its replacement (差し替え).

    Answers that were put right, the mayor and whom to ask are those of today; ruling and reasons stay.
    """
    if paper.consequence == DELAY:
        told = paper_contents.delay(application, paper.data["reasons"], beyond=False)
        return {**told, **_kept(paper, "limit", "until", "law")}
    if paper.consequence == REVOCATION:
        told = paper_contents.notice(application, paper.data["reasons"])
        return {**told, **_kept(paper, "title", "lead", "effect", "ruling")}
    if paper.template == "certificate":
        return paper_contents.certificate(application)
    return paper_contents.notice(application, paper.data["reasons"])


def _kept(paper: Document, *names: str) -> dict[str, Any]:
    return {name: paper.data[name] for name in names}


def request_revocation(
    application: Application, revocation: Revocation, *, actor: Actor, now: datetime.datetime
) -> None:
    """Ask for the numbered notice of an annulment or a withdrawal, with its reasons (行政手続法14条) and its 教示."""
    notice = document_queries.newest(application.matter, NOTICE)
    outcome = application.definition.outcome(application.outcome)
    number = f"{notice.number}の" if notice and notice.number else ""
    decided = f"{dates.wareki(application.decided_on) if application.decided_on else ''}付け{number}{outcome.title}の{application.settled_word}"
    since = f"{dates.wareki(revocation.effective_on)}から" if revocation.kind == "withdraw" else ""
    verb = "撤回します" if revocation.kind == "withdraw" else "取り消します"
    documents.request(
        application.matter,
        consequence=REVOCATION,
        revision=1,
        template="decision",
        data={
            **paper_contents.notice(application, revocation.reasons),
            "title": f"{application.definition.title}　決定{revocation.word}通知書",
            "lead": f"{application.definition.title}（受付番号 {application.matter.number}）の決定について、"
            "次のとおりとしましたので通知します。",
            "effect": "refuse",
            "ruling": f"{decided}を、{since}{verb}。",
        },
        number_symbol=application.office.symbol,
        dated_on=localdate(now),
        actor=actor,
        now=now,
    )


def revocation_body(application: Application) -> str:
    """The message that tells of an annulment or a withdrawal; the reasons stand on the notice."""
    text = "先にお知らせした決定を、取り消すか撤回しました。通知書を開いて、内容と理由を確かめてください。"
    return _letter(application, [text])


def keep_scan(
    application: Application, scan: Admitted, *, dated_on: datetime.date, actor: Actor, now: datetime.datetime
) -> None:
    """Keep the paper of the authority that decided, for the applicant to open."""
    documents.keep_received(
        application.matter,
        scan=scan,
        consequence=NOTICE,
        title=f"{application.definition.title}　結果の文書",
        dated_on=dated_on,
        actor=actor,
        now=now,
    )


def offered(application: Application) -> list[Document]:
    """The papers that the applicant may open now; without the wish for it, notices come on paper only."""
    electronic = wants_electronic_notice(application)
    return [
        paper
        for paper in document_queries.for_applicant(application.matter)
        if paper.is_there and (electronic or paper.consequence not in {NOTICE, DELAY, REVOCATION})
    ]


def is_ready(application: Application) -> bool:
    """Whether whatever has to be handed over is there: the town's own paper takes a moment to be made."""
    if application.definition.outcome(application.outcome).document not in MADE_HERE:
        return True
    notice = document_queries.newest(application.matter, NOTICE)
    return notice is not None and notice.is_there


def is_online(application: Application) -> bool:
    """Whether there is a paper that the applicant opens on this site."""
    return (
        wants_electronic_notice(application)
        and document_queries.newest(application.matter, NOTICE) is not None
    )


def needs_posting(application: Application) -> bool:
    """Whether the result still has to go out by post; a route with a 交付 hands it over by that."""
    if application.state != "decided" or delivery_step(application.definition):
        return False
    if application.definition.outcome(application.outcome).document != "none":
        return not wants_electronic_notice(application)
    # Told by message only; who asked for the post gets a letter or a call all the same.
    known = procedures.known(application.definition, application.answers)
    return known.get("notice.channel", "post" if application.received_on else "") == "post"


def goes_by_post(application: Application, consequence: str) -> bool:
    """Whether a paper that is ready has to be posted: notices by the applicant's wish, receipts of what came by post."""
    if consequence == RECEIPT:
        return application.channel in {"post", "telephone"} and not wants_electronic_notice(application)
    return needs_posting(application) if consequence == NOTICE else not wants_electronic_notice(application)


def reissue_goes_by_post(application: Application) -> bool:
    """Whether a paper in the place of another has to be posted, also long after the case was closed."""
    return not wants_electronic_notice(application)


def posting_words(application: Application) -> tuple[str, str]:
    """What there is to post, as work and as the button that ends it."""
    by_document = {
        "decision": "通知書を印刷して郵送する",
        "certificate": "証明書を印刷して郵送する",
        "received": "届いた文書を郵送する",
    }
    document = application.definition.outcome(application.outcome).document
    if document in by_document:
        return by_document[document], "郵送したので完了にする"
    return "結果を郵便か電話で知らせる", "知らせたので完了にする"


def next_delay(application: Application) -> int:
    """Which delay notice of this application comes next."""
    newest = document_queries.newest(application.matter, DELAY)
    return newest.revision + 1 if newest else 1


def request_delay(
    application: Application,
    *,
    revision: int,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    beyond: bool = False,
) -> None:
    """Ask for the numbered notice of a delay. Call it last: the number stays locked until the commit."""
    documents.request(
        application.matter,
        consequence=DELAY,
        revision=revision,
        template="delay",
        data=paper_contents.delay(application, reasons, beyond=beyond),
        number_symbol=application.office.symbol,
        dated_on=localdate(now),
        actor=actor,
        now=now,
    )


def delay_body(application: Application) -> str:
    """The message that tells of a delay."""
    until = dates.full_with_weekday(application.delayed_on) if application.delayed_on else ""
    paper = "申請のページで開けます" if wants_electronic_notice(application) else "郵送します"
    text = (
        f"結果をお知らせする期限を、{until}まで延ばします。理由は通知書に書いてあります。通知書は、{paper}。"
    )
    return _letter(application, [text])


def correction_body(application: Application, changed: Sequence[str]) -> str:
    """The message that tells what was corrected as the applicant told; the answers stand on the site and the receipt."""
    fields = application.definition.fields
    labels = "、".join(fields[name].label for name in changed if name in fields)
    text = f"お聞きした訂正を記録しました。変わったところ：{labels}。違っているときは、お知らせください。"
    return _letter(application, [text])


def reissue_body(application: Application, paper: Document) -> str:
    """The message that tells of a paper in the place of another."""
    done = "再発行しました" if paper.mark == "再発行" else "差し替えました"
    where = "申請のページで開けます" if wants_electronic_notice(application) else "郵送します"
    text = f"「{paper.title}」を{done}。前の文書は、もう使えません。新しい文書は、{where}。"
    return _letter(application, [text])


def passing_body(application: Application) -> str:
    """The message that tells of a limit that passed, and what the law lets the applicant do (quoted)."""
    target = application.definition.target
    limit = target.statutory if target else None
    text = "法律が定める期限が過ぎましたが、町はまだ結果を出していません。お待たせして申し訳ありません。"
    return _letter(application, [text, "", f"{limit.then}（{limit.law}）"] if limit else [text])


def _letter(application: Application, lines: list[str]) -> str:
    """The text of a message that no definition words: what it says, about which case, and whom to ask."""
    department = application.office
    about = [f"手続：{application.definition.title}", f"受付番号：{application.matter.number}"]
    ask = f"問い合わせ：{department.name} {department.section}　電話 {department.telephone}"
    return "\n".join([*lines, "", *about, "", ask])


def notice_body(application: Application, notice: Notice, *, more: Sequence[str] = ()) -> str:
    """The text of a message: the definition's words, and what every message of a case says."""
    lines = [
        notice.text,
        "",
        f"手続：{application.definition.title}",
        f"受付番号：{application.matter.number}",
    ]
    if application.due_on and application.state == "submitted":
        lines.append(f"結果の見込み：{dates.full_with_weekday(application.due_on)}まで")
    if application.state == "returned":
        correction = application.corrections.get(answered_at=None)
        lines.append(f"直していただく期限：{dates.full_with_weekday(correction.due_on)}まで")
    lines += [*_result(application, notice), *more]
    department = application.office
    lines += ["", f"問い合わせ：{department.name} {department.section}　電話 {department.telephone}"]
    return "\n".join(lines)


def _result(application: Application, notice: Notice) -> list[str]:
    """The outcome itself, where no paper brings it."""
    if notice.when != "application.decided" or not application.outcome:
        return []
    outcome = application.definition.outcome(application.outcome)
    if outcome.document != "none":
        return []
    reasons = walk.reasons(application)
    why = ["", "理由", reasons] if reasons else []
    return ["", f"結果：{outcome.title}", outcome.says, *why]
