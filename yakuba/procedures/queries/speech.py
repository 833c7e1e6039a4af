"""What a definition says, in plain Japanese that the responsible officer can check without reading YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core import dates, money
from yakuba.procedures.fields import KINDS
from yakuba.procedures.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Condition, Definition, Field

_KIND_WORDS = {
    "text": "1行の文字",
    "long_text": "長い文",
    "kana": "フリガナ",
    "number": "数",
    "money": "金額",
    "yes_no": "はい・いいえ",
    "choice": "選択",
    "date": "日付",
    "person": "氏名",
    "file": "書類",
}
_CHANNEL_WORDS = {"online": "このサイト", "counter": "窓口", "post": "郵便"}
_ROLE_WORDS = {"clerk": "担当", "chief": "係長・課長"}
_STEP_WORDS = {"review": "確かめる", "decision": "決める"}
_UNIT_WORDS = {"calendar": "日", "open": "開庁日"}
_IDENTITY_WORDS = {"none": "登録しなくても申請できます", "mail": "メールでの本人の登録が必要です"}
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
    parts = (_head, _people, _questions, _money, _way, _results, _rest)
    return "\n".join(line for part in parts for line in part(definition)) + "\n"


def to_confirm(definition: Definition) -> list[str]:
    """The values that the town itself must confirm before it uses this definition."""
    found = [f"{fee.label}：{money.yen(fee.yen)}（{fee.law}）" for fee in definition.fees if fee.confirm]
    if definition.target and definition.target.confirm:
        found.append(f"標準処理期間：{_target_words(definition)}")
    found += [
        f"「{outcome.title}」の保存期間：{outcome.keep.years}年"
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
    yield f"入力にかかる時間：約{definition.minutes}分"


def _people(definition: Definition) -> Iterator[str]:
    yield ""
    yield "申請できる人"
    yield from (f"・{sentence}" for sentence in definition.who.may)
    if definition.who.not_for:
        yield f"・対象でない人：{definition.who.not_for}"
    yield f"・{_IDENTITY_WORDS[definition.who.identity]}。"
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


def _questions(definition: Definition) -> Iterator[str]:
    yield ""
    yield f"質問（{len(definition.sections)}ページ、{len(definition.fields)}問）"
    for number, section in enumerate(definition.sections, 1):
        when = f"（{_when(section.show_if, definition)}だけ）" if section.show_if else ""
        yield f"{number}. {section.title}{when}"
        yield from (f"  ・{_question(field, definition)}" for field in section.fields)


def _question(field: Field, definition: Definition) -> str:
    kind = KINDS[field.kind](field)
    words = [_KIND_WORDS[field.kind], _must(field, definition)]
    if field.rule:
        words.append(RULES[field.rule].sentence)
    if field.show_if:
        words.append(f"{_when(field.show_if, definition)}だけ聞く")
    if not field.private:
        words.append("個人の情報ではない")
    options = "／".join(option.label for option in field.options)
    return f"{kind.field.label}（{'、'.join(words)}）{'：' + options if options else ''}"


def _must(field: Field, definition: Definition) -> str:
    if field.required_if:
        return f"{_when(field.required_if, definition)}は必須"
    return "必須" if field.required else "任意"


def _when(condition: Condition, definition: Definition) -> str:
    if condition.any_ is not None:
        return "、または".join(_when(part, definition) for part in condition.any_)
    if condition.all_ is not None:
        return "、かつ".join(_when(part, definition) for part in condition.all_)
    field = definition.fields[condition.field or ""]
    test = condition.tests[0]
    values = condition.is_ or condition.not_ or (condition.more_than or condition.less_than or "",)
    said = {
        "is": "が{}のとき",
        "not": "が{}でないとき",
        "more_than": f"が{{}}より{'後の' if field.kind == 'date' else '大きい'}とき",
        "less_than": f"が{{}}より{'前の' if field.kind == 'date' else '小さい'}とき",
        "answered": f"に答えが{'ある' if condition.answered else 'ない'}とき",
    }[test]
    words = "" if test == "answered" else _values(field, values)
    return f"「{_name(field, definition)}」{said.format(words)}"


def _name(field: Field, definition: Definition) -> str:
    # The same question is asked of each child: then the page's title tells which one.
    again = [other for other in definition.fields.values() if other.label == field.label]
    return f"{definition.section_of[field.id].title}・{field.label}" if len(again) > 1 else field.label


def _values(field: Field, texts: tuple[str, ...]) -> str:
    kind = KINDS[field.kind](field)
    return "か".join(f"「{kind.text(kind.from_example(text))}」" for text in texts)


def _money(definition: Definition) -> Iterator[str]:
    yield ""
    if not definition.fees:
        yield "手数料：かかりません"
    for fee in definition.fees:
        when = f"。{_when(fee.show_if, definition)}だけ" if fee.show_if else ""
        confirm = "。金額は町が確かめます" if fee.confirm else ""
        yield f"手数料：{fee.label} {money.yen(fee.yen)}（{fee.law}。{fee.due}{when}{confirm}）"


def _way(definition: Definition) -> Iterator[str]:
    yield ""
    yield "流れ"
    for number, step in enumerate(definition.route, 1):
        days = f"、{step.days}日" if step.days else ""
        yield f"{number}. {step.title}（{_ROLE_WORDS[step.role]}が{_STEP_WORDS[step.kind]}{days}）"
    if definition.target:
        yield f"標準処理期間：{_target_words(definition)}。書類の直しを待つ間は数えません。"
        if limit := definition.target.statutory:
            yield f"法律の期限：{limit.days}日（{limit.law}）。過ぎると、{limit.then}"
    if definition.standards:
        yield "審査基準"
        yield definition.standards


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
        shows = f"通知書に「{shown}」を載せる。" if shown else ""
        says = "".join(outcome.says.split("\n"))
        yield f"・{outcome.title}：「{says}」{shows}{reasons}保存期間は{outcome.keep.years}年。"
    if definition.notices:
        yield ""
        yield "お知らせ"
        yield from (f"・{_event(notice.when)}とき：「{notice.subject}」" for notice in definition.notices)


def _event(name: str) -> str:
    return _EVENT_WORDS.get(name, f"{name} の")


def _rest(definition: Definition) -> Iterator[str]:
    yield ""
    published = "、".join(definition.fields[name].label for name in definition.publish)
    yield f"オープンデータにする項目：{published or 'ありません'}"
    confirm = to_confirm(definition)
    if confirm:
        yield ""
        yield "町が確かめる値"
        yield from (f"・{words}" for words in confirm)
    if definition.examples:
        yield ""
        yield "例"
        yield from (f"・{example.title}（{dates.wareki(example.on)}）" for example in definition.examples)
