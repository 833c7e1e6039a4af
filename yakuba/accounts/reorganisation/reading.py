"""The cells of each row become a line of its kind; what cannot be read says where it stands and what to write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from yakuba.accounts.models import Membership, Rank
from yakuba.accounts.reorganisation import table
from yakuba.accounts.reorganisation.lines import (
    ACTING,
    DELEGATION,
    DEPARTMENT,
    KINDS,
    POST,
    ActingLine,
    DelegationLine,
    DepartmentLine,
    PostLine,
    Problem,
    Sheet,
)
from yakuba.core import dates
from yakuba.core import text as texts

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from yakuba.accounts.reorganisation.table import Row

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
SYMBOL = re.compile(r"\w{1,8}")
TELEPHONE = re.compile(r"[0-9+() -]{1,20}")
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
LOGIN = re.compile(r"\S{1,150}")
YEN = re.compile(r"[0-9]{1,15}")
_BETWEEN = re.compile(r"[、，,;；/／\s]+")
ROLES = {str(role.label): str(role) for role in Membership.Role} | {"課長": "chief", "決裁": "chief"}
RANKS = {str(rank.label): str(rank) for rank in Rank} | {
    "市長": "mayor",
    "村長": "mayor",
    "副市長": "deputy_mayor",
    "副村長": "deputy_mayor",
    "主事": "member",
    "主任": "member",
}
EFFECTS = {"認める": "grant", "認めない": "refuse"}
EVERYTHING = frozenset({"", "すべて", "全て", "*"})


@dataclass
class Cells:
    """The cells of one row, and what was found wrong with them."""

    row: Row
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, text: str) -> None:
        """Note that a cell is wrong."""
        self.problems.append(Problem(self.row.line, column, text))

    def text(self, column: str, *, most: int, required: bool = False) -> str:
        """Some words in one line."""
        value = self.row.cells.get(column, "")
        if not value:
            if required:
                self.wrong(column, "空です。書いてください。")
        elif "\n" in value:
            self.wrong(column, "改行を入れないでください。")
        elif problem := texts.forbidden(value):
            self.wrong(column, problem)
        elif value.startswith(table.FORMULA):
            self.wrong(column, f"「{value[0]}」で始まる値は入れられません（計算式と読まれます）。")
        elif len(value) > most:
            self.wrong(column, f"{most}文字までで書いてください（今は{len(value)}文字）。")
        return value

    def like(self, column: str, shape: re.Pattern[str], hint: str, *, required: bool = False) -> str:
        """A value of a certain shape."""
        value = self.row.cells.get(column, "")
        if not value and required:
            self.wrong(column, "空です。書いてください。")
        elif value and not shape.fullmatch(value):
            self.wrong(column, f"「{value[:40]}」は使えません。{hint}")
        return value

    def code(self, column: str, *, required: bool = False) -> str:
        """The code of a department."""
        hint = "半角の英数字と - _ で、40文字までで書いてください。"
        return self.like(column, CODE, hint, required=required)

    def several(self, column: str) -> tuple[str, ...]:
        """Several codes or titles in one cell, between commas."""
        return tuple(dict.fromkeys(part for part in _BETWEEN.split(self.row.cells.get(column, "")) if part))

    def choice(
        self, column: str, words: Mapping[str, str], *, default: str = "", required: bool = True
    ) -> str:
        """One of some words, or the code that stands for it."""
        value = self.row.cells.get(column, "")
        if value in words:
            return words[value]
        if value in words.values():
            return value
        if value or (required and not default):
            near = get_close_matches(value, words, n=1, cutoff=0.5)
            meant = f"「{near[0]}」ではありませんか。" if near else ""
            shown: dict[str, str] = {}
            for word, code in words.items():
                shown.setdefault(code, word)
            said = f"「{value[:40]}」は分かりません。" if value else "空です。"
            self.wrong(column, f"{said}{meant}{'・'.join(shown.values())} のどれかを書いてください。")
        return default

    def day(self, column: str, *, required: bool = False) -> datetime.date | None:
        """A day, in any of the ways in which people write one."""
        value = self.row.cells.get(column, "")
        if not value and not required:
            return None
        try:
            return dates.parse_date(value)
        except dates.DateProblem as problem:
            self.wrong(column, f"{problem}。" if not str(problem).endswith("。") else str(problem))
            return None

    def days(self) -> tuple[datetime.date, datetime.date | None]:
        """First and last day; a first day that cannot be read is noted, and some day stands for it."""
        from_on, until_on = self.day("開始日", required=True), self.day("終了日")
        if from_on and until_on and until_on < from_on:
            self.wrong(
                "終了日",
                f"開始日（{dates.wareki(from_on)}）より前です。開始日か、その後の日を書いてください。",
            )
        return from_on or dates.EARLIEST, until_on

    def number(self, column: str, *, default: int | None = None) -> int | None:
        """A whole number, with or without commas and the word for yen."""
        value = re.sub(r"[,、円¥\s]", "", self.row.cells.get(column, ""))
        if not value:
            return default
        if not YEN.fullmatch(value):
            self.wrong(column, f"「{value[:40]}」は数字ではありません。")
            return default
        return int(value)


def read(content: bytes) -> Sheet:
    """Everything that a file says; what is wrong stands in `problems`, also when nothing can be read at all."""
    try:
        rows, problems = table.rows_of(table.text_of(content))
    except table.NotReadable as problem:
        return Sheet(problems=(Problem(0, "", str(problem)),))
    found: list[Line] = []
    spoilt: set[str] = set()
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for row in rows:
        cells = Cells(row)
        kind = cells.choice("種別", {word: word for word in KINDS})
        same = seen.setdefault(tuple(sorted(row.cells.items())), row.line)
        if same != row.line:
            cells.wrong("", f"{same}行目と同じです。どちらかを消してください。")
        line = READERS[kind](cells) if kind else None
        problems += cells.problems
        if line is not None and not cells.problems:
            found.append(line)
        elif kind == DEPARTMENT:
            spoilt.add(row.cells.get("部署コード", ""))
    if not rows and not problems:
        problems.append(Problem(0, "", "見出しの下に1行もありません。変える行を書いてください。"))
    return Sheet(
        tuple(line for line in found if isinstance(line, DepartmentLine)),
        tuple(line for line in found if isinstance(line, PostLine)),
        tuple(line for line in found if isinstance(line, DelegationLine)),
        tuple(line for line in found if isinstance(line, ActingLine)),
        tuple(problems),
        frozenset(spoilt),
    )


def _department(cells: Cells) -> DepartmentLine:
    from_on, until_on = cells.days()
    return DepartmentLine(
        line=cells.row.line,
        code=cells.code("部署コード", required=True),
        name=cells.text("課名", most=60, required=True),
        section=cells.text("係名", most=60),
        symbol=cells.like(
            "文書記号",
            SYMBOL,
            "漢字・かな・英数字の8文字までで、空白や記号を入れずに書いてください。",
            required=True,
        ),
        telephone=cells.like("電話番号", TELEPHONE, "数字とハイフンで書いてください。", required=True),
        place=cells.text("場所", most=80),
        mail=cells.like("メール", MAIL, "メールアドレスの形で書いてください。"),
        was=cells.several("旧部署コード"),
        procedures=cells.several("引き継ぐ手続"),
        from_on=from_on,
        until_on=until_on,
    )


def _post(cells: Cells) -> PostLine:
    from_on, until_on = cells.days()
    role = cells.choice("役割", ROLES, default="clerk", required=False)
    return PostLine(
        line=cells.row.line,
        login=cells.like("ログイン名", LOGIN, "空白を入れずに150文字までで書いてください。", required=True),
        name=cells.text("氏名", most=80),
        code=cells.code("部署コード", required=True),
        role=role,
        rank=cells.choice("職", RANKS, default="director" if role == "chief" else "member", required=False),
        title=cells.text("職名", most=40),
        from_on=from_on,
        until_on=until_on,
    )


def _delegation(cells: Cells) -> DelegationLine:
    from_on, until_on = cells.days()
    procedure = cells.text("手続", most=64)
    return DelegationLine(
        line=cells.row.line,
        decider=cells.choice("職", RANKS),
        procedure="" if procedure in EVERYTHING else procedure,
        outcome=cells.text("結果", most=64),
        effect=cells.choice("区分", EFFECTS, required=False),
        code=cells.code("部署コード"),
        up_to_yen=cells.number("上限額"),
        source=cells.text("根拠", most=80),
        from_on=from_on,
        until_on=until_on,
    )


def _acting(cells: Cells) -> ActingLine:
    from_on, until_on = cells.days()
    absent, acting = cells.choice("不在の職", RANKS), cells.choice("職", RANKS)
    if absent and absent == acting:
        cells.wrong("職", "不在の職と同じです。代わりに決裁する職を書いてください。")
    order = cells.number("順番", default=1) or 0
    if not 1 <= order <= 99:
        cells.wrong("順番", "1から99までの数字を書いてください。")
    return ActingLine(
        line=cells.row.line,
        absent=absent,
        acting=acting,
        order=order,
        code=cells.code("部署コード"),
        from_on=from_on,
        until_on=until_on,
    )


Line = DepartmentLine | PostLine | DelegationLine | ActingLine
READERS: dict[str, Callable[[Cells], Line]] = {
    DEPARTMENT: _department,
    POST: _post,
    DELEGATION: _delegation,
    ACTING: _acting,
}
