"""Files as answers: always a download, never kept by a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from yakuba.documents.models import Document


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file to save, with its Japanese name (RFC 6266)."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def paper(content: bytes, document: Document) -> HttpResponse:
    """A paper of a case: a PDF, or what another authority's paper was scanned as."""
    media_type = document.file.type if document.file else "application/pdf"
    return download(content, name=document.file_name, media_type=media_type)
