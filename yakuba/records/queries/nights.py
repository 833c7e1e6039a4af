"""What the nights did: by each rule how much was forgotten, what was kept back, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.core import dates, retention
from yakuba.core.models import Run

if TYPE_CHECKING:
    import datetime

KIND = "records.night"
SHOWN = 60
# What a report says besides the rules, by its code.
BACKLOG = {
    "due": "廃棄の決裁を待っている案件",
    "held": "期間は終わったが、廃棄を止めている案件",
}


def nights() -> list[dict[str, Any]]:
    """The reports of the last two months, the newest first."""
    rows = Run.objects.filter(kind=KIND).order_by("-started_at", "-id")[:SHOWN]
    return [_told(run) for run in rows]


def night(day: datetime.date) -> dict[str, Any] | None:
    """The report of one night."""
    found = Run.objects.filter(kind=KIND, result__day=day.isoformat()).order_by("-id").first()
    return _told(found) if found else None


def report_table(told: dict[str, Any]) -> list[list[Any]]:
    """A report as a table with its head, for CSV and Excel."""
    head = ["日", "決まり", "保存する期間", "件数", "できなかったこと"]
    lines = [
        [told["on"], line["what"], line["kept"], line["done"], line["problem"]] for line in told["lines"]
    ]
    return [head, *lines, *([told["on"], words, "", count, ""] for words, count in told["backlog"])]


def _told(run: Run) -> dict[str, Any]:
    found, day = run.result.get("rules", {}), run.result.get("day", "")
    lines = [_line(name, said) for name, said in found.items()]
    return {
        "day": day,
        "on": dates.wareki(dates.parse_date(day)) if day else "",
        "lines": lines,
        "done": sum(line["done"] for line in lines),
        "problems": [line for line in lines if line["problem"]],
        "backlog": [(words, run.result.get(code, 0)) for code, words in BACKLOG.items()],
        "is_over": run.finished_at is not None,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
    }


def _line(name: str, said: dict[str, Any]) -> dict[str, Any]:
    # A rule of an older version of the program may be gone; its report stays.
    rule = retention.RULES.get(name)
    return {
        "name": name,
        "what": rule.what if rule else name,
        "kept": rule.kept if rule else "",
        "done": said.get("done", 0),
        "problem": f"不具合（{said['error']}）" if said.get("error") else "",
    }
