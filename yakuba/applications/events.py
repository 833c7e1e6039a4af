"""What happens to an application."""

import datetime
import uuid

from yakuba.core.events import declare, declare_look

STARTED = declare("application.started", "入力を始めました", procedure=str, channel=str)
SUBMITTED = declare(
    "application.submitted",
    "申請が町に届きました（到達）",
    number=str,
    revision=int,
    procedure=str,
    channel=str,
)
RECEIVED = declare(
    "application.received",
    "紙などで届いた申請を登録しました（収受）",
    number=str,
    procedure=str,
    channel=str,
    received_on=datetime.date,
)
INTAKE_CANCELLED = declare("intake.cancelled", "収受の登録を取り消しました")
CORRECTED_BY_OFFICIAL = declare(
    "application.corrected", "聞き取った訂正を記録しました", revision=int, changed=list, channel=str
)
CALL_NOTED = declare("call.noted", "電話などで聞いたことを記録しました", channel=str)
CODE_ISSUED = declare(
    "code.issued", "本人確認をして、照会コードを出し直しました", role=str, checked=str, channel=str
)
DEATH_NOTED = declare("death.noted", "申請者が亡くなったことを記録しました")
HEIR_CONTINUES = declare("heir.continues", "承継人が手続を引き継ぎました", person=uuid.UUID)
ENDED_BY_DEATH = declare("application.ended", "当事者死亡により終了しました")
REVOCATION_PROPOSED = declare("revocation.proposed", "決定の取消し・撤回を起案しました", kind=str)
REVOCATION_CANCELLED = declare("revocation.cancelled", "決定の取消し・撤回の案を取りやめました")
DECISION_REVOKED = declare(
    "decision.revoked", "決定を取り消すか、撤回しました", kind=str, effective_on=datetime.date
)
REOPENED = declare("application.reopened", "決定を知らせる前に、審査に戻しました")
POSTING_WANTED = declare("posting.wanted", "郵送の一覧に入りました", what=str)
POSTING_DROPPED = declare("posting.dropped", "郵送しないことにしました", what=str)
POSTING_RETURNED = declare("posting.returned", "郵便が戻りました", returned_on=datetime.date)
PAPER_POSTED = declare("paper.posted", "郵送しました", what=str, posted_on=datetime.date)
BUNDLE_MADE = declare("bundle.made", "郵送の束を作りました（{count}通）", count=int)
BUNDLE_POSTED = declare("bundle.posted", "束を郵送しました", posted_on=datetime.date)
BUNDLE_DISSOLVED = declare("bundle.dissolved", "束をほどきました")
NOTICE_RELEASED = declare("paper.released", "通知を、このサイトで受け取れるようにしました")
NOTICE_REACHED = declare("notice.reached", "通知が届いた日を記録しました", reached_on=datetime.date)
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
SUPPLEMENTED = declare("application.supplemented", "追加の書類が届きました", revision=int, fields=list)
SUPPLEMENT_CHECKED = declare("supplement.checked", "追加の書類を確かめました", revision=int)
COMPANION_FILED = declare(
    "companion.filed", "一緒に出す手続（{number}）も届きました", number=str, procedure=str
)
COMPANION_LEFT_OUT = declare(
    "companion.left_out", "一緒に出す手続（{procedure}）は、出せませんでした", procedure=str
)
COMPANION_HELD = declare(
    "companion.held", "一緒に出す手続（{procedure}）は、二人目の確認を待っています", procedure=str
)
DELAY_NOTIFIED = declare(
    "delay.notified", "期限を延ばすことを通知しました（{until}まで）", revision=int, until=datetime.date
)
DELAY_POSTED = declare("delay.posted", "延期の通知書を郵送しました")
STATUTORY_PASSED = declare("statutory.passed", "法律の期限が過ぎました", due_on=datetime.date)
COUNTED = declare("answers.counted", "アンケートの回答が届きました", procedure=str, channel=str)
RESULTS_VIEWED = declare_look("results.viewed", "アンケートの集計を見ました", procedure=str)
EXPORTED = declare_look(
    "answers.exported", "アンケートの回答を書き出しました（{count}件）", procedure=str, count=int
)
STEP_FINISHED = declare("step.finished", "確かめ終えて、次の段へ進めました", step=str)
STEP_SENT = declare("step.sent", "ほかの機関に送りました", step=str, kind=str, sent_on=datetime.date)
STEP_ANSWERED = declare(
    "step.answered", "協議の回答を記録しました", step=str, answer=str, answered_on=datetime.date
)
REGISTER_ENTERED = declare("register.entered", "台帳に記載しました", step=str, entered_on=datetime.date)
RESULT_RECEIVED = declare(
    "result.received", "ほかの機関の結果を受け取りました", step=str, outcome=str, decided_on=datetime.date
)
DELIVERED = declare(
    "document.delivered", "渡したことを記録しました", step=str, method=str, delivered_on=datetime.date
)
RESUMED = declare("examination.resumed", "直しを待たずに審査に戻しました")
DECIDED = declare("application.decided", "決定しました", outcome=str)
HANDED_OVER = declare(
    "application.handed_over",
    "組織の変更で、担当の部署が変わりました",
    department=uuid.UUID,
    successor=uuid.UUID,
)
WITHDRAWN = declare("application.withdrawn", "申請が取り下げられました")
DISCARDED = declare("draft.discarded", "入力の途中の内容を消しました")
NOTICE_POSTED = declare("notice.posted", "通知書を郵送しました")
NOTICE_FETCHED = declare_look("notice.fetched", "申請者が通知書を開きました")
CLOSED = declare("application.closed", "案件が完了しました")
VIEWED = declare_look("application.viewed", "職員が内容を見ました")
PROXY_FILED = declare("proxy.filed", "代理人が申請しました", mandate=uuid.UUID)
SCRIBE_RECORDED = declare("scribe.recorded", "入力を手伝った人を記録しました（{relation}）", relation=str)
PERSON_LOOKED_FOR = declare_look("person.looked_for", "職員が、同じ方のほかの案件を探しました")
FOUND = declare_look("application.found", "照会コードで申請を開きました")
HISTORY_VIEWED = declare_look("history.viewed", "職員が、この案件の記録（経過と閲覧）を見ました")
PERSON_HISTORY_VIEWED = declare_look(
    "person_history.viewed", "職員が、この方の記録（{count}件の案件の経過と閲覧）を見ました", count=int
)
