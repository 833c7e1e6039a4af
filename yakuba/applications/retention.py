"""What of an application goes with its matter, and drafts that nobody files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from yakuba.applications import keeping
from yakuba.applications.actions import KEEP_DRAFTS
from yakuba.applications.models import Application, State
from yakuba.core import retention
from yakuba.core.actors import MACHINE

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter


@retention.with_matter("applications.Application.lookup_hash")
def forget_ways_in(matter: Matter, now: datetime.datetime) -> None:  # noqa: ARG001  every part of a matter's end takes it
    """No code and no account leads to it any more."""
    for application in Application.objects.filter(matter=matter):
        gone: dict[str, Any] = {"lookup_hash": f"gone:{application.pk.hex}", "resident": None, "stamps": {}}
        Application.objects.filter(pk=application.pk).update(**gone)


def keep_forgotten_ones(*, now: datetime.datetime, limit: int) -> int:
    """Set the period of cases that ended before periods were set."""
    ended = Q(state__in=[State.CLOSED, State.WITHDRAWN], submitted_at__isnull=False)
    rows = Application.objects.with_everything().filter(ended, matter__retention__isnull=True)
    found = list(
        rows.filter(matter__closed_at__isnull=False, department__isnull=False).order_by("id")[:limit]
    )
    for application in found:
        keeping.keep(application, actor=MACHINE, now=now)
    return len(found)


retention.declare(
    retention.Rule(
        name="drafts",
        what="送らなかった入力の途中の内容と、付けたファイル",
        kept=f"最後に保存してから{KEEP_DRAFTS.days}日。本人が消した時はその場で",
        why="町に届いていないので、町の記録ではない。",
        otherwise="案件ごとの期日に、ワーカーが鍵を壊して消す（出来事「入力の途中の内容を消しました」）",
    )
)
retention.declare(
    retention.Rule(
        name="cases-without-period",
        what="完了したのに保存期間の決まっていない案件（古い版からの引継ぎ）",
        kept="見つけた夜に、定義から決める",
        why="保存期間のない案件を残さない。",
        forget=keep_forgotten_ones,
    )
)
