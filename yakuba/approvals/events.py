"""The facts that the app `approvals` records: step and outcome as codes; reasons and remarks stay in the sealed row."""

from uuid import UUID

from yakuba.core.events import declare

APPROVAL_PROPOSED = declare("approval.proposed", "起案しました", step=str, outcome=str)
APPROVAL_APPROVED = declare("approval.approved", "決裁しました", step=str, outcome=str)
APPROVAL_REMANDED = declare("approval.remanded", "起案を差し戻しました", step=str, outcome=str)
APPROVAL_CANCELLED = declare("approval.cancelled", "起案を取りやめました", step=str, outcome=str)
APPROVAL_WITHDRAWN = declare("approval.withdrawn", "起案を引き戻しました", step=str, outcome=str)
CIRCULATION_AGREED = declare("circulation.agreed", "回議で同意しました", stop=UUID)
CONSULTATION_AGREED = declare("consultation.agreed", "合議で同意しました", stop=UUID)
EXAMINATION_AGREED = declare("draft.examined", "案を審査しました", stop=UUID)
DECISION_ACTED = declare("decision.acted", "不在の人に代わって決裁しました（代決）", stop=UUID)
STOP_REMANDED = declare("stop.remanded", "案を前の人に差し戻しました", stop=UUID, to=UUID)
STOP_PASSED = declare("stop.passed", "上司が先に見て、回議を進めました（引上げ）", stop=UUID)
STOP_VIEWED = declare("stop.viewed", "後閲しました", stop=UUID)
STOP_REROUTED = declare("stop.rerouted", "案の回り先を変えました", stop=UUID, to=UUID)
