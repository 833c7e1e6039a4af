"""The facts that the app `approvals` records: step and outcome as codes; reasons and remarks stay in the sealed row."""

from yakuba.core.events import declare

APPROVAL_PROPOSED = declare("approval.proposed", "起案しました", step=str, outcome=str)
APPROVAL_APPROVED = declare("approval.approved", "決裁しました", step=str, outcome=str)
APPROVAL_REMANDED = declare("approval.remanded", "起案を差し戻しました", step=str, outcome=str)
APPROVAL_CANCELLED = declare("approval.cancelled", "起案を取りやめました", step=str, outcome=str)
