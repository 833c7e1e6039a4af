"""Reads that others ask this app for: a matter's files and papers, and the words of the 教示."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.documents import appeal
from yakuba.documents.models import Document, File, State

if TYPE_CHECKING:
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


def of_matter(matter: Matter) -> list[Document]:
    """The papers of a matter in every state, oldest first, each with its file."""
    return list(Document.objects.of(matter).select_related("file", "matter__key__town_key"))


def made(matter: Matter, pk: UUID) -> Document | None:
    """One paper of this matter that is made and stands, or None."""
    papers = Document.objects.of(matter).filter(state=State.MADE)
    found: Document | None = papers.select_related("file").filter(pk=pk).first()
    return found


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


def appeal_clauses(definition: Definition, municipality: Municipality) -> list[str]:
    """The clauses of the 教示, none where the answer is no 処分; raises appeal.UnknownAuthority."""
    return appeal.clauses(
        authority=definition.authority,
        affair=definition.affair,
        municipality=municipality.name,
        prefecture=municipality.prefecture,
        # 行政手続法2条3号・7号: an application asks for a 処分, a notification (届出) and an order (申込) do not.
        is_disposition=definition.is_application,
    )
