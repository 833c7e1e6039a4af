"""What the addresses of the small town take: a case in the state that the act needs, and what is typed there."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.rules import small_hall
from tests.rules.small_town import PROCEDURE, STATES, SURVEY, notice, receipt
from yakuba.applications.models import Bundle, Posting
from yakuba.approvals import queries as approvals
from yakuba.core.models import Run
from yakuba.documents import rare
from yakuba.documents.models import File
from yakuba.messaging.models import Message
from yakuba.procedures.forms import example_data
from yakuba.records import night
from yakuba.records.models import Erasure

if TYPE_CHECKING:
    from tests.rules.small_town import SmallTown
    from yakuba.applications.models import Application


def arguments(town: SmallTown, name: str) -> dict[str, Any]:
    """The parts of an address: a case in the state that the act needs."""
    draft, arrived, returned, proposed, decided = (town.cases[state] for state in STATES)
    apply = {"procedure": PROCEDURE, "pk": draft.pk}
    receipt_of_case = receipt(arrived)
    upload = File.objects.filter(matter=arrived.matter, origin="upload").first()
    draft_upload = File.objects.filter(matter=draft.matter, origin="upload").first()
    numbers = {
        "staff-remand": proposed,
        "staff-decide": proposed,
        "staff-agree": proposed,
        "staff-revise": proposed,
        "staff-take-back": proposed,
        "staff-reroute": proposed,
        "staff-close": decided,
        "staff-record": decided,
        "staff-resume-examination": returned,
        "staff-remake": returned,
    }
    number = {"number": numbers.get(name, arrived).matter.number}
    known: dict[str, dict[str, Any]] = {
        "staff-bulk": {"verb": "approve"},
        "staff-bulk-start": {"verb": "approve"},
        "staff-filter-save": {"listing": "todo"},
        "staff-run": {"pk": town.run.pk},
        "staff-export": {"listing": "cases"},
        "staff-run-file": {"pk": Run.objects.get(kind="cases.export").pk},
        "staff-run-again": {"pk": town.run.pk},
        "staff-run-stop": {"pk": town.run.pk},
        "procedure": {"procedure": PROCEDURE},
        "apply": {"procedure": PROCEDURE},
        "apply-section": {**apply, "section": draft.definition.sections[0].id},
        "application-follow": {**number, "procedure": PROCEDURE},
        "apply-thanks": {"procedure": SURVEY},
        "staff-survey": {"procedure": SURVEY},
        "staff-survey-export": {"procedure": SURVEY},
        "apply-file": {**apply, "file": draft_upload.pk},
        "apply-done": {"procedure": PROCEDURE, "pk": arrived.pk},
        "application-document": {**number, "pk": receipt_of_case.pk},
        "staff-document": {**number, "pk": receipt_of_case.pk},
        "staff-remake": {**number, "pk": receipt(returned).pk},
        **{one: {"signature": rare.sign("20bb7"), "codes": "20bb7"} for one in GLYPHS},
        "verify-code": {"code": "CDFG-HJKM-2345"},
        **{one: {"number": decided.matter.number, "pk": notice(decided).pk} for one in PAPERS},
        "staff-file": {**number, "pk": upload.pk},
        "staff-step": {**number, "step": arrived.definition.route[0].id},
        "staff-second-factor-reset": {"staff_id": town.staff["clerk"].pk},
        "my-household-remove": {"pk": uuid.UUID(int=0)},
        "my-device-remove": {"pk": uuid.UUID(int=0)},
        "my-mandate-end": {"pk": uuid.UUID(int=0)},
        "my-data-file": {"form": "page"},
        "my-passkey-remove": {"pk": uuid.UUID(int=0)},
        "staff-passkey-remove": {"pk": uuid.UUID(int=0)},
        "my-session-end": {"pk": uuid.UUID(int=0)},
        "staff-session-end": {"pk": uuid.UUID(int=0)},
        "ui:error-page": {"name": "404"},
        "staff-records-run": {"pk": uuid.UUID(int=0)},
        "staff-records-night": {"day": _night()},
        "staff-records-night-file": {"day": _night(), "form": "csv"},
        "staff-erasure": {"pk": Erasure.objects.get().pk},
        "staff-disclosure-file": {**number, "pk": uuid.UUID(int=0), "form": "pdf"},
        "staff-hold-lift": {**number, "pk": uuid.UUID(int=0)},
        "staff-protection": {"pk": town.protection.pk},
        "staff-countersign": {"pk": town.asked.pk},
        "staff-protection-officer-end": {"pk": town.staff["officer"].protecting.get().pk},
        "my-token-revoke": {"pk": uuid.UUID(int=0)},
        "staff-program": {"pk": town.program.pk},
        "staff-program-end": {"pk": town.program.pk},
        "staff-program-token-revoke": {"pk": town.program.pk, "token": town.program.tokens.get().pk},
        "api:show_procedure": {"procedure": PROCEDURE},
        **{one: {"reference": str(arrived.pk)} for one in API_CASES},
        "api:send_file": {"reference": str(draft.pk), "field": "vaccination_paper"},
        **{
            one: {"reference": str(arrived.pk), "field": "vaccination_paper", "file": upload.pk}
            for one in API_FILES
        },
        "api:fetch_paper": {"reference": str(arrived.pk), "paper": receipt_of_case.pk},
        **{one: {"pk": Posting.objects.get(bundle=None).pk} for one in POSTINGS},
        **{one: {"pk": Bundle.objects.get().pk} for one in BUNDLES},
        **{one: {"pk": Message.objects.get(consequence="walk", channel="mail").pk} for one in DELIVERIES},
    }
    if name in known:
        return known[name]
    if hall := small_hall.arguments(town.staff, name):
        return hall
    if name.startswith("apply-"):
        return apply
    paper = town.cases["paper"]
    typing = {"procedure": PROCEDURE, "pk": paper.pk}
    if name.startswith("staff-typing-"):
        return typing | ({"section": paper.definition.sections[0].id} if name.endswith("section") else {})
    if name in {"staff-intake", "staff-intake-cancel", "staff-intake-scan"}:
        return {"number": paper.matter.number}
    is_case = name.startswith("application") or name in CASES
    return number if is_case else {}


GLYPHS = {"glyphs-sheet", "glyphs-font"}
PAPERS = {"staff-paper", "staff-paper-again", "staff-paper-revoke"}
API_CASES = {
    "api:show_application", "api:show_answers", "api:write_answers", "api:submit_application",
    "api:withdraw_application", "api:list_messages",
}  # fmt: skip
API_FILES = {"api:fetch_file", "api:remove_file"}
POSTINGS = {"staff-posting-drop", "staff-posting-returned", "staff-posting-again"}
DELIVERIES = {"staff-delivery", "staff-delivery-again", "staff-delivery-post", "staff-delivery-stop"}
BUNDLES = {"staff-bundle", "staff-bundle-sheets", "staff-bundle-dissolve"}
CASES = {
    "staff-application", "staff-take", "staff-return", "staff-resume-examination", "staff-propose", "staff-remand",
    "staff-decide", "staff-close", "staff-agree", "staff-revise", "staff-take-back", "staff-view-after", "staff-reroute", "staff-record",
    "staff-note", "staff-label", "staff-watch", "staff-pass-on", "staff-same-person",
    "staff-history", "staff-person-history",
    "staff-delay", "staff-delay-posted", "staff-supplement", "staff-call", "staff-correct",
    "staff-proxy-confirm", "staff-proxy-end", "staff-proxy-document",
    "staff-second",
    "staff-reached", "staff-code", "staff-death", "staff-heir", "staff-ended", "staff-revoke", "staff-revoke-decide",
    "staff-revoke-cancel", "staff-reopen", "staff-keeping", "staff-erase", "staff-disclosure",
}  # fmt: skip


def typed(town: SmallTown, name: str) -> dict[str, Any]:
    """What is typed into the form of an address."""
    draft, arrived = town.cases["draft"], town.cases["arrived"]
    section = draft.definition.sections[0].id
    granted = next(outcome.id for outcome in arrived.definition.outcomes if outcome.effect == "grant")
    forms: dict[str, dict[str, Any]] = {
        "sign-in": {"mail": "somebody@example.jp"},
        "apply": {"token": str(uuid.uuid4())},
        "apply-section": example_data(draft.definition, section, draft.answers) | {"seen": "1"},
        "apply-check": {"sure": "on"},
        "my-profile": {"name_family": "見本", "name_given": "花子", "spoken": "ja", "channel": "mail"},
        "my-household": {"name_family": "見本", "name_given": "太郎", "relation": "child"},
        "my-mandates": {
            "name": "見本 太郎",
            "mail": "proxy@example.jp",
            "until_on": (timezone.localdate() + datetime.timedelta(days=30)).isoformat(),
        },
        "my-tokens": {"label": "家計の記録", "scope": "read", "days": "30"},
        "staff-program-new": {"name": "例システム", "purpose": "試験", "procedures": [PROCEDURE]},
        "staff-program": {"label": "試験", "days": "90"},
        "my-close": {"word": "削除"},
        "apply-people": {"acting": "self"},
        "find": {"number": arrived.matter.number, "code": arrived.lookup_code},
        "verify": {"code": "CDFG-HJKM-2345"},
        "staff-paper-again": {"kind": "reissue", "reason": "なくしたとのこと。"},
        "staff-paper-revoke": {"reason": "誤りのため。"},
        "staff-return": {
            "fields_to_correct": ["telephone"],
            "message": "番号を確かめてください。",
            "due_on": (timezone.localdate() + datetime.timedelta(days=14)).isoformat(),
        },
        "staff-propose": {"outcome": granted},
        "staff-remand": {"remark": "日付を確かめてください。"},
        "staff-decide": {"outcome": granted},
        "staff-revise": {"outcome": granted},
        "staff-step": {"act": "finish"},
        "staff-bundle": {"posted_on": timezone.localdate().isoformat()},
        "staff-intake-cancel": {"reason": "同じものを2回登録した。"},
        "staff-typing-section": example_data(draft.definition, section, draft.answers) | {"seen": "0"},
        "staff-typing-check": {"sure": "on"},
        "staff-export": {"format": "csv", "query": "state=submitted"},
        "staff-note": {"words": "電話で確かめた。"},
        "staff-label": {"new": "急ぎ"},
        "staff-bulk": {"pick": [town.cases["proposed"].matter.number]},
        "staff-bulk-start": {"seen": [_seen(town.cases["proposed"])], "token": str(uuid.uuid4())},
        "staff-filter-save": {"name": "遅れているもの", "query": "due=late"},
        "staff-second": {"purposes": ["view"], "reason": "審査のため"},
        "staff-protection-new": {
            "family": "別野",
            "given": "実",
            "birth_date": "昭和60年1月1日",
            "reason": "stalking",
            "department": str(town.protection.department_id),
            "until_on": (timezone.localdate() + datetime.timedelta(days=300)).isoformat(),
        },
        "staff-protection": {"purpose": "view", "reason": "延長の相談のため"},
        "staff-countersign": {"answer": "give"},
        "staff-erasure": {"answer": "refuse", "remark": "本人の請求ではない。"},
        "staff-protection-officers": {
            "staff": str(town.staff["clerk"].pk),
            "from_on": timezone.localdate().isoformat(),
        },
    }
    return forms.get(name, {})


def _night() -> str:
    # The night that `small_town.fill` made: before one in the morning it is still yesterday's.
    return timezone.localdate(timezone.now() - night.BEGINS).isoformat()


def _seen(application: Application) -> str:
    draft = approvals.open_approval(application.matter)
    return f"{application.matter.number}:{application.revision}:{draft.pk}"
