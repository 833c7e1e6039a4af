"""What the spine itself keeps, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core import retention, runs
from yakuba.core.models import Timer

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter


@retention.with_matter()
def stop_timers(matter: Matter, now: datetime.datetime) -> None:
    """Nothing falls due any more."""
    Timer.objects.filter(matter=matter, done_at__isnull=True).update(done_at=now)


def forget_runs(*, now: datetime.datetime, limit: int) -> int:
    """Forget what was asked for and written a week ago."""
    return runs.forget_old(now=now, limit=limit)


retention.declare(
    retention.Rule(
        name="runs",
        what="書き出した一覧や写しのファイルと、まとめての処理で頼んだ内容",
        kept="終わってから7日",
        why="受け取るための控えにすぎない。いつ、だれが、何件書き出したかは、出来事に残る。",
        covers=("core.Run.asked", "core.Run.output"),
        forget=forget_runs,
    )
)
retention.declare(
    retention.Rule(
        name="throttle",
        what="試した回数（鍵付きの照合値）",
        kept="数える時間が終わるまで（長くて1日）",
        why="続けて試すのを止めるため。",
        covers=("core.Throttle.key",),
        otherwise="町によらないので、ワーカーが1日に1回消す",
    )
)
retention.declare(
    retention.Rule(
        name="events",
        what="出来事（番号、符号、日時だけ。氏名や文は入らない）",
        kept="永年",
        why="説明する責任と統計のため。人の鍵や案件の鍵がなくなると、だれのことかは分からなくなる。",
        otherwise="消さない",
    )
)
