"""Reads that others ask this app for: a matter's files and papers, and the words of the 教示."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db.models import Q

from yakuba.core.envelopes import CannotOpen
from yakuba.documents import appeal
from yakuba.documents.models import THERE, Document, File, State, digest
from yakuba.documents.papers import CONFIRMED, INTERNAL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.core.models import Matter, Municipality
    from yakuba.procedures.definition import Definition


def received_files(matter: Matter) -> list[File]:
    """What people sent about a matter, oldest first. The caller has shown that the matter is the actor's."""
    return list(File.objects.of(matter).uploaded().select_related("matter__key__town_key"))


def file(matter: Matter, pk: UUID) -> File | None:
    """One file that people sent about this matter, or None."""
    found: File | None = File.objects.of(matter).uploaded().filter(pk=pk).first()
    return found


def is_received(matter: Matter, data: bytes, *, among: Iterable[str]) -> bool:
    """Whether one of these files that people sent about a matter (ids) has exactly these bytes."""
    rows = File.objects.of(matter).uploaded()
    return bool(rows.filter(pk__in=list(among), digest=digest(data)).exists())


def of_matter(matter: Matter) -> list[Document]:
    """The papers of a matter in every state, oldest first, each with its file."""
    return list(Document.objects.of(matter).select_related("file", "replaces", "matter__key__town_key"))


def titles(ids: Iterable[str]) -> dict[str, str]:
    """The titles of papers by their ids and by those of their files; what people sent, or was forgotten, has none."""
    wanted = list(ids)
    rows = Document.objects.filter(Q(pk__in=wanted) | Q(file__in=wanted)).select_related(
        "matter__key__town_key"
    )
    found: dict[str, str] = {}
    for row in rows:
        with suppress(CannotOpen):
            found |= dict.fromkeys((str(row.pk), str(row.file_id)), row.title)
    return found


def for_applicant(matter: Matter) -> list[Document]:
    """The papers of a matter but those that never leave the town hall."""
    return [paper for paper in of_matter(matter) if paper.template not in INTERNAL]


def made(matter: Matter, pk: UUID) -> Document | None:
    """One paper of this matter that is made and stands, or None."""
    papers = Document.objects.of(matter).filter(state=State.MADE)
    found: Document | None = papers.select_related("file").filter(pk=pk).first()
    return found


def opened(matter: Matter, pk: UUID) -> Document | None:
    """One paper of this matter that there is, be it one that stands no more, or None."""
    papers = Document.objects.of(matter).filter(state__in=THERE)
    found: Document | None = papers.select_related("file").filter(pk=pk).first()
    return found


def confirmed(matter: Matter) -> list[Document]:
    """The papers of a matter that go out with a code by which they are confirmed, in every state, oldest first."""
    return [paper for paper in of_matter(matter) if paper.template in CONFIRMED]


def replacements(paper: Document) -> list[Document]:
    """What came in the place of a paper, void ones included, oldest first."""
    return list(Document.objects.filter(replaces=paper).order_by("id"))


def newest(matter: Matter, consequence: str) -> Document | None:
    """The paper of the latest revision of a consequence, in whatever state, or None."""
    papers = Document.objects.of(matter).filter(consequence=consequence)
    found: Document | None = papers.order_by("-revision").select_related("file").first()
    return found


def acting_authority(definition: Definition, municipality: Municipality) -> str:
    """How the deciding authority signs, e.g. 軽井沢町長; raises appeal.UnknownAuthority."""
    return appeal.acting(
        authority=definition.authority,
        affair=definition.affair,
        municipality=municipality.name,
        prefecture=municipality.prefecture,
    ).name


def addressee(definition: Definition, municipality: Municipality) -> str:
    """To whom an application is addressed: whoever decides it, also where the town only forwards it (経由)."""
    try:
        return acting_authority(definition, municipality)
    except appeal.UnknownAuthority:
        return appeal.elsewhere(definition.authority, prefecture=municipality.prefecture)


def appeal_clauses(definition: Definition, municipality: Municipality) -> list[str]:
    """The clauses of the 教示, none where the answer is no 処分; raises appeal.UnknownAuthority."""
    return appeal.clauses(
        authority=definition.authority,
        affair=definition.affair,
        municipality=municipality.name,
        prefecture=municipality.prefecture,
        # 行政手続法2条3号・7号: an application asks for a 処分, a notification (届出) and an order (申込) do not; where the
        # law of the procedure makes one of theirs a 処分 all the same, the definition says how one appeals.
        is_disposition=definition.is_application or definition.appeal is not None,
        special=definition.appeal,
    )


def held_of(matter: Matter) -> list[Document]:
    """The papers of a matter that wait for a second official's consent (支援措置), oldest first."""
    return list(Document.objects.of(matter).held().select_related("matter__key__town_key"))
