"""What the cases of one person say, for their own page and for a 開示請求."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import queries as people
from yakuba.applications import queries
from yakuba.applications.models import Application, State
from yakuba.approvals import queries as approvals
from yakuba.core import dates
from yakuba.documents import queries as documents
from yakuba.records import queries as records
from yakuba.records.queries import Line, Part
from yakuba.work import queries as work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.accounts.models import Party
    from yakuba.procedures.queries import Section
    from yakuba.records.queries import Subject

# Kinds of questions whose answers name somebody; of a child, an heir or a witness as well as of the applicant.
NAMING = frozenset({"person", "kana", "repeated"})


@records.tells
def cases(subject: Subject) -> Iterator[Part]:
    """Each case as its applicant wrote it; for a 開示請求 also what officials wrote, made and looked at."""
    if not subject.for_office:
        for resident in subject.residents:
            for one in queries.mine(people.actor_of_resident(resident)):
                yield Part(f"case-{one.pk.hex}", _title(one), tuple(_answers(one, queries.draft_rows(one))))
        return
    rows = Application.objects.with_everything().filter(
        matter__in=subject.matters, submitted_at__isnull=False
    )
    for one in rows.order_by("submitted_at", "pk"):
        yield Part(f"case-{one.pk.hex}", _title(one), tuple(_of_office(one, subject)))


def _title(application: Application) -> str:
    return f"{application.spoken.title} {application.matter.number or ''}".strip()


def _of_office(application: Application, subject: Subject) -> Iterator[Line]:
    parties = people.people_of(application.matter)
    is_own = any(one.role == "applicant" and one.person_id in subject.persons for one in parties)
    yield from _ends(application)
    yield from _parties(parties, subject)
    yield from _answers(application, queries.arrived_rows(application), marked=True, is_own=is_own)
    yield from _papers(application)
    yield from _decisions(application)
    yield from _inside(application)
    yield from _looks(application)


def _ends(application: Application) -> Iterator[Line]:
    if application.submitted_at is not None:
        yield Line("arrived", "届いた日時", records.stamp(application.submitted_at))
    yield Line("state", "状態", State(application.state).label)
    if application.outcome:
        yield Line("outcome", "結果", application.definition.outcome(application.outcome).title)
    if application.decided_on:
        yield Line("decided", "決裁日", dates.wareki(application.decided_on))
    kept = records.of_matter(application.matter)
    if kept is not None and kept.until_on is not None and kept.state == "kept":
        yield Line("kept", "保存期間", f"{dates.wareki(kept.until_on)}まで（{kept.words}）")


def _parties(parties: list[Party], subject: Subject) -> Iterator[Line]:
    for one in parties:
        if one.role == "named":
            # The answers say it.
            continue
        caution = "" if one.person_id in subject.persons else records.OTHERS
        yield Line(f"party-{one.pk.hex}", one.get_role_display(), one.person.full_name, caution=caution)


def _answers(
    application: Application, sections: list[Section], *, marked: bool = False, is_own: bool = True
) -> Iterator[Line]:
    fields = application.definition.fields
    for section in sections:
        for row in section.rows:
            field = fields[row.field_id]
            names_others = field.kind in NAMING and (
                not is_own or not (field.means or "").startswith("person.")
            )
            # Of what somebody else filed, every answer may be about somebody else.
            caution = records.OTHERS if marked and (names_others or not is_own) else ""
            yield Line(f"answer-{row.field_id}", row.label, row.text, caution=caution)


def _papers(application: Application) -> Iterator[Line]:
    for file in documents.received_files(application.matter):
        yield Line(
            f"file-{file.pk.hex}", "受け取った書類", f"{file.name}（{records.stamp(file.uploaded_at)}）"
        )
    for paper in documents.of_matter(application.matter):
        if paper.is_made:
            said = f"{paper.title}　{paper.number}".strip()
            yield Line(f"paper-{paper.pk.hex}", "町が作った文書", f"{said}（{dates.wareki(paper.dated_on)}）")


def _decisions(application: Application) -> Iterator[Line]:
    for draft in approvals.history(application.matter):
        if draft.reasons and draft.state == "approved":
            yield Line(f"reasons-{draft.pk.hex}", "決定の理由", draft.reasons)
        if draft.remark:
            yield Line(f"remark-{draft.pk.hex}", "差戻しの理由", draft.remark, caution=records.OFFICE)


def _inside(application: Application) -> Iterator[Line]:
    for call in queries.calls(application):
        caution = "" if call.speaker == "self" else records.OTHERS
        label = f"電話などの記録（{call.get_speaker_display()}）"
        yield Line(
            f"call-{call.pk.hex}",
            label,
            f"{call.words or ''}（{records.stamp(call.heard_at)}）",
            caution=caution,
        )
    for note in work.notes(application.matter):
        said = f"{note.text}（{records.stamp(note.at)}）"
        yield Line(f"note-{note.pk.hex}", "職員のメモ", said, caution=records.OFFICE)


def _looks(application: Application) -> Iterator[Line]:
    for number, look in enumerate(queries.event_rows(application)[1]):
        yield Line(
            f"look-{number}", "見た記録", f"{records.stamp(look['at'])}　{look['who']}　{look['sentence']}"
        )
