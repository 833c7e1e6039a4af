"""The one table of the kinds: a question of each, what people type, and what every rendition makes of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

SAME = object()


@dataclass(frozen=True)
class Asked:
    """A question (the field `x`, below others where it needs them), what is typed, and every rendition of the answer.

    `typed` are controls as a browser sends them, `example` is how an author writes the answer, `shown` stands in the
    controls afterwards; `cell` is the text and `published` and `example` are the stored value where nothing is said.
    """

    question: str
    typed: dict[str, Any]
    stored: Any
    text: str
    shown: str
    cell: Any = SAME
    published: Any = SAME
    example: Any = SAME
    lines: Any = field(default=SAME)
    is_group: bool = False
    first_id: str = "id_x"
    # What the schema says beside the title, in part.
    schema: dict[str, Any] = field(default_factory=dict)


OPTIONS = "options: [{id: counter, label: 窓口}, {id: post, label: 郵便}, {id: online, label: このサイト}]"
PHOTO = {
    "id": "0e4b1ab6-6f4f-5f2c-9a37-0d1f8d1d2a11",
    "name": "通帳.jpg",
    "size": 800_000,
    "type": "image/jpeg",
}
ACCOUNT = {
    "bank": "見本銀行",
    "branch": "軽井沢支店",
    "type": "普通",
    "number": "0012345",
    "holder": "ミホン ハナコ",
}
CHILD = (
    "{id: name, kind: person, label: 氏名}, {id: birth, kind: date, label: 生年月日}, "
    "{id: away, kind: yes_no, label: 別に住んでいますか}, "
    "{id: place, kind: address, label: 住所, show_if: {field: away, is: はい}}"
)
CHILDREN = [
    {"name": {"family": "見本", "given": "一郎"}, "birth": "2019-05-01", "away": False},
    {
        "name": {"family": "見本", "given": "二葉"},
        "birth": "2024-02-29",
        "away": True,
        "place": "長野市大字鶴賀1番地",
    },
]

ASKED = {
    "text": Asked(
        "id: x, kind: text, label: 部屋の名前, private: false",
        {"x": "　ﾛｲﾔﾙﾊｲﾂ１０１号 "},
        "ロイヤルハイツ101号",
        "ロイヤルハイツ101号",
        'value="ロイヤルハイツ101号"',
        schema={"type": "string", "maxLength": 200},
    ),
    "long_text": Asked(
        "id: x, kind: long_text, label: 理由",
        {"x": "一つめ\r\n\r\n\r\n\r\n二つめ"},
        "一つめ\n\n二つめ",
        "一つめ\n\n二つめ",
        "一つめ\n\n二つめ</textarea>",
        schema={"type": "string", "maxLength": 1000},
    ),
    "kana": Asked(
        "id: x, kind: kana, label: フリガナ",
        {"x": "みほん　ﾊﾅｺ"},
        "ミホン ハナコ",
        "ミホン ハナコ",
        'value="ミホン ハナコ"',
        example="みほん はなこ",
        schema={"type": "string", "maxLength": 100},
    ),
    "number": Asked(
        "id: x, kind: number, label: 人数, min: 1, max: 2000",
        {"x": "１，２３４人"},
        1234,
        "1,234",
        'value="1234"',
        cell=1234,
        example="1234",
        schema={"type": "integer", "minimum": 1, "maximum": 2000},
    ),
    "count": Asked(
        "id: x, kind: count, label: 枚数, unit: 通, min: 1, max: 10",
        {"x": "３ 通"},
        3,
        "3通",
        "<span>通</span>",
        cell=3,
        example="3",
        schema={"type": "integer", "minimum": 1, "maximum": 10},
    ),
    "money": Asked(
        "id: x, kind: money, label: 家賃",
        {"x": "￥65,000円"},
        65000,
        "65,000円",
        'value="65000"',
        cell=65000,
        example="65000",
        schema={"type": "integer", "minimum": 0},
    ),
    "yes_no": Asked(
        "id: x, kind: yes_no, label: 配偶者はいますか",
        {"x": "no", "x_asked": "1"},
        False,
        "いいえ",
        'value="no" id="id_x_1" checked',
        example="いいえ",
        is_group=True,
        first_id="id_x_0",
        schema={"type": "boolean"},
    ),
    "choice": Asked(
        f"id: x, kind: choice, label: 受け取り方, {OPTIONS}",
        {"x": "post", "x_asked": "1"},
        "post",
        "郵便",
        'value="post" id="id_x_1" checked',
        published="郵便",
        is_group=True,
        first_id="id_x_0",
        schema={"type": "string"},
    ),
    "choices": Asked(
        f"id: x, kind: choices, label: 使える方法, min: 1, max: 2, {OPTIONS}",
        {"x": ["online", "counter"], "x_asked": "1"},
        ["counter", "online"],
        "窓口、このサイト",
        'value="online" id="id_x_2" checked',
        published=["窓口", "このサイト"],
        is_group=True,
        first_id="id_x_0",
        schema={"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True},
    ),
    "date": Asked(
        "id: x, kind: date, label: 生年月日",
        {"x_era": "昭和", "x_year": "５８", "x_month": "4", "x_day": "12"},
        "1983-04-12",
        "昭和58年4月12日",
        '<option value="昭和" selected>',
        cell=datetime.date(1983, 4, 12),
        is_group=True,
        first_id="id_x_year",
        schema={"type": "string", "format": "date"},
    ),
    "time": Asked(
        'id: x, kind: time, label: 希望する時刻, earliest: "09:00", latest: "17:00"',
        {"x": "午後２時３０分"},
        "14:30",
        "14時30分",
        'value="14:30"',
        schema={"type": "string"},
    ),
    "person": Asked(
        "id: x, kind: person, label: 氏名",
        {"x_family": " 髙󠄁橋", "x_given": "𠮷子　"},
        {"family": "髙󠄁橋", "given": "𠮷子"},
        "髙󠄁橋 𠮷子",
        'value="𠮷子"',
        is_group=True,
        first_id="id_x_family",
        schema={"type": "object", "required": ["family", "given"]},
    ),
    "mail": Asked(
        "id: x, kind: mail, label: メールアドレス",
        {"x": " ｈａｎａｋｏ＠example.jp"},
        "hanako@example.jp",
        "hanako@example.jp",
        'inputmode="email"',
        schema={"type": "string", "format": "email", "maxLength": 254},
    ),
    "telephone": Asked(
        "id: x, kind: telephone, label: 電話番号",
        {"x": "０２６７（００）０００１"},
        "0267-00-0001",
        "0267-00-0001",
        'inputmode="tel"',
        schema={"type": "string"},
    ),
    "postal_code": Asked(
        "id: x, kind: postal_code, label: 郵便番号",
        {"x": "〒３８９ー０１１１"},
        "389-0111",
        "389-0111",
        'class="input w-post"',
        schema={"type": "string", "pattern": "^[0-9]{3}-[0-9]{4}$"},
    ),
    "address": Asked(
        "id: x, kind: address, label: 住所",
        {"x": "軽井沢町大字長倉２３８１番地１\u3000見本荘"},
        "軽井沢町大字長倉2381番地1 見本荘",
        "軽井沢町大字長倉2381番地1 見本荘",
        'value="軽井沢町大字長倉2381番地1 見本荘"',
        schema={"type": "string", "maxLength": 200},
    ),
    "bank_account": Asked(
        "id: x, kind: bank_account, label: 振込先",
        {
            "x_bank": "見本銀行",
            "x_branch": "軽井沢支店",
            "x_type": "普通",
            "x_number": "１２３４５",
            "x_holder": "ﾐﾎﾝ はなこ",
        },
        ACCOUNT,
        "見本銀行 軽井沢支店 普通 0012345 ミホン ハナコ",
        " selected>普通</option>",
        is_group=True,
        first_id="id_x_bank",
        schema={"type": "object", "additionalProperties": False},
    ),
    "agreement": Asked(
        "id: x, kind: agreement, label: 町が税の記録を確かめることに同意します。",
        {"x": "on", "x_asked": "1"},
        True,
        "同意する",
        "checked",
        example="同意する",
        schema={"type": "boolean", "const": True},
    ),
    "file": Asked(
        "id: x, kind: file, label: 口座が分かるもの, max: 3, later: true, known: 町が税の記録で確かめます。",
        {"x_keep": [PHOTO["id"]], "x_asked": "1"},
        [PHOTO],
        "通帳.jpg（0.8MB）",
        "通帳.jpg（0.8MB）をこのまま使う",
        cell="通帳.jpg",
        example=["通帳.jpg"],
        schema={},
    ),
    "group": Asked(
        f"id: x, kind: group, label: お子さん, item: お子さん, max: 5, fields: [{CHILD}]",
        {
            "x_items": "2",
            "x__0__name_family": "見本",
            "x__0__name_given": "一郎",
            "x__0__birth_era": "令和",
            "x__0__birth_year": "元",
            "x__0__birth_month": "5",
            "x__0__birth_day": "1",
            "x__0__away": "no",
            "x__0__away_asked": "1",
            "x__1__name_family": "見本　二葉",
            "x__1__name_given": "",
            "x__1__birth_year": "２０２４",
            "x__1__birth_month": "2",
            "x__1__birth_day": "29",
            "x__1__away": "yes",
            "x__1__away_asked": "1",
            "x__1__place": "長野市大字鶴賀１番地",
        },
        CHILDREN,
        "お子さん1：氏名 見本 一郎、生年月日 令和元年5月1日、別に住んでいますか いいえ\n"
        "お子さん2：氏名 見本 二葉、生年月日 令和6年2月29日、別に住んでいますか はい、住所 長野市大字鶴賀1番地",
        "お子さん2を消す",
        example=[
            {"name": "見本 一郎", "birth": "令和元年5月1日", "away": "いいえ"},
            {"name": "見本 二葉", "birth": "2024-02-29", "away": "はい", "place": "長野市大字鶴賀１番地"},
        ],
        lines=[
            ("お子さん1・氏名", "見本 一郎"),
            ("お子さん1・生年月日", "令和元年5月1日"),
            ("お子さん1・別に住んでいますか", "いいえ"),
            ("お子さん2・氏名", "見本 二葉"),
            ("お子さん2・生年月日", "令和6年2月29日"),
            ("お子さん2・別に住んでいますか", "はい"),
            ("お子さん2・住所", "長野市大字鶴賀1番地"),
        ],
        is_group=True,
        first_id="id_x__0__name_family",
        schema={"type": "array", "minItems": 1, "maxItems": 5},
    ),
    "computed": Asked(
        "id: n, kind: money, label: 家賃\nid: m, kind: money, label: 共益費\n"
        "id: x, kind: computed, label: 合わせた額, rule: sum, of: [n, m]",
        {"n": "65000", "m": "3,000円"},
        68000,
        "68,000",
        "68,000</output>",
        cell=68000,
        example="68000",
        schema={"type": "integer", "readOnly": True},
    ),
}
