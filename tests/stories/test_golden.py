"""The words of every receipt, notice, certificate and message, kept as text that an official has read and agreed.

After a wanted change: `YAKUBA_TEST_GOLDEN=write ./run test tests/stories/test_golden.py`, and read what changed.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from yakuba.accounts import actions as accounts
from yakuba.applications import papers
from yakuba.applications.models import Application
from yakuba.applications.tests.walking import filed, official, to_the_end
from yakuba.core.actors import MACHINE
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.messaging.models import Message
from yakuba.procedures import loader
from yakuba.procedures.actions import publish

GOLDEN = Path(__file__).parent.parent / "golden"
TOKYO = ZoneInfo("Asia/Tokyo")
LONG_AGO = datetime.date(2020, 4, 1)
WRITTEN = {
    name: loader.load_written(text)
    for slug in ("", *sorted({path.parent.name for path in loader.shipped_variants()}))
    for name, text in (
        (f"{slug}-{name}" if slug else name, text) for name, text in loader.written_for(slug).items()
    )
    if not slug or (loader.DEFINITIONS / slug / f"{name.removeprefix(f'{slug}-')}.yaml").exists()
}
SETTLED = [
    pytest.param(name, outcome.id, id=f"{name}-{outcome.id}")
    for name, definition in WRITTEN.items()
    if not definition.is_survey
    for outcome in definition.outcomes
]
KINDS = {"receipt": "控え", papers.NOTICE: "通知書・証明書"}


@pytest.mark.parametrize(("name", "outcome"), SETTLED)
def test_the_words_are_those_that_were_agreed(name, outcome, town):
    text = _told(name, outcome)
    path = GOLDEN / name / f"{outcome}.txt"
    if os.environ.get("YAKUBA_TEST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_text_belongs_to_an_outcome():
    kept = {f"{path.parent.name}-{path.stem}" for path in GOLDEN.glob("*/*.txt")}
    assert kept == {parameter.id for parameter in SETTLED}


def _told(name: str, outcome_id: str) -> str:
    """Everything that the applicant is told about one application until this outcome."""
    definition = WRITTEN[name]
    outcome = definition.outcome(outcome_id)
    examples = [one for one in definition.examples if one.expect.outcome == outcome_id]
    example = (examples or list(definition.examples))[0]
    now = datetime.datetime.combine(example.on, datetime.time(10), tzinfo=TOKYO)
    clerk, chief = _office(definition.department, now)
    slug, _, procedure = (
        name.partition("-") if name not in {path.stem for path in loader.shipped()} else ("", "", name)
    )
    version = publish(loader.written_for(slug)[procedure].text, actor=MACHINE, now=now)
    application = filed(version, example, now)
    application = to_the_end(application, outcome, clerk, chief, now)
    return "\n".join([*_messages(application), *_papers(application, clerk, now)])


def _office(code: str, now: datetime.datetime):
    department = accounts.found_department(
        code, name="見本課", section="見本係", symbol="軽見", telephone="0267-00-0000",
        place="役場 1階", from_on=LONG_AGO, actor=MACHINE, now=now,
    )  # fmt: skip
    return official("clerk", department, now), official("chief", department, now)


def _messages(application: Application) -> list[str]:
    rows = Message.objects.filter(matter=application.matter).order_by("written_at", "pk")
    found = []
    for row in rows.select_related("matter__key__town_key"):
        if row.body and (text := f"【お知らせ】{row.subject}\n{row.body.strip()}\n") not in found:
            found.append(text)
    return found


def _papers(application: Application, clerk, now: datetime.datetime) -> list[str]:
    found = []
    for paper in document_queries.for_applicant(application.matter):
        if paper.is_made and paper.file is not None and paper.file.type == "application/pdf":
            content = documents.open_file(paper.file, actor=clerk, now=now)
            found.append(f"【{KINDS.get(paper.consequence, paper.consequence)}】\n{_text(content)}")
    return found


def _text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    lines = [re.sub(r" {2,}", "  ", line).rstrip() for line in done.stdout.decode().splitlines()]
    # The code by which a paper is confirmed is drawn anew for each.
    words = re.sub(r"(文書確認コード) [0-9A-Z-]+", r"\1 ****-****-****", "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", words).strip("\f\n ") + "\n"
