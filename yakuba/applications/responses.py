"""Files as answers: always a download, never kept by a cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file to save, with its Japanese name (RFC 6266)."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def pdf(content: bytes, title: str) -> HttpResponse:
    """A paper as PDF."""
    return download(content, name=f"{title}.pdf", media_type="application/pdf")
