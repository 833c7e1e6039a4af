"""What a reorganisation changes, one class per sort of change, each with its sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yakuba.accounts.models import Membership, Rank
from yakuba.core.dates import wareki
from yakuba.core.money import yen

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.reorganisation.lines import ActingLine, DelegationLine, DepartmentLine, PostLine

BEGINS, ENDS, RENAMED, MOVES, STAFF, RULES = (
    "始まる部署",
    "終わる部署",
    "名前・番号が変わる部署",
    "引き継ぎ",
    "職員の所属",
    "専決・代決",
)
GROUPS = (BEGINS, ENDS, RENAMED, MOVES, STAFF, RULES)


@dataclass(frozen=True)
class Found:
    """A department begins; `before` is what the same code stood for until the day before."""

    line: DepartmentLine
    before: str = ""

    @property
    def group(self) -> str:
        """Under which title it is told."""
        return RENAMED if self.before else BEGINS

    @property
    def sentence(self) -> str:
        """What happens."""
        line = self.line
        facts = f"文書記号 {line.symbol}、電話 {line.telephone}"
        if self.before:
            name = (
                f"「{self.before}」が「{line.shown}」になります"
                if self.before != line.shown
                else f"「{line.shown}」の文書記号・電話などが変わります"
            )
            return f"{wareki(line.from_on)}から{name}（{line.code}、{facts}）"
        return f"{wareki(line.from_on)}から「{line.shown}」が始まります（{line.code}、{facts}）"


@dataclass(frozen=True)
class Amended:
    """A department that has not begun yet is put right."""

    pk: UUID
    line: DepartmentLine
    group: str = RENAMED

    @property
    def sentence(self) -> str:
        """What happens."""
        return f"まだ始まっていない「{self.line.shown}」（{self.line.code}、{wareki(self.line.from_on)}から）を、この内容に直します"


@dataclass(frozen=True)
class Ended:
    """A department has its last day."""

    pk: UUID
    code: str
    shown: str
    until_on: datetime.date
    goes_on: bool = False

    @property
    def group(self) -> str:
        """Under which title it is told: a code that goes on has only another name."""
        return RENAMED if self.goes_on else ENDS

    @property
    def sentence(self) -> str:
        """What happens."""
        if self.goes_on:
            return f"「{self.shown}」（{self.code}）の名前は、{wareki(self.until_on)}までです"
        return f"「{self.shown}」（{self.code}）は、{wareki(self.until_on)}で終わります"


@dataclass(frozen=True)
class Succeeded:
    """A department takes over from another; `carried` says how much open work that is now."""

    pk: UUID
    shown: str
    line: DepartmentLine
    procedure: str
    title: str
    carried: tuple[tuple[str, int], ...]
    group: str = MOVES

    @property
    def sentence(self) -> str:
        """What happens."""
        what = f"の「{self.title}」" if self.procedure else ""
        amounts = "、".join(f"{word} {count}件" for word, count in self.carried)
        return (
            f"{wareki(self.line.from_on)}に「{self.shown}」{what}から「{self.line.shown}」へ移ります："
            f"今 {amounts or '移る仕事はありません'}"
        )


@dataclass(frozen=True)
class PostEnded:
    """A post of a member of staff has its last day."""

    pk: UUID
    who: str
    what: str
    until_on: datetime.date
    group: str = STAFF

    @property
    def sentence(self) -> str:
        """What happens."""
        return f"{self.who}さん：{self.what}は、{wareki(self.until_on)}で終わります"


@dataclass(frozen=True)
class PostAdded:
    """A member of staff gets a post; `is_new` where the login is made besides."""

    line: PostLine
    who: str
    where: str
    is_new: bool = False
    group: str = STAFF

    @property
    def sentence(self) -> str:
        """What happens."""
        line = self.line
        until = f"{wareki(line.until_on)}まで" if line.until_on else ""
        new = f"（新しいログイン「{line.login}」を作ります）" if self.is_new else ""
        return f"{self.who}さん{new}：{wareki(line.from_on)}から{until}{self.where} {post_words(line.role, line.rank, line.title)}"


@dataclass(frozen=True)
class PostAmended:
    """A post that has not begun yet is put right."""

    pk: UUID
    line: PostLine
    who: str
    where: str
    group: str = STAFF

    @property
    def sentence(self) -> str:
        """What happens."""
        line = self.line
        return f"{self.who}さん：まだ始まっていない所属を「{self.where} {post_words(line.role, line.rank, line.title)}」に直します"


@dataclass(frozen=True)
class RuleEnded:
    """A line of the tables of delegated or acting decisions has its last day."""

    pk: UUID
    kind: str
    what: str
    until_on: datetime.date
    group: str = RULES

    @property
    def sentence(self) -> str:
        """What happens."""
        return f"{self.kind}：{self.what} は、{wareki(self.until_on)}で終わります"


@dataclass(frozen=True)
class Delegated:
    """A line of the table of delegated decisions begins."""

    line: DelegationLine
    title: str
    where: str
    group: str = RULES

    @property
    def sentence(self) -> str:
        """What happens."""
        line = self.line
        return f"専決：{wareki(line.from_on)}から {delegation_words(line.decider, title=self.title, outcome=line.outcome, effect=line.effect, where=self.where, up_to_yen=line.up_to_yen)}"


@dataclass(frozen=True)
class LetAct:
    """A line of the order of acting decisions begins."""

    line: ActingLine
    where: str
    group: str = RULES

    @property
    def sentence(self) -> str:
        """What happens."""
        line = self.line
        return f"代決：{wareki(line.from_on)}から {acting_words(line.absent, line.acting, line.order, self.where)}"


Change = (
    Found | Amended | Ended | Succeeded | PostEnded | PostAdded | PostAmended | RuleEnded | Delegated | LetAct
)


def post_words(role: str, rank: str, title: str) -> str:
    """A post for people: its title or rank, and the role."""
    return f"{title or Rank(rank).label}（{Membership.Role(role).label}）"


def delegation_words(
    decider: str, *, title: str, outcome: str, effect: str, where: str, up_to_yen: int | None
) -> str:
    """A line of delegated decisions for people."""
    parts = [
        title or "すべての手続",
        where,
        f"結果「{outcome}」" if outcome else "",
        {"grant": "認めるとき", "refuse": "認めないとき"}.get(effect, ""),
        f"{yen(up_to_yen)}まで" if up_to_yen is not None else "",
    ]
    return f"{'・'.join(part for part in parts if part)}は{Rank(decider).label}が決裁"


def acting_words(absent: str, acting: str, order: int, where: str) -> str:
    """A line of acting decisions for people."""
    place = f"{where}の" if where else ""
    return f"{place}{Rank(absent).label}が不在のとき、{order}番目に{Rank(acting).label}が代決"
