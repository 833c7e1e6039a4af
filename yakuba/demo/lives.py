"""What happens to each sample application: who applies, when, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Life:
    """One sample application: `end` names how far its life goes, `days_ago` when it was filed."""

    procedure: str
    family: str
    given: str
    kana: str
    end: str
    days_ago: int
    by_post: bool = False


# The ends, in the order of a life; `filling` has one step per word.
ENDS = {
    "draft": (),
    "submitted": ("submit",),
    "taken": ("submit", "take"),
    "returned": ("submit", "take", "ask"),
    "resubmitted": ("submit", "take", "ask", "resubmit"),
    "proposed": ("submit", "take", "propose"),
    "refusal-proposed": ("submit", "take", "propose_refusal"),
    "remanded": ("submit", "take", "propose", "remand"),
    "decided": ("submit", "take", "propose", "decide"),
    "refused": ("submit", "take", "propose_refusal", "decide"),
    "withdrawn": ("submit", "withdraw"),
}

DOG, CHILD = "dog-registration", "child-allowance"

LIVES = (
    Life(CHILD, "見本", "花子", "ミホン ハナコ", "returned", 11),
    Life(DOG, "例田", "一郎", "レイダ イチロウ", "submitted", 1),
    Life(DOG, "架空", "さくら", "カクウ サクラ", "decided", 30, by_post=True),
    Life(CHILD, "試山", "健", "タメシヤマ ケン", "proposed", 20),
    Life(DOG, "仮野", "葵", "カリノ アオイ", "refused", 45),
    Life(CHILD, "模型", "翔", "モケイ ショウ", "submitted", 0),
    Life(DOG, "雛形", "実", "ヒナガタ ミノル", "withdrawn", 12),
    Life(CHILD, "𠮷野", "髙子", "ヨシノ タカコ", "decided", 60),
    Life(DOG, "用例", "蓮", "ヨウレイ レン", "taken", 16),
    Life(CHILD, "標本", "結衣", "ヒョウホン ユイ", "resubmitted", 15),
    Life(DOG, "下書", "陽菜", "シタガキ ヒナ", "draft", 3),
    Life(DOG, "予備", "大和", "ヨビ ヤマト", "proposed", 10),
    Life(CHILD, "試作", "凛", "シサク リン", "refusal-proposed", 28),
    Life(DOG, "定規", "湊", "ジョウギ ミナト", "remanded", 8),
    Life(CHILD, "図面", "悠真", "ズメン ユウマ", "taken", 32),
)
