"""The facts that the app `work` records."""

import uuid

from yakuba.core.events import declare

WORK_ASSIGNED = declare("work.assigned", "担当者を決めました", staff=uuid.UUID, steps=list)
WORK_HANDED_OVER = declare(
    "work.handed_over", "作業を引き継ぎました", department=uuid.UUID, successor=uuid.UUID, steps=list
)
WORK_RELEASED = declare("work.released", "担当を外しました", steps=list)
WORK_REMINDED = declare("work.reminded", "担当に期限を知らせました（{about}）", steps=list, about=str)
NOTE_ADDED = declare("note.added", "メモを書きました", note=uuid.UUID)
LABEL_ADDED = declare("label.added", "ラベルを付けました", label=uuid.UUID)
LABEL_REMOVED = declare("label.removed", "ラベルを外しました", label=uuid.UUID)
WATCH_BEGUN = declare("watch.begun", "見守りを始めました", staff=uuid.UUID)
WATCH_ENDED = declare("watch.ended", "見守りを終えました", staff=uuid.UUID)
FILTER_SAVED = declare("filter.saved", "絞り込みを保存しました（{listing}）", filter=uuid.UUID, listing=str)
FILTER_DROPPED = declare(
    "filter.dropped", "保存した絞り込みを消しました（{listing}）", filter=uuid.UUID, listing=str
)
