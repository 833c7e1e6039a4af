"""The present organisation in the form in which a reorganisation is uploaded, safe for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from yakuba.accounts.models import ActingRule, DelegationRule, Department, Membership, Rank, Succession
from yakuba.accounts.reorganisation.lines import ACTING, COLUMNS, DELEGATION, DEPARTMENT, POST
from yakuba.accounts.reorganisation.reading import EFFECTS
from yakuba.core import tables

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

_EFFECT_WORDS = {code: word for word, code in EFFECTS.items()}


def write(on: datetime.date) -> tuple[bytes, int]:
    """What holds on this day or begins later, and how many lines that is (RFC 4180, UTF-8 with BOM)."""
    lines = [*_departments(on), *_posts(on), *_delegations(on), *_actings(on)]
    rows = [[line.get(column, "") for column in COLUMNS] for line in lines]
    return tables.as_csv([COLUMNS, *rows]), len(lines)


def _days(row: Any) -> dict[str, Any]:
    return {"開始日": row.from_on, "終了日": row.until_on}


def _standing(on: datetime.date) -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gte=on)


def _departments(on: datetime.date) -> Iterator[dict[str, Any]]:
    olds: dict[Any, list[Succession]] = {}
    for line in Succession.objects.select_related("department", "successor").order_by("id"):
        if line.department.code != line.successor.code or line.procedure:
            olds.setdefault(line.successor_id, []).append(line)
    for row in Department.objects.filter(_standing(on)).order_by("code", "from_on"):
        taken = olds.get(row.pk, [])
        yield {
            "種別": DEPARTMENT,
            "部署コード": row.code,
            "課名": row.name,
            "係名": row.section,
            "文書記号": row.symbol,
            "電話番号": row.telephone,
            "場所": row.place,
            "メール": row.mail,
            "旧部署コード": "、".join(dict.fromkeys(line.department.code for line in taken)),
            "引き継ぐ手続": "、".join(dict.fromkeys(line.procedure for line in taken if line.procedure)),
            **_days(row),
        }


def _posts(on: datetime.date) -> Iterator[dict[str, Any]]:
    rows = Membership.objects.filter(_standing(on), staff__is_active=True)
    for row in rows.select_related("staff__user", "department").order_by("department__code", "from_on", "id"):
        yield {
            "種別": POST,
            "ログイン名": row.staff.user.login,
            "氏名": row.staff.name,
            "部署コード": row.department.code,
            "役割": row.get_role_display(),
            "職": row.get_rank_display(),
            "職名": row.title,
            **_days(row),
        }


def _delegations(on: datetime.date) -> Iterator[dict[str, Any]]:
    for row in DelegationRule.objects.filter(_standing(on)).order_by("from_on", "id"):
        yield {
            "種別": DELEGATION,
            "職": Rank(row.decider).label,
            "手続": row.procedure,
            "結果": row.outcome,
            "区分": _EFFECT_WORDS.get(row.effect, ""),
            "部署コード": row.department_code,
            "上限額": row.up_to_yen,
            "根拠": row.source,
            **_days(row),
        }


def _actings(on: datetime.date) -> Iterator[dict[str, Any]]:
    for row in ActingRule.objects.filter(_standing(on)).order_by("absent", "order", "from_on"):
        yield {
            "種別": ACTING,
            "不在の職": Rank(row.absent).label,
            "職": Rank(row.acting).label,
            "順番": row.order,
            "部署コード": row.department_code,
            **_days(row),
        }
