"""The four kinds of lines of a reorganisation's file, their columns, and what can be wrong with a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

DEPARTMENT, POST, DELEGATION, ACTING = "部署", "所属", "専決", "代決"
KINDS = (DEPARTMENT, POST, DELEGATION, ACTING)

# Every column in the order of the export; a file needs only those that its lines fill in.
COLUMNS = (
    "種別",
    "部署コード",
    "課名",
    "係名",
    "文書記号",
    "電話番号",
    "場所",
    "メール",
    "旧部署コード",
    "引き継ぐ手続",
    "ログイン名",
    "氏名",
    "役割",
    "職",
    "職名",
    "不在の職",
    "順番",
    "手続",
    "結果",
    "区分",
    "上限額",
    "根拠",
    "開始日",
    "終了日",
)
# What people call the same columns.
OTHER_WORDS = {
    "種類": "種別",
    "コード": "部署コード",
    "所属コード": "部署コード",
    "課": "課名",
    "部署名": "課名",
    "名称": "課名",
    "係": "係名",
    "記号": "文書記号",
    "電話": "電話番号",
    "窓口": "場所",
    "メールアドレス": "メール",
    "旧コード": "旧部署コード",
    "旧所属コード": "旧部署コード",
    "ログイン": "ログイン名",
    "職員名": "氏名",
    "名前": "氏名",
    "役職": "職",
    "順序": "順番",
    "金額": "上限額",
    "開始": "開始日",
    "から": "開始日",
    "終了": "終了日",
    "まで": "終了日",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where in the file, and what to write instead; line 0 is the file as a whole."""

    line: int
    column: str
    text: str

    @property
    def place(self) -> str:
        """Where it is, for people."""
        column = f"「{self.column}」" if self.column else ""
        return f"{self.line}行目{column}" if self.line else "ファイル"


@dataclass(frozen=True)
class DepartmentLine:
    """A department that begins, goes on or ends; `was` are the codes of those that it takes over from."""

    line: int
    code: str
    name: str
    section: str
    symbol: str
    telephone: str
    place: str
    mail: str
    was: tuple[str, ...]
    procedures: tuple[str, ...]
    from_on: datetime.date
    until_on: datetime.date | None

    @property
    def shown(self) -> str:
        """Its name, for people."""
        return f"{self.name} {self.section}".strip()


@dataclass(frozen=True)
class PostLine:
    """A post of a member of staff."""

    line: int
    login: str
    name: str
    code: str
    role: str
    rank: str
    title: str
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True)
class DelegationLine:
    """A line of the table of delegated decisions (専決)."""

    line: int
    decider: str
    procedure: str
    outcome: str
    effect: str
    code: str
    up_to_yen: int | None
    source: str
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True)
class ActingLine:
    """A line of the order of acting decisions (代決)."""

    line: int
    absent: str
    acting: str
    order: int
    code: str
    from_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True)
class Sheet:
    """Everything that a file says, and what could not be read."""

    departments: tuple[DepartmentLine, ...] = ()
    posts: tuple[PostLine, ...] = ()
    delegations: tuple[DelegationLine, ...] = ()
    actings: tuple[ActingLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    # Codes of departments whose lines are wrong: what names them is not wrong besides.
    spoilt: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether no line says anything."""
        return not (self.departments or self.posts or self.delegations or self.actings or self.problems)
