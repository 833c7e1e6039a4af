"""Fees: one price or one for each answer, as many times as a field says, summed over the items of a group."""

import pytest

from yakuba.procedures import queries
from yakuba.procedures.tests.samples import TODAY, definition, with_fields

SIZE = "id: size, kind: choice, label: 大きさ, options: [{id: small, label: 小}, {id: large, label: 大}, {id: free, label: 無料}]"
PIECES = "id: pieces, kind: count, label: 個数, min: 1, max: 99"
SHOWN = "id: wants, kind: yes_no, label: 要りますか"
ITEMS = f"id: items, kind: group, label: 品物, item: 品, fields: [{{{SIZE}}}, {{{PIECES}}}]"
DAYS = "id: from, kind: date, label: 始まり\nid: to, kind: date, label: 終わり\nid: days, kind: computed, label: 日数, rule: stay_days, of: [from, to]"
PRICES = "prices: {small: 500, large: 1000, free: 0}"


def fees(words, answers, *fields):
    text = with_fields(
        *(line for field in fields for line in field.split("\n")),
        extra=f"fees:\n  - {{id: fee, label: 使用料, law: 条例, due: 使う日, {words}}}\n",
    )
    loaded = definition(text)
    done = queries.with_computed(loaded, answers, today=TODAY)
    return [yen for _, yen in queries.fees(loaded, done)]


BED, DESKS = {"size": "large", "pieces": 1}, {"size": "small", "pieces": 3}


@pytest.mark.parametrize(
    ("words", "fields", "answers", "yen"),
    [
        # One price, or one for each answer.
        ("yen: 500", [SIZE], {}, [500]),
        ("yen: 0", [SIZE], {}, [0]),
        (f"of: size, {PRICES}", [SIZE], {"size": "small"}, [500]),
        (f"of: size, {PRICES}", [SIZE], {"size": "large"}, [1000]),
        (f"of: size, {PRICES}", [SIZE], {"size": "free"}, []),
        (f"of: size, {PRICES}", [SIZE], {}, []),
        # So many times.
        ("yen: 300, times: pieces", [PIECES], {"pieces": 4}, [1200]),
        ("yen: 300, times: pieces", [PIECES], {}, []),
        (f"of: size, {PRICES}, times: pieces", [SIZE, PIECES], {"size": "large", "pieces": 3}, [3000]),
        ("yen: 200, times: days", [DAYS], {"from": "2026-12-31", "to": "2027-01-02"}, [600]),
        ("yen: 200, times: days", [DAYS], {"from": "2026-12-31"}, []),
        # Groups: for each item, or summed over what each item says.
        ("yen: 700, times: items", [ITEMS], {"items": [BED, DESKS]}, [1400]),
        ("yen: 700, times: items", [ITEMS], {}, []),
        (f"of: size, {PRICES}", [ITEMS], {"items": [BED, DESKS]}, [1500]),
        (f"of: size, {PRICES}, times: pieces", [ITEMS], {"items": [BED, DESKS]}, [2500]),
        (f"of: size, {PRICES}, times: pieces", [ITEMS], {"items": [BED, {"size": "free", "pieces": 9}]}, [1000]),
        (f"of: size, {PRICES}, times: pieces", [ITEMS], {"items": [{"size": "free", "pieces": 9}]}, []),
        ("yen: 100, times: pieces", [ITEMS], {"items": [BED, DESKS]}, [400]),
        (f"of: size, {PRICES}, times: pieces", [SIZE, ITEMS.replace(f"{{{SIZE}}}, ", "")], {"size": "large", "items": [{"pieces": 2}, {"pieces": 1}]}, [3000]),
        # Only where it applies, and never for what does not stand.
        ("yen: 500, show_if: {field: wants, is: はい}", [SHOWN], {"wants": True}, [500]),
        ("yen: 500, show_if: {field: wants, is: はい}", [SHOWN], {"wants": False}, []),
        (f"of: size, {PRICES}", [SHOWN, f"{SIZE}, show_if: {{field: wants, is: はい}}"], {"wants": False, "size": "large"}, []),
        (f"of: size, {PRICES}, times: pieces", [SHOWN, f"{ITEMS}, show_if: {{field: wants, is: はい}}"], {"wants": False, "items": [BED]}, []),
        ("yen: 100, show_if: {field: items, answered: true}", [ITEMS], {"items": [BED]}, [100]),
    ],
)  # fmt: skip
def test_a_fee_is_its_price_as_often_as_the_answers_say(words, fields, answers, yen):
    assert fees(words, answers, *fields) == yen


def test_an_amount_is_whole_yen():
    assert all(
        type(yen) is int for yen in fees(f"of: size, {PRICES}, times: pieces", {"items": [BED]}, ITEMS)
    )
