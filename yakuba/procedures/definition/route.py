"""How the office deals with it: limits, steps, outcomes, notices, appeal, and what follows."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from yakuba.procedures.definition.parts import Code, Days, FieldCode, Flag, Line, Name, Part, Whole, Words
from yakuba.procedures.definition.questions import Condition

StepKind = Literal["review", "consult", "decision", "accept", "confirm", "forward", "result", "delivery"]


class StatutoryLimit(Part):
    """A limit in the law, and what the law lets the applicant do once it has passed; nothing stops it but what `stops` says.

    `delay` is the article under which it may be put off, by `longest` days at most; by more only under `beyond`.
    """

    days: Days
    law: Line
    then: Words
    delay: Line | None = None
    longest: Days | None = None
    beyond: Line | None = None
    # The article by which the days of a correction do not count.
    stops: Line | None = None


class Target(Part):
    """The standard processing time (標準処理期間, 行政手続法6条); a correction request stops it."""

    days: Days
    unit: Literal["calendar", "open"] = "calendar"
    statutory: StatutoryLimit | None = None
    confirm: Flag = False


class Step(Part):
    """One step of the route through the office."""

    id: Code
    kind: StepKind
    role: Literal["clerk", "chief"]
    title: Line
    days: Days | None = None
    to: Name | None = None
    law: Line | None = None
    register_: Name | None = Key(default=None, alias="register")
    consult: tuple[Code, ...] = Key(default=(), max_length=10)
    enough: Annotated[Whole, Key(ge=1, le=10)] | None = None
    examine: Code | None = None
    weight: Literal["ordinary", "important", "exceptional", "new"] = "ordinary"
    amount: FieldCode | None = None


class Keep(Part):
    """How long the records are kept (保存期間): years from the April after, for ever (永年), or while in use (常用)."""

    years: Annotated[Whole, Key(ge=1, le=100)] | Literal["永年", "常用"]
    confirm: Flag = False

    @property
    def words(self) -> str:
        """The period as officials say it: 5年, 永年."""
        return f"{self.years}年" if isinstance(self.years, int) else self.years


class Outcome(Part):
    """One result: what it says, on which document with which answers (`shows`), and whether reasons must stand on it."""

    id: Code
    title: Line
    effect: Literal["grant", "refuse"]
    document: Literal["decision", "certificate", "received", "none"]
    says: Words
    certifies: Words | None = None
    shows: tuple[FieldCode, ...] = Key(default=(), max_length=20)
    reasons: Flag = False
    keep: Keep


class Notice(Part):
    """What the applicant is told when something happened."""

    id: Code
    when: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=64)]
    subject: Line
    text: Words


class Appeal(Part):
    """教示 where the law of the procedure departs from what follows from authority and affair."""

    kind: Literal["自由選択", "審査請求前置", "裁決主義", "議会諮問", "裁決", "なし"]
    reviewer: Line | None = None
    law: Line | None = None
    why: Words | None = None


class FollowUp(Part):
    """What the applicant may have to do next (次の手続), after any outcome or after one."""

    procedure: Code
    text: Words
    after: Code | None = None


class Together(Part):
    """Another procedure that is filed in the same sitting with the answers that both ask for."""

    procedure: Code
    show_if: Condition | None = None
