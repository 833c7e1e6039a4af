"""Checks that the way through the office fits the sort of procedure: steps, outcomes, papers, appeal, what follows."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from yakuba.procedures.checks.fault import Fault, each_field, instead
from yakuba.procedures.computations import COMPUTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Definition, Fee, Field, Step

# By which step the town (or another authority) comes to a result, for each sort of procedure.
SETTLING: dict[str, tuple[str, ...]] = {
    "申請": ("decision", "result"),
    "請求": ("decision", "result"),
    # A 届出 that somebody else accepts is forwarded too; a plain one may be accepted by its only review.
    "届出": ("accept", "result", "review", "decision"),
    "申込": ("confirm", "review", "decision"),
}
# What tells who somebody is, or where to find them.
_TELLS_WHO = frozenset({"person", "file", "mail", "telephone", "bank_account", "address"})
_AMOUNTS = frozenset({"money", "computed"})
_NEEDS_PARTNER = {"consult": "協議する相手", "forward": "進達する先"}


def route_reaches_a_result(definition: Definition) -> Iterator[Fault]:
    """Every route comes to a result in the way of its sort; a survey has none."""
    if definition.is_survey:
        if definition.route:
            yield Fault(("route",), "アンケートに流れはありません", "「route」を消してください")
        return
    if not definition.route:
        yield Fault(
            ("kind",),
            "流れ（route）がありません",
            "「route: [{id: …, kind: review, …}]」を書き足してください",
        )
        return
    settling = SETTLING[definition.kind]
    if not any(step.kind in settling for step in definition.route):
        yield Fault(
            ("route",),
            f"{definition.kind}の結果が決まる段がありません",
            f"「kind: {settling[0]}」の段を書き足してください",
        )
    if definition.route[0].kind not in {"review", "decision"}:
        yield Fault(
            ("route", 0, "kind"),
            "流れは、内容を確かめることから始まります",
            "「kind: review」を書いてください",
        )


def steps_follow_each_other(definition: Definition) -> Iterator[Fault]:
    """What was forwarded comes back, and what is handed over was decided before."""
    kinds = [step.kind for step in definition.route]
    for number, step in enumerate(definition.route):
        yield from _partner(number, step)
        before = kinds[:number]
        if step.kind == "result" and "forward" not in before:
            yield Fault(
                ("route", number, "kind"),
                "結果を受け取る前に、進達の段がありません",
                "前に「kind: forward」の段を書いてください",
            )
        if step.kind == "delivery" and not set(before) & {"decision", "result", "accept", "confirm"}:
            yield Fault(
                ("route", number, "kind"), "交付の前に、決める段がありません", "前に決裁の段を書いてください"
            )
        if step.kind == "forward" and "result" not in kinds[number:]:
            yield Fault(
                ("route", number, "kind"),
                "進達の後に、結果を受け取る段がありません",
                "後に「kind: result」の段を書いてください",
            )
    for kind in ("decision", "result", "accept", "confirm"):
        if kinds.count(kind) > 1:
            yield Fault(("route",), f"「{kind}」の段が2つあります", "1つにまとめてください")


def _partner(number: int, step: Step) -> Iterator[Fault]:
    if step.kind in _NEEDS_PARTNER and step.to is None:
        yield Fault(
            ("route", number),
            f"「{step.title}」の相手がありません",
            f"「to: {_NEEDS_PARTNER[step.kind]}」を書き足してください",
        )
    for key, value, kinds in (
        ("to", step.to, {"consult", "forward", "result"}),
        ("register", step.register_, {"accept"}),
    ):
        if value is not None and step.kind not in kinds:
            yield Fault(
                ("route", number, key),
                f"「{step.kind}」の段に「{key}」は使えません",
                f"「{key}」の行を消してください",
            )


def drafts_go_their_way(definition: Definition) -> Iterator[Fault]:
    """Who is consulted, who examines and how much hangs on it is said of the step at which a chief decides."""
    for number, step in enumerate(definition.route):
        place = ("route", number)
        for key in ("consult", "enough", "examine", "amount", "weight"):
            is_drafted = step.kind == "decision" and step.role == "chief"
            if getattr(step, key) not in {None, (), "ordinary"} and not is_drafted:
                yield Fault(
                    (*place, key),
                    f"「{key}」は、課長などが決裁する段だけに書けます",
                    "「kind: decision」「role: chief」の段に移してください",
                )
        if step.enough is not None and step.enough > len(step.consult):
            yield Fault(
                (*place, "enough"),
                f"合議する部署は{len(step.consult)}つです",
                f"{len(step.consult)}までの数にするか、この行を消してください",
            )
        yield from _amount(definition, (*place, "amount"), step)


def _amount(definition: Definition, place: tuple[str | int, ...], step: Step) -> Iterator[Fault]:
    if step.amount is None:
        return
    field = definition.fields.get(step.amount)
    if field is None or field.kind not in _AMOUNTS:
        kinds = "か".join(f"「{kind}」" for kind in sorted(_AMOUNTS))
        yield Fault(
            place,
            f"「{step.amount}」は、金額を尋ねる質問ではありません",
            f"{kinds}の質問の id を書いてください",
        )


def outcomes_have_their_papers(definition: Definition) -> Iterator[Fault]:
    """A paper of another authority comes by a result step only; a certificate says what it certifies."""
    is_forwarded = any(step.kind == "result" for step in definition.route)
    for number, outcome in enumerate(definition.outcomes):
        place = ("outcomes", number, "document")
        if (outcome.document == "received") is not (is_forwarded and outcome.document != "none"):
            words = (
                (
                    "経由の手続の結果は、相手の文書で届きます",
                    "「document: received」か「none」と書いてください",
                )
                if is_forwarded
                else ("相手の文書は、経由の手続だけで受け取ります", "「document: decision」と書いてください")
            )
            yield Fault(place, *words)
        if (outcome.document == "certificate") is not (outcome.certifies is not None):
            yield Fault(
                ("outcomes", number),
                "証明書と、証明する文（certifies）は、一緒に書きます",
                "「document: certificate」と「certifies: …」の両方を書くか、両方を消してください",
            )
        if outcome.effect == "refuse" and outcome.document == "none" and definition.is_application:
            yield Fault(
                place,
                "認めない決定には通知書がいります（行政手続法8条2項）",
                "「document: decision」と書いてください",
            )


def survey_is_anonymous_and_counted(definition: Definition) -> Iterator[Fault]:
    """Nobody's name is asked where nobody is known; a survey has one result."""
    if definition.anonymous and not definition.is_survey:
        yield Fault(("anonymous",), "無記名にできるのはアンケートだけです", "この行を消してください")
    if definition.is_survey and (len(definition.outcomes) != 1 or definition.outcomes[0].document != "none"):
        yield Fault(
            ("outcomes",),
            "アンケートの結果は1つで、文書はありません",
            "「document: none」の結果を1つだけ書いてください",
        )
    if not definition.anonymous:
        return
    for path, field in each_field(definition):
        if field.means or field.kind in _TELLS_WHO:
            yield Fault(
                path,
                f"無記名のアンケートで「{field.label}」は聞けません",
                "項目を消すか、「anonymous」の行を消してください",
            )
    if definition.several != "any" or definition.who.identity != "none":
        yield Fault(
            ("anonymous",),
            "無記名では、だれの答えかが分かりません",
            "several と identity の行を消してください",
        )


def fees_have_one_price(definition: Definition) -> Iterator[Fault]:
    """Either one price or one for each answer; `of` and `times` are questions that exist."""
    every = definition.all_fields
    for number, fee in enumerate(definition.fees):
        place = ("fees", number)
        if (fee.yen is None) is (fee.of is None):
            yield Fault(
                place,
                "手数料の額は、1つの額か、答えごとの額のどちらかです",
                "「yen」か「of」と「prices」を書いてください",
            )
        for key, name, kinds in (
            ("of", fee.of, {"choice"}),
            ("times", fee.times, {"number", "count", "group"}),
        ):
            known = [field.id for field in every.values() if _given(field) in kinds]
            if name is not None and name not in known:
                yield Fault((*place, key), f"「{key}」の「{name}」は使えません", instead(name, known))
        if fee.prices and fee.of is None:
            yield Fault(
                (*place, "prices"),
                "どの答えごとの額か（of）がありません",
                "「of: 選択の項目のid」を書き足すか、「prices」を消してください",
            )
        yield from _counts_one_group(number, fee, definition)
        if fee.of in every:
            options = [option.id for option in every[fee.of].options]
            if sorted(fee.prices) != sorted(options):
                yield Fault(
                    (*place, "prices"),
                    "答えごとの額がそろっていません",
                    f"{'、'.join(options)} の額を書いてください",
                )


def _given(field: Field) -> str:
    """The kind of a question's answer: of a computed one the kind that comes out."""
    made = COMPUTATIONS.get(field.rule or "") if field.kind == "computed" else None
    return made.gives if made else field.kind


def _counts_one_group(number: int, fee: Fee, definition: Definition) -> Iterator[Fault]:
    # A fee inside a group is summed over its items already.
    homes = {name: field.id for field in definition.fields.values() for name in field.inner}
    inside = {homes[name] for name in (fee.of, fee.times) if name in homes}
    if len(inside) > 1 or fee.times in inside:
        yield Fault(
            ("fees", number, "times"),
            f"「of」の「{fee.of}」と「times」の「{fee.times}」は、同じくり返しの中にありません",
            "同じくり返しの中の項目を書くか、「times」の行を消してください",
        )


def open_period_is_whole(definition: Definition) -> Iterator[Fault]:
    """Both ends with their year and in order, or both without; and days that exist."""
    period = definition.open_
    if period is None:
        return
    if len(period.from_) != len(period.until):
        yield Fault(
            ("open",), "受付期間の書き方がそろっていません", "両方を 2026-12-01 か 12-01 の形で書いてください"
        )
    elif len(period.from_) == 10 and period.from_ > period.until:
        yield Fault(
            ("open", "until"),
            "受付期間の終わりが始まりより前です",
            "「until」を「from」より後の日にしてください",
        )
    for key, day in (("from", period.from_), ("until", period.until)):
        if not _exists(day):
            yield Fault(
                ("open", key), f"「{day}」という日はありません", "2026-12-01 か 12-01 のように書いてください"
            )


def _exists(day: str) -> bool:
    try:
        # 29 February is a day of some years; in the others the last of February stands for it.
        datetime.date.fromisoformat(day if len(day) == 10 else f"2028-{day}")
    except ValueError:
        return False
    return True


def appeal_is_told_right(definition: Definition) -> Iterator[Fault]:
    """No 処分 says why; another reviewer or another way names its law."""
    appeal = definition.appeal
    if appeal is None:
        return
    if (appeal.kind == "なし") is not (appeal.why is not None):
        yield Fault(
            ("appeal",),
            "教示が「なし」のときだけ、処分でない理由（why）を書きます",
            "「why」を書き足すか、消してください",
        )
    if appeal.kind in {"審査請求前置", "裁決主義", "議会諮問"} and appeal.law is None:
        yield Fault(
            ("appeal",),
            f"「{appeal.kind}」の根拠がありません",
            "「law: 介護保険法 第196条」のように書き足してください",
        )
    for name in re.findall(r"\{[^}]*\}?", appeal.reviewer or ""):
        if name not in {"{prefecture}", "{municipality}"}:
            yield Fault(
                ("appeal", "reviewer"),
                f"審査請求先の「{name}」に当てはまるものがありません",
                "「{prefecture}」か「{municipality}」と書いてください",
            )


def follow_ups_know_outcomes(definition: Definition) -> Iterator[Fault]:
    """What follows an outcome names one that exists; nothing follows or joins itself."""
    outcomes = [outcome.id for outcome in definition.outcomes]
    for number, follow in enumerate(definition.follow_ups):
        if follow.after is not None and follow.after not in outcomes:
            yield Fault(
                ("follow_ups", number, "after"),
                f"「{follow.after}」という結果はありません",
                instead(follow.after, outcomes),
            )
    named = {
        "follow_ups": [follow.procedure for follow in definition.follow_ups],
        "together": [other.procedure for other in definition.together],
    }
    for key, others in named.items():
        for number, other in enumerate(others):
            if other == definition.id:
                yield Fault(
                    (key, number, "procedure"),
                    "この手続そのものは書けません",
                    "ほかの手続の id を書いてください",
                )
