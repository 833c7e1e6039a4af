"""Facts about people and sign-ins: ids and codes only."""

import datetime
import uuid

from yakuba.core.events import declare

DEPARTMENT_FOUNDED = declare(
    "department.founded",
    "部署を登録しました（{code}、{from_on}から）",
    department=uuid.UUID,
    code=str,
    from_on=datetime.date,
)
DEPARTMENT_ENDED = declare(
    "department.ended",
    "部署の最後の日を決めました（{code}、{until_on}まで）",
    department=uuid.UUID,
    code=str,
    until_on=datetime.date,
)
STAFF_CREATED = declare("staff.created", "職員を登録しました", staff=uuid.UUID)
STAFF_CLOSED = declare("staff.closed", "職員のログインを閉じました", staff=uuid.UUID)
MEMBERSHIP_ADDED = declare(
    "membership.added",
    "職員の所属を登録しました（{role}、{from_on}から）",
    membership=uuid.UUID,
    staff=uuid.UUID,
    department=uuid.UUID,
    role=str,
    from_on=datetime.date,
)
MEMBERSHIP_ENDED = declare(
    "membership.ended",
    "職員の所属の最後の日を決めました（{role}、{until_on}まで）",
    membership=uuid.UUID,
    staff=uuid.UUID,
    department=uuid.UUID,
    role=str,
    until_on=datetime.date,
)
STAFF_SIGNED_IN = declare("staff.signed_in", "職員がサインインしました", staff=uuid.UUID)
STAFF_SIGN_IN_FAILED = declare("staff.sign_in_failed", "職員のサインインに失敗しました", user=uuid.UUID)
STAFF_LOCKED_OUT = declare(
    "staff.locked_out", "失敗が続いたため、職員のサインインを止めました", user=uuid.UUID
)
PASSWORD_CHANGED = declare("password.changed", "職員がパスワードを変えました", user=uuid.UUID)
PASSWORD_RESET = declare("password.reset", "職員のパスワードを初期化しました", user=uuid.UUID)
SECOND_FACTOR_ENROLLED = declare("second_factor.enrolled", "二要素認証を登録しました", user=uuid.UUID)
SECOND_FACTOR_RESET = declare("second_factor.reset", "二要素認証を解除しました", user=uuid.UUID)
RECOVERY_CODE_USED = declare(
    "recovery_code.used", "復旧コードでサインインしました（残り{left}個）", user=uuid.UUID, left=int
)
SIGN_IN_CODE_REQUESTED = declare("sign_in_code.requested", "確認コードを送りました", code=uuid.UUID)
RESIDENT_SIGNED_IN = declare("resident.signed_in", "住民がサインインしました", resident=uuid.UUID)
PERSON_REGISTERED = declare("person.registered", "人を登録しました", person=uuid.UUID)
PARTY_ADDED = declare(
    "party.added", "当事者を登録しました（{role}）", party=uuid.UUID, person=uuid.UUID, role=str
)
