"""The entries of the staff bar, which every staff page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from yakuba.core import access
from yakuba.work import queries as work

if TYPE_CHECKING:
    from django.http import HttpRequest

# Where, how it is called, and the verb that opens it.
ENTRIES = (
    ("staff-todo", "やること", "work.see"),
    ("staff-applications", "案件", "application.examine"),
    ("staff-intakes", "収受", "application.register"),
    ("staff-postings", "郵送", "posting.bundle"),
    ("staff-records", "保存と廃棄", "retention.see"),
    ("staff-deliveries", "送達", "message.oversee"),
    ("staff-surveys", "アンケート", "survey.see"),
    ("staff-absences", "不在", "absence.note"),
    ("staff-organisation", "組織", "organisation.see"),
    ("staff-protections", "支援措置", "protection.see"),
    ("staff-people", "職員", "people.see"),
    ("staff-history-find", "記録", "history.audit"),
    ("staff-programs", "連携システム", "program.mind"),
    ("staff-protection-officers", "支援措置責任者", "officer.appoint"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The staff bar: only for staff, only what they may open."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_staff:
        return {}
    entries = []
    for name, label, verb in ENTRIES:
        if access.may(actor, verb):
            url = reverse(name)
            entry = {"label": label, "url": url, "current": _is_here(request.path, url, name)}
            if name == "staff-todo":
                entry["count"] = sum(work.counts(actor, timezone.localdate()).values())
            entries.append(entry)
    return {
        "nav": entries,
        "who": actor.name,
        "account_url": reverse("staff-second-factor"),
        "today": timezone.localdate(),
    }


def _is_here(path: str, url: str, name: str) -> bool:
    return path == url if name == "staff-todo" else path.startswith(url)
