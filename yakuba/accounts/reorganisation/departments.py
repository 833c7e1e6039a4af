"""The lines about departments become changes: what begins, ends, is renamed, and who takes over from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts.queries.succession import COUNTS
from yakuba.accounts.reorganisation.changes import Amended, Ended, Found, Succeeded
from yakuba.accounts.reorganisation.known import DAY
from yakuba.core.dates import wareki

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from yakuba.accounts.models import Department
    from yakuba.accounts.reorganisation.known import Known
    from yakuba.accounts.reorganisation.lines import DepartmentLine

FACTS = ("name", "section", "symbol", "telephone", "place", "mail")


def plan(lines: Collection[DepartmentLine], known: Known) -> None:
    """Add what the lines change. Explicit last days count before those that follow from a successor."""
    for line in lines:
        _known_row(line, known)
    fresh = [line for line in lines if not _standing(line, known)]
    for line in sorted(fresh, key=lambda line: line.from_on):
        _found(line, known)
    _refuse_circles(lines, known)
    taken = _successions(lines, known)
    _add_ends(known)
    _say_successions(taken, known)
    _require_heirs(taken, lines, known)


def _standing(line: DepartmentLine, known: Known) -> Department | None:
    rows = known.departments.get(line.code, ())
    return next((row for row in rows if row.from_on == line.from_on), None)


def _known_row(line: DepartmentLine, known: Known) -> None:
    """A line about a department that is in the books: its last day, and what may be put right before it begins."""
    row = _standing(line, known)
    if row is None:
        return
    differing = [name for name in FACTS if getattr(row, name) != getattr(line, name)]
    if differing and row.from_on > known.today:
        known.changes.append(Amended(row.pk, line))
    elif differing:
        known.wrong(
            line.line,
            "開始日",
            f"部署 {line.code} は{wareki(row.from_on)}から「{row.name} {row.section}」として始まっていて、内容は"
            "さかのぼって変えられません。変わる日を開始日にした行を、別に書いてください。",
        )
    if line.until_on is not None and line.until_on != row.until_on:
        known.ends[row.pk] = line.until_on


def _found(line: DepartmentLine, known: Known) -> None:
    before = known.row_on(line.code, line.from_on)
    if before is not None:
        if before.pk in known.ends:
            known.wrong(
                line.line,
                "開始日",
                f"部署 {line.code} の前の行が{wareki(known.ends[before.pk])}まであり、期間が重なります。"
                "前の行の終了日か、この行の開始日を直してください。",
            )
            return
        known.ends[before.pk] = line.from_on - DAY
    later = [row for row in known.departments.get(line.code, ()) if row.from_on > line.from_on]
    if later and (line.until_on is None or line.until_on >= later[0].from_on):
        known.wrong(
            line.line,
            "終了日",
            f"部署 {line.code} は{wareki(later[0].from_on)}から次の行が登録されています。その前の日までにしてください。",
        )
        return
    if known.line_on(line.code, line.from_on):
        known.wrong(line.line, "部署コード", f"部署 {line.code} の期間が、このファイルの別の行と重なります。")
        return
    known.founded[line.code].append(line)
    earlier = [row for row in known.departments.get(line.code, ()) if row.from_on < line.from_on]
    last = earlier[-1] if earlier and (earlier[-1].pk, "") not in known.successions else None
    known.changes.append(Found(line, f"{last.name} {last.section}".strip() if last else ""))


def _refuse_circles(lines: Collection[DepartmentLine], known: Known) -> None:
    """Two departments that swap their codes could not be told apart afterwards."""
    olds = {line.code: {old for old in line.was if old != line.code} for line in lines if not line.procedures}
    for line in lines:
        waiting, seen = set(olds.get(line.code, ())), set()
        while waiting:
            old = waiting.pop()
            if old == line.code:
                known.wrong(
                    line.line,
                    "旧部署コード",
                    f"引き継ぎが循環しています（{line.code} → … → {line.code}）。新しい部署には、新しいコードを付けてください。",
                )
                break
            seen.add(old)
            waiting |= olds.get(old, set()) - seen


def _successions(
    lines: Collection[DepartmentLine], known: Known
) -> dict[tuple[Department, str], DepartmentLine]:
    """Who takes over what, by the department in the books and the procedure (all the rest: empty)."""
    taken: dict[tuple[Department, str], DepartmentLine] = {}
    for line in lines:
        if line.procedures and not line.was:
            known.wrong(
                line.line, "旧部署コード", "どの部署から引き継ぐ手続か、旧部署コードを書いてください。"
            )
        wanted = [_procedure(line, word, known) for word in line.procedures] or [""]
        for code in line.was:
            old = _old_row(line, code, known)
            for procedure in wanted if old else ():
                if old is None or procedure is None or (code == line.code and not procedure):
                    continue
                other = taken.setdefault((old, procedure), line)
                if other is not line:
                    known.wrong(
                        line.line,
                        "旧部署コード",
                        f"部署 {code} の引き継ぎ先が、{other.line}行目と2つあります。"
                        "分けるときは、片方の「引き継ぐ手続」に手続を書いてください。",
                    )
                elif not procedure:
                    _end_of_old(old, line, known)
                    _refuse_second_life(old, line, known)
    return taken


def _old_row(line: DepartmentLine, code: str, known: Known) -> Department | None:
    rows = known.departments.get(code, ())
    before = [row for row in rows if row.from_on < line.from_on]
    if not before:
        known.wrong(
            line.line,
            "旧部署コード",
            f"部署 {code} は、{wareki(line.from_on)}より前にはありません。"
            f"{known.like(code, known.departments)}変更の前の日にある部署のコードを書いてください。",
        )
        return None
    return before[-1]


def _end_of_old(old: Department, line: DepartmentLine, known: Known) -> None:
    """Whoever is taken over as a whole ends the day before, unless it has ended already."""
    last = line.from_on - DAY
    until_on = known.until(old)
    if until_on is None or until_on > last:
        if old.pk in known.ends:
            known.wrong(
                line.line,
                "旧部署コード",
                f"部署 {old.code} は{wareki(known.ends[old.pk])}まで続くので、{wareki(line.from_on)}には引き継げません。",
            )
        known.ends[old.pk] = last


def _refuse_second_life(old: Department, line: DepartmentLine, known: Known) -> None:
    """A code whose department is taken over by another does not begin anew with the same file."""
    for fresh in known.founded.get(old.code, ()):
        known.wrong(
            fresh.line,
            "部署コード",
            f"部署 {old.code} は{line.line}行目の部署に引き継がれます。新しい部署には、別のコードを付けてください。",
        )


def _procedure(line: DepartmentLine, word: str, known: Known) -> str | None:
    found = known.procedure(word)
    if found is None:
        known.wrong(
            line.line,
            "引き継ぐ手続",
            f"手続「{word[:40]}」はありません。{known.like(word, [*known.titles, *known.titles.values()])}"
            "手続のIDか題名を書いてください。",
        )
    return found


def _add_ends(known: Known) -> None:
    for rows in known.departments.values():
        for row in rows:
            until_on = known.ends.get(row.pk)
            if until_on is not None and until_on != row.until_on:
                if until_on < row.from_on:
                    first, last = wareki(row.from_on), wareki(until_on)
                    known.wrong(0, "", f"部署 {row.code} は{first}に始まるので、{last}には終われません。")
                else:
                    known.changes.append(_ended(row, until_on, known))


def _ended(row: Department, until_on: datetime.date, known: Known) -> Ended:
    shown = f"{row.name} {row.section}".strip()
    return Ended(row.pk, row.code, shown, until_on, known.line_on(row.code, until_on + DAY) is not None)


def _say_successions(taken: dict[tuple[Department, str], DepartmentLine], known: Known) -> None:
    for (old, procedure), line in taken.items():
        standing = known.successions.get((old.pk, procedure))
        if standing is not None:
            if standing.successor.code != line.code:
                known.wrong(
                    line.line,
                    "旧部署コード",
                    f"部署 {old.code} の引き継ぎ先は、{standing.successor.code} として登録されています。",
                )
            continue
        but = [name for row, name in taken if row == old and name] if not procedure else []
        known.changes.append(_succeeded(old, procedure, line, known, but))
    # The same code on the day after is a succession by itself.
    for change in [change for change in known.changes if isinstance(change, Found) and change.before]:
        old_row = [row for row in known.departments[change.line.code] if row.from_on < change.line.from_on][
            -1
        ]
        if (old_row, "") not in taken and (old_row.pk, "") not in known.successions:
            but = [name for row, name in taken if row == old_row and name]
            known.changes.append(_succeeded(old_row, "", change.line, known, but))


def _succeeded(
    old: Department, procedure: str, line: DepartmentLine, known: Known, but: list[str]
) -> Succeeded:
    carried = tuple(
        (word, number) for word, count in COUNTS.items() if (number := count(old, procedure, but))
    )
    shown = f"{old.name} {old.section}".strip()
    return Succeeded(old.pk, shown, line, procedure, known.titles.get(procedure, ""), carried)


def _require_heirs(
    taken: dict[tuple[Department, str], DepartmentLine], lines: Collection[DepartmentLine], known: Known
) -> None:
    """What ends with open work, or as the department of a procedure, needs somebody who takes over."""
    where = {(line.code, line.from_on): line.line for line in lines}
    for change in [change for change in known.changes if isinstance(change, Ended)]:
        row = next(row for row in known.departments[change.code] if row.pk == change.pk)
        is_taken = (row, "") in taken or (row.pk, "") in known.successions
        goes_on = known.shown_on(row.code, change.until_on + DAY)
        if is_taken or goes_on:
            continue
        but = [name for other, name in taken if other == row and name]
        left = [f"{word} {number}件" for word, count in COUNTS.items() if (number := count(row, "", but))]
        if left:
            known.wrong(
                where.get((row.code, row.from_on), 0),
                "部署コード",
                f"部署 {row.code} は{wareki(change.until_on)}で終わりますが、引き継ぐ部署がありません（{'、'.join(left)}）。"
                f"引き継ぐ部署の行の「旧部署コード」に {row.code} と書いてください。",
            )
        else:
            known.notes.append(
                f"「{change.shown}」（{row.code}）には、引き継ぐ部署がありません。この部署の手続があれば、申請を受け付けられなくなります。"
            )
