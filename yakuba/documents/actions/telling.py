"""What every fact about a paper names: which one, for what, under which number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yakuba.documents.models import Document


def named(document: Document) -> dict[str, Any]:
    """The keys of a fact about one paper."""
    return {
        "document": document.pk,
        "consequence": document.consequence,
        "number": document.number,
    }
