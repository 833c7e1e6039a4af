"""Checks that a definition asks for nothing and leaves out nothing that the law forbids or demands."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from yakuba.procedures.checks.fault import Fault, each_field, instead
from yakuba.procedures.fields import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Definition
    from yakuba.procedures.yaml_text import Path

_MYNUMBER = re.compile(r"(個人番号|マイナンバー|mynumber)(?!カード|card|通知|制度)", re.IGNORECASE)


def publish_is_not_private(definition: Definition) -> Iterator[Fault]:
    """Only what was declared not private becomes open data."""
    open_ids = [field.id for field in definition.fields.values() if not field.private]
    for number, name in enumerate(definition.publish):
        field = definition.fields.get(name)
        path: Path = ("publish", number)
        if field is None:
            yield Fault(path, f"公開する項目「{name}」はありません", instead(name, open_ids))
        elif field.private:
            yield Fault(
                path,
                f"「{name}」は個人の情報なので公開できません",
                "publish から消すか、個人の情報でなければ項目に「private: false」と書いてください",
            )
        elif not KINDS[field.kind].is_publishable:
            yield Fault(path, f"「{field.kind}」の項目は公開できません", "publish から消してください")


def no_individual_numbers(definition: Definition) -> Iterator[Fault]:
    """The individual number is never a field."""
    # 番号法 20条: nobody may collect the number beyond what the law names; forms say 「町が確認します」.
    for path, field in each_field(definition):
        for key, words in (("label", field.label), ("id", field.id.replace("_", ""))):
            if _MYNUMBER.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", words))):
                yield Fault(
                    (*path, key),
                    "個人番号（マイナンバー）を聞く項目は作れません",
                    "項目を消し、「町が確認します」と説明に書いてください",
                )
    if definition.requires_mynumber and "online" in definition.channels:
        yield Fault(
            ("requires_mynumber",),
            "個人番号を使う手続は、住民の側に公開できません",
            "channels から online を消すか、この行を消してください",
        )


def applications_follow_the_law(definition: Definition) -> Iterator[Fault]:
    """What 行政手続法 asks of an application (申請, and 請求 for a decision)."""
    if not definition.is_application:
        return
    effects = {outcome.effect for outcome in definition.outcomes}
    for effect, words in (("grant", "認める"), ("refuse", "認めない")):
        if effect not in effects:
            yield Fault(
                ("outcomes",),
                f"{definition.kind}に「{words}」結果がありません",
                f"「effect: {effect}」の結果を書き足してください",
            )
    if definition.regime == "なし":
        return
    if definition.target is None:
        yield Fault(
            ("kind",),
            f"{definition.kind}には標準処理期間がいります（行政手続法6条）",
            "「target: {days: 30}」のように書き足してください",
        )
    if definition.standards is None:
        yield Fault(
            ("kind",),
            f"{definition.kind}には審査基準がいります（行政手続法5条）",
            "「standards: …」を書き足してください",
        )


def refusals_have_reasons(definition: Definition) -> Iterator[Fault]:
    """A refusal states its reasons."""
    for number, outcome in enumerate(definition.outcomes):
        if outcome.effect == "refuse" and not outcome.reasons:
            yield Fault(
                ("outcomes", number),
                f"「{outcome.title}」には理由がいります（行政手続法8条）",
                "「reasons: true」と書き足してください",
            )
