"""Facts about people and sign-ins: ids and codes only."""

import datetime
import uuid

from yakuba.core.events import declare, declare_look

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
DEPARTMENT_SUCCEEDED = declare(
    "department.succeeded",
    "部署の仕事が引き継がれました（{code}から{successor_code}へ、{from_on}から）",
    succession=uuid.UUID,
    department=uuid.UUID,
    successor=uuid.UUID,
    code=str,
    successor_code=str,
    procedure=str,
    from_on=datetime.date,
)
DEPARTMENT_AMENDED = declare(
    "department.amended",
    "まだ始まっていない部署の内容を直しました（{code}）",
    department=uuid.UUID,
    code=str,
)
REORGANISED = declare(
    "organisation.reorganised",
    "組織の変更を登録しました（第{number}回、{changes}件）",
    number=int,
    changes=int,
)
ORGANISATION_EXPORTED = declare_look(
    "organisation.exported", "組織の一覧を書き出しました（{on}、{lines}行）", on=datetime.date, lines=int
)
MEMBERSHIP_AMENDED = declare(
    "membership.amended", "まだ始まっていない所属を直しました", membership=uuid.UUID, staff=uuid.UUID
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
IDENTITY_PROVED = declare_look("identity.proved", "本人を確かめました（{level}）", level=str)
MAIL_CONFIRMED = declare(
    "mail.confirmed", "メールの確認コードで、メールアドレスを確かめました", resident=uuid.UUID
)
PASSKEY_ADDED = declare("passkey.added", "パスキーを登録しました", passkey=uuid.UUID)
PASSKEY_REMOVED = declare("passkey.removed", "パスキーを消しました", passkey=uuid.UUID)
PROFILE_SAVED = declare("profile.saved", "住民がプロフィールを保存しました", resident=uuid.UUID)
HOUSEHOLD_CHANGED = declare("household.changed", "住民が世帯員を変えました", resident=uuid.UUID)
ACCOUNT_EXPORTED = declare_look("account.exported", "住民が自分のデータを書き出しました", resident=uuid.UUID)
ACCOUNT_CLOSED = declare("account.closed", "住民が登録を削除しました", resident=uuid.UUID)
ORGANISATION_REGISTERED = declare(
    "organisation.registered", "法人・団体を登録しました", organisation=uuid.UUID
)
MANDATE_GIVEN = declare(
    "mandate.given", "代理の権限が届け出られました（{kind}）", mandate=uuid.UUID, kind=str
)
MANDATE_CONFIRMED = declare("mandate.confirmed", "代理の権限を確かめました", mandate=uuid.UUID)
MANDATE_ENDED = declare(
    "mandate.ended", "代理の権限がなくなりました（{ending}）", mandate=uuid.UUID, ending=str
)
PERSON_REGISTERED = declare("person.registered", "人を登録しました", person=uuid.UUID)
PARTY_SUCCEEDED = declare("party.succeeded", "承継人が申請者になりました", party=uuid.UUID, person=uuid.UUID)
PARTY_ADDED = declare(
    "party.added", "当事者を登録しました（{role}）", party=uuid.UUID, person=uuid.UUID, role=str
)
ABSENCE_NOTED = declare("absence.noted", "不在を登録しました", absence=uuid.UUID, staff=uuid.UUID)
ABSENCE_CANCELLED = declare("absence.cancelled", "不在を取り消しました", absence=uuid.UUID, staff=uuid.UUID)
RULE_ENTERED = declare("rule.entered", "決裁の決まりを登録しました（{kind}）", rule=uuid.UUID, kind=str)
RULE_ENDED = declare(
    "rule.ended",
    "決裁の決まりの最後の日を決めました（{until_on}まで）",
    rule=uuid.UUID,
    until_on=datetime.date,
)
SESSION_ENDED = declare("session.ended", "サインインを1つ終わらせました", sign_in=uuid.UUID)
SESSIONS_ENDED = declare(
    "sessions.ended", "サインインをすべて終わらせました（{count}件）", user=uuid.UUID, count=int
)
TOKEN_MADE = declare("token.made", "APIトークンを作りました（{scope}）", token=uuid.UUID, scope=str)
TOKEN_REVOKED = declare("token.revoked", "APIトークンを取り消しました", token=uuid.UUID)
PROGRAM_ENTERED = declare("program.entered", "連携システムを登録しました", program=uuid.UUID)
PROGRAM_ENDED = declare("program.ended", "連携システムの登録を終わらせました", program=uuid.UUID)
# 支援措置: who it is, and against whom, stands in sealed rows only.
OFFICER_APPOINTED = declare(
    "officer.appointed", "支援措置責任者を決めました（{from_on}から）", staff=uuid.UUID, from_on=datetime.date
)
OFFICER_DISMISSED = declare(
    "officer.dismissed",
    "支援措置責任者の最後の日を決めました（{until_on}まで）",
    staff=uuid.UUID,
    until_on=datetime.date,
)
PROTECTION_FLAGGED = declare(
    "protection.flagged",
    "仮の支援措置を始めました（{until_on}まで）",
    protection=uuid.UUID,
    until_on=datetime.date,
)
PROTECTION_CONFIRMED = declare("protection.confirmed", "支援措置を決定しました", protection=uuid.UUID)
PROTECTION_RENEWED = declare(
    "protection.renewed",
    "支援措置を延長しました（{until_on}まで）",
    protection=uuid.UUID,
    until_on=datetime.date,
)
PROTECTION_ENDED = declare("protection.ended", "支援措置を終了しました", protection=uuid.UUID)
PROTECTION_VIEWED = declare_look("protection.viewed", "だれの支援措置かを見ました", protection=uuid.UUID)
COUNTERSIGNATURE_ASKED = declare(
    "countersignature.asked", "二人目の確認を頼みました", countersignature=uuid.UUID, purpose=str
)
COUNTERSIGNATURE_GIVEN = declare(
    "countersignature.given", "二人目が認めました", countersignature=uuid.UUID, purpose=str
)
COUNTERSIGNATURE_REFUSED = declare(
    "countersignature.refused",
    "二人目が認めませんでした",
    countersignature=uuid.UUID,
    purpose=str,
)
COUNTERSIGNATURE_USED = declare(
    "countersignature.used", "二人目の確認を使いました", countersignature=uuid.UUID, purpose=str
)
