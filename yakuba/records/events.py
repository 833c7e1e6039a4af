"""The facts that the app `records` records: ids, codes, numbers and days only."""

import datetime
import uuid

from yakuba.core.events import declare

RETENTION_SET = declare(
    "retention.set", "保存期間を決めました（{until}）", finished_on=datetime.date, until=str, basis=str
)
RETENTION_REOPENED = declare("retention.reopened", "案件が再開したので、保存期間の計算を止めました")
HOLD_PLACED = declare("hold.placed", "廃棄を止めました（{kind}）", hold=uuid.UUID, kind=str)
HOLD_LIFTED = declare("hold.lifted", "廃棄の停止を解きました", hold=uuid.UUID)
MATTER_DISPOSED = declare(
    "matter.disposed",
    "保存期間が終わり、記録を廃棄しました（{until}まで保存）",
    until=str,
    procedure=str,
    outcome=str,
)
ERASURE_ASKED = declare("erasure.asked", "個人データの消去を頼みました", erasure=uuid.UUID)
ERASURE_REFUSED = declare("erasure.refused", "個人データの消去を認めませんでした", erasure=uuid.UUID)
ERASURE_DONE = declare(
    "erasure.done",
    "個人データを消去しました（{erased}件を消し、{kept}件は保存期間まで残しました）",
    erasure=uuid.UUID,
    erased=int,
    kept=int,
)
DISCLOSURE_PREPARED = declare("disclosure.prepared", "開示のために、本人についての記録を見ました")
DISCLOSURE_MADE = declare(
    "disclosure.made",
    "開示の写しを作りました（{parts}部、不開示{withheld}か所）",
    run=uuid.UUID,
    parts=int,
    withheld=int,
)
DISCLOSURE_FETCHED = declare("disclosure.fetched", "開示の写しを受け取りました", run=uuid.UUID)
