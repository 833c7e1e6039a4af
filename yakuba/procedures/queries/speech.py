"""What a definition says, in plain Japanese that the responsible officer can check without reading YAML."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yakuba.core import dates, renditions
from yakuba.procedures.queries.phrases import questions, when
from yakuba.procedures.steps import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Definition, Fee, FollowUp, Open, Step

_CHANNEL_WORDS = {"online": "このサイト", "counter": "窓口", "post": "郵便"}
_ROLE_WORDS = {"clerk": "担当", "chief": "係長・課長"}
_DOCUMENT_WORDS = {
    "decision": "通知書を出す。",
    "certificate": "証明書を出す。",
    "received": "相手から届いた文書を渡す。",
    "none": "文書は出さず、お知らせで伝える。",
}
_AUDIENCE_WORDS = {
    "resident": "町に住む方",
    "mover": "引っ越してくる方・出ていく方",
    "outside": "町の外の方",
    "business": "事業者",
    "anyone": "どなたでも",
}
_SEVERAL_WORDS = {
    "any": "同じ方が何件でも出せます",
    "one_open": "同じ方の手続が終わるまでは1件です",
    "once": "同じ方は1回だけです",
}
_UNIT_WORDS = {"calendar": "日", "open": "開庁日"}
_PROXY_WORDS = {
    "none": "代理人は申請できません",
    "document-first": "代理人は、権限が分かる書類を付けて申請できます",
    "document-later": "代理人も申請できます（権限が分かる書類は、あとからでも出せます）",
}
_IDENTITY_WORDS = {
    "none": "登録しなくても申請できます",
    "mail": "メールでの本人の登録が必要です",
    "card-authenticated": "このサイトでは、マイナンバーカードでの本人確認が必要です",
    "card-signed": "このサイトでは、マイナンバーカードの署名が必要です",
}
_EVENT_WORDS = {
    "application.submitted": "申請が届いた",
    "application.resubmitted": "直した申請が届いた",
    "application.returned": "直しをお願いした",
    "application.decided": "決定した",
    "application.withdrawn": "取り下げられた",
}
_REGIME_WORDS = {
    "行政手続法": "行政手続法が適用されます",
    "行政手続条例": "町の行政手続条例が適用されます",
    "なし": "行政手続法も行政手続条例も適用されません",
}


def explain(definition: Definition) -> str:
    """The whole definition as plain sentences, one thing a line."""
    parts = (_head, _people, questions, _money, _way, _results, _rest)
    return "\n".join(line for part in parts for line in part(definition)) + "\n"


def to_confirm(definition: Definition) -> list[str]:
    """The values that the town itself must confirm before it uses this definition."""
    found = [
        f"{fee.label}：{price_words(fee, definition)}（{fee.law}）" for fee in definition.fees if fee.confirm
    ]
    if definition.open_ and definition.open_.confirm:
        found.append(f"受付期間：{_open_words(definition.open_)}")
    if definition.target and definition.target.confirm:
        found.append(f"標準処理期間：{_target_words(definition)}")
    found += [
        f"「{outcome.title}」の保存期間：{outcome.keep.words}"
        for outcome in definition.outcomes
        if outcome.keep.confirm
    ]
    if definition.paper and definition.paper.confirm:
        paper = definition.paper
        found.append(
            f"紙の様式：{paper.sheets}枚、{paper.minutes}分、押印{paper.seals}、来庁{paper.visits}回"
        )
    return found


def _head(definition: Definition) -> Iterator[str]:
    yield f"{definition.title}（{definition.id}）"
    yield definition.summary
    yield ""
    yield f"根拠：{definition.law}（{definition.kind}）。{_REGIME_WORDS[definition.regime]}。"
    yield f"事務の区分：{definition.affair}。処分庁：{definition.authority}。担当：{definition.department}"
    yield f"受付：{'、'.join(_CHANNEL_WORDS[channel] for channel in definition.channels)}"
    if definition.open_:
        yield f"受付期間：{_open_words(definition.open_)}"
    yield f"入力にかかる時間：約{definition.minutes}分"


def _people(definition: Definition) -> Iterator[str]:
    yield ""
    yield "申請できる人"
    yield from (f"・{sentence}" for sentence in definition.who.may)
    if definition.who.not_for:
        yield f"・対象でない人：{definition.who.not_for}"
    yield f"・対象：{'、'.join(_AUDIENCE_WORDS[code] for code in definition.audience)}"
    yield f"・{_IDENTITY_WORDS[definition.who.identity]}。"
    if not definition.is_survey:
        yield f"・{_PROXY_WORDS[definition.who.proxy]}。"
    if definition.anonymous:
        yield "・無記名です。だれが答えたかは、記録しません。"
    else:
        yield f"・{_SEVERAL_WORDS[definition.several]}。"
    if definition.bring:
        yield ""
        yield "用意するもの"
        yield from (f"・{need.title}：{need.text}" for need in definition.bring)
    if definition.deadline:
        yield ""
        yield f"いつまでに：{definition.deadline}"
    if definition.facts:
        yield ""
        yield "知っておくこと"
        yield from (f"・{fact.label}：{fact.text}" for fact in definition.facts)
    if definition.amounts:
        yield ""
        yield f"{definition.amounts.title}（{'／'.join(definition.amounts.head)}）"
        yield from (f"・{'／'.join(row)}" for row in definition.amounts.rows)


def _money(definition: Definition) -> Iterator[str]:
    yield ""
    if not definition.fees:
        yield "手数料：かかりません"
    for fee in definition.fees:
        only = f"。{when(fee.show_if, definition)}だけ" if fee.show_if else ""
        confirm = "。金額は町が確かめます" if fee.confirm else ""
        yield f"手数料：{fee.label} {price_words(fee, definition)}（{fee.law}。{fee.due}{only}{confirm}）"


def price_words(fee: Fee, definition: Definition) -> str:
    """What one fee costs: an amount, or one for each answer, and of what it is counted."""
    every = definition.all_fields
    words = renditions.amount(fee.yen or 0)
    if fee.of:
        labels = {option.id: option.label for option in every[fee.of].options}
        prices = "／".join(f"{labels[name]} {renditions.amount(yen)}" for name, yen in fee.prices.items())
        words = _("「{label}」により {prices}").format(label=every[fee.of].label, prices=prices)
    return _("{price} ×「{label}」").format(price=words, label=every[fee.times].label) if fee.times else words


def _open_words(period: Open) -> str:
    ends = (_open_day(period.from_), _open_day(period.until))
    yearly = "毎年 " if len(period.from_) == 5 else ""
    return f"{yearly}{ends[0]}から{ends[1]}まで"


def _open_day(day: str) -> str:
    if len(day) == 5:
        month, number = day.split("-")
        return f"{int(month)}月{int(number)}日"
    return dates.wareki(datetime.date.fromisoformat(day))


def _way(definition: Definition) -> Iterator[str]:
    yield ""
    yield "流れ"
    if definition.is_survey:
        yield "届いた答えを数えます。1件ずつの審査はありません。"
    for number, step in enumerate(definition.route, 1):
        yield f"{number}. {_step(step)}"
        yield from _before_deciding(definition, step)
    for other in definition.together:
        only = f"{when(other.show_if, definition)}、" if other.show_if else ""
        yield f"一緒に出す手続：{only}「{other.procedure}」を同じ答えで同時に受け付けます。"
    if definition.target:
        yield f"標準処理期間：{_target_words(definition)}。書類の直しを待つ間は数えません。"
        if limit := definition.target.statutory:
            counted = f"数えません（{limit.stops}）" if limit.stops else "も数えます"
            yield f"法律の期限：{limit.days}日（{limit.law}）。直しを待つ間{'は' if limit.stops else ''}{counted}。過ぎると、{limit.then}"
            if limit.delay:
                longest = f"、{limit.longest}日まで" if limit.longest else ""
                beyond = f"（それより長く延ばせるのは、{limit.beyond}によるときだけ）" if limit.beyond else ""
                yield f"延期の通知：{limit.delay}{longest}{beyond}"
    if definition.standards:
        yield "審査基準"
        yield definition.standards


def _step(step: Step) -> str:
    partner = f"{step.to}に" if step.kind == "forward" else f"{step.to}と" if step.kind == "consult" else ""
    register = f"（{step.register_}）" if step.register_ else ""
    days = f"、{step.days}日" if step.days else ""
    law = f"、{step.law}" if step.law else ""
    return f"{step.title}（{_ROLE_WORDS[step.role]}が{partner}{kind_of(step).does}{register}{days}{law}）"


def _before_deciding(definition: Definition, step: Step) -> Iterator[str]:
    """Whom a draft passes before it is decided, and how much hangs on it."""
    if step.consult:
        enough = f"そのうち{step.enough}つの同意" if step.enough else "すべての同意"
        yield f"   決裁の前に、{'、'.join(f'「{code}」' for code in step.consult)}に合議します（{enough}が要ります）。"
    if step.examine:
        yield f"   決裁の前に、「{step.examine}」が案を審査します。"
    if step.weight != "ordinary":
        yield f"   {_WEIGHTS[step.weight]}な案として扱い、不在のときも代決しません。"
    if step.amount:
        yield f"   専決の金額は、「{definition.fields[step.amount].label}」の答えで決まります。"


_WEIGHTS = {"important": "重要", "exceptional": "異例", "new": "新規"}


def _target_words(definition: Definition) -> str:
    if definition.target is None:
        return ""
    return f"{definition.target.days}{_UNIT_WORDS[definition.target.unit]}"


def _results(definition: Definition) -> Iterator[str]:
    yield ""
    yield "結果"
    for outcome in definition.outcomes:
        reasons = "理由を必ず書く。" if outcome.reasons else ""
        shown = "、".join(definition.fields[name].label for name in outcome.shows)
        shows = f"文書に「{shown}」を載せる。" if shown else ""
        says = "".join((outcome.certifies or outcome.says).split("\n"))
        paper = _DOCUMENT_WORDS[outcome.document]
        yield f"・{outcome.title}：「{says}」{paper}{shows}{reasons}保存期間は{outcome.keep.words}。"
    yield from _appeal(definition)
    if definition.notices:
        yield ""
        yield "お知らせ"
        yield from (f"・{_event(notice.when)}とき：「{notice.subject}」" for notice in definition.notices)


def _appeal(definition: Definition) -> Iterator[str]:
    appeal = definition.appeal
    if appeal is None:
        return
    if appeal.why:
        yield f"教示：しません。{appeal.why}"
        return
    # Whose prefecture it is, the town that publishes it says.
    named = (appeal.reviewer or "").replace("{prefecture}", "（都道府県）")
    named = named.replace("{municipality}", "（市町村）")
    reviewer = f"審査請求先は{named}。" if named else ""
    law = f"（{appeal.law}）" if appeal.law else ""
    yield f"教示：{appeal.kind}。{reviewer}{law}"


def _follow(follow: FollowUp, definition: Definition) -> str:
    after = f"「{definition.outcome(follow.after).title}」のとき：" if follow.after else ""
    return f"{after}{follow.text}（{follow.procedure}）"


def _event(name: str) -> str:
    return _EVENT_WORDS.get(name, f"{name} の")


def _rest(definition: Definition) -> Iterator[str]:
    yield ""
    published = "、".join(definition.fields[name].label for name in definition.publish)
    yield f"オープンデータにする項目：{published or 'ありません'}"
    if definition.follow_ups:
        yield ""
        yield "次の手続"
        yield from (f"・{_follow(follow, definition)}" for follow in definition.follow_ups)
    confirm = to_confirm(definition)
    if confirm:
        yield ""
        yield "町が確かめる値"
        yield from (f"・{words}" for words in confirm)
    if definition.examples:
        yield ""
        yield "例"
        yield from (f"・{example.title}（{dates.wareki(example.on)}）" for example in definition.examples)
