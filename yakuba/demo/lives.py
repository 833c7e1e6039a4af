"""What happens to each sample application: who applies, when, by which example, and how far it has come."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yakuba.procedures.definition import Definition

# How many applications each sample town has.
IN_A_TOWN = 60


@dataclass(frozen=True)
class Life:
    """One sample application: `end` names how far its life goes, `days_ago` when it was filed.

    `end` is a word of ENDS, `at:` and a step at which it stands, or `outcome:` and what came out.
    """

    procedure: str
    family: str
    given: str
    kana: str
    end: str
    days_ago: int
    by_post: bool = False
    example: int = 0


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
OPEN = frozenset({"draft", "submitted", "taken", "returned", "resubmitted"})

DOG, CHILD = "dog-registration", "child-allowance"

# The people whom every story about the demo town speaks of.
FIRST = (
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
# Plainly invented: nobody is called like this.
_FAMILIES = (
    ("見本", "ミホン"),
    ("例田", "レイダ"),
    ("架空", "カクウ"),
    ("試山", "タメシヤマ"),
    ("仮野", "カリノ"),
    ("模型", "モケイ"),
    ("雛形", "ヒナガタ"),
    ("用例", "ヨウレイ"),
    ("標本", "ヒョウホン"),
    ("図面", "ズメン"),
    ("定規", "ジョウギ"),
)
_GIVENS = (
    ("一郎", "イチロウ"),
    ("桜子", "サクラコ"),
    ("実", "ミノル"),
    ("葵", "アオイ"),
    ("健", "ケン"),
    ("結", "ユイ"),
    ("翔", "ショウ"),
    ("凛", "リン"),
    ("湊", "ミナト"),
    ("花", "ハナ"),
    ("大和", "ヤマト"),
    ("歩", "アユム"),
    ("光", "ヒカル"),
)


def of_town(
    definitions: Sequence[Definition],
    *,
    first: Sequence[Life],
    place: int,
    today: datetime.date,
    wanted: int = IN_A_TOWN,
) -> list[Life]:
    """The lives of one town: the first ones, then every procedure in turn with all that may become of it.

    `place` is the town's place among the sample towns: each begins at another end, so that together they show all.
    """
    found = list(first)[:wanted]
    rounds = [_ends(definition, place) for definition in definitions if "online" in definition.channels]
    people = _people(place)
    for number in range(wanted - len(found)):
        # A survey has many answers where a procedure has a few applications.
        counted = [one for one in rounds if one[0].is_survey]
        definition, ends = counted[0] if counted and number % 4 == 3 else rounds[number % len(rounds)]
        end, example = next(ends)
        family, given = next(people)
        found.append(
            Life(
                definition.id,
                family[0],
                given[0],
                f"{family[1]} {given[1]}",
                end,
                _days_ago(definition, end, number, today),
                by_post=number % 3 == 0,
                example=example,
            )
        )
    return found


def _people(place: int) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    # 11 and 13 have no common divisor: nobody has the same name within 143 people.
    families, givens = cycle(_FAMILIES), cycle(_GIVENS)
    for _ in range(place * 3):
        next(families)
    return zip(families, givens, strict=False)


def _ends(definition: Definition, place: int) -> tuple[Definition, Iterator[tuple[str, int]]]:
    """What may become of an application of this procedure, over and over, each with an example that fits."""
    examples = {example.expect.outcome: number for number, example in enumerate(definition.examples)}
    settled = [(f"outcome:{outcome.id}", examples.get(outcome.id, 0)) for outcome in definition.outcomes]
    if definition.is_survey:
        found = [(settled[0][0], number) for number in range(len(definition.examples))]
    else:
        standing = [(f"at:{step.id}", 0) for step in definition.route[1:]]
        begun = [
            ("submitted", 0),
            ("returned", 0),
            ("draft", 0),
            ("taken", 0),
            ("resubmitted", 0),
            ("withdrawn", 0),
        ]
        found = [one for few in _together(settled, standing, begun) for one in few]
    turned = found[place % len(found) :] + found[: place % len(found)]
    return definition, cycle(turned)


def _together(*lists: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """One of each list, then the next of each."""
    for number in range(max(len(one) for one in lists)):
        yield [one[number] for one in lists if number < len(one)]


def _days_ago(definition: Definition, end: str, number: int, today: datetime.date) -> int:
    """When it was filed: what is over lies within the last twelve months, what is open within its days."""
    if end in OPEN or end.startswith("at:"):
        days = number * 5 % ((definition.target.days if definition.target else 14) + 4)
    else:
        days = 25 + number * 37 % 330
    # Only on a day on which one could apply.
    for more in range(366):
        if procedures.is_open(definition, today - datetime.timedelta(days=days + more)):
            return days + more
    return days
