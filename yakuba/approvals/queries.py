"""Reads of drafts: the one that waits, and what was drafted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.approvals.models import Approval
from yakuba.core import states

if TYPE_CHECKING:
    from yakuba.core.models import Matter


def find_open(matter: Matter) -> Approval | None:
    """The draft that waits for a decision, if there is one."""
    waiting = Approval.objects.still_open().select_related("matter__key__town_key", "proposed_by")
    found: Approval | None = waiting.filter(matter=matter).first()
    return found


def open_approval(matter: Matter) -> Approval:
    """The draft that waits for a decision; raises NotPossible when there is none."""
    found = find_open(matter)
    if found is None:
        raise states.NotPossible("決裁を待っている起案がありません。画面を開き直して確かめてください。", "")
    return found


def history(matter: Matter) -> list[Approval]:
    """Every draft about one matter, the newest first, with who drafted and who decided."""
    rows = Approval.objects.select_related("matter__key__town_key", "proposed_by", "decided_by")
    return list(rows.filter(matter=matter).order_by("-id"))
