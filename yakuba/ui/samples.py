"""What the gallery shows: invented rows for every component in every state, all on 20 November 令和8年."""

from __future__ import annotations

import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

TOKYO = ZoneInfo("Asia/Tokyo")

TODAY: Final = datetime.date(2026, 11, 20)
_LONG_NAME = "公営住宅の同居承認・入居承継承認・収入超過者認定に対する意見の申出"
DUE_DAYS: Final = [TODAY + datetime.timedelta(days=left) for left in (-2, 0, 1, 14)]
Sample = dict[str, Any]


def at(day: int, hour: int, minute: int) -> datetime.datetime:
    """Give a moment of November 令和8年."""
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


class SampleForm(forms.Form):
    """One field of each shape that a form of Django's own kinds can have."""

    dog = forms.CharField(label="犬の名前", help_text="呼び名でかまいません。", required=True)
    breed = forms.CharField(label="犬の種類", required=False)
    postcode = forms.CharField(
        label="郵便番号",
        help_text="ハイフンはあってもなくてもかまいません。例：390-0811",
        widget=forms.TextInput(attrs={"class": "w-post", "inputmode": "numeric"}),
    )
    colour = forms.ChoiceField(
        label="犬の毛の色",
        choices=[("", "選んでください"), ("brown", "茶"), ("white", "白"), ("black", "黒")],
    )
    together = forms.ChoiceField(
        label="お子さんと一緒に住んでいますか",
        help_text="単身赴任や進学で離れている場合は「別に住んでいる」を選びます。",
        choices=[("yes", "一緒に住んでいる"), ("no", "別に住んでいる")],
        widget=forms.RadioSelect,
    )
    wishes = forms.MultipleChoiceField(
        label="直してもらう項目",
        choices=[
            ("申請する方", [("name", "氏名"), ("telephone", "電話番号")]),
            ("振込口座", [("photo", "口座の写真"), ("holder", "口座の名義")]),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    photo = forms.FileField(label="本人確認書類", help_text="JPEG、PNG、PDF。1つ10MBまで。")
    sure = forms.BooleanField(label="内容は事実のとおりです。町が住民票と所得を確認することに同意します。")


def wrong_form() -> SampleForm:
    """Give the form as it comes back with mistakes."""
    data = {
        "breed": "柴犬",
        "postcode": "390-081",
        "together": "no",
        "reason": "町外へ移るため",
        "colour": "",
    }
    form = SampleForm(data, auto_id="wrong_%s")
    problems = {
        "dog": "犬の名前を入力してください",
        "postcode": "郵便番号は、数字7けたで入力してください",
        "colour": "犬の毛の色を選んでください",
        "together": "「お子さんと一緒に住んでいますか」を選んでください",
        "photo": "本人確認書類の写真を選んでください",
        "sure": "内容を確かめて、同意するときは印を付けてください",
    }
    form.is_valid()
    form.errors.clear()
    for name, problem in problems.items():
        form.add_error(name, problem)
    return form


def resident() -> Sample:
    """Give everything that the residents' half of the gallery shows."""
    return {
        "today": TODAY,
        "due_days": DUE_DAYS,
        "form": SampleForm(auto_id="blank_%s"),
        "wrong": wrong_form(),
        "crumbs": [
            {"label": "ホーム", "url": "#"},
            {"label": "子育て・学校", "url": "#"},
            {"label": "見本帳"},
        ],
        "tiles": TILES,
        "procedures": PROCEDURES,
        "news": NEWS,
        "words": [{"url": "#", "label": word} for word in ("転入", "児童手当", "住民票", "犬")],
        "needs": NEEDS,
        "facts": FACTS,
        "amounts_head": ["お子さんの年齢", "第1子・第2子", "第3子から"],
        "amounts": [["3歳未満", "15,000円", "30,000円"], ["3歳から高校生年代まで", "10,000円", "30,000円"]],
        "rows": ROWS,
        "paper_rows": [row | {"changed": False} for row in ROWS],
        "papers": PAPERS,
        "timeline": TIMELINE,
        "steps_lists": [steps(1), steps(3), steps(5)],
        "long_steps": steps(
            4, ["基本", "住まい", "家族", "勤め先", "口座", "車", "持ち物", "写真", "同意", "確認"]
        ),
        "letters": MESSAGES,
        "saved_at": at(10, 20, 42),
        "until": datetime.date(2026, 12, 10),
        "flashes": FLASHES,
    }


def staff() -> Sample:
    """Give everything that the staff half of the gallery shows."""
    return {
        "today": TODAY,
        "due_days": DUE_DAYS,
        "nav": NAV,
        "who": "試山 涼（こども教育課 こども支援係）",
        "filters": FILTERS,
        "finer": FINER,
        "work": WORK,
        "rows": ROWS,
        "evidence": EVIDENCE,
        "clocks": CLOCKS,
        "bars": BARS,
        "route": ROUTE,
        "story": STORY,
        "form": SampleForm(auto_id="staff_%s"),
        "wrong": wrong_form(),
    }


def steps(here: int, names: list[str] | None = None) -> list[Sample]:
    """Give the steps of a form with step `here` (from 1) as the present one."""
    names = names or ["申請する方", "振込口座", "お子さん", "書類", "確認"]
    states = ["done"] * (here - 1) + ["now"] + ["todo"] * (len(names) - here)
    return [{"label": name, "state": state} for name, state in zip(names, states, strict=True)]


BARS: Final[list[Sample]] = [
    {"label": label, "count": count, "share": share}
    for label, count, share in (
        ("とても満足", 62, 50),
        ("まあ満足", 43, 35),
        ("どちらともいえない", 18, 15),
        ("不満", 0, 0),
    )
]
TILES: Final[list[Sample]] = [
    {"url": "#", "icon": icon, "label": label, "meta": meta}
    for icon, label, meta in (
        ("moving", "引っ越し", "転入・転居・転出"),
        ("baby", "妊娠・出産", "母子手帳・出生届"),
        ("family", "子育て・学校", "手当・保育・転校"),
        ("rings", "結婚・離婚", "届出・氏名の変更"),
        ("work", "仕事を始める・辞める", "国保・年金・税"),
        ("elder", "高齢・介護", "認定・サービス"),
        ("sprout", "家族が亡くなったとき", "届出・相続・年金"),
        ("house", "住まい・ごみ・ペット", "水道・粗大ごみ・犬"),
    )
]
PROCEDURES: Final[list[Sample]] = [
    {"url": "#", "label": "住民票の写し", "meta": "スマートフォンで請求・郵送　300円"},
    {"url": "#", "label": "児童手当の認定請求", "meta": "スマートフォンで完了　手数料なし"},
    {"url": "#", "label": "犬の登録", "meta": "スマートフォンで完了　3,000円"},
    {"url": "#", "label": _LONG_NAME, "meta": "窓口だけ　手数料なし"},
]
NEWS: Final[list[Sample]] = [
    {
        "on": at(16, 9, 0).date(),
        "title": "年末年始の窓口とごみ収集（12月29日から1月3日まで休み）",
        "url": "#",
    },
    {"on": at(9, 9, 0).date(), "title": "水道管の凍結にご注意ください", "url": "#"},
]
NEEDS: Final[list[Sample]] = [
    {
        "icon": "image",
        "title": "申請する方の本人確認書類",
        "text": "運転免許証、マイナンバーカードなど1点の写真",
    },
    {"title": "お子さんと別に住んでいる場合だけ", "text": "別居監護の申立書（この申請の中で作れます）"},
]
FACTS: Final[list[Sample]] = [
    {"label": "手数料", "text": "かかりません"},
    {
        "label": "結果が出るまで",
        "text": "30日以内（標準処理期間）。書類の直しをお願いしている間は数えません。",
    },
    {
        "label": "ほかの申請方法",
        "text": "役場1階 4番窓口、または郵便でも申請できます。",
        "url": "#",
        "link": "申請書を印刷する（PDF、2ページ）",
    },
]
ROWS: Final[list[Sample]] = [
    {"field_id": "name", "label": "氏名", "text": "見本 花子"},
    {"field_id": "address", "label": "住所", "text": "〒389-0111\n軽井沢町大字長倉2000番地"},
    {
        "field_id": "telephone",
        "label": "電話番号",
        "text": "090-0000-0000",
        "before_text": "090-0000-0001",
        "changed": True,
    },
    {"field_id": "job", "label": "勤務先の区分", "text": ""},
    {
        "field_id": "photo",
        "label": "口座が分かるもの",
        "text": "",
        "files": [{"name": "通帳（撮り直し）.jpg", "size": 720_000, "url": "#"}],
        "before_text": "通帳.jpg",
        "changed": True,
    },
]
PAPERS: Final[list[Sample]] = [
    {"url": "#", "label": "申請の控え", "meta": "PDF　2ページ", "icon": "download"},
    {"url": "#", "label": "補正のお願い", "meta": "PDF　こ教第214号", "icon": "download"},
]
TIMELINE: Final[list[Sample]] = [
    {"title": "到達", "state": "done", "at": at(10, 21, 14), "text": "申請が町に届きました。"},
    {
        "title": "補正依頼",
        "state": "now",
        "at": at(17, 9, 20),
        "icon": "edit",
        "text": "1か所の直しをお願いしています。審査の日数は、直しが届くまで数えません。",
    },
    {"title": "再提出", "state": "todo", "text": "あなたが送ると、審査が再開します。"},
    {
        "title": "決定",
        "state": "todo",
        "on": datetime.date(2026, 12, 11),
        "text": "標準処理期間の終わりです。",
    },
]
MESSAGES: Final[list[Sample]] = [
    {
        "who": "こども支援係",
        "at": at(17, 9, 20),
        "text": "口座番号の終わりが光で読み取れませんでした。\n\nもう一度お願いします。",
    },
    {"who": "あなた", "at": at(17, 12, 35), "text": "キャッシュカードの写真でもよいですか。", "mine": True},
]
FLASHES: Final = [
    Message(constants.SUCCESS, "保存しました。12月10日（木）まで続きから入力できます。"),
    Message(constants.INFO, "この手続は、12月1日から画面が新しくなります。"),
    Message(constants.WARNING, "あと30分でサインアウトします。入力の途中のときは、保存してください。"),
    Message(constants.ERROR, "メールを送れませんでした。アドレスを確かめてください。"),
]
NAV: Final[list[Sample]] = [
    {"url": "#", "label": "やること", "count": 18, "current": True},
    {"url": "#", "label": "案件", "count": None, "current": False},
    {"url": "#", "label": "設定", "count": None, "current": False},
]
FILTERS: Final[list[Sample]] = [
    {
        "title": "自分",
        "filters": [
            {"url": "#", "label": "すべて", "count": 18, "current": True},
            {"url": "#", "label": "期限を過ぎている", "count": 2},
            {"url": "#", "label": "今日まで", "count": 4},
        ],
    },
    {"title": "係", "filters": [{"url": "#", "label": "担当が未定", "count": 0}]},
]
FINER: Final[Sample] = {
    "query": "label=rush",
    "saved": [{"pk": "00000000-0000-7000-8000-000000000001", "name": "急ぎのもの", "query": "label=rush"}],
    "boxes": [
        {
            "name": "label",
            "label": "ラベル",
            "first": "すべて",
            "options": [("rush", "急ぎ", True), ("call", "電話する", False)],
        }
    ],
}
WORK: Final[list[Sample]] = [
    {
        "title": title,
        "items": [
            {
                "on": TODAY + datetime.timedelta(days=left),
                "title": name,
                "who": who,
                "next": act,
                "number": number,
                "picked": act == "審査",
            }
            for left, name, who, act, number in items
        ],
    }
    for title, items in (
        (
            "期限を過ぎている",
            [(-2, "保育所等の入所申込み", "架空 一郎", "補正への回答を確認", "R8-000987-3")],
        ),
        (
            "今日まで",
            [
                (0, "児童手当の認定請求", "見本 花子", "審査（再提出あり）", "R8-001042-7"),
                (0, "児童手当の額の改定", "仮野 さくら", "審査", "R8-001051-9"),
            ],
        ),
        ("来週まで", [(4, _LONG_NAME, "架空 二葉", "合議に回答", "R8-001060-2")]),
    )
]
EVIDENCE: Final[list[Sample]] = [
    {
        "url": "#",
        "name": "通帳（撮り直し）.jpg",
        "note": "新　11月18日　0.7MB",
        "image": True,
        "current": True,
    },
    {"url": "#", "name": "運転免許証.jpg", "note": "確認済み　11月11日", "image": True},
    {"url": "#", "name": "申請の控え.pdf", "note": "2ページ"},
]
CLOCKS: Final[list[Sample]] = [
    {
        "label": "標準処理期間",
        "words": "あと21日",
        "text": "12月11日（金）まで。補正の1日を除いて数える",
        "spent": 33,
        "paused_from": 23,
        "paused_for": 3,
    },
    {
        "label": "係の目標",
        "words": "今日まで",
        "tone": "soon",
        "text": "再提出から2日で審査を終える",
        "spent": 97,
    },
    {
        "label": "法定の期限",
        "words": "2日超過",
        "tone": "late",
        "text": "11月18日（水）まで。止まらない",
        "spent": 100,
    },
]
ROUTE: Final[list[Sample]] = [
    {"title": "起案", "who": "試山 涼", "state": "done", "on": at(19, 16, 2).date()},
    {"title": "審査", "who": "係長 例田 誠", "state": "now"},
    {"title": "合議", "who": "税務課 架空 直", "state": "todo"},
    {"title": "決裁", "who": "課長 仮野 恵", "state": "todo", "note": "専決 別表第2"},
]
STORY: Final[list[Sample]] = [
    {"at": at(19, 16, 2), "title": "起案", "who": "試山 涼", "text": "認定とする案。"},
    {"at": at(18, 12, 40), "title": "再提出", "who": "申請者", "text": "2か所を変更（電話番号、口座の写真）"},
    {"at": at(10, 21, 14), "title": "到達", "who": "申請者", "text": "オンライン。控えをメールで送付"},
]
