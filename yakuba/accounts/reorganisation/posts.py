"""The lines about posts become changes: who begins where, who ends, and who is left without a post."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yakuba.accounts.models import EXECUTIVES, Rank
from yakuba.accounts.queries.people import RESIDENT_LOGIN, login_key
from yakuba.accounts.reorganisation.changes import Ended, Found, PostAdded, PostAmended, PostEnded, post_words
from yakuba.accounts.reorganisation.known import DAY
from yakuba.core import text as texts
from yakuba.core.dates import wareki

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from yakuba.accounts.models import Membership, Staff
    from yakuba.accounts.reorganisation.known import Known
    from yakuba.accounts.reorganisation.lines import PostLine


def plan(lines: Collection[PostLine], known: Known) -> None:
    """Add what the lines change, and what follows from departments that end."""
    new_names: dict[str, str] = {}
    fresh: list[PostLine] = []
    for line in lines:
        if _who_is_wrong(line, known, new_names) or _where_is_wrong(line, known):
            continue
        row = _standing(line, known)
        if row is None:
            fresh.append(line)
        else:
            _known_row(line, row, known)
    added = [added for line in fresh if (added := _added(line, fresh, known, new_names))]
    _end_with_departments(known)
    _add_ends(known)
    known.changes += added
    _notes(known)


def _who_is_wrong(line: PostLine, known: Known, new_names: dict[str, str]) -> bool:
    login = login_key(line.login)
    staff = known.staff.get(login)
    wrong = ""
    if staff is None:
        if login.startswith(RESIDENT_LOGIN):
            wrong = f"ログイン名「{line.login}」は使えません。別の名前にしてください。"
        elif not (line.name or login in new_names):
            wrong = (
                f"ログイン名「{line.login}」の職員はいません。{known.like(login, known.staff)}"
                "新しい職員なら、氏名も書いてください。"
            )
        elif new_names.setdefault(login, line.name) != line.name and line.name:
            wrong = f"同じログイン名「{line.login}」の氏名が、行によって違います。"
    elif not staff.is_active:
        wrong = f"ログイン名「{line.login}」は閉じられています。新しいログイン名を書いてください。"
    elif line.name and texts.match_key(line.name) != texts.match_key(staff.name):
        wrong = (
            f"ログイン名「{line.login}」は{staff.name}さんです（ファイルでは「{line.name}」）。"
            "ログイン名か氏名を直してください。"
        )
    if wrong:
        known.wrong(line.line, "ログイン名", wrong)
    return bool(wrong)


def _where_is_wrong(line: PostLine, known: Known) -> bool:
    if known.shown_on(line.code, line.from_on) is not None:
        return False
    if line.code in known.spoilt:
        return True
    if line.code in known.codes():
        wrong = f"部署 {line.code} は、{wareki(line.from_on)}にはありません。その日にある部署のコードを書いてください。"
    else:
        wrong = f"部署 {line.code} はありません。{known.like(line.code, known.codes())}"
    known.wrong(line.line, "部署コード", wrong)
    return True


def _standing(line: PostLine, known: Known) -> Membership | None:
    login = login_key(line.login)
    return next(
        (
            post
            for post in known.posts
            if post.staff.user.login == login
            and post.department.code == line.code
            and post.role == line.role
            and post.from_on == line.from_on
        ),
        None,
    )


def _known_row(line: PostLine, row: Membership, known: Known) -> None:
    """A line about a post that is in the books: its last day, and what may be put right before it begins."""
    differs = (row.rank, row.title) != (line.rank, line.title)
    if differs and row.from_on > known.today:
        known.changes.append(
            PostAmended(row.pk, line, row.staff.name, known.shown_on(line.code, line.from_on) or "")
        )
    elif differs:
        known.wrong(
            line.line,
            "職",
            f"{row.staff.name}さんの{wareki(row.from_on)}からの所属は「{post_words(row.role, row.rank, row.title)}」"
            "として始まっています。変わる日を開始日にした行を、別に書いてください。",
        )
    if line.until_on is not None and line.until_on != row.until_on:
        known.ends[row.pk] = line.until_on


def _added(
    line: PostLine, fresh: list[PostLine], known: Known, new_names: dict[str, str]
) -> PostAdded | None:
    login = login_key(line.login)
    same = [
        other
        for other in fresh
        if other is not line
        and (login_key(other.login), other.code, other.role) == (login, line.code, line.role)
        and other.from_on <= line.from_on
        and (other.until_on is None or other.until_on >= line.from_on)
    ]
    if same:
        known.wrong(line.line, "開始日", f"{same[0].line}行目と同じ所属で、期間が重なります。")
        return None
    for post in known.posts:
        is_same = (post.staff.user.login, post.department.code, post.role) == (login, line.code, line.role)
        # The same role in the same department cannot be held twice: the new post follows the old one.
        if is_same and known.holds(post, line.from_on) and post.from_on < line.from_on:
            known.ends[post.pk] = line.from_on - DAY
    staff = known.staff.get(login)
    where = known.shown_on(line.code, line.from_on) or line.code
    name = staff.name if staff else new_names.get(login) or line.name
    return PostAdded(line, name, where, is_new=staff is None)


def _end_with_departments(known: Known) -> None:
    """Posts end with a department whose code stands for nothing on the day after."""
    for change in [change for change in known.changes if isinstance(change, Ended)]:
        if known.shown_on(change.code, change.until_on + DAY) is not None:
            continue
        for post in known.posts:
            until_on = known.until(post)
            if post.department.code == change.code and (until_on is None or until_on > change.until_on):
                known.ends[post.pk] = change.until_on


def _add_ends(known: Known) -> None:
    for post in known.posts:
        until_on = known.ends.get(post.pk)
        if until_on is None or until_on == post.until_on:
            continue
        if until_on < post.from_on:
            known.wrong(
                0,
                "",
                f"{post.staff.name}さんの所属（{post.department.code}）は{wareki(post.from_on)}に始まるので、"
                f"{wareki(until_on)}には終われません。",
            )
            continue
        department = post.department
        what = f"{department.name} {department.section}".strip()
        known.changes.append(
            PostEnded(
                post.pk, post.staff.name, f"{what} {post_words(post.role, post.rank, post.title)}", until_on
            )
        )


# What the officer should look at --------------------------------------------------------------------
def _notes(known: Known) -> None:
    day = _first_day(known)
    if day is None:
        return
    before, after = _held(known, day - DAY), _held(known, day)
    _refuse_without_officer(known, before, after, day)
    _say_without_posts(known, before, after, day)
    _say_several_posts(known, before, after, day)
    _say_vacancies(known, before, after, day)


def _first_day(known: Known) -> datetime.date | None:
    days = [change.line.from_on for change in known.changes if isinstance(change, Found | PostAdded)] + [
        change.until_on + DAY for change in known.changes if isinstance(change, Ended | PostEnded)
    ]
    return min(days, default=None)


def _held(known: Known, on: datetime.date) -> list[tuple[str, str, str, str]]:
    """Who holds what on a day, as the file has it: name, code of the department, role, rank."""
    standing = [
        (post.staff.name, post.department.code, post.role, post.rank)
        for post in known.posts
        if known.holds(post, on) and post.staff.is_active
    ]
    coming = [
        (change.who, change.line.code, change.line.role, change.line.rank)
        for change in known.changes
        if isinstance(change, PostAdded)
        and change.line.from_on <= on
        and (change.line.until_on is None or change.line.until_on >= on)
    ]
    return standing + coming


Held = list[tuple[str, str, str, str]]


def _refuse_without_officer(known: Known, before: Held, after: Held, day: datetime.date) -> None:
    """Without a systems officer nobody could put anything right any more."""
    if any(role == "systems" for _, _, role, _ in before) and not any(
        role == "systems" for _, _, role, _ in after
    ):
        known.wrong(
            0,
            "",
            f"{wareki(day)}に情報担当がいなくなり、だれも組織を直せなくなります。役割が情報担当の所属の行を書いてください。",
        )


def _say_without_posts(known: Known, before: Held, after: Held, day: datetime.date) -> None:
    gone = sorted({name for name, *_ in before} - {name for name, *_ in after})
    if gone:
        known.notes.append(
            f"{wareki(day)}に所属がなくなる職員：{'、'.join(gone)}。異動先の行を書くか、退職なら職員のページでログインを閉じてください。"
        )


def _say_several_posts(known: Known, before: Held, after: Held, day: datetime.date) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for name, code, *_ in after:
        places[name].add(code)
    changed = {change.who for change in known.changes if isinstance(change, PostAdded)}
    had = {name: len({code for other, code, *_ in before if other == name}) for name in changed}
    for name in sorted(changed):
        if len(places[name]) > max(had.get(name, 0), 1):
            shown = "、".join(sorted(known.shown_on(code, day) or code for code in places[name]))
            known.notes.append(
                f"{name}さんは{wareki(day)}から兼務になります（{shown}）。兼務でなければ、前の所属の行に終了日を書いてください。"
            )


def _say_vacancies(known: Known, before: Held, after: Held, day: datetime.date) -> None:
    chiefs = {code for _, code, role, _ in after if role == "chief"}
    touched = {change.line.code for change in known.changes if isinstance(change, Found)}
    touched |= {code for _, code, role, _ in before if role == "chief"}
    for code in sorted(touched - chiefs):
        if shown := known.shown_on(code, day):
            known.notes.append(f"{wareki(day)}に「{shown}」の決裁者（課長など）がいません。")
    executives = {str(rank) for rank in EXECUTIVES}
    vacant = {rank for *_, rank in before if rank in executives} - {rank for *_, rank in after}
    known.notes += [f"{wareki(day)}に{Rank(rank).label}がいません。" for rank in sorted(vacant)]
    here = {(code, rank) for _, code, _, rank in after}
    for code, rank in sorted({(code, rank) for _, code, _, rank in before if rank not in executives}):
        shown = known.shown_on(code, day)
        if shown and (code, rank) not in here and rank not in {"member", "director"}:
            known.notes.append(f"{wareki(day)}に「{shown}」の{Rank(rank).label}がいません。")


def staff_of(known: Known, line: PostLine) -> Staff | None:
    """Who a line is about, if there is a login already."""
    return known.staff.get(login_key(line.login))
