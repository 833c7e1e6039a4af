"""Proofs of paper templates: each is printed with sample words, and every word that changes must change the page."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from yakuba.documents import appeal, providers
from yakuba.documents.papers import CONFIRMED, TEMPLATES
from yakuba.documents.providers import CannotRender

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPST = Path(__file__).parent / "typst"
ON = datetime.date(2026, 11, 20)
_CONTACT = {
    "department": "見本課 見本係",
    "telephone": "0267-00-0000",
    "hours": "平日 8時30分から",
    "place": "1階",
}
_LETTER = {
    "contact": _CONTACT,
    "addressee": "見本 花子",
    "authority": "見本町長",
    "authority_name": "見本 太郎",
    "mark": "再発行",
    "again": "この文書は、前の文書を再発行したものです。",
}
SAMPLES: dict[str, dict[str, Any]] = {
    "decision": _LETTER
    | {
        "title": "見本の申請　決定通知書",
        "address": ["〒000-0000", "見本町1番地"],
        "lead": "次のとおり決定しましたので通知します。",
        "facts": [{"label": "対象", "text": "見本の対象"}],
        "effect": "refuse",
        "ruling": "申請を却下します。",
        "reasons": "要件を満たさないため。",
        "law": "見本法 第1条",
        "appeal": appeal.clauses(
            authority="町長",
            affair=appeal.OWN_AFFAIR,
            municipality="見本町",
            prefecture="見本県",
            is_disposition=True,
        ),
    },
    "certificate": _LETTER
    | {
        "title": "見本証明書",
        "facts": [{"label": "氏名", "text": "見本 花子"}],
        "ruling": "全部",
        "certifies": "上のとおり証明します。",
    },
    "delay": _LETTER
    | {
        "title": "見本の申請　期限延長通知書",
        "address": ["〒000-0000", "見本町1番地"],
        "lead": "次のとおり期限を延長しますので通知します。",
        "limit": "令和8年12月10日まで",
        "until": "令和9年1月15日まで",
        "reasons": "調べるため。",
        "law": "見本法 第2条",
    },
}
# What of a paper is called what; the rest is named by its key.
WORDS = {
    "number": "文書番号",
    "dated": "文書の日付",
    "addressee": "宛名",
    "address": "住所",
    "authority": "処分庁（差出人の職名）",
    "authority_name": "差出人の氏名",
    "seal": "公印の記載",
    "title": "題名",
    "lead": "前文",
    "facts": "対象",
    "ruling": "決定の内容",
    "certifies": "証明の文",
    "reasons": "理由",
    "law": "根拠",
    "appeal": "教示",
    "limit": "法律の期限",
    "until": "延長した後の期限",
    "contact": "問い合わせ先",
    "mark": "再発行・差し替えの印",
    "again": "再発行・差し替えの文",
    "verify": "文書確認コード",
    "footer": "ページの下の文書番号",
}
# Chosen from a list or not printed in words.
_UNSEEN = frozenset({"effect", "verify.address"})
_CHANGED = "別"


def towns() -> list[str]:
    """The towns (slugs) that have templates of their own."""
    return sorted(path.name for path in TYPST.iterdir() if path.is_dir())


def signing() -> list[str]:
    """The towns (slugs) that have a key."""
    return sorted(path.stem for path in Path(settings.SIGNING).glob("*.p12"))


def key(town: str) -> list[str]:
    """What is wrong with the key of a town, in sentences; empty if it opens, or there is none."""
    return providers.signer().check(town)


def findings(town: str) -> list[str]:
    """What is wrong with the templates that a town's papers are printed by, in sentences; empty if nothing is."""
    return [said for template in CONFIRMED for said in of_template(template, town)]


def of_template(template: str, town: str) -> list[str]:
    """The same for one template."""
    data = _told(template)
    try:
        # As it is archived; a template that breaks PDF/A or PDF/UA fails here.
        providers.renderer().render(template, data, town=town)
        proof = providers.renderer().draw(template, data, town=town)
        missing = [
            path
            for path in _paths(data)
            if providers.renderer().draw(template, _changed(data, path), town=town) == proof
        ]
    except CannotRender as problem:
        return [f"{template}：ひな形を組めません。{problem}"]
    names = dict.fromkeys(_word(path) for path in missing)
    return [f"{template}：「{name}」が紙面に出ません。ひな形に加えてください。" for name in names]


def _told(template: str) -> dict[str, Any]:
    paper = TEMPLATES[template].model_validate(SAMPLES[template])
    return {
        **paper.printed(number="見第12号", dated_on=ON),
        "municipality": "見本町",
        "author": "見本町",
        "date": [ON.year, ON.month, ON.day],
        "sample": False,
        "verify": {"code": "CDFG-HJKM-2345", "address": "https://town.example.jp/verify/CDFG-HJKM-2345/"},
    }


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from _paths(part, (*path, key))
    elif isinstance(value, str) and path[0] in WORDS and ".".join(map(str, path)) not in _UNSEEN:
        yield path


def _changed(data: Any, path: tuple[str | int, ...]) -> Any:
    """The same data with one more word at this place."""
    if not path:
        return f"{_CHANGED}{data}"
    key, *rest = path
    if isinstance(data, list):
        return [_changed(part, tuple(rest)) if place == key else part for place, part in enumerate(data)]
    return {name: _changed(part, tuple(rest)) if name == key else part for name, part in data.items()}


def _word(path: tuple[str | int, ...]) -> str:
    return WORDS[str(path[0])]
