"""What happens to an application."""

import datetime

from yakuba.core.events import declare

STARTED = declare("application.started", "入力を始めました", procedure=str, channel=str)
SUBMITTED = declare(
    "application.submitted",
    "申請が町に届きました（到達）",
    number=str,
    revision=int,
    procedure=str,
    channel=str,
)
RESUBMITTED = declare("application.resubmitted", "直した申請が届きました", revision=int, changed=list)
RETURNED = declare(
    "application.returned",
    "直しをお願いしました（補正依頼）",
    revision=int,
    fields=list,
    due_on=datetime.date,
)
CORRECTION_OVERDUE = declare("correction.overdue", "補正の期限が過ぎました", due_on=datetime.date)
TARGET_MISSED = declare("target.missed", "標準処理期間が過ぎました", due_on=datetime.date)
RESUMED = declare("examination.resumed", "直しを待たずに審査に戻しました")
DECIDED = declare("application.decided", "決定しました", outcome=str)
WITHDRAWN = declare("application.withdrawn", "申請が取り下げられました")
DISCARDED = declare("draft.discarded", "入力の途中の内容を消しました")
NOTICE_POSTED = declare("notice.posted", "通知書を郵送しました")
NOTICE_FETCHED = declare("notice.fetched", "申請者が通知書を開きました")
CLOSED = declare("application.closed", "案件が完了しました")
VIEWED = declare("application.viewed", "職員が内容を見ました")
FOUND = declare("application.found", "照会コードで申請を開きました")
