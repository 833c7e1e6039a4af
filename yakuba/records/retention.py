"""The rules of records themselves: what has reached its last day is listed, and nothing else is done to it by night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.core import retention
from yakuba.records.models import Retention

if TYPE_CHECKING:
    import datetime


def list_due(*, now: datetime.datetime, limit: int) -> int:
    """Put what may be disposed of on the list that the chief of its department looks through (廃棄の対象)."""
    today = localdate(now)
    found = Retention.objects.due(today).filter(listed_on__isnull=True).order_by("until_on", "id")
    ids = list(found.values_list("pk", flat=True)[:limit])
    Retention.objects.filter(pk__in=ids).update(listed_on=today)
    return len(ids)


retention.declare(
    retention.Rule(
        name="cases",
        what="案件の記録（申請の内容、書類、通知、決裁、メモ、当事者）",
        kept="手続の定義が結果ごとに決めた年数。完了した年度の翌年度の4月1日から数える",
        why="町の文書管理規程。夜は廃棄の対象の一覧に載せるだけで、廃棄は担当課の係長・課長が決裁してから行う。",
        forget=list_due,
    )
)
